//! Records that came after the map was laid out.

use std::collections::HashMap;

use super::{Facts, Flags, MORE_SOURCES, Map, NONE, WITHDRAWN};
use crate::dag::Dense;
use crate::map::grid::Bounds;
use crate::map::layout::{self, Sunflower};
use crate::map::{Kind, MapRecord, UNIT};

/// Nothing stands nearer than this to a place that counts as free.
const FREE: i32 = UNIT * 6 / 10;
/// Places looked at for one record; after that it stands on the last, free or not.
const TRIES: usize = 200;

#[derive(Debug, Clone, Copy)]
struct New {
    at: (i32, i32),
    /// Indexes.
    primary: u32,
    anchor: u32,
    size: u32,
    flags: Flags,
    time: u16,
}

/// What was appended, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Appended {
    records: Vec<New>,
    /// Their places by square, each a unit's side.
    squares: HashMap<(i32, i32), Vec<u32>>,
    /// How many places round a record were looked at.
    used: HashMap<u32, u32>,
}

fn square((x, y): (i32, i32)) -> (i32, i32) {
    (x.div_euclid(UNIT), y.div_euclid(UNIT))
}

fn is_near(a: (i32, i32), b: (i32, i32), apart: i32) -> bool {
    let (x, y) = (i64::from(a.0 - b.0), i64::from(a.1 - b.1));
    x * x + y * y < i64::from(apart) * i64::from(apart)
}

impl Appended {
    pub(super) fn len(&self) -> u32 {
        self.records.len() as u32
    }

    pub(super) fn anchor(&self, number: u32) -> Option<u32> {
        Some(self.records.get(number as usize)?.anchor)
    }

    pub(super) fn primary(&self, number: u32) -> Option<u32> {
        let primary = self.records.get(number as usize)?.primary;
        (primary != NONE).then_some(primary)
    }

    pub(super) fn withdraw(&mut self, number: u32) {
        if let Some(record) = self.records.get_mut(number as usize) {
            record.flags.0 |= WITHDRAWN;
        }
    }

    pub(super) fn places(&self) -> impl Iterator<Item = (i32, i32)> {
        self.records.iter().map(|record| record.at)
    }

    fn is_taken(&self, at: (i32, i32), apart: i32) -> bool {
        let (column, row) = square(at);
        let around =
            (column - 1..=column + 1).flat_map(|x| (row - 1..=row + 1).map(move |y| (x, y)));
        around
            .filter_map(|square| self.squares.get(&square))
            .flatten()
            .any(|&number| is_near(self.records[number as usize].at, at, apart))
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let squares: usize = self.squares.values().map(Vec::capacity).sum();
        self.records.capacity() * size_of::<New>()
            + squares * size_of::<u32>()
            + self.squares.capacity() * size_of::<((i32, i32), Vec<u32>)>()
            + self.used.capacity() * size_of::<(u32, u32)>()
    }
}

impl Map {
    /// Gives the next record a place beside its primary source, without moving another; answers its index. A source
    /// that is not there counts as none.
    pub fn append(&mut self, sources: &[Dense], facts: Facts) -> u32 {
        let index = self.len();
        let primary = sources.first().and_then(|&source| self.index(source));
        let at = match primary {
            Some(source) => self.place_beside(source),
            None => self.place_apart(),
        };
        let anchor = primary.map(|source| match source.checked_sub(self.base_len()) {
            None => source,
            Some(number) => self.appended.anchor(number).unwrap_or(source),
        });
        let number = self.appended.len();
        self.appended
            .squares
            .entry(square(at))
            .or_default()
            .push(number);
        self.appended.records.push(New {
            at,
            primary: primary.unwrap_or(NONE),
            anchor: anchor.unwrap_or(index),
            size: 1,
            flags: Flags::new(&facts, sources.len()),
            time: self.clock.step(facts.time),
        });
        self.count_in(primary);
        index
    }

    /// One more hangs on what was appended before.
    fn count_in(&mut self, mut source: Option<u32>) {
        while let Some(number) = source.and_then(|source| source.checked_sub(self.base_len())) {
            let record = &mut self.appended.records[number as usize];
            record.size += 1;
            source = (record.primary != NONE).then_some(record.primary);
        }
    }

    /// Where the record at an index is, in [`crate::map::UNIT`]ths.
    #[must_use]
    pub fn place(&self, index: u32) -> Option<(i32, i32)> {
        match index.checked_sub(self.base_len()) {
            None => self.at.get(index as usize).copied(),
            Some(number) => Some(self.appended.records.get(number as usize)?.at),
        }
    }

    fn is_free_within(&self, at: (i32, i32), apart: i32) -> bool {
        let view = Bounds {
            left: at.0 - apart,
            top: at.1 - apart,
            right: at.0 + apart,
            bottom: at.1 + apart,
        };
        let mut near = self.tiles.near(&self.grid, &view);
        !self.appended.is_taken(at, apart)
            && !near.any(|index| is_near(self.at[index as usize], at, apart))
    }

    /// The next place of the source's blossom that is free; on the outer side of a petal or twig.
    fn place_beside(&mut self, source: u32) -> (i32, i32) {
        let from = self.place(source).unwrap_or_default();
        let outward = self.outward(source);
        let used = self.appended.used.get(&source).copied();
        let mut flower = self.flower(source);
        let mut place = from;
        let mut number = used.unwrap_or(0);
        for (dx, dy) in flower.by_ref().skip(number as usize).take(TRIES) {
            number += 1;
            if let Some((x, y)) = outward
                && dx * x + dy * y < 0.4 * dx.hypot(dy)
            {
                continue;
            }
            let by = layout::fixed((dx, dy));
            place = (from.0 + by.0, from.1 + by.1);
            if self.is_free_within(place, FREE) {
                break;
            }
        }
        self.appended.used.insert(source, number);
        place
    }

    /// The places round a record, without those that its petals took when the map was laid out.
    fn flower(&self, source: u32) -> impl Iterator<Item = (f32, f32)> + use<> {
        let (flower, petals) = if source < self.base_len() {
            let remixes = self.forest.remixes(source);
            let flower = Sunflower::round(&self.forest, source, &remixes);
            (flower, remixes.petal_count() as usize)
        } else {
            (Sunflower::alone(source), 0)
        };
        flower.skip(petals)
    }

    /// The direction away from its own source, of a record that stands round it.
    fn outward(&self, index: u32) -> Option<(f32, f32)> {
        if !matches!(self.record(index)?.kind, Kind::Petal | Kind::Twig) {
            return None;
        }
        let (x, y) = self.place(index)?;
        let from = self.place(self.primary(index)?)?;
        let (x, y) = ((x - from.0) as f32, (y - from.1) as f32);
        let length = x.hypot(y).max(1.0);
        Some((x / length, y / length))
    }

    /// The next place of the strip that is free.
    fn place_apart(&mut self) -> (i32, i32) {
        let mut place = (0, 0);
        for _ in 0..TRIES {
            place = layout::fixed(self.strip.next_place());
            // Dots of the strip stand closer than those round a source.
            if self.is_free_within(place, UNIT / 2) {
                break;
            }
        }
        place
    }
}

impl Appended {
    /// The record that was appended as this one of them.
    pub(super) fn record(&self, map: &Map, number: u32) -> Option<MapRecord> {
        let record = self.records.get(number as usize)?;
        let from = (record.primary != NONE).then_some(record.primary);
        let kind = match from {
            Some(_) => Kind::Petal,
            None if record.size > 1 => Kind::Root,
            None => Kind::Single,
        };
        Some(MapRecord {
            index: map.base_len() + number,
            size: record.size,
            at: record.at,
            from: from.and_then(|source| map.place(source)),
            kind,
            medium: record.flags.medium(),
            withdrawn: record.flags.0 & WITHDRAWN != 0,
            more_sources: record.flags.0 & MORE_SOURCES != 0,
            time: record.time,
        })
    }
}
