//! The map itself: every record's place and level, and what was appended since it was laid out.

mod append;
mod tiles;
mod within;

use super::detail;
use super::forest::{Forest, NONE, Role};
use super::layout::{self, Strip};
use super::{
    Delta, Kind, MapRecord, TIME_STEPS, Tile, TileKey,
    grid::{Bounds, Grid},
};
use crate::dag::{Dag, Dense};
use crate::picture::Medium;
use append::Appended;
use tiles::Tiles;

/// What the map knows of a record besides its links.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    pub medium: Medium,
    pub withdrawn: bool,
    /// When it was published; any unit and zero, not before its sources.
    pub time: i64,
}

/// What of a record's facts a tile tells, but for the time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Flags(u8);

const WITHDRAWN: u8 = 0x10;
const MORE_SOURCES: u8 = 0x20;

impl Flags {
    fn new(facts: &Facts, source_count: usize) -> Self {
        let medium = match facts.medium {
            Medium::Text => 0,
            Medium::Image => 1,
            Medium::Audio => 2,
            Medium::Video => 3,
            Medium::Code => 4,
        };
        let withdrawn = if facts.withdrawn { WITHDRAWN } else { 0 };
        let more = if source_count > 1 { MORE_SOURCES } else { 0 };
        Self(medium | withdrawn | more)
    }

    fn medium(self) -> Medium {
        match self.0 & 0x0f {
            0 => Medium::Text,
            1 => Medium::Image,
            2 => Medium::Audio,
            3 => Medium::Video,
            _ => Medium::Code,
        }
    }
}

/// The span of time of what was laid out.
#[derive(Debug, Clone, Copy, Default)]
struct Clock {
    from: i64,
    to: i64,
}

impl Clock {
    fn new(facts: &[Facts]) -> Self {
        let times = || facts.iter().map(|facts| facts.time);
        Self {
            from: times().min().unwrap_or(0),
            to: times().max().unwrap_or(0),
        }
    }

    fn step(&self, time: i64) -> u16 {
        let last = TIME_STEPS - 1;
        let (span, passed) = (
            self.to.saturating_sub(self.from),
            time.saturating_sub(self.from),
        );
        // Longer numbers are divided many times slower. The quotient of such short ones is never rounded up to the
        // next whole number.
        if let (Ok(span), Ok(passed)) = (u32::try_from(span), u32::try_from(passed)) {
            let step = f64::from(passed) * f64::from(last) / f64::from(span.max(1));
            return (step as u16).min(last);
        }
        let span = (i128::from(self.to) - i128::from(self.from)).max(1);
        let step = (i128::from(time) - i128::from(self.from)) * i128::from(last) / span;
        step.clamp(0, i128::from(last)) as u16
    }
}

/// Every record's place.
#[derive(Debug, Clone, Default)]
pub struct Map {
    forest: Forest,
    grid: Grid,
    bounds: Bounds,
    clock: Clock,
    /// By index, as all that follows.
    at: Vec<(i32, i32)>,
    from: Vec<u32>,
    level: Vec<u8>,
    flags: Vec<Flags>,
    time: Vec<u16>,
    tiles: Tiles,
    strip: Strip,
    appended: Appended,
}

impl Map {
    /// Lays out a lineage; `facts` in dense order, as many as `dag` has records.
    #[must_use]
    pub fn build(dag: &Dag, facts: &[Facts]) -> Self {
        let mut forest = Forest::new(dag);
        let clock = Clock::new(facts);
        let unknown = Facts {
            medium: Medium::Text,
            withdrawn: false,
            time: clock.from,
        };
        let (mut flags, mut time) = (Vec::new(), Vec::new());
        flags.reserve_exact(forest.dense.len());
        time.reserve_exact(forest.dense.len());
        for &dense in &forest.dense {
            let facts = facts.get(dense as usize).unwrap_or(&unknown);
            flags.push(Flags::new(facts, dag.source_count(Dense(dense))));
            time.push(clock.step(facts.time));
        }
        let layout = layout::lay_out(&mut forest, &time);
        let bounds = detail::bounds(&layout.at);
        let detail = detail::find(&forest, &layout.at, &bounds);
        let tiles = Tiles::new(&detail.grid, &layout.at, &detail.level);
        Self {
            forest,
            grid: detail.grid,
            bounds,
            clock,
            at: layout.at,
            from: detail.from,
            level: detail.level,
            flags,
            time,
            tiles,
            strip: layout.strip,
            appended: Appended::default(),
        }
    }

    /// Marks a record as withdrawn.
    pub fn withdraw(&mut self, record: Dense) {
        match self.forest.index(record) {
            Some(index) => self.flags[index as usize].0 |= WITHDRAWN,
            None => self
                .appended
                .withdraw(record.0.wrapping_sub(self.base_len())),
        }
    }

    /// How many records were laid out together; those appended since have indexes from here on.
    #[must_use]
    pub fn base_len(&self) -> u32 {
        self.forest.len()
    }

    /// All records, the appended included.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.base_len() + self.appended.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[must_use]
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The box around the records that were laid out.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// What first shows at this level in this square.
    #[must_use]
    pub fn tile(&self, key: TileKey) -> Tile {
        if key.level >= self.grid.levels {
            return Tile::default();
        }
        let records = self.tiles.records(key).iter();
        Tile {
            records: records.map(|&index| self.laid_out(index)).collect(),
            children: self.tiles.children(key, self.grid.levels),
        }
    }

    /// Records appended since the layout, without the first `after` of them.
    #[must_use]
    pub fn delta(&self, after: u32) -> Delta {
        Delta {
            records: (after..self.appended.len())
                .filter_map(|number| {
                    let anchor = self.appended.anchor(number)?;
                    Some((self.record(self.base_len() + number)?, anchor))
                })
                .collect(),
        }
    }

    /// The record at an index.
    #[must_use]
    pub fn record(&self, index: u32) -> Option<MapRecord> {
        match index.checked_sub(self.base_len()) {
            None => Some(self.laid_out(index)),
            Some(number) => self.appended.record(self, number),
        }
    }

    /// What hangs on the record at `index` by primary links, itself included.
    #[must_use]
    pub fn size(&self, index: u32) -> Option<u32> {
        match index.checked_sub(self.base_len()) {
            None => self.forest.size(index),
            Some(_) => Some(self.record(index)?.size),
        }
    }

    /// Of those laid out.
    fn laid_out(&self, index: u32) -> MapRecord {
        self.linked_from(index, self.from[index as usize])
    }

    /// The record at `index` with its link from there.
    fn linked_from(&self, index: u32, from: u32) -> MapRecord {
        let at = index as usize;
        let flags = self.flags[at];
        MapRecord {
            index,
            size: self.forest.size[at],
            at: self.at[at],
            from: (from != NONE).then(|| self.at[from as usize]),
            kind: self.kind(index, from),
            medium: flags.medium(),
            withdrawn: flags.0 & WITHDRAWN != 0,
            more_sources: flags.0 & MORE_SOURCES != 0,
            time: self.time[at],
        }
    }

    /// How a record stands whose link starts at `from`.
    fn kind(&self, index: u32, from: u32) -> Kind {
        let role = |index: u32| self.forest.role[index as usize];
        match role(index) {
            Role::Root => Kind::Root,
            Role::Branch => Kind::Branch,
            Role::Wrap if self.forest.is_same_stem(index, from) => Kind::Wrap,
            Role::Petal => Kind::Petal,
            Role::Twig => Kind::Twig,
            Role::Single => Kind::Single,
            // On a row with where its link starts, or the first of its branch that shows.
            Role::Stem if from == NONE || self.at[from as usize].1 == self.at[index as usize].1 => {
                Kind::Stem
            }
            Role::Stem | Role::Wrap => Kind::Branch,
        }
    }

    /// The level at which a record first shows; `None` where it was appended.
    #[must_use]
    pub fn level(&self, index: u32) -> Option<u8> {
        self.level.get(index as usize).copied()
    }

    /// The index of a record.
    #[must_use]
    pub fn index(&self, record: Dense) -> Option<u32> {
        let appended = (record.0 >= self.base_len() && record.0 < self.len()).then_some(record.0);
        self.forest.index(record).or(appended)
    }

    /// The record of an index.
    #[must_use]
    pub fn dense(&self, index: u32) -> Option<Dense> {
        let appended = (index >= self.base_len() && index < self.len()).then_some(Dense(index));
        self.forest.dense(index).or(appended)
    }

    /// The index of the record's primary source.
    #[must_use]
    pub fn primary(&self, index: u32) -> Option<u32> {
        match index.checked_sub(self.base_len()) {
            None => self.forest.primary(index),
            Some(number) => self.appended.primary(number),
        }
    }

    /// Bytes held on the heap.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.forest.memory_bytes()
            + self.at.capacity() * size_of::<(i32, i32)>()
            + self.from.capacity() * size_of::<u32>()
            + self.level.capacity()
            + self.flags.capacity()
            + self.time.capacity() * size_of::<u16>()
            + self.tiles.memory_bytes()
            + self.appended.memory_bytes()
    }
}
