//! Small lineages in layers: time runs left to right, a source always left of
//! its remix, the focus on a straight main line.
//!
//! The focus holds two arms, what it came from to the left and what came from
//! it to the right. In each arm one link a record, the one toward the focus,
//! makes a tree; its heavy paths are straight lanes, nested by skyline, so
//! that links of the tree never cross. Links beside the tree are led through
//! lanes left free. Leaves that exceed the room are gathered in sunflower
//! order.

mod columns;
mod gather;
mod graph;
mod pack;
mod route;
mod sunflower;
mod tree;
mod units;

pub use graph::{Graph, Side};

use crate::picture::PictureSize;
use columns::Columns;
use units::Units;

/// A place in the picture; x grows to the right and y downward.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// Where one record is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    pub at: Point,
    /// Of the mark.
    pub radius: f32,
    /// Of the mark with what is gathered around it.
    pub reach: f32,
    pub side: Side,
    /// Whether it is one of those gathered around its source or remix.
    pub gathered: bool,
    /// Whether no lane leaves it to the left, and to the right.
    pub ends: [bool; 2],
    /// How many records hang on it, itself included.
    pub weight: u32,
}

/// The way a link takes from its source to its remix.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Course {
    Straight,
    /// Up or down from the source, then round a soft corner to the remix.
    Branch,
    /// Along the source's lane as far as `bend`, then a curve to the remix.
    Stream {
        bend: f32,
    },
    /// A curve to `lane`, reached at `from`, left at `to`, and a curve on.
    Detour {
        lane: f32,
        from: f32,
        to: f32,
    },
}

/// One link to draw.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LaidLink {
    pub source: usize,
    pub remix: usize,
    pub from: Point,
    pub to: Point,
    pub course: Course,
    pub primary: bool,
    pub side: Side,
    /// Between a gathered record and what it is gathered around.
    pub petal: bool,
    /// How many records hang on it.
    pub weight: u32,
}

/// Records gathered around a centre.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gathering {
    pub centre: Point,
    pub radius: f32,
    pub side: Side,
    /// Whose remixes or sources they are.
    pub record: usize,
    pub count: u32,
}

/// A small lineage laid out.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layout {
    pub width: f32,
    pub height: f32,
    /// By record; none for those that are not drawn.
    pub places: Vec<Option<Place>>,
    pub links: Vec<LaidLink>,
    pub gatherings: Vec<Gathering>,
}

/// Sizes that depend on how much room there is.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    pub(crate) width: f32,
    height: f32,
    /// Beside the outermost columns, for labels at the ends of lanes.
    label_margin: f32,
    /// Beside the outermost columns where labels stand above.
    bare_margin: f32,
    pub(crate) gap: f32,
    max_gap: f32,
}

impl Room {
    pub(crate) fn of(size: PictureSize) -> Self {
        match size {
            PictureSize::Wide => Self {
                width: 800.0,
                height: 500.0,
                label_margin: 150.0,
                bare_margin: 56.0,
                gap: 84.0,
                max_gap: 128.0,
            },
            PictureSize::Compact => Self {
                width: 360.0,
                height: 480.0,
                label_margin: 92.0,
                bare_margin: 26.0,
                gap: 54.0,
                max_gap: 76.0,
            },
        }
    }
}

/// From spacious to dense: leaves of one record beyond so many are gathered,
/// and lanes are so many units apart. The first that fits is taken.
const DENSITIES: [(usize, f32); 10] = [
    (16, 32.0),
    (16, 27.0),
    (10, 32.0),
    (8, 27.0),
    (5, 32.0),
    (4, 27.0),
    (3, 24.0),
    (2, 20.0),
    (1, 16.0),
    (1, 11.0),
];

/// Lays out the lineage of the graph's focus.
#[must_use]
pub fn lay_out(graph: &Graph, size: PictureSize) -> Layout {
    let room = Room::of(size);
    let mut densities = DENSITIES.iter().peekable();
    while let Some(&(most_leaves, lane)) = densities.next() {
        let mut units = units::gathered(graph, most_leaves);
        let columns = Columns::new(&mut units, &room);
        pack::pack(&mut units, &columns, lane);
        let (top, bottom) = units.extent();
        if bottom - top <= room.height || densities.peek().is_none() {
            return finish(graph, &mut units, &columns, lane);
        }
    }
    Layout::default()
}

/// Leads the remaining links, and moves everything into the picture's frame.
fn finish(graph: &Graph, units: &mut Units, columns: &Columns, lane: f32) -> Layout {
    const ABOVE: f32 = 34.0;
    const BELOW: f32 = 30.0;
    let mut layout = Layout {
        width: columns.width,
        places: units.places(graph, columns),
        gatherings: units.gatherings(columns),
        ..Layout::default()
    };
    layout.links = route::links(graph, units, columns, lane);
    let (top, bottom) = layout.extent();
    layout.height = (bottom - top + ABOVE + BELOW).max(120.0);
    let spare = layout.height - (bottom - top + ABOVE + BELOW);
    layout.move_down(ABOVE + spare / 2.0 - top);
    layout
}

impl Layout {
    fn extent(&self) -> (f32, f32) {
        let marks = self.places.iter().flatten();
        let discs = self.gatherings.iter().map(|g| (g.centre.y, g.radius));
        let lanes = self.links.iter().filter_map(|link| match link.course {
            Course::Detour { lane, .. } => Some((lane, 0.0)),
            _ => None,
        });
        marks
            .map(|place| (place.at.y, place.radius))
            .chain(discs)
            .chain(lanes)
            .fold((0.0, 0.0), |(top, bottom): (f32, f32), (y, radius)| {
                (top.min(y - radius), bottom.max(y + radius))
            })
    }

    fn move_down(&mut self, by: f32) {
        for place in self.places.iter_mut().flatten() {
            place.at.y += by;
        }
        for gathering in &mut self.gatherings {
            gathering.centre.y += by;
        }
        for link in &mut self.links {
            link.from.y += by;
            link.to.y += by;
            if let Course::Detour { lane, .. } = &mut link.course {
                *lane += by;
            }
        }
    }
}
