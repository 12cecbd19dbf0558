//! What the interface does to the page.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, Window};

/// The window.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The page.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// Whether nobody looks at the page.
pub(crate) fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// The first element inside `root` that the selector fits, if it is one of `T`.
pub(crate) fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}

/// All elements inside `root` that the selector fits and that are one of `T`.
pub(crate) fn find_all<T: JsCast>(root: &Element, selector: &str) -> Vec<T> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|at| list.item(at)?.dyn_into().ok())
        .collect()
}

/// Calls `handler` at every such event, as long as the page is open.
pub(crate) fn listen<E: JsCast>(
    target: &EventTarget,
    event: &str,
    mut handler: impl FnMut(E) + 'static,
) {
    let handler = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Ok(event) = event.dyn_into() {
            handler(event);
        }
    });
    // Only an invalid event name could be refused.
    let _ = target.add_event_listener_with_callback(event, handler.into_js_value().unchecked_ref());
}

/// Calls `work` once, after so many milliseconds.
pub(crate) fn later(milliseconds: i32, work: impl FnOnce() + 'static) {
    let work = Closure::once_into_js(work);
    if let Some(window) = window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            work.unchecked_ref(),
            milliseconds,
        );
    }
}

/// Waits so many milliseconds.
pub(crate) async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        later(milliseconds, move || {
            // Nothing is thrown by what a promise hands out.
            let _ = done.call0(&JsValue::UNDEFINED);
        });
    });
    // It is never refused.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Calls `work` before the next frame, with the time in milliseconds.
pub(crate) fn next_frame(work: impl FnOnce(f64) + 'static) {
    let work = Closure::once_into_js(work);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(work.unchecked_ref());
    }
}

/// Whether people ask for less motion.
pub(crate) fn less_motion() -> bool {
    window()
        .and_then(|window| {
            window
                .match_media("(prefers-reduced-motion: reduce)")
                .ok()?
        })
        .is_some_and(|query| query.matches())
}

/// Whether the window is as narrow as a phone's.
pub(crate) fn is_narrow() -> bool {
    window()
        .and_then(|window| window.match_media("(max-width: 719px)").ok()?)
        .is_some_and(|query| query.matches())
}

/// Sets an attribute.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Adds or takes away a class.
pub(crate) fn set_class(element: &Element, class: &str, on: bool) {
    let _ = element.class_list().toggle_with_force(class, on);
}

/// Hides an element, or shows it.
pub(crate) fn set_hidden(element: &Element, hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", hidden);
}

/// Takes the focus, without moving the page.
pub(crate) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// What has the focus.
pub(crate) fn focused() -> Option<Element> {
    document()?.active_element()
}

/// An element being made.
pub(crate) struct Made(Option<Element>);

/// Begins an element.
pub(crate) fn make(tag: &str) -> Made {
    Made(document().and_then(|document| document.create_element(tag).ok()))
}

/// Begins an element of a drawing.
pub(crate) fn make_svg(tag: &str) -> Made {
    Made(document().and_then(|document| {
        document
            .create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
            .ok()
    }))
}

impl Made {
    pub(crate) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    pub(crate) fn attr(self, name: &str, value: &str) -> Self {
        if let Some(element) = &self.0 {
            set(element, name, value);
        }
        self
    }

    /// Sets an attribute where there is a value.
    pub(crate) fn attr_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds text.
    pub(crate) fn text(self, text: &str) -> Self {
        if let (Some(element), Some(document)) = (&self.0, document()) {
            let _ = element.append_child(&document.create_text_node(text));
        }
        self
    }

    /// Adds members' words, whose direction is their own.
    pub(crate) fn words(self, words: &str) -> Self {
        self.add(make("bdi").text(words))
    }

    pub(crate) fn add(self, child: Made) -> Self {
        if let (Some(element), Some(child)) = (&self.0, &child.0) {
            let _ = element.append_child(child);
        }
        self
    }

    pub(crate) fn add_all(self, children: impl IntoIterator<Item = Made>) -> Self {
        children.into_iter().fold(self, Self::add)
    }

    /// Adds a child where there is one.
    pub(crate) fn add_if(self, child: Option<Made>) -> Self {
        match child {
            Some(child) => self.add(child),
            None => self,
        }
    }

    /// Says what a click does, and to which record.
    pub(crate) fn act(self, act: &str, id: i64) -> Self {
        self.attr("data-act", act).attr("data-id", &id.to_string())
    }

    pub(crate) fn element(self) -> Option<Element> {
        self.0
    }
}

/// A button.
pub(crate) fn button(class: &str, words: &str) -> Made {
    make("button")
        .attr("type", "button")
        .class(class)
        .text(words)
}

/// A link.
pub(crate) fn link(href: &str) -> Made {
    make("a").attr("href", href)
}

/// The sign of a medium; the word stands beside it.
pub(crate) fn mark(medium: &str) -> Made {
    make("span")
        .class(&format!("mark m-{medium}"))
        .attr("aria-hidden", "true")
}

/// An icon of the page's sprite.
pub(crate) fn icon(name: &str) -> Made {
    make_svg("svg")
        .class("icon")
        .attr("aria-hidden", "true")
        .add(make_svg("use").attr("href", &format!("#i-{name}")))
}

/// Puts children in the place of those that were there.
pub(crate) fn fill(element: &Element, children: impl IntoIterator<Item = Made>) {
    element.set_text_content(None);
    for child in children {
        if let Some(child) = child.0 {
            let _ = element.append_child(&child);
        }
    }
}

/// A sentence whose parts between `*` are strong.
pub(crate) fn sentence(tag: &str, class: &str, text: &str) -> Made {
    text.split('*')
        .enumerate()
        .fold(make(tag).class(class), |made, (place, part)| {
            match place % 2 {
                0 => made.text(part),
                _ => made.add(make("b").text(part)),
            }
        })
}

/// Saves a file.
pub(crate) fn save(blob: &web_sys::Blob, name: &str) -> Result<(), JsValue> {
    let url = web_sys::Url::create_object_url_with_blob(blob)?;
    let anchor = link(&url)
        .attr("download", name)
        .element()
        .ok_or("no document")?;
    anchor.dyn_into::<web_sys::HtmlElement>()?.click();
    later(10_000, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    });
    Ok(())
}
