//! One explorer: its engine, what one sees, and what is known of records.

use super::answers::Detail;
use super::api::Failed;
use super::dom;
use super::ground::Ground;
use super::list::List;
use super::view::{History, View, production};
use super::{
    acts, card, find, flow, hover, keys, live, minimap, named, notices, save, selection, show,
    thumbnails, time, withdrawn,
};
use crate::engine::{Engine, Event, Focus, MapInfo, Named};
use roaring::RoaringBitmap;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

/// Pixels that a unit takes where one comes close to a record.
const NEAR: f64 = 22.0;

/// Milliseconds after which the slider rests.
const RESTS: i32 = 300;

/// See the module. Parts of the interface are functions over it.
pub(crate) struct Explorer {
    pub(crate) root: HtmlElement,
    pub(crate) stage: Element,
    /// What the page said; the epoch may be another meanwhile.
    pub(crate) info: MapInfo,
    pub(super) epoch: RefCell<String>,
    pub(crate) ground: Ground,
    engine: OnceCell<Engine>,
    pub(crate) list: List,
    pub(crate) state: RefCell<State>,
    /// Counts requests of each kind, so that a late answer is not taken for the latest.
    turns: [Cell<u32>; 6],
    /// Whether the small map is to be drawn anew.
    pub(super) overdue: Cell<bool>,
    /// Whether the address was written a moment ago, and whether it is to be written again.
    pub(super) written: Cell<(bool, bool)>,
}

/// What changes while one looks.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) view: View,
    pub(crate) history: History,
    pub(super) details: HashMap<i64, Rc<Detail>>,
    pub(super) by_index: HashMap<u32, i64>,
    /// What the filter shows; all where there is none.
    pub(crate) shown: Option<RoaringBitmap>,
    /// How many records the selection holds.
    pub(crate) selected: u64,
    pub(crate) lasso: bool,
    /// The record on whose card one is.
    pub(crate) card: Option<i64>,
    /// Which source is the way up from a record, where it is not the primary one.
    pub(crate) ways: HashMap<i64, i64>,
    /// Whether the whole way up is shown.
    pub(crate) whole_chain: bool,
    pub(crate) hover: Option<u32>,
    pub(crate) playing: bool,
    /// The title of the production that flows through the map.
    pub(crate) production: Option<String>,
    /// How many records were withdrawn when that was last asked for.
    pub(super) withdrawn: Option<u32>,
    /// Appended records that are drawn.
    pub(crate) new: u32,
    /// What did not succeed, to be tried again.
    pub(crate) again: Option<Retry>,
    /// What is typed into the field is not looked up yet; and whether what is found first is to be taken.
    pub(crate) finding: Option<bool>,
}

/// What can be done with an explorer again and again.
type Act = dyn Fn(&Rc<Explorer>);

/// Does something again.
pub(crate) struct Retry(pub(crate) Rc<Act>);

/// What is asked for again and again.
#[derive(Clone, Copy)]
pub(crate) enum Turn {
    Filter,
    Selection,
    Focus,
    Find,
    Flow,
    Fold,
}

impl Explorer {
    /// Brings the map to life.
    pub(crate) fn start_map(root: &HtmlElement) -> Result<(), JsValue> {
        let text = root.get_attribute("data-info").unwrap_or_default();
        let info: MapInfo = serde_wasm_bindgen::from_value(js_sys::JSON::parse(&text)?)?;
        Self::start(root, info, Ground::Map, |stage, info, events| {
            Engine::start(stage, info, events)
        })
        .map(drop)
    }

    /// Brings an explorer to life on the ground given.
    pub(crate) fn start(
        root: &HtmlElement,
        info: MapInfo,
        ground: Ground,
        engine: impl FnOnce(&Element, &MapInfo, Rc<dyn Fn(Event)>) -> Result<Engine, JsValue>,
    ) -> Result<Rc<Self>, JsValue> {
        let stage = root
            .query_selector(".explorer-stage")?
            .ok_or("no explorer-stage")?;
        let explorer = Rc::new(Self {
            root: root.clone(),
            stage: stage.clone(),
            list: List::new(root),
            epoch: RefCell::new(info.epoch.clone()),
            info,
            ground,
            engine: OnceCell::new(),
            state: RefCell::default(),
            turns: Default::default(),
            overdue: Cell::default(),
            written: Cell::default(),
        });
        let heard = Rc::downgrade(&explorer);
        let made = engine(
            &stage,
            &explorer.info,
            Rc::new(move |event| {
                if let Some(explorer) = heard.upgrade() {
                    explorer.hear(event);
                }
            }),
        )?;
        // It is set once, here.
        let _ = explorer.engine.set(made);
        explorer.wake();
        Ok(explorer)
    }

    /// Connects every part, and shows what the address asks for.
    fn wake(self: &Rc<Self>) {
        dom::set_class(&self.root, "is-alive", true);
        dom::set(&self.stage, "role", "application");
        acts::wake(self);
        keys::wake(self);
        show::wake(self);
        time::wake(self);
        find::wake(self);
        minimap::wake(self);
        self.list.wake(self);
        hover::wake(self);
        save::wake(self);
        live::wake(self);
        withdrawn::wake(self);
    }

    /// What draws.
    pub(crate) fn engine(&self) -> Option<&Engine> {
        self.engine.get()
    }

    fn hear(self: &Rc<Self>, event: Event) {
        match event {
            Event::Hover(index) => hover::over(self, index),
            Event::Pick { index, add } => acts::pick(self, index, add),
            Event::Refocus(index) => acts::refocus(self, index),
            Event::Background => self.change(|view| view.focus = None),
            Event::CameraSettled => {
                minimap::draw(self);
                save::write_address(self);
                save::know_middle(self);
            }
            Event::Lasso { corners, add } => selection::lasso(self, &corners, add),
            Event::Tiles { failed } => {
                minimap::draw(self);
                match failed {
                    0 => notices::drop(self, "tiles"),
                    _ => notices::hold(
                        self,
                        "tiles",
                        "Part of the map could not be loaded. The rest works.",
                        Some(("Try again", "retry")),
                    ),
                }
            }
            Event::Near(indexes) => thumbnails::bring(self, indexes),
            Event::Stale => self.gone(),
            Event::Recoloured => minimap::draw(self),
            Event::Drawn => {}
        }
    }

    /// What one sees now.
    pub(crate) fn view(&self) -> View {
        self.state.borrow().view.clone()
    }

    /// Changes what one sees, in a way that can be undone.
    pub(crate) fn change(self: &Rc<Self>, change: impl FnOnce(&mut View)) {
        let before = self.view();
        let mut next = before.clone();
        change(&mut next);
        if next == before {
            return;
        }
        {
            let mut state = self.state.borrow_mut();
            state.history.note(before.clone(), &next);
            state.view = next;
        }
        self.show_changes(&before);
    }

    /// Shows another view, such as one of an address; `None` for the one that is.
    pub(crate) fn put(self: &Rc<Self>, view: View) {
        let before = std::mem::replace(&mut self.state.borrow_mut().view, view);
        self.show_changes(&before);
    }

    /// Goes a step back, or forth again.
    pub(crate) fn step(self: &Rc<Self>, back: bool) {
        let now = self.view();
        let found = {
            let history = &mut self.state.borrow_mut().history;
            if back {
                history.undo(&now)
            } else {
                history.redo(&now)
            }
        };
        match found {
            Some(view) => {
                // Time is no step of its own.
                let view = View {
                    time: now.time,
                    ..view
                };
                self.put(view);
                notices::announce(self, if back { "Undone." } else { "Done again." });
            }
            None => notices::announce(self, "There is nothing more."),
        }
    }

    fn show_changes(self: &Rc<Self>, before: &View) {
        let view = self.view();
        if view.filter != before.filter {
            self.show_filter();
        }
        if production(&view.terms) != production(&before.terms) {
            flow::show(self);
        }
        if view.terms != before.terms || (view.filter != before.filter && !view.terms.is_empty()) {
            selection::show(self);
        }
        if view.focus != before.focus {
            self.show_focus();
        }
        if view.collapsed != before.collapsed {
            self.show_collapsed();
        }
        if view.time != before.time {
            time::show(self);
            if !view.terms.is_empty() || !view.collapsed.is_empty() {
                self.ask_until(view.time);
            }
        }
        if view.by_time != before.by_time {
            show::colour(self);
        }
        if (&view.filter, view.focus, view.time) != (&before.filter, before.focus, before.time) {
            notices::drop(self, "hidden");
        }
        acts::show_buttons(self);
        save::write_address(self);
    }

    /// Asks again, once the slider rests, for what is selected and for what is left of what is folded: neither holds
    /// what is later than the moment.
    fn ask_until(self: &Rc<Self>, time: Option<u16>) {
        let explorer = Rc::clone(self);
        dom::later(RESTS, move || {
            let view = explorer.view();
            if view.time != time {
                return;
            }
            if !view.terms.is_empty() {
                selection::show(&explorer);
            }
            if !view.collapsed.is_empty() {
                explorer.show_collapsed();
            }
        });
    }

    /// Begins a request; the latest of its kind is the one that counts.
    pub(crate) fn begin(&self, turn: Turn) -> u32 {
        let cell = &self.turns[turn as usize];
        cell.set(cell.get().wrapping_add(1));
        cell.get()
    }

    /// Whether a request is still the latest of its kind.
    pub(crate) fn is_latest(&self, turn: Turn, number: u32) -> bool {
        self.turns[turn as usize].get() == number
    }

    pub(super) fn show_filter(self: &Rc<Self>) {
        show::write(self);
        let number = self.begin(Turn::Filter);
        let view = self.view();
        if view.filter.is_empty() {
            self.take_filter(None);
            named::clear(self, Named::Filtered);
            return;
        }
        let explorer = Rc::clone(self);
        dom::set(&self.root, "aria-busy", "true");
        spawn_local(async move {
            let found = explorer.select(&view.filter_query()).await;
            if !explorer.is_latest(Turn::Filter, number) {
                return;
            }
            match found {
                Ok(found) => {
                    explorer.take_filter(Some(found));
                    named::bring(&explorer, Named::Filtered, &view.filter_query(), number);
                }
                Err(failed) => {
                    let _ = explorer.root.remove_attribute("aria-busy");
                    notices::failed(&explorer, &failed, Self::show_filter);
                }
            }
        });
    }

    /// Asks for the filter's records again, where there is a filter.
    pub(crate) fn filter_again(self: &Rc<Self>) {
        if !self.view().filter.is_empty() {
            self.show_filter();
        }
    }

    fn take_filter(self: &Rc<Self>, shown: Option<RoaringBitmap>) {
        let _ = self.root.remove_attribute("aria-busy");
        if let Some(engine) = self.engine() {
            engine.set_filter(shown.clone());
        }
        minimap::soon(self);
        show::count(self, shown.as_ref().map(RoaringBitmap::len));
        self.list.mark_shown(shown.as_ref());
        self.state.borrow_mut().shown = shown;
        self.show_collapsed();
        // It tells how much of a folded branch the filter shows.
        card::again(self);
    }

    pub(super) fn show_focus(self: &Rc<Self>) {
        self.state.borrow_mut().whole_chain = false;
        self.tell_focus(false);
    }

    /// Shows again what is known of the focus, after something was published; one stays where one is.
    pub(super) fn focus_again(self: &Rc<Self>) {
        if self.view().focus.is_some() {
            self.tell_focus(true);
        }
    }

    fn tell_focus(self: &Rc<Self>, again: bool) {
        let number = self.begin(Turn::Focus);
        let Some(id) = self.view().focus else {
            if let Some(engine) = self.engine() {
                engine.set_focus(None);
            }
            named::clear(self, Named::Focused);
            minimap::soon(self);
            card::close(self);
            self.list.mark_focus(None);
            return;
        };
        let explorer = Rc::clone(self);
        spawn_local(async move {
            let detail = match explorer.detail_of(id).await {
                Ok(detail) => detail,
                // What is shown stays.
                Err(_) if again => return,
                Err(failed) => {
                    if explorer.is_latest(Turn::Focus, number) {
                        card::close(&explorer);
                        notices::failed(&explorer, &failed, Self::show_focus);
                    }
                    return;
                }
            };
            if !explorer.is_latest(Turn::Focus, number) {
                return;
            }
            card::show(&explorer, &detail);
            if again {
                explorer.list.tell(&explorer, &detail);
            } else {
                explorer.list.follow(&explorer, &detail);
            }
            explorer.colour(&detail, number).await;
        });
    }

    /// Colours what a record came from and what came from it.
    async fn colour(self: &Rc<Self>, detail: &Detail, number: u32) {
        let (Some(engine), Some(index)) = (self.engine(), self.ground.index(detail)) else {
            return;
        };
        // The record itself is marked at once.
        if engine.focus().map(|focus| focus.index) != Some(index) {
            engine.set_focus(Some(Focus {
                index,
                ..Focus::default()
            }));
        }
        let id = detail.id;
        let around = format!("records={id}&ancestors={id}&descendants={id}");
        named::bring(self, Named::Focused, &around, number);
        match self.lineage(id).await {
            Ok((ancestors, descendants)) if self.is_latest(Turn::Focus, number) => {
                engine.set_focus(Some(Focus {
                    index,
                    ancestors,
                    descendants,
                }));
                // In a small lineage all links are drawn.
                if self.ground.is_map() {
                    engine.set_focus_links(detail.secondary_links.clone());
                }
                minimap::soon(self);
            }
            Ok(_) => {}
            Err(failed) => notices::failed(self, &failed, Self::show_focus),
        }
    }

    /// All that a record came from and all that came from it.
    async fn lineage(self: &Rc<Self>, id: i64) -> Result<(RoaringBitmap, RoaringBitmap), Failed> {
        if let Some(lineage) = self.ground.lineage(id) {
            return Ok(lineage);
        }
        let before = self.select(&format!("ancestors={id}")).await?;
        let after = self.select(&format!("descendants={id}")).await?;
        Ok((before, after))
    }

    /// Moves the view to a record; nearer where it is too far away to see.
    pub(crate) fn go_to(&self, detail: &Detail, nearer: bool) {
        let (Some(engine), Some(index)) = (self.engine(), self.ground.index(detail)) else {
            return;
        };
        let at = match self.ground {
            Ground::Map => Some(engine.position(index).unwrap_or(detail.at)),
            Ground::Picture(_) => engine.position(index),
        };
        let Some(at) = at else { return };
        let scale = engine.camera().scale;
        let near = if self.ground.is_map() { NEAR } else { 1.0 };
        let scale = if nearer { scale.max(near) } else { scale };
        let down = self.covered() / 2.0 / scale * f64::from(lineage::map::UNIT);
        engine.go_to((at.0, at.1 + down as i32), Some(scale));
    }

    /// Pixels of the stage that a sheet from below covers.
    pub(crate) fn covered(&self) -> f64 {
        match dom::is_narrow() {
            true => self.stage.get_bounding_client_rect().height() * 0.5,
            false => 0.0,
        }
    }
}
