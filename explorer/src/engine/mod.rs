//! The engine: draws the map or a small lineage on a canvas, brings the tiles it needs, and tells the interface
//! what people do.

mod event;
mod info;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use lineage::PictureInput;
use lineage::map::{Bounds, Camera, Collapsed, Delta, MapRecord};
use roaring::RoaringBitmap;
use wasm_bindgen::JsValue;
use web_sys::{Blob, Element, HtmlCanvasElement};

pub(crate) use event::{Event, Focus};
pub(crate) use info::MapInfo;

/// What draws one explorer. Clones are the same engine.
#[derive(Clone)]
pub(crate) struct Engine(Rc<RefCell<State>>);

struct State {
    camera: Camera,
    events: Rc<dyn Fn(Event)>,
    titles: HashMap<u32, String>,
}

impl Engine {
    /// Draws the map on a canvas in `stage` from now on; `events` hears what happens.
    ///
    /// # Errors
    /// The browser has no canvas; the picture that was there stays.
    pub(crate) fn start(
        _stage: &Element,
        _info: &MapInfo,
        events: Rc<dyn Fn(Event)>,
    ) -> Result<Self, JsValue> {
        let camera = Camera {
            x: 0.0,
            y: 0.0,
            scale: 1.0,
            width: 1.0,
            height: 1.0,
        };
        Ok(Self(Rc::new(RefCell::new(State {
            camera,
            events,
            titles: HashMap::new(),
        }))))
    }

    /// Draws a small lineage; indexes are those of `input.records`.
    ///
    /// # Errors
    /// As [`Engine::start`].
    pub(crate) fn start_picture(
        stage: &Element,
        _input: PictureInput,
        events: Rc<dyn Fn(Event)>,
    ) -> Result<Self, JsValue> {
        Self::start(stage, &MapInfo::default(), events)
    }

    /// Where one looks from.
    pub(crate) fn camera(&self) -> Camera {
        self.0.borrow().camera
    }

    /// Looks from there at once; the view's size stays what it is.
    pub(crate) fn jump(&self, camera: Camera) {
        self.0.borrow_mut().camera = camera;
    }

    /// Moves there; at once where people ask for less motion.
    pub(crate) fn glide(&self, camera: Camera) {
        self.jump(camera);
    }

    /// Comes nearer (above 1) or goes back, about the middle of the view.
    pub(crate) fn zoom_by(&self, _factor: f64) {}

    /// Moves the view by pixels: right and down where positive.
    pub(crate) fn pan_by(&self, _dx: f64, _dy: f64) {}

    /// Shows a box of the map, in its `UNIT`ths, whole.
    pub(crate) fn fit(&self, _bounds: Bounds) {}

    /// Shows everything.
    pub(crate) fn fit_all(&self) {}

    /// Moves to a place in `UNIT`ths; keeps the scale where none is given and the place can be told there.
    pub(crate) fn go_to(&self, _at: (i32, i32), _scale: Option<f64>) {}

    /// Colours what the focus came from and what came from it, and dims the rest.
    pub(crate) fn set_focus(&self, _focus: Option<Focus>) {}

    /// Marks what is selected.
    pub(crate) fn set_selection(&self, _selection: RoaringBitmap) {}

    /// Hides what a filter leaves out; `None` shows all.
    pub(crate) fn set_filter(&self, _filter: Option<RoaringBitmap>) {}

    /// Hides what is later than this step of time; `None` shows all.
    pub(crate) fn set_time(&self, _time: Option<u16>) {}

    /// Shows these parts as wedges.
    pub(crate) fn set_collapsed(&self, _collapsed: Vec<Collapsed>) {}

    /// Whether dragging draws a lasso instead of moving the view.
    pub(crate) fn set_lasso(&self, _lasso: bool) {}

    /// Rings a record as if the pointer rested on it.
    pub(crate) fn set_hover(&self, _hover: Option<u32>) {}

    /// Adds records that were appended after the map was laid out, with titles by index.
    pub(crate) fn add_new(&self, _delta: Delta, titles: Vec<(u32, String)>) {
        self.0.borrow_mut().titles.extend(titles);
    }

    /// A record's picture, shown where its mark is large; see [`Event::Near`].
    pub(crate) fn set_thumbnail(&self, _index: u32, _url: &str) {}

    /// Loads what failed again, now.
    pub(crate) fn retry(&self) {}

    /// A record's title, if it has come.
    pub(crate) fn title(&self, index: u32) -> Option<String> {
        self.0.borrow().titles.get(&index).cloned()
    }

    /// What the tiles at hand tell of a record.
    pub(crate) fn record(&self, _index: u32) -> Option<MapRecord> {
        None
    }

    /// Where a record is, in `UNIT`ths, if that is at hand.
    pub(crate) fn position(&self, index: u32) -> Option<(i32, i32)> {
        Some(self.record(index)?.at)
    }

    /// Where a record is in the stage, in pixels, if it is at hand; it may lie outside.
    pub(crate) fn pixel(&self, _index: u32) -> Option<(f64, f64)> {
        None
    }

    /// What is seen, as an SVG file.
    pub(crate) fn svg(&self) -> String {
        String::new()
    }

    /// What is seen, as a PNG file, handed to `done`; `None` where the browser makes none.
    pub(crate) fn png(&self, done: impl FnOnce(Option<Blob>) + 'static) {
        done(None);
    }

    /// Draws everything small, with a frame round what is in view. Call it again upon [`Event::CameraSettled`],
    /// [`Event::Tiles`], and after its size changed.
    pub(crate) fn draw_minimap(&self, _canvas: &HtmlCanvasElement) {}
}
