//! What others publish meanwhile appears, without moving what is there.

use super::answers::Tick;
use super::api::{self, Failed};
use super::dom::{self, listen};
use super::explorer::Explorer;
use super::ground::{Ground, Picture};
use super::picture::Grown;
use super::{minimap, notices, picture, show, withdrawn, words};
use lineage::map::decode_delta;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventSource, MessageEvent};

/// Milliseconds without a connection until it is told.
const PATIENCE: i32 = 4_000;

/// Listens to the server.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let Ok(source) = EventSource::new("/api/v1/map/live") else {
        return;
    };
    let lost = Rc::new(Cell::new(false));
    let (held, was_lost) = (Rc::clone(explorer), Rc::clone(&lost));
    listen(&source, "open", move |_: Event| {
        if was_lost.replace(false) {
            notices::drop(&held, "lost");
        }
    });
    let (held, is_lost) = (Rc::clone(explorer), Rc::clone(&lost));
    listen(&source, "error", move |_: Event| {
        if is_lost.replace(true) {
            return;
        }
        let (held, is_lost) = (Rc::clone(&held), Rc::clone(&is_lost));
        dom::later(PATIENCE, move || {
            if is_lost.get() {
                notices::hold(
                    &held,
                    "lost",
                    "The connection is lost. What you see stays; new records will appear once it is back.",
                    None,
                );
            }
        });
    });
    let held = Rc::clone(explorer);
    let asking = Rc::new(Cell::new(false));
    listen(&source, "map", move |event: MessageEvent| {
        let tick = event
            .data()
            .as_string()
            .and_then(|text| js_sys::JSON::parse(&text).ok());
        let tick = tick.and_then(|tick| serde_wasm_bindgen::from_value::<Tick>(tick).ok());
        let Some(tick) = tick else { return };
        withdrawn::note(&held, tick.withdrawn);
        if is_older(&tick.epoch, &held.epoch()) {
            // Told by a process that still has the map of before.
        } else if tick.epoch != held.epoch() {
            held.gone();
        } else if tick.new > held.state.borrow().new && !asking.replace(true) {
            let (held, asking) = (Rc::clone(&held), Rc::clone(&asking));
            spawn_local(async move {
                let added = match &held.ground {
                    Ground::Map => add(&held).await,
                    Ground::Picture(picture) => grow(&held, picture).await,
                };
                asking.set(false);
                if added == Err(Failed::Gone) {
                    held.gone();
                }
            });
        }
    });
}

/// Whether fewer records are laid out together in one epoch than in another.
fn is_older(one: &str, other: &str) -> bool {
    let base = |epoch: &str| epoch.split_once('-')?.0.parse::<u64>().ok();
    base(one)
        .zip(base(other))
        .is_some_and(|(one, other)| one < other)
}

/// Draws what was published since; tells of it where it was published after the page was made.
async fn add(explorer: &Rc<Explorer>) -> Result<(), Failed> {
    let epoch = explorer.epoch();
    let after = explorer.state.borrow().new;
    let bytes = api::bytes(&format!("/api/v1/map/{epoch}/new?after={after}")).await?;
    let delta = decode_delta(&bytes).map_err(|_| Failed::Unreachable)?;
    let titles: Vec<(u32, String)> =
        api::json(&format!("/api/v1/map/{epoch}/new/labels?after={after}"))
            .await
            .unwrap_or_default();
    let count = delta.records.len() as u32;
    if count == 0 {
        return Ok(());
    }
    if let Some(engine) = explorer.engine() {
        engine.add_new(delta, titles);
    }
    let now = after + count;
    explorer.state.borrow_mut().new = now;
    let since = now.saturating_sub(explorer.info.new.max(after));
    if since > 0 {
        appeared(explorer, since);
    }
    recount(explorer);
    Ok(())
}

/// Adds to a small lineage what was published since.
async fn grow(explorer: &Rc<Explorer>, picture: &Picture) -> Result<(), Failed> {
    let now = picture::grow(explorer, picture).await?;
    grown(explorer, &now);
    Ok(())
}

/// Shows what was added to a small lineage.
pub(crate) fn grown(explorer: &Rc<Explorer>, grown: &Grown) {
    if grown.added > 0 {
        appeared(explorer, grown.added);
        explorer.list.grow(explorer);
        recount(explorer);
        minimap::draw(explorer);
    }
    if grown.too_large {
        notices::hold(
            explorer,
            "large",
            "This lineage has grown beyond what one picture holds. Loaded again, it is shown on the map.",
            Some(("Load it again", "reload")),
        );
    }
}

fn appeared(explorer: &Rc<Explorer>, count: u32) {
    explorer.forget();
    explorer.filter_again();
    let told = words::of(count, "new record", "new records");
    notices::say(explorer, &format!("{told} just appeared."));
}

fn recount(explorer: &Rc<Explorer>) {
    let state = explorer.state.borrow();
    let shown = state.shown.as_ref().map(roaring::RoaringBitmap::len);
    drop(state);
    show::count(explorer, shown);
}
