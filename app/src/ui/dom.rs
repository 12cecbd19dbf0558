//! What islands do to their markup in the browser.
//!
//! The islands of pages that everybody sees bring markup of the server's to life by hand instead of as
//! views: that makes the WebAssembly less than half as large.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget};

/// The first element inside `root` that the selector fits, if it is one of `T`.
pub(crate) fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}

/// Calls `handler` at every such event, as long as the page is open.
pub(crate) fn listen(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler).into_js_value();
    // Only an invalid event name could be refused.
    let _ = target.add_event_listener_with_callback(event, handler.unchecked_ref());
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
