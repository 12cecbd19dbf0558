//! Keys in the list. One row is the tab stop; arrows go on from there.

use super::rows::Line;
use crate::ui::dom;
use crate::ui::explorer::Explorer;
use std::rc::Rc;
use web_sys::KeyboardEvent;

/// Rows that Page Up and Page Down go over.
const PAGE: usize = 12;

/// Does what a key means.
pub(super) fn press(explorer: &Rc<Explorer>, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let list = &explorer.list;
    let (at, last, is_more, open, can_open, above) = {
        let state = list.state.borrow();
        let at = state.at;
        let line = state.rows.lines.get(at);
        let can_open = line.and_then(Line::row).is_some_and(super::Row::can_open);
        let is_more = matches!(line, Some(Line::More { .. }));
        (
            at,
            state.rows.lines.len().saturating_sub(1),
            is_more,
            state.rows.is_open(at),
            can_open,
            state.rows.above(at),
        )
    };
    match event.key().as_str() {
        "ArrowDown" => list.move_to(explorer, (at + 1).min(last)),
        "ArrowUp" => list.move_to(explorer, at.saturating_sub(1)),
        "Home" => list.move_to(explorer, 0),
        "End" => list.move_to(explorer, last),
        "PageDown" => list.move_to(explorer, (at + PAGE).min(last)),
        "PageUp" => list.move_to(explorer, at.saturating_sub(PAGE)),
        "ArrowRight" if open => list.move_to(explorer, at + 1),
        "ArrowRight" if can_open => list.open(explorer, at),
        "ArrowLeft" if open => list.close(at),
        "ArrowLeft" => match above {
            Some(above) => list.move_to(explorer, above),
            None => return,
        },
        "Enter" if is_more => list.more(explorer, at),
        "Enter" => list.choose(explorer, at),
        " " if is_more => list.more(explorer, at),
        " " => list.select(explorer, at),
        "w" | "W" => list.other_way(explorer, at),
        "Escape" => dom::focus(&explorer.stage),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
