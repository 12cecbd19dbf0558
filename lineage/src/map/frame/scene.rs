//! The tiles and appended records at hand.

use std::collections::{BTreeMap, HashMap};

use super::collect::Collector;
use super::{Camera, Frame, Look, Standing};
use crate::map::labels::Labels;
use crate::map::{Bounds, Delta, Grid, Kind, MapRecord, Tile, TileKey};

/// Records held unless told otherwise: about 10 MB.
const MOST: usize = 250_000;

/// The part of the view's larger side by which it is widened when asking for tiles, so that they are there before
/// they are seen.
const MARGIN: f64 = 0.2;

/// Square pixels of a view that shows just what the grid has for its scale: larger ones show less in each part,
/// smaller ones more.
const USUAL_VIEW: f64 = 2_200_000.0;

/// The levels that stay, whatever else has to go.
const KEPT: u8 = 1;

/// A tile at hand.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) tile: Tile,
    /// The box round its records and the starts of their links.
    pub(super) reach: Bounds,
    /// The frame in which it was last seen.
    seen: u64,
}

/// Where one looks, and how much round it is to be in the frame.
pub(super) struct Sight {
    pub(super) view: Camera,
    pub(super) wide: Camera,
    /// How many times as large the wide one is.
    pub(super) room: f64,
}

/// The tiles and the appended records that are at hand, and what of them is to be shown.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(super) grid: Grid,
    pub(super) tiles: BTreeMap<TileKey, Held>,
    pub(super) new: Vec<(MapRecord, u32)>,
    /// Records shown at every level, ascending by index.
    pub(super) named: Vec<MapRecord>,
    held: usize,
    most: usize,
    turn: u64,
    collector: Collector,
    labels: Labels,
}

impl Scene {
    #[must_use]
    pub fn new(grid: Grid) -> Self {
        let levels = grid.levels.clamp(1, 31);
        Self {
            grid: Grid { levels, ..grid },
            tiles: BTreeMap::new(),
            new: Vec::new(),
            named: Vec::new(),
            held: 0,
            most: MOST,
            turn: 0,
            collector: Collector::default(),
            labels: Labels::default(),
        }
    }

    /// Holds about so many records at most; the coarsest levels and what is in view are held even so.
    #[must_use]
    pub fn with_most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Takes a tile in, in place of one of the same key, and lets go of those longest out of view if there are too
    /// many.
    pub fn insert(&mut self, key: TileKey, tile: Tile) {
        self.held += tile.records.len();
        let held = Held {
            reach: reach(&tile.records),
            tile,
            // As if in view: it was asked for, and the next frame will tell.
            seen: self.turn,
        };
        if let Some(old) = self.tiles.insert(key, held) {
            self.held -= old.tile.records.len();
        }
        if self.held > self.most {
            self.make_room();
        }
    }

    /// Lets go of a tile.
    pub fn remove(&mut self, key: TileKey) -> Option<Tile> {
        let held = self.tiles.remove(&key)?;
        self.held -= held.tile.records.len();
        Some(held.tile)
    }

    #[must_use]
    pub fn has(&self, key: TileKey) -> bool {
        self.tiles.contains_key(&key)
    }

    /// Records of all tiles at hand, without the appended.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held
    }

    /// Takes appended records in; those already there are left as they are, but for what hangs on them now.
    pub fn append(&mut self, delta: Delta) {
        let last = self.new.last().map(|(record, _)| record.index);
        let is_later = |record: &MapRecord| last.is_none_or(|last| record.index > last);
        let later = delta.records.into_iter();
        let before = self.new.len();
        self.new
            .extend(later.filter(|(record, _)| is_later(record)));
        if before > 0 {
            self.count_in(before);
        }
    }

    /// Counts what was appended from this number on at all that was there before and that it hangs on.
    fn count_in(&mut self, before: usize) {
        let numbers = self.new.iter().zip(0..);
        let by_place: HashMap<(i32, i32), usize> = numbers
            .map(|((record, _), number)| (record.at, number))
            .collect();
        for later in before..self.new.len() {
            let mut number = later;
            while let Some(source) = self.new[number].0.from.and_then(|at| by_place.get(&at))
                && *source < number
            {
                number = *source;
                let record = &mut self.new[number].0;
                if number < before {
                    record.size = record.size.saturating_add(1);
                }
                if record.kind == Kind::Single {
                    record.kind = Kind::Root;
                }
            }
        }
    }

    /// Shows these records at every level, however little hangs on them.
    pub fn set_named(&mut self, mut records: Vec<MapRecord>) {
        records.sort_unstable_by_key(|record| record.index);
        records.dedup_by_key(|record| record.index);
        self.named = records;
    }

    /// Marks what has been withdrawn since it was taken in.
    pub fn withdraw(&mut self, is_withdrawn: impl Fn(u32) -> bool) {
        let tiles = self.tiles.values_mut();
        let held = tiles.flat_map(|held| &mut held.tile.records);
        let new = self.new.iter_mut().map(|(record, _)| record);
        let all = held.chain(new).chain(&mut self.named);
        for record in all {
            record.withdrawn |= is_withdrawn(record.index);
        }
    }

    /// Appended records at hand, in order, each with its anchor.
    #[must_use]
    pub fn appended(&self) -> &[(MapRecord, u32)] {
        &self.new
    }

    /// The squares of the map.
    #[must_use]
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// A record that is at hand.
    #[must_use]
    pub fn record(&self, index: u32) -> Option<&MapRecord> {
        let in_tile = |records: &[MapRecord]| records.binary_search_by_key(&index, |r| r.index);
        if let Ok(at) = in_tile(&self.named) {
            return Some(&self.named[at]);
        }
        let new = self.new.binary_search_by_key(&index, |(r, _)| r.index);
        let new = new.ok().map(|at| &self.new[at].0);
        new.or_else(|| {
            self.tiles.values().find_map(|held| {
                let records = &held.tile.records;
                in_tile(records).ok().map(|at| &records[at])
            })
        })
    }

    /// The box of the map that a camera sees; nothing for a camera that cannot be.
    #[must_use]
    pub fn view(&self, camera: &Camera) -> Bounds {
        let camera = camera.checked();
        camera.map_or_else(Bounds::default, |camera| camera.bounds(0.0))
    }

    /// The deepest level that a camera shows: so that about as many marks are in view whatever its size. It follows
    /// from scale and size only, not from how much there is, so that moving the map never changes it.
    #[must_use]
    pub fn level(&self, camera: &Camera) -> u8 {
        let Some(camera) = camera.checked() else {
            return 0;
        };
        let larger = (camera.width * camera.height / USUAL_VIEW).sqrt().max(0.6);
        self.grid.level(camera.scale / larger)
    }

    /// The tiles that a camera needs and that are not at hand: coarse ones first, a margin round the view included,
    /// those left out that tiles at hand say are empty.
    #[must_use]
    pub fn needed(&self, camera: &Camera) -> Vec<TileKey> {
        let Some(camera) = camera.checked() else {
            return Vec::new();
        };
        let view = camera.bounds(MARGIN * camera.width.max(camera.height));
        let (x, y) = (camera.x, camera.y);
        let mut needed = Vec::new();
        for level in 0..=self.level(&camera) {
            let start = needed.len();
            let tiles = self.grid.tiles(level, &view);
            needed.extend(tiles.filter(|&key| !self.has(key) && self.may_hold(key)));
            // Of one level, those in the middle of the view first.
            needed[start..].sort_by_cached_key(|&key| self.away(key, x, y));
        }
        needed
    }

    /// How far the middle of a tile is from a place, in units of the map.
    fn away(&self, key: TileKey, x: f64, y: f64) -> i64 {
        let unit = f64::from(crate::map::UNIT);
        let bounds = self.grid.bounds(key);
        let middle = |a: i32, b: i32| (f64::from(a) + f64::from(b)) / 2.0 / unit;
        let wide = middle(bounds.left, bounds.right) - x;
        let high = middle(bounds.top, bounds.bottom) - y;
        wide.hypot(high) as i64
    }

    /// Whether the nearest tile at hand above this one says that there is something.
    fn may_hold(&self, key: TileKey) -> bool {
        let mut below = key;
        while below.level > 0 {
            let above = TileKey {
                level: below.level - 1,
                x: below.x / 2,
                y: below.y / 2,
            };
            if let Some(held) = self.tiles.get(&above) {
                let bit = 2 * (below.y & 1) + (below.x & 1);
                return held.tile.children & (1 << bit) != 0;
            }
            below = above;
        }
        true
    }

    /// What a camera sees, into the lists of `frame`.
    pub fn frame<F>(&mut self, camera: &Camera, look: &Look<F>, frame: &mut Frame)
    where
        F: Fn(&MapRecord, u32) -> Standing,
    {
        self.frame_round(camera, camera, look, frame);
    }

    /// What `wide` sees, into the lists of `frame`, in pixels of `wide`: a camera of about the same scale as `view`,
    /// with `view` and some room round it in sight. As much shows in each part as where only `view` is looked at.
    pub fn frame_round<F>(
        &mut self,
        view: &Camera,
        wide: &Camera,
        look: &Look<F>,
        frame: &mut Frame,
    ) where
        F: Fn(&MapRecord, u32) -> Standing,
    {
        frame.clear();
        let (Some(view), Some(wide)) = (view.checked(), wide.checked()) else {
            return;
        };
        self.turn += 1;
        let area = |camera: &Camera| camera.width * camera.height / camera.scale.powi(2);
        let room = area(&wide) / area(&view);
        let sight = Sight { view, wide, room };
        let mut collector = std::mem::take(&mut self.collector);
        collector.collect(self, &sight, look, frame);
        self.collector = collector;
        self.labels.place(&sight.wide, room, look, frame);
    }

    /// Notes that a tile is in view.
    pub(super) fn see(&mut self, view: &Bounds, level: u8) {
        for (key, held) in &mut self.tiles {
            if key.level <= level && self.grid.bounds(*key).meets(view) {
                held.seen = self.turn;
            }
        }
    }

    /// Lets go of tiles longest out of view; of those that came since the last frame or were in it only when there
    /// are twice too many.
    fn make_room(&mut self) {
        let mut going: Vec<(u64, TileKey)> = self
            .tiles
            .iter()
            .filter(|(key, _)| key.level > KEPT)
            .map(|(&key, held)| (held.seen, key))
            .collect();
        // The finest go first among those last seen together.
        going.sort_unstable_by_key(|&(seen, key)| (seen, std::cmp::Reverse(key)));
        // A little more than needed, so that this is not done again for the next tile.
        let enough = self.most - self.most / 8;
        for (seen, key) in going {
            let is_in_view = seen == self.turn;
            if self.held <= enough || (is_in_view && self.held <= 2 * self.most) {
                break;
            }
            self.remove(key);
        }
    }
}

/// The box round records and the starts of their links.
fn reach(records: &[MapRecord]) -> Bounds {
    let mut reach = Bounds {
        left: i32::MAX,
        top: i32::MAX,
        right: i32::MIN,
        bottom: i32::MIN,
    };
    let places = records.iter().flat_map(|r| [Some(r.at), r.from]).flatten();
    for (x, y) in places {
        reach.left = reach.left.min(x);
        reach.top = reach.top.min(y);
        reach.right = reach.right.max(x);
        reach.bottom = reach.bottom.max(y);
    }
    reach
}

impl Bounds {
    /// Whether two boxes share a point.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }
}
