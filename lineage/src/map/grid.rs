//! The squares into which the map is cut: a quadtree of tiles, each of [`CELLS`] by [`CELLS`] cells.

use super::UNIT;

/// Cells along a tile's side.
pub(super) const CELLS: i32 = 8;

/// Pixels that a cell's side takes at the least when its level is shown; at most twice as many.
const CELL_PIXELS: f64 = 90.0;

/// A box in [`UNIT`]ths, edges included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Bounds {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

impl Bounds {
    /// The box around one place.
    #[must_use]
    pub fn at((x, y): (i32, i32)) -> Self {
        Self {
            left: x,
            top: y,
            right: x,
            bottom: y,
        }
    }

    /// Grows to hold a place.
    pub fn include(&mut self, (x, y): (i32, i32)) {
        self.left = self.left.min(x);
        self.top = self.top.min(y);
        self.right = self.right.max(x);
        self.bottom = self.bottom.max(y);
    }
}

/// A tile's place: `level` 0 is one tile over everything, and each level halves the sides of the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TileKey {
    pub level: u8,
    pub x: u32,
    pub y: u32,
}

/// The squares of one map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grid {
    /// The left edge of everything, in [`UNIT`]ths.
    pub left: i32,
    /// The top edge.
    pub top: i32,
    /// The side of the tile of level 0: [`UNIT`]ths, a power of two.
    pub span: i32,
    /// How many levels there are, at least one.
    pub levels: u8,
}

impl Default for Grid {
    fn default() -> Self {
        Self {
            left: 0,
            top: 0,
            span: UNIT,
            levels: 1,
        }
    }
}

impl Grid {
    /// The tile of `level` in which a place lies; places outside count to the tile at the edge.
    #[must_use]
    pub fn tile(&self, level: u8, (x, y): (i32, i32)) -> TileKey {
        let side = self.side(level);
        let last = (1_i64 << level) - 1;
        let along = |at: i32, from: i32| {
            let tile = (i64::from(at) - i64::from(from)).div_euclid(i64::from(side));
            tile.clamp(0, last) as u32
        };
        TileKey {
            level,
            x: along(x, self.left),
            y: along(y, self.top),
        }
    }

    /// The side of a tile of this level, at least 1.
    #[must_use]
    pub fn side(&self, level: u8) -> i32 {
        (self.span >> level.min(30)).max(1)
    }

    /// The square of a tile.
    #[must_use]
    pub fn bounds(&self, key: TileKey) -> Bounds {
        let side = i64::from(self.side(key.level));
        let edge = |from: i32, tile: u32| {
            let at = i64::from(from) + side * i64::from(tile);
            at.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
        };
        Bounds {
            left: edge(self.left, key.x),
            top: edge(self.top, key.y),
            right: edge(self.left, key.x.saturating_add(1)),
            bottom: edge(self.top, key.y.saturating_add(1)),
        }
    }

    /// The tiles of `level` that touch a box.
    pub fn tiles(&self, level: u8, view: &Bounds) -> impl Iterator<Item = TileKey> + use<> {
        let first = self.tile(level, (view.left, view.top));
        let last = self.tile(level, (view.right, view.bottom));
        (first.y..=last.y)
            .flat_map(move |y| (first.x..=last.x).map(move |x| TileKey { level, x, y }))
    }

    /// The deepest level to show where a unit takes `scale` pixels.
    #[must_use]
    pub fn level(&self, scale: f64) -> u8 {
        let last = self.levels.saturating_sub(1);
        let cell = |level: u8| f64::from(self.side(level)) / f64::from(UNIT * CELLS) * scale;
        (0..last)
            .find(|&level| cell(level + 1) < CELL_PIXELS)
            .unwrap_or(last)
    }
}
