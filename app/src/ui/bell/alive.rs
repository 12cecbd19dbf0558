//! The bell in the browser: listens while its page is looked at.

use super::label;
use crate::ui::dom::{find, listen, set, set_hidden};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, EventSource, HtmlElement, HtmlInputElement, MessageEvent, Node};

struct Parts {
    document: Document,
    link: Element,
    count: Element,
    status: Element,
    source: RefCell<Option<EventSource>>,
}

/// Brings the bell to life; it stays a link where a part is missing.
pub(super) fn start(frame: &HtmlElement) {
    let parts = || {
        Some(Parts {
            document: frame.owner_document()?,
            link: find(frame, "a")?,
            count: find(frame, ".bell-count")?,
            status: find(frame, "[role=status]")?,
            source: RefCell::default(),
        })
    };
    let Some(parts) = parts().map(Rc::new) else {
        return;
    };
    Parts::follow_page(&parts);
    let owned = parts.clone();
    listen(&parts.document, "visibilitychange", move |_| {
        Parts::follow_page(&owned);
    });
}

impl Parts {
    /// Listens while the page is looked at: a browser has few connections for all of its pages together.
    fn follow_page(parts: &Rc<Self>) {
        let mut source = parts.source.borrow_mut();
        if let Some(source) = source.take() {
            source.close();
        }
        if parts.document.hidden() {
            return;
        }
        let after = parts.link.get_attribute("data-after").unwrap_or_default();
        let Ok(new) = EventSource::new(&["/me/notifications/events?after=", &after].concat())
        else {
            return;
        };
        let owned = parts.clone();
        listen(&new, "unread", move |event| {
            if let Some((_, count)) = data(&event) {
                owned.show(&count);
            }
        });
        let owned = parts.clone();
        listen(&new, "told", move |event| {
            if let Some((id, text)) = data(&event) {
                set(&owned.link, "data-after", &id);
                owned.tell(&id, &text);
            }
        });
        *source = Some(new);
    }

    fn show(&self, count: &str) {
        self.count.set_text_content(Some(count));
        set_hidden(&self.count, count == "0");
        set(&self.link, "aria-label", &label(count));
    }

    /// Says what happened, and puts it on top of the list where that is shown.
    fn tell(&self, id: &str, text: &str) {
        self.status.set_text_content(Some(&text.replace('\n', "")));
        let _shown = self.bring_in(id, text);
    }

    fn bring_in(&self, id: &str, text: &str) -> Option<()> {
        let root = self.document.document_element()?;
        let list: Element = find(&root, "[data-told]")?;
        let first = list.first_element_child()?;
        let line: Element = first.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        find::<HtmlInputElement>(&line, "[name=id]")?.set_value(id);
        let button: Element = find(&line, "button")?;
        for (place, part) in text.split('\n').enumerate() {
            let name = if place % 2 == 0 { "bdi" } else { "span" };
            let part_element = self.document.create_element(name).ok()?;
            part_element.set_text_content(Some(part));
            button.append_child(&part_element).ok()?;
        }
        set_hidden(&line, false);
        let second: Option<Node> = first.next_sibling();
        list.insert_before(&line, second.as_ref()).ok()?;
        for (selector, hidden) in [("[data-told-none]", true), ("[data-told-all]", false)] {
            if let Some(element) = find(&root, selector) {
                set_hidden(&element, hidden);
            }
        }
        find::<HtmlInputElement>(&root, "[name=up_to]")?.set_value(id);
        Some(())
    }
}

/// The id and the text of an event.
fn data(event: &web_sys::Event) -> Option<(String, String)> {
    let event: &MessageEvent = event.dyn_ref()?;
    Some((event.last_event_id(), event.data().as_string()?))
}
