//! What is to be seen of the map at one camera: the draw list that SVG, canvas and hit testing share.

mod bow;
mod camera;
mod collect;
mod path;
mod scene;
mod wedge;
mod weights;

pub use bow::Bow;
pub use path::Pen;
pub use scene::Scene;
pub use wedge::{Collapsed, FrameWedge, Mix, WEDGE_HALF, WEDGE_START, WedgeShape, WedgeText};

use super::MapRecord;
use crate::picture::Medium;

/// Where one looks from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Camera {
    /// The middle of the view, in units of the map.
    pub x: f64,
    /// The middle of the view, in units of the map.
    pub y: f64,
    /// Pixels that a unit takes.
    pub scale: f64,
    /// The view's width in pixels.
    pub width: f64,
    /// The view's height in pixels.
    pub height: f64,
}

/// How a record is shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub enum Standing {
    /// Not at all (a filter, the time slider, or a collapsed part hides it); its link neither.
    Hidden,
    /// Fainter than the rest, which is focused or selected.
    Dim,
    #[default]
    Plain,
    /// The focus came from it.
    Ancestor,
    /// It came from the focus.
    Descendant,
    Selected,
    Focus,
}

/// How a link runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkShape {
    Line,
    /// Up or down from where it starts, a soft corner, then along.
    Elbow,
    /// Back to the left, to the next row of a stem.
    Wrap,
}

/// A link, in pixels of the view.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FrameLink {
    /// The remix's index.
    pub index: u32,
    pub from: (f32, f32),
    pub to: (f32, f32),
    pub width: f32,
    pub shape: LinkShape,
    /// The radius of its corners.
    pub corner: f32,
    /// A petal's: only a hint of where it belongs.
    pub faint: bool,
    pub standing: Standing,
}

/// A record's mark, in pixels of the view; its shape follows from the medium.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FrameMark {
    pub index: u32,
    pub at: (f32, f32),
    pub radius: f32,
    /// Records that hang on it, itself included.
    pub size: u32,
    pub medium: Medium,
    pub withdrawn: bool,
    pub more_sources: bool,
    /// When it was published, in steps of [`super::TIME_STEPS`].
    pub time: u16,
    pub standing: Standing,
}

/// A title, in pixels of the view. No two overlap.
#[derive(Clone, PartialEq, Debug)]
pub struct FrameLabel {
    pub index: u32,
    /// Shortened to what fits.
    pub text: String,
    /// The middle of its baseline.
    pub at: (f32, f32),
    /// Pixels from its left to its right edge, as estimated.
    pub width: f32,
    pub standing: Standing,
}

/// What is to be seen, each list in the order in which it is painted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Frame {
    pub links: Vec<FrameLink>,
    pub marks: Vec<FrameMark>,
    pub wedges: Vec<FrameWedge>,
    pub labels: Vec<FrameLabel>,
}

/// How the records of a frame are to be shown, beside where they are.
#[derive(Clone, Copy)]
pub struct Look<'a, F> {
    /// How a record stands, given with its anchor: its own index, or for one that was appended the index of the
    /// record, of those laid out, on which it hangs.
    pub standing: F,
    /// Parts to show as wedges only.
    pub collapsed: &'a [Collapsed],
    /// The title of a record, where it is known.
    pub title: &'a dyn Fn(u32) -> Option<&'a str>,
    /// Records whose titles come before all others: the one under the pointer, those selected.
    pub first: &'a [u32],
    /// Whether appended records show however small they are: only some show at all.
    pub narrowed: bool,
    /// The part of a whole that flows through the link to a record, up to 1; its line is as wide as that is large.
    pub flow: &'a dyn Fn(u32) -> Option<f32>,
}

impl<'a, F: Fn(&MapRecord, u32) -> Standing> Look<'a, F> {
    /// Nothing collapsed, nothing before the rest.
    pub fn new(standing: F, title: &'a dyn Fn(u32) -> Option<&'a str>) -> Self {
        Self {
            standing,
            collapsed: &[],
            title,
            first: &[],
            narrowed: false,
            flow: &|_| None,
        }
    }
}

impl Frame {
    /// Empties the lists and keeps their room.
    pub fn clear(&mut self) {
        self.links.clear();
        self.marks.clear();
        self.wedges.clear();
        self.labels.clear();
    }
}
