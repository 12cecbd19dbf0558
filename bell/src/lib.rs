//! The bell in the header of a member's pages: it listens while its page is looked at, and shows what is told.
//!
//! A program of its own, because visitors have no bell and need not load it. The markup is the server's
//! (`app/src/ui/bell.rs`, `app/src/notification/page.rs`); without this it stays a link and a list.

use wasm_bindgen::prelude::{Closure, JsCast, wasm_bindgen};
use web_sys::{Document, Element, Event, EventSource, EventTarget, HtmlInputElement, MessageEvent};

/// Brings the page's bell to life.
#[wasm_bindgen]
pub fn start() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let mut source: Option<EventSource> = None;
    let owned = document.clone();
    // A browser has few connections for all of its pages together: only those that are looked at listen.
    let mut follow_page = move || {
        if let Some(source) = source.take() {
            source.close();
        }
        if !owned.hidden() {
            source = listen_to_server(&owned);
        }
    };
    follow_page();
    listen(&document, "visibilitychange", move |_| follow_page());
}

fn listen_to_server(document: &Document) -> Option<EventSource> {
    let root = document.document_element()?;
    let bell: Element = find(&root, "[data-bell]")?;
    let source = EventSource::new(&bell.get_attribute("data-bell")?).ok()?;
    listen(&source, "message", move |event| {
        let _shown = hear(&root, &bell, event.unchecked_ref());
    });
    Some(source)
}

/// Shows how much is unread, and what happened. It is put on top of the list, where that is shown: a copy of the
/// hidden line that the server wrote for this.
fn hear(root: &Element, bell: &Element, event: &MessageEvent) -> Option<()> {
    let (data, id) = (event.data().as_string()?, event.last_event_id());
    let mut lines = data.split('\n');
    let (Some(count), Some(label), Some(sentence)) = (lines.next(), lines.next(), lines.next())
    else {
        // The session is over, and with it what can be heard.
        event.target()?.unchecked_into::<EventSource>().close();
        return None;
    };
    let address = bell.get_attribute("data-bell")?;
    let (path, _) = address.rsplit_once('=')?;
    set(bell, "data-bell", &[path, "=", &id].concat());
    set(&find::<Element>(bell, "a")?, "aria-label", label);
    let place: Element = find(bell, ".bell-count")?;
    place.set_text_content(Some(count));
    set_hidden(&place, count == "0");
    find::<Element>(bell, "[aria-live]")?.set_text_content(Some(sentence));
    if sentence.is_empty() {
        return None;
    }
    let list: Element = find(root, "[data-told]")?;
    let blank = list.first_element_child()?;
    let line: Element = blank.clone_node_with_deep(true).ok()?.unchecked_into();
    find::<HtmlInputElement>(&line, "input")?.set_value(&id);
    find::<Element>(&line, "button")?.set_text_content(Some(sentence));
    set_hidden(&line, false);
    blank.after_with_node_1(&line).ok()?;
    find::<HtmlInputElement>(root, "[name=up_to]")?.set_value(&id);
    set_hidden(&find(root, "[data-told-all]")?, false);
    set_hidden(&find(root, "[data-told-none]")?, true);
    Some(())
}

/// The first element inside `root` that the selector fits, if it is one of `T`.
fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}

/// Calls `handler` at every such event, as long as the target is there.
fn listen(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    // Only an invalid event name could be refused.
    let _ = target.add_event_listener_with_callback(event, handler.unchecked_ref());
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn set_hidden(element: &Element, hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", hidden);
}
