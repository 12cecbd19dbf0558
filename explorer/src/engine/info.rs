//! What the page says of the map.

use lineage::map::{Bounds, Grid};
use serde::Deserialize;

/// The map as a whole: what is read of `GET /api/v1/map` and of the page's `data-info`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct MapInfo {
    /// Names this layout; tiles of another do not fit.
    pub(crate) epoch: String,
    /// Records that were laid out together; those appended since have indexes from here on.
    pub(crate) records: u32,
    /// Records appended since.
    pub(crate) new: u32,
    pub(crate) bounds: InfoBounds,
    pub(crate) grid: InfoGrid,
    pub(crate) time: TimeSpan,
    /// How many records each of equal slices of the time span holds.
    #[serde(default)]
    pub(crate) months: Vec<u32>,
}

/// A box in `UNIT`ths.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct InfoBounds {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) right: i32,
    pub(crate) bottom: i32,
}

impl From<InfoBounds> for Bounds {
    fn from(bounds: InfoBounds) -> Self {
        Self {
            left: bounds.left,
            top: bounds.top,
            right: bounds.right,
            bottom: bounds.bottom,
        }
    }
}

/// The squares into which the map is cut.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct InfoGrid {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) span: i32,
    pub(crate) levels: u8,
}

impl From<InfoGrid> for Grid {
    fn from(grid: InfoGrid) -> Self {
        Self {
            left: grid.left,
            top: grid.top,
            span: grid.span,
            levels: grid.levels,
        }
    }
}

/// From the earliest record to the latest, as RFC 3339.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct TimeSpan {
    pub(crate) from: String,
    pub(crate) to: String,
}
