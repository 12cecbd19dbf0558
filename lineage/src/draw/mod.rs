//! The draw list: what is to be seen, in the order in which it is painted,
//! for whichever hand paints it.

mod append;
mod grid;
mod labels;
mod link;
mod stub;
pub mod text;

pub use link::{Path, Segment};
pub use stub::Stub;

use crate::layout::layered::{Layout, Point, Side};
use crate::picture::{Medium, PictureInput};

/// A picture ready to be painted; units as in [`crate::PictureSize`].
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DrawList {
    pub width: f32,
    pub height: f32,
    /// Dashed ones first.
    pub links: Vec<DrawnLink>,
    pub stubs: Vec<Stub>,
    pub marks: Vec<DrawnMark>,
    pub labels: Vec<DrawnLabel>,
}

/// A line from a source to its remix, or to what it is gathered around.
#[derive(Clone, PartialEq, Debug)]
pub struct DrawnLink {
    pub source: usize,
    pub remix: usize,
    pub path: Path,
    pub width: f32,
    /// Whether the source is the first that the remix names.
    pub primary: bool,
    pub side: Side,
    pub petal: bool,
}

/// A record's mark; its shape follows from the medium.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DrawnMark {
    pub record: usize,
    pub at: Point,
    pub radius: f32,
    pub medium: Medium,
    pub withdrawn: bool,
    pub side: Side,
    pub gathered: bool,
    /// Radius within which a click or touch is meant for this mark.
    pub hit: f32,
}

/// Where a label's `x` lies in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    Left,
    Middle,
    Right,
}

/// What a label says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelKind {
    Title,
    /// The focus's title, in bold.
    Focus,
    /// A count of what is gathered or left out.
    Count,
}

/// A line of text. No two overlap.
#[derive(Clone, PartialEq, Debug)]
pub struct DrawnLabel {
    pub record: usize,
    pub text: String,
    /// On the baseline.
    pub at: Point,
    pub anchor: Anchor,
    pub kind: LabelKind,
    /// Whether the text runs from right to left.
    pub rtl: bool,
    /// The room it takes.
    pub bounds: Rect,
}

/// A box, its edges included.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rect {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Rect {
    /// A square around a point.
    #[must_use]
    pub fn around(at: Point, half: f32) -> Self {
        Self {
            left: at.x - half,
            top: at.y - half,
            right: at.x + half,
            bottom: at.y + half,
        }
    }

    /// Whether two boxes share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Makes the draw list of a layout.
#[must_use]
pub fn draw(input: &PictureInput, layout: &Layout) -> DrawList {
    let mut links: Vec<DrawnLink> = layout.links.iter().map(link::draw).collect();
    links.sort_by_key(|link| (link.primary, !link.petal));
    let mark = |(record, place): (usize, &Option<_>)| {
        let place: crate::layout::layered::Place = (*place)?;
        let described = &input.records[record];
        Some(DrawnMark {
            record,
            at: place.at,
            radius: place.radius,
            medium: described.medium,
            withdrawn: described.withdrawn,
            side: place.side,
            gathered: place.gathered,
            hit: place.radius,
        })
    };
    let mut marks: Vec<DrawnMark> = layout.places.iter().enumerate().filter_map(mark).collect();
    widen_hits(&mut marks);
    let labels = labels::place(input, layout, &links, &marks);
    DrawList {
        width: layout.width,
        height: layout.height,
        links,
        stubs: stub::all(input, layout),
        marks,
        labels,
    }
}

/// Lets a mark be hit from as far as no other mark is nearer, to 15 units.
fn widen_hits(marks: &mut [DrawnMark]) {
    for at in 0..marks.len() {
        let here = marks[at].at;
        let others = marks.iter().enumerate().filter(|&(other, _)| other != at);
        let nearest = others
            .map(|(_, other)| (other.at.x - here.x).hypot(other.at.y - here.y))
            .fold(30.0, f32::min);
        marks[at].hit = marks[at].radius.max(nearest / 2.0);
    }
}
