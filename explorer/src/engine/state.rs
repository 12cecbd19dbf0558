//! What is looked at, and what happens to it: gestures in, frames out.

use lineage::map::{Camera, Frame, render_map_standalone};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::event::Event;
use super::gesture::{Action, Gestures};
use super::keep::Kept;
use super::lineage::Lineage;
use super::map::MapSource;
use super::paint::Painter;
use super::palette::Palette;
use super::secondary::SecondaryLinks;
use super::standings::Standings;
use super::thumbnails::{LARGE, Thumbnails};
use super::view::{self, Extent, Glide, Insets, Limits, MARGIN};

/// The view counts as moving for so many milliseconds after it last did.
const SETTLES: f64 = 160.0;

/// How near to a mark a pointer means it, in pixels.
const SLOP: f32 = 6.0;
const TOUCH_SLOP: f32 = 18.0;

/// What is drawn.
pub(super) enum Source {
    Map(Box<MapSource>),
    Lineage(Box<Lineage>),
}

/// Everything about one explorer but what the browser does for it.
pub(super) struct State {
    pub(super) stage: HtmlElement,
    /// The picture from the server, until the canvas has drawn the same.
    pub(super) picture: Option<Element>,
    pub(super) shown: bool,
    pub(super) painter: Painter,
    pub(super) palette: Palette,
    pub(super) source: Source,
    pub(super) limits: Limits,
    pub(super) camera: Camera,
    /// What panels cover of the view.
    pub(super) insets: Insets,
    pub(super) frame: Frame,
    /// What sees the frame: the camera, or a wider one.
    pub(super) framed: Camera,
    /// The picture that is kept while the view moves, and what was seen in the frame before.
    pub(super) kept: Option<Kept>,
    pub(super) before: Option<(Camera, f64)>,
    /// Whether nobody can read while it moves so.
    pub(super) is_fast: bool,
    /// Whether what is seen was drawn for just this camera.
    pub(super) is_exact: bool,
    /// How often all was drawn anew.
    pub(super) painted: u32,
    pub(super) standings: Standings,
    pub(super) hover: Option<u32>,
    /// Where a mouse rests, to see what comes under it.
    pub(super) pointer: Option<(f64, f64)>,
    pub(super) gestures: Gestures,
    pub(super) thumbnails: Thumbnails,
    pub(super) secondary: SecondaryLinks,
    pub(super) glide: Option<Glide>,
    /// Whether all is shown, and so again after the view's size changed.
    pub(super) whole: bool,
    /// When the view comes to rest.
    pub(super) settles: Option<f64>,
    pub(super) dirty: bool,
    pub(super) plan_due: bool,
    pub(super) tiles: (usize, usize),
    pub(super) events: Vec<Event>,
    /// When it was last found out which tiles are needed.
    pub(super) planned: f64,
    /// Whether the view has come to rest, and what lies under the pointer is still to be found.
    pub(super) rested: bool,
    cursor: &'static str,
    held: bool,
}

impl State {
    pub(super) fn new(
        stage: &HtmlElement,
        picture: Option<Element>,
        source: Source,
        palette: Palette,
    ) -> Result<Self, JsValue> {
        let limits = match &source {
            Source::Map(map) => map.limits(),
            Source::Lineage(lineage) => lineage.limits(),
        };
        let camera = limits.extent.fitted(1.0, 1.0, 0.0);
        Ok(Self {
            stage: stage.clone(),
            picture,
            shown: false,
            painter: Painter::new(stage)?,
            palette,
            source,
            limits,
            camera,
            insets: Insets::default(),
            frame: Frame::default(),
            framed: camera,
            kept: None,
            is_exact: false,
            before: None,
            is_fast: false,
            painted: 0,
            standings: Standings::default(),
            hover: None,
            pointer: None,
            gestures: Gestures::default(),
            thumbnails: Thumbnails::default(),
            secondary: SecondaryLinks::default(),
            glide: None,
            whole: true,
            settles: None,
            dirty: true,
            plan_due: true,
            tiles: (0, 0),
            events: Vec::new(),
            planned: 0.0,
            rested: false,
            cursor: "",
            held: false,
        })
    }

    /// The camera that sees everything.
    pub(super) fn whole_camera(&self) -> Camera {
        let fitted = self.fitted(&self.limits.extent);
        if let Source::Map(_) = self.source {
            return fitted;
        }
        Camera {
            // Larger than the server drew it, letters would shout.
            scale: fitted.scale.min(1.35),
            ..fitted
        }
    }

    /// The camera that sees all of a box.
    pub(super) fn fitted(&self, extent: &Extent) -> Camera {
        let Camera { width, height, .. } = self.camera;
        let margin = match self.source {
            Source::Map(_) => MARGIN,
            // Its own is in the picture.
            Source::Lineage(_) => 0.0,
        };
        extent.fitted_beside(width, height, self.insets, margin)
    }

    /// The view has this size now, and panels over its edges.
    pub(super) fn resized(&mut self, width: f64, height: f64, ratio: f64, insets: Insets) {
        self.painter.resize(width, height, ratio);
        self.insets = insets;
        // On the way somewhere, it goes there at once.
        self.camera = self.target();
        self.camera.width = width;
        self.camera.height = height;
        if self.whole {
            self.camera = self.whole_camera();
        }
        self.camera = self.limits.clamp(self.camera);
        self.glide = None;
        self.change();
    }

    /// What is shown is another: it is drawn anew.
    pub(super) fn change(&mut self) {
        self.dirty = true;
        self.kept = None;
    }

    /// More has come from the server: it is drawn, while the view moves a little later.
    pub(super) fn news(&mut self) {
        self.dirty = true;
        if let Some(kept) = &mut self.kept {
            kept.is_old = true;
        }
    }

    /// Looks from there at once.
    pub(super) fn jump(&mut self, camera: Camera, now: f64) {
        self.glide = None;
        self.put(camera, now);
    }

    pub(super) fn put(&mut self, camera: Camera, now: f64) {
        let camera = self.limits.clamp(Camera {
            width: self.camera.width,
            height: self.camera.height,
            ..camera
        });
        self.settles = Some(now + SETTLES);
        if camera != self.camera {
            self.camera = camera;
            self.whole = false;
            self.dirty = true;
            // What is told at the pointer would stay behind; once it rests, what is there is told again.
            if self.pointer.is_some() && self.hover.take().is_some() {
                self.change();
                self.events.push(Event::Hover(None));
            }
        }
    }

    /// Moves there, in so many milliseconds or in its own time.
    pub(super) fn glide(&mut self, camera: Camera, now: f64, takes: Option<f64>) {
        let to = self.limits.clamp(Camera {
            width: self.camera.width,
            height: self.camera.height,
            ..camera
        });
        let glide = Glide::new(self.camera, to, now);
        self.glide = Some(takes.map_or(glide, |takes| glide.within(takes)));
        self.whole = false;
        self.dirty = true;
    }

    /// Where the view is going, or is.
    pub(super) fn target(&self) -> Camera {
        self.glide.map_or(self.camera, |glide| glide.target())
    }

    pub(super) fn is_moving(&self) -> bool {
        self.glide.is_some() || self.settles.is_some()
    }

    /// When something is to be done though nothing happens.
    pub(super) fn deadline(&self) -> Option<f64> {
        [self.settles, self.gestures.deadline()]
            .into_iter()
            .flatten()
            .min_by(f64::total_cmp)
    }

    /// Does what is due.
    pub(super) fn wake(&mut self, now: f64) {
        let actions = self.gestures.wait(now);
        self.actions(actions, now);
        if self.settles.is_some_and(|at| at <= now) && self.glide.is_none() {
            self.settle();
        }
    }

    /// Draws exactly what was only moved, and tells that the view rests.
    fn settle(&mut self) {
        self.settles = None;
        self.is_fast = false;
        self.events.push(Event::CameraSettled);
        // The letters of a lineage are stretched while it moves.
        let is_map = matches!(self.source, Source::Map(_));
        if is_map && self.is_exact && !self.dirty {
            self.look_round();
        } else {
            self.rested = true;
            self.dirty = true;
        }
    }

    /// After the view came to rest: finds what lies under the pointer, and which pictures are missing.
    pub(super) fn look_round(&mut self) {
        self.look_for_pictures();
        if let Some(at) = self.pointer {
            self.rest(at);
        }
    }

    /// Asks for pictures that are missing.
    pub(super) fn look_for_pictures(&mut self) {
        let is_near = |mark: &&lineage::map::FrameMark| {
            mark.radius >= LARGE && mark.medium == lineage::Medium::Image && !mark.withdrawn
        };
        let near = self.frame.marks.iter().filter(is_near);
        let missing = self.thumbnails.missing(near.map(|mark| mark.index));
        if !missing.is_empty() {
            self.events.push(Event::Near(missing));
        }
    }

    pub(super) fn hit(&self, at: (f64, f64), touch: bool) -> Option<u32> {
        let slop = if touch { TOUCH_SLOP } else { SLOP };
        // The frame may be of a picture that was only moved since.
        let (x, y) = view::pixel(&self.framed, view::place(&self.camera, at));
        let by = (self.framed.scale / self.camera.scale) as f32;
        self.frame.hit(x as f32, y as f32, slop * by)
    }

    /// The mouse rests here, touching nothing.
    fn rest(&mut self, at: (f64, f64)) {
        self.pointer = Some(at);
        let hover = self.hit(at, false);
        if hover != self.hover {
            self.hover = hover;
            self.change();
            self.events.push(Event::Hover(hover));
        }
        self.point();
    }

    /// The pointer left the stage.
    pub(super) fn leave(&mut self) {
        self.pointer = None;
        if self.hover.take().is_some() {
            self.change();
            self.events.push(Event::Hover(None));
        }
    }

    /// Shows by the pointer what it would do.
    pub(super) fn point(&mut self) {
        let cursor = match (self.held, self.gestures.draws, self.hover) {
            (_, true, _) => "crosshair",
            (true, ..) => "grabbing",
            (_, _, Some(_)) => "pointer",
            _ => "grab",
        };
        if cursor != self.cursor {
            self.cursor = cursor;
            // Without it the pointer stays an arrow.
            let _ = self.stage.style().set_property("cursor", cursor);
        }
    }

    pub(super) fn actions(&mut self, actions: Vec<Action>, now: f64) {
        for action in actions {
            self.act(action, now);
        }
    }

    fn act(&mut self, action: Action, now: f64) {
        match action {
            Action::Hover(at) => self.rest(at),
            Action::Pan(dx, dy) => {
                let moved = view::panned(&self.camera, (dx, dy), &self.limits);
                self.jump(moved, now);
            }
            Action::Zoom { factor, about } => {
                let moved = view::zoomed(&self.camera, factor, about, &self.limits);
                self.jump(moved, now);
            }
            Action::Tap { at, add, touch } => match self.hit(at, touch) {
                Some(index) => self.events.push(Event::Pick { index, add }),
                None if add => {}
                None => self.events.push(Event::Background),
            },
            Action::DoubleTap { at, touch } => match self.hit(at, touch) {
                Some(index) => self.events.push(Event::Refocus(index)),
                None => {
                    let nearer = view::zoomed(&self.camera, 2.0, at, &self.limits);
                    self.glide(nearer, now, None);
                }
            },
            Action::LongPress(at) => {
                if let Some(index) = self.hit(at, true) {
                    self.events.push(Event::Pick { index, add: true });
                }
            }
            Action::LassoDrawn => self.change(),
            Action::LassoClosed { corners, add } => {
                let place = |corner: &(f64, f64)| view::place(&self.camera, *corner);
                let corners: Vec<_> = corners.iter().map(place).collect();
                if corners.len() >= 3 {
                    self.events.push(Event::Lasso { corners, add });
                }
            }
            Action::Held(held) => {
                self.held = held;
                if held {
                    self.leave();
                }
                self.point();
            }
        }
    }

    /// What is seen, as an SVG file.
    pub(super) fn svg(&mut self) -> String {
        self.draw_anew();
        let secondary = self.secondary_lines();
        match &mut self.source {
            Source::Map(map) => {
                let Camera { width, height, .. } = self.camera;
                let describe = |index| {
                    let title = map.title(index).unwrap_or_default();
                    Some((String::new(), title.to_owned()))
                };
                let (size, name) = ((width, height), "Map of remixes");
                render_map_standalone(&self.frame, &secondary, size, name, describe)
            }
            Source::Lineage(lineage) => lineage.svg(&self.camera, &self.standings),
        }
    }

    /// The camera at which the picture from the server was drawn, as it lies in the stage.
    pub(super) fn picture_camera(&self) -> Option<Camera> {
        let picture = self.picture.as_ref()?;
        let numbers = picture.get_attribute("viewBox")?;
        let numbers: Vec<f64> = numbers
            .split([' ', ','])
            .filter_map(|number| number.parse().ok())
            .collect();
        let &[_, _, width, height] = numbers.as_slice() else {
            return None;
        };
        let (drawn, stage) = (
            picture.get_bounding_client_rect(),
            self.stage.get_bounding_client_rect(),
        );
        let meet = (drawn.width() / width).min(drawn.height() / height);
        if meet.is_nan() || meet <= 0.0 {
            return None;
        }
        let extent = self.limits.extent;
        let fitted = match self.source {
            Source::Map(_) => extent.fitted(width, height, MARGIN),
            Source::Lineage(_) => Extent {
                left: 0.0,
                top: 0.0,
                right: width,
                bottom: height,
            }
            .fitted(width, height, 0.0),
        };
        let scale = fitted.scale * meet;
        let middle = |from: f64, size: f64| from + size / 2.0;
        let beside = middle(drawn.left(), drawn.width()) - middle(stage.left(), stage.width());
        let above = middle(drawn.top(), drawn.height()) - middle(stage.top(), stage.height());
        Some(Camera {
            x: fitted.x - beside / scale,
            y: fitted.y - above / scale,
            scale,
            ..self.camera
        })
    }

    /// Puts the canvas in the place of the picture.
    pub(super) fn show(&mut self) {
        self.shown = true;
        let canvas = &self.painter.canvas;
        // What cannot be set leaves both in view, the canvas above.
        let _ = canvas.style().remove_property("visibility");
        if let Some(picture) = &self.picture {
            let _ = picture.set_attribute("hidden", "");
        }
    }

    /// Puts the picture back, where the browser cannot draw any more.
    pub(super) fn hide(&mut self) {
        self.shown = false;
        let _ = self
            .painter
            .canvas
            .style()
            .set_property("visibility", "hidden");
        if let Some(picture) = &self.picture {
            let _ = picture.remove_attribute("hidden");
        }
    }
}
