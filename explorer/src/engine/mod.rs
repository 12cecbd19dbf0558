//! The engine: draws the map or a small lineage on a canvas, brings the tiles it needs, and tells the interface
//! what people do.
//!
//! ```text
//! input ──► gesture ──► state ◄── queue ◄── loader ◄── the server
//!                         │ camera, standings
//!                         ▼
//!          map, lineage: Frame ──► paint ──► canvas
//!                                   └► keep ─┘ while the view moves
//! ```
//!
//! `view`, `keep`, `gesture` and `queue` know nothing of the page.

mod draw;
mod event;
mod export;
mod gesture;
mod hook;
mod info;
mod input;
mod keep;
mod lineage;
mod loader;
mod map;
mod paint;
mod palette;
mod pictured;
mod queue;
mod secondary;
mod shared;
mod standings;
mod state;
mod thumbnails;
mod view;
mod watch;

use std::collections::HashMap;
use std::rc::Rc;

use ::lineage::PictureInput;
use ::lineage::map::{Camera, Collapsed, Delta, MapRecord, UNIT};
use roaring::RoaringBitmap;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Element, HtmlElement, HtmlImageElement};

use self::lineage::Lineage;
use map::MapSource;
use palette::Palette;
use shared::Shared;
use state::{Source, State};

pub(crate) use event::{Event, Focus, Named};
pub(crate) use info::MapInfo;
pub(crate) use lineage::Placed;
pub(crate) use secondary::SecondaryLink;

/// What draws one explorer. Clones are the same engine.
#[derive(Clone)]
pub(crate) struct Engine(Rc<Shared>);

/// Pixels that a unit takes where a record is to be looked at.
const TELLING: f64 = 14.0;

impl Engine {
    /// Draws the map on a canvas in `stage` from now on; `events` hears what happens.
    ///
    /// # Errors
    /// The browser has no canvas; the picture that was there stays.
    pub(crate) fn start(
        stage: &Element,
        info: &MapInfo,
        events: Rc<dyn Fn(Event)>,
    ) -> Result<Self, JsValue> {
        let source = Source::Map(Box::new(MapSource::new(info)));
        Self::begin(stage, source, events)
    }

    /// Draws a small lineage; `indexes` on the map and `times` in steps of the slider are those of `input.records`.
    ///
    /// # Errors
    /// As [`Engine::start`].
    pub(crate) fn start_picture(
        stage: &Element,
        input: PictureInput,
        (indexes, times): (Vec<u32>, Vec<u16>),
        events: Rc<dyn Fn(Event)>,
    ) -> Result<Self, JsValue> {
        let source = Source::Lineage(Box::new(Lineage::new(input, indexes, times)));
        Self::begin(stage, source, events)
    }

    fn begin(stage: &Element, source: Source, events: Rc<dyn Fn(Event)>) -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or("no window")?;
        let stage: HtmlElement = stage.clone().dyn_into()?;
        let palette = Palette::read(&stage, watch::is_forced(&window))?;
        let picture = seen_picture(&stage)?;
        let state = State::new(&stage, picture, source, palette)?;
        let canvas = state.painter.canvas.clone();
        canvas.style().set_property("visibility", "hidden")?;
        stage.append_child(&canvas)?;
        let shared = Shared::new(window, state, events);
        if let Some(root) = stage.closest("[data-explorer]")? {
            hook::hang(&shared, &root)?;
        }
        input::listen(&shared, &stage)?;
        watch::measure(&shared);
        watch::watch(&shared, &stage)?;
        Ok(Self(shared))
    }

    /// Where one looks from.
    pub(crate) fn camera(&self) -> Camera {
        self.0.state.borrow().camera
    }

    /// Looks from there at once; the view's size stays what it is.
    pub(crate) fn jump(&self, camera: Camera) {
        let now = self.0.now();
        self.0.act(|state| state.jump(camera, now));
    }

    /// Moves there; at once where people ask for less motion.
    pub(crate) fn glide(&self, camera: Camera) {
        let now = self.0.now();
        if self.0.is_calm() {
            self.jump(camera);
        } else {
            self.0.act(|state| state.glide(camera, now, None));
        }
    }

    /// Comes nearer (above 1) or goes back, about the middle of the view.
    pub(crate) fn zoom_by(&self, factor: f64) {
        let camera = {
            let state = self.0.state.borrow();
            let from = state.target();
            let middle = (from.width / 2.0, from.height / 2.0);
            view::zoomed(&from, factor, middle, &state.limits)
        };
        self.glide(camera);
    }

    /// Moves the view by pixels: right and down where positive.
    pub(crate) fn pan_by(&self, dx: f64, dy: f64) {
        let camera = {
            let state = self.0.state.borrow();
            view::panned(&state.target(), (-dx, -dy), &state.limits)
        };
        self.glide(camera);
    }

    /// Shows everything.
    pub(crate) fn fit_all(&self) {
        let camera = self.0.state.borrow().whole_camera();
        self.glide(camera);
        self.0.act(|state| state.whole = true);
    }

    /// Moves to a place in `UNIT`ths, to where records can be told apart unless a scale is given.
    pub(crate) fn go_to(&self, at: (i32, i32), scale: Option<f64>) {
        let camera = self.0.state.borrow().target();
        let units = |at: i32| f64::from(at) / f64::from(UNIT);
        let telling = match self.0.state.borrow().source {
            Source::Map(_) => TELLING,
            Source::Lineage(_) => 0.8,
        };
        self.glide(Camera {
            x: units(at.0),
            y: units(at.1),
            scale: scale.unwrap_or(camera.scale.max(telling)),
            ..camera
        });
    }

    /// Changes how records are shown, and shows it.
    fn show(&self, change: impl FnOnce(&mut State)) {
        self.0.act(|state| {
            change(state);
            state.change();
        });
    }

    /// Colours what the focus came from and what came from it, and dims the rest.
    pub(crate) fn set_focus(&self, focus: Option<Focus>) {
        self.show(|state| {
            state.secondary.of_focus.clear();
            state.standings.focus = focus;
        });
    }

    /// What everything is shown in relation to.
    pub(crate) fn focus(&self) -> Option<Focus> {
        self.0.state.borrow().standings.focus.clone()
    }

    /// Links of the focus beside the primary ones to draw, dashed; a new focus removes them.
    pub(crate) fn set_focus_links(&self, links: Vec<SecondaryLink>) {
        self.show(|state| state.secondary.of_focus = links);
    }

    /// The same of what is selected; a new selection removes them.
    pub(crate) fn set_selection_links(&self, links: Vec<SecondaryLink>) {
        self.show(|state| state.secondary.of_selection = links);
    }

    /// What is selected.
    pub(crate) fn selection(&self) -> RoaringBitmap {
        self.0.state.borrow().standings.selection.clone()
    }

    /// Marks what is selected.
    pub(crate) fn set_selection(&self, selection: RoaringBitmap) {
        self.show(|state| {
            state.secondary.of_selection.clear();
            state.standings.selection = selection;
        });
    }

    /// Hides what a filter leaves out; `None` shows all.
    pub(crate) fn set_filter(&self, filter: Option<RoaringBitmap>) {
        self.show(|state| state.standings.filter = filter);
    }

    /// Shows these at every level, however little hangs on them.
    pub(crate) fn name(&self, why: Named, records: Vec<MapRecord>) {
        self.show(|state| {
            if let Source::Map(map) = &mut state.source {
                map.name(why, records);
            }
        });
    }

    /// Draws links as wide as what flows through them is large: the part of a whole, by the index of the remix.
    pub(crate) fn set_flow(&self, flow: HashMap<u32, f32>) {
        self.show(|state| state.standings.flow = flow);
    }

    /// Colours marks by time in place of by medium.
    pub(crate) fn colour_by_time(&self, by_time: bool) {
        self.show(|state| state.palette.by_time = by_time);
    }

    /// Hides what is later than this step of time; `None` shows all.
    pub(crate) fn set_time(&self, time: Option<u16>) {
        self.show(|state| state.standings.time = time);
    }

    /// Shows these parts as wedges.
    pub(crate) fn set_collapsed(&self, collapsed: Vec<Collapsed>) {
        self.show(|state| match &mut state.source {
            Source::Map(map) => map.collapsed = collapsed,
            Source::Lineage(lineage) => lineage.set_collapsed(collapsed),
        });
    }

    /// Whether dragging draws a lasso instead of moving the view.
    pub(crate) fn set_lasso(&self, lasso: bool) {
        let now = self.0.now();
        self.0.act(|state| {
            state.gestures.draws = lasso;
            if !lasso {
                let actions = state.gestures.cancel();
                state.actions(actions, now);
            }
            state.point();
        });
    }

    /// Rings a record as if the pointer rested on it.
    pub(crate) fn set_hover(&self, hover: Option<u32>) {
        self.show(|state| state.hover = hover);
    }

    /// Adds records that were appended after the map was laid out, with titles by index.
    pub(crate) fn add_new(&self, delta: Delta, titles: Vec<(u32, String)>) {
        self.show(|state| {
            if let Source::Map(map) = &mut state.source {
                map.append(delta, titles);
            }
        });
    }

    /// Shows these as tombstones.
    pub(crate) fn set_withdrawn(&self, withdrawn: RoaringBitmap) {
        self.show(|state| {
            state.thumbnails.forget(|index| withdrawn.contains(index));
            match &mut state.source {
                Source::Map(map) => map.withdraw(withdrawn),
                Source::Lineage(lineage) => lineage.withdraw(&withdrawn),
            }
        });
    }

    /// A record's picture, shown where its mark is large; see [`Event::Near`].
    pub(crate) fn set_thumbnail(&self, index: u32, url: &str) {
        let Ok(image) = HtmlImageElement::new() else {
            return;
        };
        image.set_decoding("async");
        watch::on_load(&Rc::downgrade(&self.0), &image);
        image.set_src(url);
        let mut state = self.0.state.borrow_mut();
        state.thumbnails.insert(index, image);
    }

    /// Loads what failed again, now.
    pub(crate) fn retry(&self) {
        self.0.act(|state| {
            if let Source::Map(map) = &mut state.source {
                map.queue.retry();
            }
            state.plan_due = true;
        });
    }

    /// A record's title, if it has come.
    pub(crate) fn title(&self, index: u32) -> Option<String> {
        let state = self.0.state.borrow();
        let title = match &state.source {
            Source::Map(map) => map.title(index),
            Source::Lineage(lineage) => lineage.title(index),
        };
        title.map(str::to_owned)
    }

    /// What the tiles at hand tell of a record.
    pub(crate) fn record(&self, index: u32) -> Option<MapRecord> {
        match &self.0.state.borrow().source {
            Source::Map(map) => map.scene.record(index).copied(),
            Source::Lineage(lineage) => lineage.record(index),
        }
    }

    /// Where a record is, in `UNIT`ths, if that is at hand.
    pub(crate) fn position(&self, index: u32) -> Option<(i32, i32)> {
        Some(self.record(index)?.at)
    }

    /// Where a record is in the stage, in pixels, if it is at hand; it may lie outside.
    pub(crate) fn pixel(&self, index: u32) -> Option<(f64, f64)> {
        let at = self.position(index)?;
        let units = |at: i32| f64::from(at) / f64::from(UNIT);
        let camera = self.camera();
        Some(view::pixel(&camera, (units(at.0), units(at.1))))
    }

    /// What is seen, as an SVG file.
    pub(crate) fn svg(&self) -> String {
        self.0.state.borrow_mut().svg()
    }

    /// What is seen, as a PNG file, handed to `done`; `None` where the browser makes none.
    pub(crate) fn png(&self, done: impl FnOnce(Option<Blob>) + 'static) {
        let canvas = {
            let mut state = self.0.state.borrow_mut();
            state.draw_anew();
            state.painter.canvas.clone()
        };
        export::png(&canvas, done);
    }
}

/// The picture from the server; of several the page shows one.
fn seen_picture(stage: &Element) -> Result<Option<Element>, JsValue> {
    let pictures = stage.query_selector_all("svg")?;
    let all = (0..pictures.length()).filter_map(|at| pictures.item(at)?.dyn_into::<Element>().ok());
    Ok(all
        .into_iter()
        .find(|picture| picture.get_bounding_client_rect().width() > 0.0))
}
