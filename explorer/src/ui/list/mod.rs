//! The list: a tree grid with the same content as the picture, and in step with it.
//!
//! ```text
//! rows    what stands in the list, and in what order (pure)
//! table   rows as markup
//! keys    arrows, Enter, Space
//! grow    what is told anew, and what was published since
//! ```

mod grow;
mod keys;
mod rows;
mod table;

use super::answers::Detail;
use super::api::Failed;
use super::dom::{self, find, listen};
use super::explorer::Explorer;
use super::{acts, notices, words};
use roaring::RoaringBitmap;
use rows::{Line, Row, Rows};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// Remixes that open at once under a record.
const OPENED: usize = 25;

/// See the module.
pub(crate) struct List {
    table: Option<Element>,
    state: RefCell<Shown>,
}

#[derive(Default)]
struct Shown {
    rows: Rows,
    selected: RoaringBitmap,
    /// What a filter shows; all where there is none.
    shown: Option<RoaringBitmap>,
    focus: Option<i64>,
    /// The row that the tab key comes to.
    at: usize,
    /// What stands in the page.
    drawn: Vec<table::Seen>,
}

impl List {
    /// Takes the rows over that the server wrote.
    pub(crate) fn new(root: &Element) -> Self {
        let table = find::<Element>(root, "[data-rows]");
        let rows = table.as_ref().map(table::read).unwrap_or_default();
        let state = RefCell::new(Shown {
            rows,
            ..Shown::default()
        });
        Self { table, state }
    }

    /// Makes the table a tree grid.
    pub(crate) fn wake(&self, explorer: &Rc<Explorer>) {
        let Some(table) = &self.table else { return };
        dom::set(table, "role", "treegrid");
        dom::set(table, "aria-multiselectable", "true");
        dom::set(table, "aria-describedby", "list-hint");
        self.renew(explorer);
        let held = Rc::clone(explorer);
        listen(table, "click", move |event: MouseEvent| {
            click(&held, &event)
        });
        let held = Rc::clone(explorer);
        listen(table, "keydown", move |event: KeyboardEvent| {
            keys::press(&held, &event)
        });
        let held = Rc::clone(explorer);
        // However it came there: a screen reader's cursor brings the focus along.
        listen(table, "focusin", move |event: web_sys::Event| {
            let target = event.target().and_then(|target| target.dyn_into().ok());
            if let Some(place) = target.and_then(|row: Element| place_of(&row)) {
                held.list.state.borrow_mut().at = place;
                held.list.mark();
            }
        });
        let held = Rc::clone(explorer);
        listen(table, "focusout", move |_: web_sys::Event| {
            if let Some(engine) = held.engine() {
                engine.set_hover(None);
            }
        });
    }

    /// The first record of the list.
    pub(crate) fn first(&self) -> Option<i64> {
        self.state
            .borrow()
            .rows
            .lines
            .first()?
            .row()
            .map(|row| row.id)
    }

    /// The roots of the list, in its order.
    pub(crate) fn roots(&self) -> Vec<i64> {
        let state = self.state.borrow();
        let rows = state.rows.lines.iter().filter_map(Line::row);
        rows.filter(|row| row.level == 1)
            .map(|row| row.id)
            .collect()
    }

    /// Goes to the row where one was last.
    pub(crate) fn take_focus(&self) {
        // The borrow must not outlast what the focus sets off.
        let at = self.state.borrow().at;
        if let Some(row) = self.row_element(at) {
            dom::focus(&row);
            row.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    }

    /// Marks the rows of what is selected.
    pub(crate) fn mark_selected(&self, selected: &RoaringBitmap) {
        self.state.borrow_mut().selected = selected.clone();
        self.mark();
    }

    /// Marks the rows that a filter leaves out.
    pub(crate) fn mark_shown(&self, shown: Option<&RoaringBitmap>) {
        self.state.borrow_mut().shown = shown.cloned();
        self.draw();
    }

    /// Marks the row of the focus.
    pub(crate) fn mark_focus(&self, focus: Option<i64>) {
        self.state.borrow_mut().focus = focus;
        self.mark();
    }

    /// Shows the record that the picture has the focus on, below what it was made from.
    pub(crate) fn follow(&self, explorer: &Rc<Explorer>, detail: &Detail) {
        let fill = Row::of_detail(detail, explorer.ground.index(detail));
        let known = {
            let mut state = self.state.borrow_mut();
            state.focus = Some(detail.id);
            state.rows.complete(&fill);
            state.rows.place(detail.id)
        };
        let place = known.unwrap_or_else(|| {
            let way = self.way(explorer, detail);
            self.state.borrow_mut().rows.insert_way(way, detail)
        });
        self.state.borrow_mut().at = place;
        self.draw();
        if let (Some(row), Some(scroll)) = (self.row_element(place), self.scroll()) {
            // Within its own frame, so that the page stays where it is.
            let (row, frame) = (
                row.get_bounding_client_rect(),
                scroll.get_bounding_client_rect(),
            );
            let off = row.top() - frame.top() - frame.height() / 3.0;
            if row.top() < frame.top() + 40.0 || row.bottom() > frame.bottom() {
                scroll.set_scroll_top(scroll.scroll_top() + off as i32);
            }
        }
    }

    /// The way from a root down to a record, itself last.
    fn way(&self, explorer: &Rc<Explorer>, detail: &Detail) -> Vec<Row> {
        let up = detail
            .chain
            .iter()
            .rev()
            .filter(|link| link.id != detail.id);
        let mut way: Vec<Row> = up
            .map(|link| {
                let index = explorer.ground.index_of(link.id, link.index);
                match explorer.known(link.id) {
                    Some(known) => Row::of_detail(&known, index),
                    None => Row::of_link(link, index),
                }
            })
            .collect();
        way.push(Row::of_detail(detail, explorer.ground.index(detail)));
        way
    }

    /// Opens a row: shows the remixes of its record.
    pub(crate) fn open(&self, explorer: &Rc<Explorer>, place: usize) {
        let Some(id) = self.id_at(place) else { return };
        let explorer = Rc::clone(explorer);
        spawn_local(async move {
            match explorer.detail_of(id).await {
                Ok(detail) => {
                    let index =
                        |near: &super::answers::Near| explorer.ground.index_of(near.id, near.index);
                    let remixes: Vec<Row> = detail
                        .remixes
                        .iter()
                        .map(|near| Row::of_near(near, index(near)))
                        .collect();
                    let list = &explorer.list;
                    let fill = Row::of_detail(&detail, explorer.ground.index(&detail));
                    let count = {
                        let mut state = list.state.borrow_mut();
                        state.rows.complete(&fill);
                        let count = state.rows.open(id, &remixes, detail.remix_count, OPENED);
                        // Rows above may have been put away to make room.
                        state.at = state.rows.place(id).unwrap_or(0);
                        count
                    };
                    list.draw();
                    list.keep_focus();
                    notices::announce(
                        &explorer,
                        &format!("{} shown.", words::of(count, "remix", "remixes")),
                    );
                }
                Err(failed) => notices::told(&explorer, &failed),
            }
        });
    }

    /// Closes a row.
    pub(crate) fn close(&self, place: usize) {
        self.state.borrow_mut().rows.close(place);
        self.draw();
        self.keep_focus();
    }

    /// Shows more remixes, at the row that offers them.
    fn more(&self, explorer: &Rc<Explorer>, place: usize) {
        let of = match self.state.borrow().rows.lines.get(place) {
            Some(Line::More {
                of, beyond: false, ..
            }) => *of,
            Some(Line::More { of, .. }) => {
                if let Some(window) = dom::window() {
                    // It fails nowhere: the address is a page of this site.
                    let _ = window.location().set_href(&table::page(*of));
                }
                return;
            }
            _ => return,
        };
        let explorer = Rc::clone(explorer);
        spawn_local(async move {
            let detail = match explorer.detail_of(of).await {
                Ok(detail) => detail,
                Err(failed) => return notices::told(&explorer, &failed),
            };
            let index = |near: &super::answers::Near| explorer.ground.index_of(near.id, near.index);
            let remixes: Vec<Row> = detail
                .remixes
                .iter()
                .map(|near| Row::of_near(near, index(near)))
                .collect();
            let list = &explorer.list;
            {
                let mut state = list.state.borrow_mut();
                let (was, at) = (state.rows.offer_of(of).unwrap_or(0), state.at);
                let rows = &mut state.rows;
                let place = rows.open_more(of, &remixes, detail.remix_count, OPENED);
                // Rows above may have been left out; whoever went on meanwhile stays there.
                state.at = (at + place).saturating_sub(was);
            }
            list.draw();
            list.keep_focus();
        });
    }

    fn id_at(&self, place: usize) -> Option<i64> {
        Some(self.state.borrow().rows.lines.get(place)?.row()?.id)
    }

    fn index_at(&self, place: usize) -> Option<u32> {
        self.state.borrow().rows.lines.get(place)?.row()?.index
    }

    fn scroll(&self) -> Option<Element> {
        self.table.as_ref()?.closest(".list-scroll").ok()?
    }

    fn row_element(&self, place: usize) -> Option<Element> {
        find(self.table.as_ref()?, &format!("tr[data-place='{place}']"))
    }

    /// Whether the keyboard is in the list.
    fn has_focus(&self) -> bool {
        let table = self.table.as_ref();
        dom::focused()
            .is_some_and(|focused| table.is_some_and(|table| table.contains(Some(&focused))))
    }

    fn keep_focus(&self) {
        let body_has_it = dom::focused().is_none_or(|focused| focused.tag_name() == "BODY");
        let at = self.state.borrow().at;
        if (self.has_focus() || body_has_it)
            && let Some(row) = self.row_element(at)
        {
            dom::focus(&row);
            row.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    }

    /// Goes to another row.
    fn move_to(&self, explorer: &Explorer, place: usize) {
        let last = self.state.borrow().rows.lines.len().saturating_sub(1);
        self.state.borrow_mut().at = place.min(last);
        self.mark();
        if let Some(engine) = explorer.engine() {
            engine.set_hover(self.index_at(place.min(last)));
        }
        if let Some(row) = self.row_element(place.min(last)) {
            dom::focus(&row);
            row.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    }

    fn draw(&self) {
        let Some(body) = self
            .table
            .as_ref()
            .and_then(|table| find::<Element>(table, "tbody"))
        else {
            return;
        };
        let held = self.has_focus();
        // A row that goes may take the focus along, which is heard: nothing is borrowed meanwhile.
        let (before, now) = {
            let mut state = self.state.borrow_mut();
            let now = table::seen(&state.rows, state.shown.as_ref());
            (std::mem::take(&mut state.drawn), now)
        };
        table::draw(&body, &before, &now);
        let mut state = self.state.borrow_mut();
        state.drawn = now;
        let at = state.at;
        drop(state);
        self.mark();
        if held && let Some(row) = self.row_element(at) {
            dom::focus(&row);
        }
    }

    /// Marks focus, selection and the tab stop.
    fn mark(&self) {
        let Some(table) = &self.table else { return };
        let state = self.state.borrow();
        for (place, row) in dom::find_all::<Element>(table, "tbody > tr")
            .into_iter()
            .enumerate()
        {
            let Some(line) = state.rows.lines.get(place) else {
                continue;
            };
            dom::set(&row, "tabindex", if place == state.at { "0" } else { "-1" });
            if let Line::Row(line) = line {
                let selected = line
                    .index
                    .is_some_and(|index| state.selected.contains(index));
                dom::set(
                    &row,
                    "aria-selected",
                    if selected { "true" } else { "false" },
                );
                dom::set_class(&row, "is-focus", state.focus == Some(line.id));
            }
        }
    }
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

/// A click on a row goes to its record; on the mark before it opens or closes it; on a link follows that.
fn click(explorer: &Rc<Explorer>, event: &MouseEvent) {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let Some(place) = place_of(&target) else {
        return;
    };
    let fits = |selector: &str| target.closest(selector).ok().flatten().is_some();
    let list = &explorer.list;
    list.state.borrow_mut().at = place;
    if fits(".tree-more a") {
        // It leads where all are.
    } else if fits(".tree-more") {
        list.more(explorer, place);
    } else if fits("[data-way]") {
        list.other_way(explorer, place);
    } else if fits(".tree-twist") {
        list.toggle(explorer, place);
    } else if fits(".tree-title a") && !event.ctrl_key() && !event.meta_key() && !event.shift_key()
    {
        event.prevent_default();
        list.choose(explorer, place);
    } else if !fits("a, button") {
        match event.shift_key() || event.ctrl_key() || event.meta_key() {
            true => list.select(explorer, place),
            false => list.choose(explorer, place),
        }
    }
}

fn place_of(target: &Element) -> Option<usize> {
    target
        .closest("tr[data-place]")
        .ok()??
        .get_attribute("data-place")?
        .parse()
        .ok()
}

impl List {
    fn toggle(&self, explorer: &Rc<Explorer>, place: usize) {
        let open = self.state.borrow().rows.is_open(place);
        match open {
            true => self.close(place),
            false => self.open(explorer, place),
        }
    }

    /// Puts the picture's focus on a row's record.
    fn choose(&self, explorer: &Rc<Explorer>, place: usize) {
        if let Some(id) = self.id_at(place) {
            acts::go(explorer, id);
        }
    }

    /// Takes a row's record in or out of the selection.
    fn select(&self, explorer: &Rc<Explorer>, place: usize) {
        if let Some(id) = self.id_at(place) {
            acts::toggle(explorer, id);
        }
    }

    /// Goes up by another source, where the record has several.
    fn other_way(&self, explorer: &Rc<Explorer>, place: usize) {
        if let Some(id) = self.id_at(place) {
            go_other_way(explorer, id);
        }
    }
}

fn go_other_way(explorer: &Rc<Explorer>, id: i64) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        if let Err(failed) = take_other_way(&explorer, id).await {
            notices::failed(&explorer, &failed, move |explorer| {
                go_other_way(explorer, id)
            });
        }
    });
}

async fn take_other_way(explorer: &Rc<Explorer>, id: i64) -> Result<(), Failed> {
    let detail = explorer.detail_of(id).await?;
    let Some(first) = detail.sources.first().filter(|_| detail.sources.len() > 1) else {
        notices::announce(explorer, "There is no other way up.");
        return Ok(());
    };
    let taken = explorer.state.borrow().ways.get(&id).copied();
    let taken = taken.unwrap_or(first.id);
    let mut sources = detail.sources.iter();
    let at = sources.position(|source| source.id == taken).unwrap_or(0);
    let next = (at + 1) % detail.sources.len();
    let source = &detail.sources[next];
    let source_detail = explorer.detail_of(source.id).await?;
    explorer.state.borrow_mut().ways.insert(id, source.id);
    let list = &explorer.list;
    let mut way = list.way(explorer, &source_detail);
    way.push(Row::of_detail(&detail, explorer.ground.index(&detail)));
    {
        let mut state = list.state.borrow_mut();
        state.rows.remove(id);
        state.at = state.rows.insert_way(way, &detail);
    }
    list.draw();
    list.keep_focus();
    super::card::again(explorer);
    let told = format!(
        "Way {} of {}: made from {}.",
        next + 1,
        detail.sources.len(),
        words::title(&source.title)
    );
    notices::announce(explorer, &told);
    Ok(())
}
