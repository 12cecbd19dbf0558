//! What keys do on the picture. Each has a button too.

use super::answers::{Detail, Siblings};
use super::api::Failed;
use super::dom::{self, button, fill, find, make};
use super::explorer::Explorer;
use super::{acts, find as finding, notices, time};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, KeyboardEvent};

/// Pixels that shift and an arrow move the view by.
const PAN: f64 = 120.0;

const HELP: [(&[&str], &str); 14] = [
    (&["←"], "to what it was made from"),
    (&["→"], "to its remixes"),
    (&["↑", "↓"], "among remixes of the same record"),
    (&["Shift", "arrows"], "move the view"),
    (&["Enter"], "to the card of the record"),
    (
        &["+", "-"],
        "closer, further away; also the wheel, or two fingers",
    ),
    (&["0"], "show everything"),
    (
        &["Home"],
        "back to the focus; or click it twice to come close",
    ),
    (&["F", "/"], "jump to a record or member"),
    (&["S"], "select the record, or not; also Shift and a click"),
    (&["L"], "draw a lasso"),
    (&["C"], "fold its branch away, or unfold it"),
    (&["T", "P"], "the list; time"),
    (&["Esc"], "one step back: lasso, focus, selection"),
];

/// Listens to keys.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let held = Rc::clone(explorer);
    dom::listen(&explorer.stage, "keydown", move |event: KeyboardEvent| {
        // A link in the server's picture has keys of its own.
        let is_stage = event
            .target()
            .is_some_and(|target| target == *held.stage.as_ref());
        if is_stage && !event.default_prevented() && !event.alt_key() && on_stage(&held, &event) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let held = Rc::clone(explorer);
    dom::listen(&explorer.root, "keydown", move |event: KeyboardEvent| {
        anywhere(&held, &event)
    });
    if let Some(dialog) = find::<Element>(&explorer.root, ".explorer-keys") {
        let rows = HELP.iter().flat_map(|(keys, words)| {
            let keys = keys.iter().map(|key| make("kbd").text(key));
            [make("dt").add_all(keys), make("dd").text(words)]
        });
        let close = button("btn btn-main btn-small", "Close").attr("data-act", "close-keys");
        fill(
            &dialog,
            [
                make("h2").attr("id", "keys-h").text("Keys and gestures"),
                make("p")
                    .class("card-by")
                    .text("While the picture has the focus."),
                make("dl").add_all(rows),
                close,
            ],
        );
    }
}

/// Undo and redo work wherever one does not type; Escape leaves a panel for the picture.
fn anywhere(explorer: &Rc<Explorer>, event: &KeyboardEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let types = target.as_ref().is_some_and(|target| {
        target
            .matches("input:not([type='checkbox']):not([type='range']), select, textarea")
            .unwrap_or(false)
    });
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && !types && key.eq_ignore_ascii_case("z") {
        event.prevent_default();
        explorer.step(!event.shift_key());
    } else if (event.ctrl_key() || event.meta_key()) && !types && key.eq_ignore_ascii_case("y") {
        event.prevent_default();
        explorer.step(false);
    } else if key == "Escape"
        && target.is_some_and(|target| target.closest(".explorer-side").ok().flatten().is_some())
    {
        dom::focus(&explorer.stage);
    }
}

/// Answers whether the key meant anything.
fn on_stage(explorer: &Rc<Explorer>, event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() {
        return false;
    }
    let Some(engine) = explorer.engine() else {
        return false;
    };
    let focus = explorer.view().focus;
    match (event.key().as_str(), event.shift_key()) {
        ("ArrowLeft", true) => engine.pan_by(-PAN, 0.0),
        ("ArrowRight", true) => engine.pan_by(PAN, 0.0),
        ("ArrowUp", true) => engine.pan_by(0.0, -PAN),
        ("ArrowDown", true) => engine.pan_by(0.0, PAN),
        ("ArrowLeft", _) => walk(explorer, Way::Source),
        ("ArrowRight", _) => walk(explorer, Way::Remix),
        ("ArrowUp", _) => walk(explorer, Way::Before),
        ("ArrowDown", _) => walk(explorer, Way::After),
        ("+" | "=", _) => engine.zoom_by(1.4),
        ("-" | "_", _) => engine.zoom_by(1.0 / 1.4),
        ("0", _) => engine.fit_all(),
        ("Home", _) => drop(focus.map(|id| acts::centre(explorer, id))),
        ("Enter", _) => enter(explorer, focus),
        ("f" | "F" | "/", _) => finding::begin(explorer),
        ("s" | "S", _) => drop(focus.map(|id| acts::toggle(explorer, id))),
        ("l" | "L", _) => acts::lasso(explorer),
        ("t" | "T", _) => acts::list(explorer),
        ("p" | "P", _) => time::play(explorer),
        ("c" | "C", _) => press(explorer, "fold"),
        ("?", _) => acts::keys(explorer),
        ("Escape", _) => back(explorer),
        _ => return false,
    }
    true
}

fn enter(explorer: &Rc<Explorer>, focus: Option<i64>) {
    if focus.is_none() {
        walk(explorer, Way::Remix);
        return;
    }
    let link = find::<Element>(&explorer.root, ".explorer-card .btn-main");
    if let Some(link) = link {
        dom::focus(&link);
    }
}

/// Presses a button of the card, if it is there.
fn press(explorer: &Rc<Explorer>, act: &str) {
    let button = find::<Element>(
        &explorer.root,
        &format!(".explorer-card [data-act='{act}']"),
    );
    match button {
        Some(button) => {
            let id = button
                .get_attribute("data-id")
                .and_then(|id| id.parse().ok());
            acts::act_on(explorer, act, id, &button);
        }
        None => notices::announce(explorer, "Nothing hangs on this record."),
    }
}

/// One step back: the lasso, then the focus, then the selection.
fn back(explorer: &Rc<Explorer>) {
    if explorer.state.borrow().lasso {
        acts::set_lasso(explorer, false);
        return;
    }
    explorer.change(|view| match view.focus {
        Some(_) => view.focus = None,
        None => view.terms.clear(),
    });
}

/// Where an arrow leads.
#[derive(Clone, Copy)]
enum Way {
    Source,
    Remix,
    Before,
    After,
}

fn walk(explorer: &Rc<Explorer>, way: Way) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let Some(id) = explorer.view().focus else {
            let asked = explorer.root.get_attribute("data-focus-id");
            let asked = asked.and_then(|id| id.parse().ok());
            match asked.or_else(|| explorer.list.first()) {
                Some(id) => acts::go(&explorer, id),
                None => notices::announce(&explorer, "There is nothing to walk to."),
            }
            return;
        };
        let next = match explorer.detail_of(id).await {
            Ok(detail) => next(&explorer, &detail, way).await,
            Err(failed) => Err(failed),
        };
        match next {
            Ok(Some(id)) => acts::go(&explorer, id),
            Ok(None) => notices::announce(&explorer, no_way(way)),
            Err(failed) => {
                notices::failed(&explorer, &failed, move |explorer| walk(explorer, way));
            }
        }
    });
}

fn no_way(way: Way) -> &'static str {
    match way {
        Way::Source => "It is a root: it came from nobody else’s record.",
        Way::Remix => "Nobody has remixed it yet.",
        Way::Before => "That was the first of its siblings.",
        Way::After => "That was the last of its siblings.",
    }
}

async fn next(explorer: &Rc<Explorer>, detail: &Detail, way: Way) -> Result<Option<i64>, Failed> {
    let chosen = explorer.state.borrow().ways.get(&detail.id).copied();
    let source = chosen.or(detail.sources.first().map(|source| source.id));
    Ok(match way {
        Way::Source => source,
        Way::Remix => detail.remixes.first().map(|remix| remix.id),
        Way::Before | Way::After => match source {
            Some(source) => sibling(explorer, detail.id, source, way).await?,
            None => beside(&explorer.list.roots(), detail.id, way),
        },
    })
}

/// The remix of `source` before or after one.
async fn sibling(
    explorer: &Rc<Explorer>,
    id: i64,
    source: i64,
    way: Way,
) -> Result<Option<i64>, Failed> {
    let source = explorer.detail_of(source).await?;
    let known: Vec<i64> = source.remixes.iter().map(|remix| remix.id).collect();
    let is_all = known.len() >= source.remix_count as usize;
    let inside = known.len().saturating_sub(1);
    if is_all || known.iter().take(inside).any(|known| *known == id) {
        return Ok(beside(&known, id, way));
    }
    let what = format!("siblings?record={id}&source={}", source.id);
    let siblings: Siblings = explorer.json(&what).await?;
    Ok(match way {
        Way::Before => siblings.before,
        _ => siblings.after,
    })
}

/// What stands before or after one; the first where that is not among them.
fn beside(all: &[i64], id: i64, way: Way) -> Option<i64> {
    let at = all.iter().position(|other| *other == id);
    let to = match (way, at) {
        (_, None) => Some(0),
        (Way::Before, Some(at)) => at.checked_sub(1),
        (_, Some(at)) => Some(at + 1),
    };
    to.and_then(|to| all.get(to)).copied()
}
