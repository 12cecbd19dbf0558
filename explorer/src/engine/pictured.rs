//! What only small lineages need of the engine, and the map in the corner.

use ::lineage::PictureLink;
use ::lineage::map::{Camera, UNIT};
use web_sys::HtmlCanvasElement;

use super::lineage::Placed;
use super::standings::Standings;
use super::state::Source;
use super::thumbnails::Thumbnails;
use super::{Engine, TELLING, export, view};

impl Engine {
    /// Adds to a small lineage what was published since; links are by place.
    pub(crate) fn add_to_picture(&self, records: Vec<Placed>, links: Vec<PictureLink>) {
        self.show(|state| {
            if let Source::Lineage(lineage) = &mut state.source {
                lineage.append(records, links);
                state.limits = lineage.limits();
            }
        });
    }

    /// Gives the records of a small lineage other indexes; what was told by the old ones is to be told again.
    pub(crate) fn set_indexes(&self, indexes: Vec<u32>) {
        self.show(|state| {
            if let Source::Lineage(lineage) = &mut state.source {
                lineage.set_indexes(indexes);
                state.standings = Standings {
                    time: state.standings.time,
                    ..Standings::default()
                };
                state.thumbnails = Thumbnails::default();
                state.hover = None;
            }
        });
    }

    /// The records of a small lineage: index, and where they are in units of the picture.
    pub(crate) fn drawn(&self) -> Vec<(u32, (f64, f64))> {
        match &self.0.state.borrow().source {
            Source::Map(_) => Vec::new(),
            Source::Lineage(lineage) => lineage.drawn().collect(),
        }
    }

    /// Shows all of a box in `UNIT`ths, from its left top to its right bottom corner, but no nearer than where
    /// records can be told apart.
    pub(crate) fn show_box(&self, from: (i32, i32), to: (i32, i32)) {
        let units = |at: i32| f64::from(at) / f64::from(UNIT);
        let extent = view::Extent {
            left: units(from.0),
            top: units(from.1),
            right: units(to.0),
            bottom: units(to.1),
        };
        let camera = {
            let state = self.0.state.borrow();
            let fitted = state.fitted(&extent);
            let telling = match state.source {
                Source::Map(_) => TELLING,
                Source::Lineage(_) => 1.0,
            };
            Camera {
                scale: fitted.scale.min(telling),
                ..fitted
            }
        };
        self.glide(camera);
    }

    /// What is drawn nearest to the middle of the view.
    pub(crate) fn middle(&self) -> Option<u32> {
        let state = self.0.state.borrow();
        let Camera { width, height, .. } = state.framed;
        let (x, y) = (width as f32 / 2.0, height as f32 / 2.0);
        let away = |mark: &&::lineage::map::FrameMark| (mark.at.0 - x).hypot(mark.at.1 - y);
        let marks = state.frame.marks.iter();
        let nearest = marks.min_by(|one, other| away(one).total_cmp(&away(other)));
        nearest.map(|mark| mark.index)
    }

    /// A record's picture could not be had.
    pub(crate) fn lack_thumbnail(&self, index: u32) {
        self.0.state.borrow_mut().thumbnails.lack(index);
    }

    /// Finds out which pictures are missing, unless the view moves: then it does so once it rests.
    pub(crate) fn look_round(&self) {
        self.0.act(|state| {
            if !state.is_moving() {
                state.look_for_pictures();
            }
        });
    }

    /// Whether the view shows all there is.
    pub(crate) fn shows_all(&self) -> bool {
        let state = self.0.state.borrow();
        let extent = &state.limits.extent;
        let inside = |(x, y): (f64, f64)| {
            let (x, y) = view::pixel(&state.camera, (x, y));
            (-2.0..=state.camera.width + 2.0).contains(&x)
                && (-2.0..=state.camera.height + 2.0).contains(&y)
        };
        inside((extent.left, extent.top)) && inside((extent.right, extent.bottom))
    }

    /// The place in units under a point of the small map drawn by [`Engine::draw_minimap`].
    pub(crate) fn place_on_minimap(
        &self,
        canvas: &HtmlCanvasElement,
        at: (f64, f64),
    ) -> (f64, f64) {
        let size = (canvas.client_width().max(1), canvas.client_height().max(1));
        let camera = export::small(&self.0.state.borrow(), size);
        view::place(&camera, at)
    }

    /// Draws everything small, with a frame round what is in view. Call it again upon [`Event::CameraSettled`],
    /// [`Event::Tiles`], and after its size changed.
    pub(crate) fn draw_minimap(&self, canvas: &HtmlCanvasElement) {
        let ratio = self.0.window.device_pixel_ratio().clamp(0.5, 4.0);
        export::minimap(&mut self.0.state.borrow_mut(), canvas, ratio);
    }
}
