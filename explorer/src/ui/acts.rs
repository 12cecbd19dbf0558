//! What clicks do. Every button of the explorer names its act, so that markup made later needs no wiring.

use super::answers::Detail;
use super::dom::{self, find, find_all, listen};
use super::explorer::Explorer;
use super::view::{Filter, Term, View};
use super::{card, find as finding, notices, save, show, time, words};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, MouseEvent};

/// Listens to clicks in the whole explorer.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let held = Rc::clone(explorer);
    listen(&explorer.root, "click", move |event: MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|target| target.closest("[data-act]").ok()?) else {
            return;
        };
        if button.has_attribute("disabled") {
            return;
        }
        if let Ok(Some(menu)) = button.closest("details.menu[open]") {
            let _ = menu.remove_attribute("open");
        }
        let id = button
            .get_attribute("data-id")
            .and_then(|id| id.parse().ok());
        if let Some(act) = button.get_attribute("data-act") {
            act_on(&held, &act, id, &button);
        }
    });
    show_buttons(explorer);
}

/// Does what a button names.
pub(crate) fn act_on(explorer: &Rc<Explorer>, act: &str, id: Option<i64>, button: &Element) {
    if act_on_view(explorer, act) {
        return;
    }
    let Some(id) = id else { return };
    match act {
        "focus" => go(explorer, id),
        "centre" => centre(explorer, id),
        "toggle" => toggle(explorer, id),
        "select-branch" if explorer.ground.is_map() => add(explorer, Term::Subtree(id)),
        "select-branch" => add_all(explorer, [Term::Record(id), Term::Descendants(id)]),
        "select-ancestors" => add(explorer, Term::Ancestors(id)),
        "select-descendants" => add(explorer, Term::Descendants(id)),
        "fold" => fold(explorer, id),
        "way" => card::take_way(explorer, id, button),
        "ways" => card::find_ways(explorer, id),
        _ => {}
    }
}

/// What needs no record; answers whether it was such an act.
fn act_on_view(explorer: &Rc<Explorer>, act: &str) -> bool {
    let engine = explorer.engine();
    match act {
        "zoom-in" => drop(engine.map(|engine| engine.zoom_by(1.6))),
        "zoom-out" => drop(engine.map(|engine| engine.zoom_by(1.0 / 1.6))),
        "fit" => drop(engine.map(|engine| engine.fit_all())),
        "lasso" => lasso(explorer),
        "undo" => explorer.step(true),
        "redo" => explorer.step(false),
        "list" => list(explorer),
        "keys" => keys(explorer),
        "play" => time::play(explorer),
        "copy-link" => save::copy_link(explorer),
        "svg" => save::svg(explorer),
        "png" => save::png(explorer),
        "close-card" => explorer.change(|view| view.focus = None),
        "close-keys" => keys(explorer),
        "whole-chain" => card::whole_chain(explorer),
        "clear-selection" => explorer.change(|view| view.terms.clear()),
        "leave-production" => explorer.change(|view| {
            view.terms
                .retain(|term| !matches!(term, Term::Production(_)));
        }),
        "colour" => explorer.change(|view| view.by_time = !view.by_time),
        "select-shown" => add(explorer, Term::Shown),
        "clear-filter" => show::clear(explorer),
        "retry" => drop(engine.map(|engine| engine.retry())),
        "again" => notices::again(explorer),
        "reload" => save::reload(explorer),
        "show-it" => explorer.change(|view| {
            view.filter = Filter::default();
            view.time = None;
        }),
        "close-link" => notices::drop(explorer, "link"),
        _ => return false,
    }
    true
}

/// A record was chosen in the picture.
pub(crate) fn pick(explorer: &Rc<Explorer>, index: u32, add: bool) {
    with_detail(explorer, index, move |explorer, id| match add {
        true => toggle(explorer, id),
        false => explorer.change(|view| view.focus = Some(id)),
    });
}

/// A record was chosen twice.
pub(crate) fn refocus(explorer: &Rc<Explorer>, index: u32) {
    with_detail(explorer, index, centre);
}

fn with_detail(
    explorer: &Rc<Explorer>,
    index: u32,
    work: impl FnOnce(&Rc<Explorer>, i64) + 'static,
) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        match explorer.detail_at(index).await {
            Ok(detail) => work(&explorer, detail.id),
            Err(failed) => notices::told(&explorer, &failed),
        }
    });
}

/// Puts the focus on a record, and moves there where it is out of view.
pub(crate) fn go(explorer: &Rc<Explorer>, id: i64) {
    finding::close(explorer);
    explorer.change(|view| view.focus = Some(id));
    move_to(explorer, id, false);
}

/// Puts the focus on a record and it in the middle, near enough to see.
pub(crate) fn centre(explorer: &Rc<Explorer>, id: i64) {
    explorer.change(|view| view.focus = Some(id));
    move_to(explorer, id, true);
}

fn move_to(explorer: &Rc<Explorer>, id: i64, always: bool) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        if let Ok(detail) = explorer.detail_of(id).await {
            if always || !is_in_view(&explorer, explorer.ground.index(&detail)) {
                explorer.go_to(&detail, always);
            }
            tell_if_hidden(&explorer, &detail);
        }
    });
}

/// Says so where one went to a record that is not shown.
fn tell_if_hidden(explorer: &Rc<Explorer>, detail: &Detail) {
    let is_left_out = {
        let state = explorer.state.borrow();
        let shown = state.shown.as_ref().zip(explorer.ground.index(detail));
        shown.is_some_and(|(shown, index)| !shown.contains(index))
    };
    let time = explorer.view().time;
    let is_late = time.is_some_and(|time| time::step(&explorer.info, &detail.published_at) > time);
    let why = match (is_left_out, is_late) {
        (true, _) => "The filter leaves it out",
        (_, true) => "It is later than the time that is shown",
        _ => return,
    };
    let told = format!("{why}: “{}”.", words::short(&detail.title, 60));
    notices::hold(explorer, "hidden", &told, Some(("Show it", "show-it")));
}

/// Whether a record is seen well inside the stage.
fn is_in_view(explorer: &Explorer, index: Option<u32>) -> bool {
    let (Some(engine), Some(index)) = (explorer.engine(), index) else {
        return false;
    };
    let camera = engine.camera();
    let inside = |at: f64, size: f64| (40.0..size - 40.0).contains(&at);
    let height = camera.height - explorer.covered();
    engine
        .pixel(index)
        .is_some_and(|(x, y)| inside(x, camera.width) && inside(y, height))
}

/// Takes a record in or out of the selection.
pub(crate) fn toggle(explorer: &Rc<Explorer>, id: i64) {
    let mut room = true;
    explorer.change(|view| room = view.toggle(id));
    tell_room(explorer, room);
}

/// Adds a part to the selection.
fn add(explorer: &Rc<Explorer>, term: Term) {
    add_all(explorer, [term]);
}

/// Adds parts to the selection.
pub(crate) fn add_all(explorer: &Rc<Explorer>, terms: impl IntoIterator<Item = Term>) {
    let mut room = true;
    explorer.change(|view: &mut View| {
        for term in terms {
            room &= view.add(term);
        }
    });
    tell_room(explorer, room);
}

fn tell_room(explorer: &Rc<Explorer>, room: bool) {
    if !room {
        notices::say(
            explorer,
            "A selection holds no more parts of that kind. Clear it, or select a larger branch.",
        );
    }
}

fn fold(explorer: &Rc<Explorer>, id: i64) {
    let folded = explorer.view().collapsed.contains(&id);
    let mut full = false;
    explorer.change(|view| match folded {
        true => view.collapsed.retain(|held| *held != id),
        false => full = view.fold(id),
    });
    if full {
        let told =
            "No more than 50 branches can be folded; the one folded first is unfolded again.";
        notices::say(explorer, told);
    }
    if let Some(detail) = explorer.known(id) {
        card::show(explorer, &detail);
        let count = words::records(explorer.folded_count(&detail));
        let told = if folded {
            format!("{count} unfolded.")
        } else {
            format!("{count} folded away.")
        };
        notices::announce(explorer, &told);
    }
}

/// Begins or ends drawing a lasso.
pub(crate) fn lasso(explorer: &Rc<Explorer>) {
    let on = !explorer.state.borrow().lasso;
    set_lasso(explorer, on);
    let told = if on {
        "Draw round the records to select."
    } else {
        "Lasso put away."
    };
    notices::say(explorer, told);
}

/// Sets whether dragging draws a lasso.
pub(crate) fn set_lasso(explorer: &Rc<Explorer>, on: bool) {
    explorer.state.borrow_mut().lasso = on;
    if let Some(engine) = explorer.engine() {
        engine.set_lasso(on);
    }
    if let Some(button) = find::<Element>(&explorer.root, "[data-act='lasso']") {
        dom::set(&button, "aria-pressed", if on { "true" } else { "false" });
    }
}

/// Puts the list beside the picture, or below it again.
pub(crate) fn list(explorer: &Rc<Explorer>) {
    let on = !explorer.root.class_list().contains("with-list");
    dom::set_class(&explorer.root, "with-list", on);
    if let Some(button) = find::<Element>(&explorer.root, "[data-act='list']") {
        dom::set(&button, "aria-pressed", if on { "true" } else { "false" });
    }
    if let Some(window) =
        dom::window().filter(|_| explorer.root.class_list().contains("explorer-full"))
    {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    if on {
        explorer.list.take_focus();
    }
}

/// Shows what keys do, or puts that away.
pub(crate) fn keys(explorer: &Rc<Explorer>) {
    let Some(dialog) = find::<HtmlDialogElement>(&explorer.root, ".explorer-keys") else {
        return;
    };
    match dialog.open() {
        true => dialog.close(),
        false => drop(dialog.show_modal()),
    }
}

/// Shows which buttons can do something.
pub(crate) fn show_buttons(explorer: &Explorer) {
    let (undo, redo, filtered) = {
        let state = explorer.state.borrow();
        (
            state.history.can_undo(),
            state.history.can_redo(),
            !state.view.filter.is_empty(),
        )
    };
    let disable = |act: &str, disabled: bool| {
        for button in find_all::<Element>(&explorer.root, &format!("[data-act='{act}']")) {
            let _ = button.toggle_attribute_with_force("disabled", disabled);
        }
    };
    disable("undo", !undo);
    disable("redo", !redo);
    for act in ["select-shown", "clear-filter"] {
        for button in find_all::<Element>(&explorer.root, &format!("[data-act='{act}']")) {
            dom::set_hidden(&button, !filtered);
        }
    }
}
