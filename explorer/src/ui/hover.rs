//! The small card at the pointer, after it rested a moment. What it says is also on the card of a picked record.

use super::dom::{self, fill, find, make};
use super::explorer::Explorer;
use super::words;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Milliseconds until the title shows, and until more is asked for.
const PAUSE: i32 = 120;

/// Lets Escape put the card away.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let held = Rc::clone(explorer);
    dom::listen(&explorer.root, "keydown", move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            hide(&held);
        }
    });
}

/// The pointer is over a record, or over none.
pub(crate) fn over(explorer: &Rc<Explorer>, index: Option<u32>) {
    explorer.state.borrow_mut().hover = index;
    let Some(index) = index else {
        hide(explorer);
        return;
    };
    let held = Rc::clone(explorer);
    dom::later(PAUSE, move || {
        if is_over(&held, index) {
            spawn_local(async move { show(&held, index).await });
        }
    });
}

fn is_over(explorer: &Explorer, index: u32) -> bool {
    explorer.state.borrow().hover == Some(index)
}

async fn show(explorer: &Rc<Explorer>, index: u32) {
    let title = explorer.engine().and_then(|engine| engine.title(index));
    if let Some(title) = &title {
        put(explorer, index, title, None);
    }
    let Ok(detail) = explorer.detail_at(index).await else {
        return;
    };
    if is_over(explorer, index) {
        let counts = match (detail.source_count, detail.descendant_count) {
            (0, 0) => "nothing before, nothing after yet".to_owned(),
            (0, after) => format!("a root, {} after", words::records(after)),
            (sources, 0) => format!("made from {}", words::records(sources)),
            (sources, after) => format!(
                "made from {}, {} after",
                words::number(sources),
                words::number(after)
            ),
        };
        put(
            explorer,
            index,
            &detail.title,
            Some([super::card::by(&detail), counts]),
        );
    }
}

fn put(explorer: &Explorer, index: u32, title: &str, lines: Option<[String; 2]>) {
    let Some(card) = find::<HtmlElement>(&explorer.root, ".explorer-hover") else {
        return;
    };
    let Some((x, y)) = explorer.engine().and_then(|engine| engine.pixel(index)) else {
        return;
    };
    let lines = lines
        .into_iter()
        .flatten()
        .map(|line| make("div").add(make("span").text(&line)));
    fill(
        &card,
        [make("b").words(&words::short(title, 80))]
            .into_iter()
            .chain(lines),
    );
    dom::set_hidden(&card, false);
    let (width, height) = (
        f64::from(card.offset_width()),
        f64::from(card.offset_height()),
    );
    let (over_width, over_height) = (
        f64::from(explorer.stage.client_width()),
        f64::from(explorer.stage.client_height()),
    );
    let left = if x + 18.0 + width > over_width {
        x - 18.0 - width
    } else {
        x + 18.0
    };
    let top = (y - height / 2.0).clamp(8.0, (over_height - height - 8.0).max(8.0));
    let place = format!("{:.0}px {top:.0}px", left.max(8.0));
    // Through the object model, which the page's policy allows.
    let _ = card.style().set_property("translate", &place);
}

fn hide(explorer: &Explorer) {
    if let Some(card) = find::<Element>(&explorer.root, ".explorer-hover") {
        dom::set_hidden(&card, true);
    }
}
