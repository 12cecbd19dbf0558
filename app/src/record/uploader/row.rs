//! A file's row in the list, in the browser.

use super::queue::{self, Stage};
use crate::ui::dom::{find, set};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Markup of each stage. Names and words are put in as text, never as markup.
const SIGN: [&str; 3] = ["upload", "close", "check"];
const STATE: &str = "<span class=\"upload-state\"></span>";
const PROGRESS: &str = "<progress max=\"100\" value=\"0\"></progress>";
const RETRY: &str =
    "<button class=\"btn btn-small\" type=\"button\" data-do=\"retry\">Try again</button>";
const REMOVE: &str = "<button class=\"icon-btn\" type=\"button\" data-do=\"remove\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-close\"></use></svg></button>";
const DESCRIBE: &str = "<a class=\"btn btn-small\">Describe it</a>";

/// Shows a file of so many kilobytes at its stage.
pub(super) fn paint(row: &Element, name: &str, size: u32, stage: &Stage) {
    let (class, sign, middle, acts, words, remove) = match stage {
        Stage::Waiting => {
            let words = ["Waiting · ", &queue::size_words(size)].concat();
            (
                "upload is-waiting",
                SIGN[0],
                "",
                [REMOVE, ""],
                words,
                "Remove ",
            )
        }
        Stage::Sending => {
            let words = queue::sent_words(0, size);
            (
                "upload is-sending",
                SIGN[0],
                PROGRESS,
                [REMOVE, ""],
                words,
                "Cancel ",
            )
        }
        Stage::Failed(words) => (
            "upload is-failed",
            SIGN[1],
            "",
            [RETRY, REMOVE],
            words.clone(),
            "Remove ",
        ),
        Stage::Done(_) => {
            let words = "Up. It is a draft now.".to_owned();
            ("upload is-done", SIGN[2], "", [DESCRIBE, ""], words, "")
        }
    };
    let had_focus = row.contains(focused().as_ref());
    row.set_class_name(class);
    row.set_inner_html(
        &[
            "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-",
            sign,
            "\"></use></svg><span class=\"upload-name\" dir=\"auto\"></span>",
            middle,
            STATE,
            "<span class=\"upload-acts\">",
            acts[0],
            acts[1],
            "</span>",
        ]
        .concat(),
    );
    write(row, ".upload-name", name);
    write(row, ".upload-state", &words);
    label(row, "progress", name);
    label(row, "[data-do=remove]", &[remove, name].concat());
    if let (Stage::Done(url), Some(link)) = (stage, find::<Element>(row, "a")) {
        set(&link, "href", url);
    }
    // Who just pressed a button that is gone now goes on from the same row.
    if let Some(next) = find::<HtmlElement>(row, "a, button").filter(|_| had_focus) {
        let _ = next.focus();
    }
}

/// Shows how much is sent.
pub(super) fn paint_progress(row: &Element, sent: u32, size: u32) {
    if let Some(bar) = find::<Element>(row, "progress") {
        set(&bar, "value", &queue::percent(sent, size).to_string());
    }
    write(row, ".upload-state", &queue::sent_words(sent, size));
}

fn focused() -> Option<web_sys::Node> {
    let focused = leptos::prelude::document().active_element()?;
    focused.dyn_into().ok()
}

fn write(row: &Element, selector: &str, words: &str) {
    if let Some(part) = find::<Element>(row, selector) {
        part.set_text_content(Some(words));
    }
}

fn label(row: &Element, selector: &str, words: &str) {
    if let Some(part) = find::<Element>(row, selector) {
        set(&part, "aria-label", words);
    }
}
