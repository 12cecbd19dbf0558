//! What is told: quiet notices over the picture, and announcements for those who do not see it.

use super::api::Failed;
use super::dom::{self, button, find, make};
use super::explorer::{Explorer, Retry};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// How long a notice stays that needs no answer, in milliseconds.
const STAYS: i32 = 7_000;

/// Says something that passes.
pub(crate) fn say(explorer: &Rc<Explorer>, words: &str) {
    put(explorer, "said", words, None);
    let (explorer, words) = (Rc::clone(explorer), words.to_owned());
    dom::later(STAYS, move || {
        if text(&explorer, "said").as_deref() == Some(words.as_str()) {
            drop(&explorer, "said");
        }
    });
}

/// Says something that holds until it is dropped; with a button: its words and what it does.
pub(crate) fn hold(explorer: &Rc<Explorer>, key: &str, words: &str, action: Option<(&str, &str)>) {
    if text(explorer, key).as_deref() != Some(words) {
        put(explorer, key, words, action);
    }
}

/// Shows a link to be copied by hand.
pub(crate) fn show_link(explorer: &Rc<Explorer>, link: &str) {
    let words = "Your browser does not let this page copy. Here is the link:";
    put(explorer, "link", words, Some(("Close", "close-link")));
    let Some(button) = note(explorer, "link").and_then(|note| find::<Element>(&note, "button"))
    else {
        return;
    };
    let field = make("input")
        .attr("readonly", "")
        .attr("aria-label", "Link to what you see")
        .attr("value", link);
    if let Some(field) = field.element() {
        let _ = button.before_with_node_1(&field);
        dom::focus(&field);
        if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
            field.select();
        }
    }
}

/// Takes a notice away.
pub(crate) fn drop(explorer: &Rc<Explorer>, key: &str) {
    if let Some(note) = note(explorer, key) {
        let held = dom::focused().is_some_and(|focused| note.contains(Some(&focused)));
        note.remove();
        if held {
            dom::focus(&explorer.stage);
        }
    }
}

/// Says that something failed, with a way to do it again.
pub(crate) fn failed(
    explorer: &Rc<Explorer>,
    failed: &Failed,
    again: impl Fn(&Rc<Explorer>) + 'static,
) {
    match failed {
        Failed::Gone => explorer.gone(),
        Failed::Refused(words) => say(explorer, words),
        Failed::Missing => say(explorer, &failed.words()),
        Failed::Busy | Failed::Unreachable => {
            explorer.state.borrow_mut().again = Some(Retry(Rc::new(again)));
            let action = Some(("Try again", "again"));
            hold(explorer, "failed", &failed.words(), action);
        }
    }
}

/// Says that something failed which people do again by themselves.
pub(crate) fn told(explorer: &Rc<Explorer>, failed: &Failed) {
    match failed {
        Failed::Gone => explorer.gone(),
        other => say(explorer, &other.words()),
    }
}

/// Does again what failed last.
pub(crate) fn again(explorer: &Rc<Explorer>) {
    drop(explorer, "failed");
    let again = explorer.state.borrow_mut().again.take();
    if let Some(Retry(again)) = again {
        again(explorer);
    }
}

/// Says that the page shows a map that is no more.
pub(crate) fn stale(explorer: &Rc<Explorer>) {
    hold(
        explorer,
        "stale",
        "The map was laid out anew. What you see stays until you load it again.",
        Some(("Load it again", "reload")),
    );
}

/// Tells those who do not see it.
pub(crate) fn announce(explorer: &Explorer, words: &str) {
    if let Some(live) = find::<Element>(&explorer.root, "[data-live]") {
        live.set_text_content(Some(words));
    }
}

fn note(explorer: &Explorer, key: &str) -> Option<Element> {
    find(&explorer.root, &format!(".explorer-note[data-key='{key}']"))
}

fn text(explorer: &Explorer, key: &str) -> Option<String> {
    note(explorer, key)?
        .query_selector("span")
        .ok()??
        .text_content()
}

fn put(explorer: &Rc<Explorer>, key: &str, words: &str, action: Option<(&str, &str)>) {
    drop(explorer, key);
    let Some(notices) = find::<Element>(&explorer.root, ".explorer-notices") else {
        return;
    };
    let action = action.map(|(words, act)| button("", words).attr("data-act", act));
    let made = make("div")
        .class("explorer-note")
        .attr("data-key", key)
        .add(make("span").text(words))
        .add_if(action);
    if let Some(made) = made.element() {
        let _ = notices.append_child(&made);
    }
}
