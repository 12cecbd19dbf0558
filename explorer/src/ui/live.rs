//! What others publish meanwhile appears, without moving what is there.
//!
//! ```text
//! Stream  one connection while the page is looked at; where it is refused, another after a growing pause
//! Stream::catch_up  brings what it told of, until nothing is missing
//! ```

use super::answers::Tick;
use super::api::{self, Failed};
use super::dom::{self, listen};
use super::explorer::Explorer;
use super::ground::{Ground, Picture};
use super::picture::Grown;
use super::{minimap, notices, picture, save, selection, show, withdrawn, words};
use lineage::map::decode_delta;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventSource, MessageEvent};

/// Milliseconds without a connection until it is told.
const PATIENCE: i32 = 4_000;

/// Milliseconds until what was refused or failed is tried again: at first, and at most.
const PAUSE: i32 = 5_000;
const PAUSE_MAX: i32 = 60_000;

/// Listens to the server, while the page is looked at.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let stream = Rc::new(Stream {
        explorer: Rc::clone(explorer),
        source: RefCell::default(),
        turn: Cell::default(),
        pause: Cell::new(PAUSE),
        lost: Cell::default(),
        tick: RefCell::default(),
        asking: Cell::default(),
    });
    stream.follow_page();
    if let Some(document) = dom::document() {
        listen(&document, "visibilitychange", move |_: Event| {
            stream.follow_page();
        });
    }
}

/// What the server tells.
struct Stream {
    explorer: Rc<Explorer>,
    source: RefCell<Option<EventSource>>,
    /// Counts connections: what was planned for an earlier one is void.
    turn: Cell<u32>,
    pause: Cell<i32>,
    lost: Cell<bool>,
    /// The latest that was told.
    tick: RefCell<Option<Tick>>,
    asking: Cell<bool>,
}

impl Stream {
    /// A browser has few connections for all of its pages together: only those that are looked at listen.
    fn follow_page(self: &Rc<Self>) {
        self.turn.set(self.turn.get().wrapping_add(1));
        if let Some(source) = self.source.take() {
            source.close();
        }
        self.lost.set(false);
        if !dom::is_hidden() {
            self.pause.set(PAUSE);
            self.open();
        }
    }

    fn open(self: &Rc<Self>) {
        let Ok(source) = EventSource::new("/api/v1/map/live") else {
            return;
        };
        let held = Rc::clone(self);
        listen(&source, "open", move |_: Event| {
            held.pause.set(PAUSE);
            held.lost.set(false);
            notices::drop(&held.explorer, "lost");
        });
        let held = Rc::clone(self);
        listen(&source, "error", move |_: Event| held.missed());
        let held = Rc::clone(self);
        listen(&source, "map", move |event: MessageEvent| {
            let tick = event
                .data()
                .as_string()
                .and_then(|text| js_sys::JSON::parse(&text).ok());
            let tick = tick.and_then(|tick| serde_wasm_bindgen::from_value(tick).ok());
            if let Some(tick) = tick {
                held.hear(tick);
            }
        });
        self.source.replace(Some(source));
    }

    /// The connection is lost, or was refused. The browser tries a lost one again by itself; a refused one never.
    fn missed(self: &Rc<Self>) {
        let source = self.source.borrow();
        let Some(source) = source.as_ref() else {
            return;
        };
        if !self.lost.replace(true) {
            let held = Rc::clone(self);
            dom::later(PATIENCE, move || {
                if held.lost.get() {
                    notices::hold(
                        &held.explorer,
                        "lost",
                        "The connection is lost. What you see stays; new records will appear once it is back.",
                        None,
                    );
                }
            });
        }
        if source.ready_state() == EventSource::CLOSED {
            let (held, turn) = (Rc::clone(self), self.turn.get());
            dom::later(next_pause(&self.pause), move || {
                if held.turn.get() == turn {
                    held.open();
                }
            });
        }
    }

    fn hear(self: &Rc<Self>, tick: Tick) {
        withdrawn::note(&self.explorer, tick.withdrawn);
        let epoch = self.explorer.epoch();
        if is_older(&tick.epoch, &epoch) {
            // Told by a process that still has the map of before.
            return;
        }
        if tick.epoch != epoch {
            self.explorer.gone();
            return;
        }
        self.tick.replace(Some(tick));
        if !self.asking.replace(true) {
            let held = Rc::clone(self);
            spawn_local(async move {
                held.catch_up().await;
                held.asking.set(false);
            });
        }
    }

    /// Brings what was told of, until nothing of it is missing.
    async fn catch_up(&self) {
        let explorer = &self.explorer;
        let pause = Cell::new(PAUSE);
        while self.is_behind() {
            let before = explorer.state.borrow().new;
            let added = match &explorer.ground {
                Ground::Map => add(explorer).await,
                Ground::Picture(picture) => grow(explorer, picture).await,
            };
            match added {
                Err(Failed::Gone) => return explorer.gone(),
                Ok(()) if explorer.state.borrow().new > before => pause.set(PAUSE),
                _ => dom::pause(next_pause(&pause)).await,
            }
        }
    }

    fn is_behind(&self) -> bool {
        let tick = self.tick.borrow();
        tick.as_ref().is_some_and(|tick| {
            tick.epoch == self.explorer.epoch() && tick.new > self.explorer.state.borrow().new
        })
    }
}

/// The pause that is due, a little shorter or longer so that not all come back at once; the next is twice as long.
fn next_pause(pause: &Cell<i32>) -> i32 {
    let now = pause.get();
    pause.set(longer(now));
    (f64::from(now) * (0.9 + 0.2 * js_sys::Math::random())) as i32
}

fn longer(pause: i32) -> i32 {
    (pause * 2).min(PAUSE_MAX)
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
    minimap::soon(explorer);
    let since = now.saturating_sub(explorer.info.new.max(after));
    if since > 0 {
        appeared(explorer, since);
        let end = explorer.info.records + now;
        explorer.list.grow_map(explorer, end - since..end);
    }
    recount(explorer);
    save::know_middle(explorer);
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
        minimap::soon(explorer);
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

/// What was told of records may be otherwise now: of the focus, of what is selected, filtered and folded.
fn appeared(explorer: &Rc<Explorer>, count: u32) {
    explorer.forget();
    explorer.filter_again();
    explorer.focus_again();
    selection::again(explorer);
    if !explorer.view().collapsed.is_empty() {
        explorer.show_collapsed();
    }
    let told = words::of(count, "new record", "new records");
    notices::say(explorer, &format!("{told} just appeared."));
}

fn recount(explorer: &Rc<Explorer>) {
    let state = explorer.state.borrow();
    let shown = state.shown.as_ref().map(roaring::RoaringBitmap::len);
    drop(state);
    show::count(explorer, shown);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_minute() {
        let pause = Cell::new(PAUSE);
        let grown = std::iter::repeat_with(|| {
            let now = pause.get();
            pause.set(longer(now));
            now
        });
        assert_eq!(
            grown.take(6).collect::<Vec<_>>(),
            [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]
        );
    }
}
