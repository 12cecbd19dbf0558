//! The map itself: every record's place and level, and what was appended since it was laid out.

use super::{
    Delta, MapRecord, Tile, TileKey,
    grid::{Bounds, Grid},
};
use crate::dag::{Dag, Dense};
use crate::picture::Medium;

/// What the map knows of a record besides its links.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    pub medium: Medium,
    pub withdrawn: bool,
    /// When it was published; any unit and zero, not before its sources.
    pub time: i64,
}

/// Every record's place.
#[derive(Debug, Clone, Default)]
pub struct Map {}

impl Map {
    /// Lays out a lineage; `facts` in dense order, as many as `dag` has records.
    #[must_use]
    pub fn build(_dag: &Dag, _facts: &[Facts]) -> Self {
        Self {}
    }

    /// Gives the next record a place beside its primary source, without moving another; answers its index.
    pub fn append(&mut self, _sources: &[Dense], _facts: Facts) -> u32 {
        0
    }

    /// Marks a record as withdrawn.
    pub fn withdraw(&mut self, _record: Dense) {}

    /// How many records were laid out together; those appended since have indexes from here on.
    #[must_use]
    pub fn base_len(&self) -> u32 {
        0
    }

    /// All records, the appended included.
    #[must_use]
    pub fn len(&self) -> u32 {
        0
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[must_use]
    pub fn grid(&self) -> Grid {
        Grid {
            left: 0,
            top: 0,
            span: 64,
            levels: 1,
        }
    }

    /// The box around the records that were laid out.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds::default()
    }

    /// What first shows at this level in this square.
    #[must_use]
    pub fn tile(&self, _key: TileKey) -> Tile {
        Tile::default()
    }

    /// Records appended since the layout, without the first `after` of them.
    #[must_use]
    pub fn delta(&self, _after: u32) -> Delta {
        Delta::default()
    }

    /// The record at an index.
    #[must_use]
    pub fn record(&self, _index: u32) -> Option<MapRecord> {
        None
    }

    /// The level at which a record first shows; `None` where it was appended.
    #[must_use]
    pub fn level(&self, _index: u32) -> Option<u8> {
        None
    }

    /// The index of a record.
    #[must_use]
    pub fn index(&self, _record: Dense) -> Option<u32> {
        None
    }

    /// The record of an index.
    #[must_use]
    pub fn dense(&self, _index: u32) -> Option<Dense> {
        None
    }

    /// The index of the record's primary source.
    #[must_use]
    pub fn primary(&self, _index: u32) -> Option<u32> {
        None
    }

    /// Records inside a polygon whose corners are in units of the map; ascending by index.
    #[must_use]
    pub fn within(&self, _polygon: &[(f64, f64)]) -> Vec<u32> {
        Vec::new()
    }

    /// The at most `count` records on which most hangs, as one tile: whole lineages, so that every link starts at
    /// one of them.
    #[must_use]
    pub fn heaviest(&self, _count: usize) -> Tile {
        Tile::default()
    }

    /// Bytes held on the heap.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        0
    }
}
