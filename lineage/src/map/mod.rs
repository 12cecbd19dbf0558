//! The map of everything: every record's place as part of a vine, cut into tiles by how much hangs on it.
//!
//! ```text
//! Dag + Facts ──Map::build──► places, levels ──tile──► Tile ──codec──► bytes ─┐
//!                                                                             ▼
//!                            marks, links, labels ◄──Scene::frame(Camera)── Tile
//! ```
//!
//! The server builds a [`Map`] and sends tiles; browser and server turn the same tiles into the same
//! [`Frame`], which SVG, canvas and hit testing read.
//!
//! Places are in [`UNIT`]ths of a step, time in steps of [`TIME_STEPS`]; a record is named by its *index*: its
//! place in a preorder walk of the forest of primary links, so that what hangs on a record by primary links is
//! `index..index + size`. Records appended after the map was laid out have indexes beyond, in their order.

mod codec;
mod detail;
mod forest;
mod frame;
mod grid;
mod hit;
mod labels;
mod layout;
mod places;
mod svg;

pub use codec::{DecodeError, decode_delta, decode_tile, encode_delta, encode_tile};
pub use forest::Forest;
pub use frame::{
    Bow, Camera, Collapsed, Frame, FrameLabel, FrameLink, FrameMark, FrameWedge, LinkShape, Look,
    Mix, Pen, Scene, Standing, WEDGE_HALF, WEDGE_START, WedgeShape, WedgeText,
};
pub use grid::{Bounds, Grid, TileKey};
pub use places::{Facts, Map};
pub use svg::{render_map, render_map_standalone, render_picture_standalone};

use crate::picture::Medium;

/// Fixed-point steps to one unit of the map; a unit is about the distance of two records on a stem.
pub const UNIT: i32 = 64;

/// How finely time is told: 0 is the earliest record's, the last step the latest's when the map was laid out.
pub const TIME_STEPS: u16 = 4096;

/// How a record stands in its tree, which decides how its link is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// The first of a tree; has no link.
    Root,
    /// On the same stem, in the same row, as where its link starts: a straight line.
    Stem,
    /// First of a branch, or the first shown of it: an elbow, up or down first and then along.
    Branch,
    /// First of the next row of a stem too long for one: a line back to the left.
    Wrap,
    /// A remix that nobody remixed, round its source.
    Petal,
    /// Part of a small branch that stands on a blossom's rim.
    Twig,
    /// A record without any link, in the strip of its month.
    Single,
}

/// One record as a tile tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MapRecord {
    /// Its preorder index.
    pub index: u32,
    /// Records that hang on it by primary links, itself included.
    pub size: u32,
    /// Where it is, in [`UNIT`]ths.
    pub at: (i32, i32),
    /// Where its link starts: the nearest record towards its root that is shown wherever this one is.
    pub from: Option<(i32, i32)>,
    /// How it stands.
    pub kind: Kind,
    /// Its medium.
    pub medium: Medium,
    /// Whether only its tombstone is left.
    pub withdrawn: bool,
    /// Whether it names sources beside its primary one.
    pub more_sources: bool,
    /// When it was published, in steps of [`TIME_STEPS`].
    pub time: u16,
}

/// What first shows at one level in one square.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tile {
    /// Ascending by index.
    pub records: Vec<MapRecord>,
    /// Bit `2 * (y & 1) + (x & 1)` of a tile of the next level is set where it or one below it holds records.
    pub children: u8,
}

/// Records appended since the map was laid out, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Delta {
    /// Each with its anchor: the index of the record, of those laid out, that it hangs on by primary links; its
    /// own where it hangs on none.
    pub records: Vec<(MapRecord, u32)>,
}
