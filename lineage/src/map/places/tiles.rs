//! The records of each tile: the index by which everything that is near something is found.

use std::collections::{BTreeSet, HashMap};

use crate::map::forest::Role;
use crate::map::grid::{Bounds, Grid};
use crate::map::{Tile, TileKey};

/// All records by tile, level after level; within a tile ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct Tiles {
    order: Vec<u32>,
    /// The tiles that hold records, ascending by [`number`], and where each begins in `order`.
    numbers: Vec<u32>,
    starts: Vec<u32>,
}

/// The number of the first tile of a level.
fn level_start(level: u8) -> u32 {
    ((1_u32 << (2 * level)) - 1) / 3
}

/// Numbers tiles level after level, and within one so that the four inside a tile of an earlier level, and all
/// below them, follow one another.
fn number(key: TileKey) -> u32 {
    level_start(key.level) + (spread(key.x) | spread(key.y) << 1)
}

/// The tile of a number.
fn key(number: u32) -> TileKey {
    let mut level = 0;
    while level_start(level + 1) <= number {
        level += 1;
    }
    let place = number - level_start(level);
    TileKey {
        level,
        x: gather(place),
        y: gather(place >> 1),
    }
}

/// Puts a zero between any two bits.
fn spread(bits: u32) -> u32 {
    let bits = (bits | bits << 8) & 0x00ff_00ff;
    let bits = (bits | bits << 4) & 0x0f0f_0f0f;
    let bits = (bits | bits << 2) & 0x3333_3333;
    (bits | bits << 1) & 0x5555_5555
}

/// Every second bit.
fn gather(bits: u32) -> u32 {
    let bits = bits & 0x5555_5555;
    let bits = (bits | bits >> 1) & 0x3333_3333;
    let bits = (bits | bits >> 2) & 0x0f0f_0f0f;
    let bits = (bits | bits >> 4) & 0x00ff_00ff;
    (bits | bits >> 8) & 0x0000_ffff
}

impl Tiles {
    pub(super) fn new(grid: &Grid, at: &[(i32, i32)], level: &[u8]) -> Self {
        let own = at.iter().zip(level);
        let own: Vec<u32> = own
            .map(|(&at, &level)| number(grid.tile(level, at)))
            .collect();
        // Counted, which sorts them: there are fewer tiles than records, or not many.
        let mut next = vec![0_u32; level_start(grid.levels) as usize];
        for &number in &own {
            next[number as usize] += 1;
        }
        let mut tiles = Self {
            order: vec![0; own.len()],
            ..Self::default()
        };
        let mut start = 0;
        for (number, place) in (0_u32..).zip(&mut next) {
            let count = std::mem::replace(place, start);
            if count > 0 {
                tiles.numbers.push(number);
                tiles.starts.push(start);
                start += count;
            }
        }
        tiles.starts.push(start);
        for (index, &number) in (0_u32..).zip(&own) {
            let place = &mut next[number as usize];
            tiles.order[*place as usize] = index;
            *place += 1;
        }
        tiles.numbers.shrink_to_fit();
        tiles.starts.shrink_to_fit();
        tiles
    }

    fn run(&self, place: usize) -> &[u32] {
        match self.starts.get(place..place + 2) {
            Some(&[from, to]) => &self.order[from as usize..to as usize],
            _ => &[],
        }
    }

    /// What first shows in a tile of the grid.
    pub(super) fn records(&self, key: TileKey) -> &[u32] {
        let side = 1_u32 << key.level;
        if key.x >= side || key.y >= side {
            return &[];
        }
        match self.numbers.binary_search(&number(key)) {
            Ok(place) => self.run(place),
            Err(_) => &[],
        }
    }

    /// All that shows at the first levels, up to and with this one.
    pub(super) fn up_to(&self, level: u8) -> &[u32] {
        let end = level_start(level + 1);
        let place = self.numbers.partition_point(|&number| number < end);
        let end = self.starts.get(place).map_or(0, |&start| start as usize);
        &self.order[..end]
    }

    /// The bits of [`Tile::children`].
    pub(super) fn children(&self, of: TileKey, levels: u8) -> u8 {
        let side = 1_u32 << of.level;
        if of.x >= side || of.y >= side {
            return 0;
        }
        let place = number(of) - level_start(of.level);
        (0..4).fold(0, |bits, child| {
            let holds = (of.level + 1..levels).any(|level| {
                let deeper = 2 * (level - of.level - 1);
                let first = level_start(level) + ((place * 4 + child) << deeper);
                let end = first + (1 << deeper);
                let at = self.numbers.partition_point(|&number| number < first);
                self.numbers.get(at).is_some_and(|&number| number < end)
            });
            bits | u8::from(holds) << child
        })
    }

    /// Every tile that holds records, with them.
    pub(super) fn all(&self) -> impl Iterator<Item = (TileKey, &[u32])> {
        let tiles = self.numbers.iter().enumerate();
        tiles.map(|(place, &number)| (key(number), self.run(place)))
    }

    /// The records of all tiles that touch a box.
    pub(super) fn near<'a>(
        &'a self,
        grid: &'a Grid,
        view: &'a Bounds,
    ) -> impl Iterator<Item = u32> + 'a {
        (0..grid.levels)
            .flat_map(|level| grid.tiles(level, view))
            .flat_map(|key| self.records(key).iter().copied())
    }

    pub(super) fn memory_bytes(&self) -> usize {
        (self.order.capacity() + self.numbers.capacity() + self.starts.capacity())
            * size_of::<u32>()
    }
}

impl super::Map {
    /// At most `count` of the records on which most hangs, over the whole map, as one tile: whole lineages, so that
    /// every link starts at one of them.
    #[must_use]
    pub fn heaviest(&self, count: usize) -> Tile {
        let mut level = 0;
        while self.tiles.up_to(level).len() < 4 * count && level + 1 < self.grid.levels {
            level += 1;
        }
        let mut waiting = self.tiles.up_to(level).to_vec();
        waiting.sort_by_key(|&index| (!self.forest.size[index as usize], index));
        // Records without any link take at most a twelfth, unless there is nothing else: a hint of where they are.
        let single = |&index: &u32| self.forest.role[index as usize] == Role::Single;
        let (singles, linked): (Vec<u32>, Vec<u32>) = waiting.into_iter().partition(single);
        let mut chosen = BTreeSet::new();
        self.choose(&mut chosen, linked, count - singles.len().min(count / 12));
        self.choose(&mut chosen, singles, count);
        let chosen: Vec<u32> = chosen.into_iter().collect();
        let records = chosen.iter().map(|&index| {
            let mut from = self.forest.primary[index as usize];
            while from != super::NONE && chosen.binary_search(&from).is_err() {
                from = self.forest.primary[from as usize];
            }
            self.linked_from(index, from)
        });
        Tile {
            records: records.collect(),
            children: 0,
        }
    }

    /// At most `count` of some records on which most hangs, as one tile; the appended are left out. The link of each
    /// starts at the nearest of them that it hangs on; where it hangs on none, it is that of its tile in the grid.
    #[must_use]
    pub fn heaviest_of(&self, indexes: impl Iterator<Item = u32>, count: usize) -> Tile {
        let size = |index: u32| self.forest.size[index as usize];
        let mut chosen: Vec<u32> = indexes.filter(|&index| index < self.base_len()).collect();
        if chosen.len() > count {
            chosen.select_nth_unstable_by_key(count, |&index| (!size(index), index));
            chosen.truncate(count);
        }
        chosen.sort_unstable();
        // What hangs on a record follows it, so those it hangs on are the ones still open.
        let mut open: Vec<u32> = Vec::new();
        let records = chosen.iter().map(|&index| {
            while open.last().is_some_and(|&last| last + size(last) <= index) {
                open.pop();
            }
            let record = match open.last() {
                Some(&from) => self.linked_from(index, from),
                None => self.laid_out(index),
            };
            open.push(index);
            record
        });
        Tile {
            records: records.collect(),
            children: 0,
        }
    }

    /// Takes one from each cell of the first level, then another, until there are enough.
    fn choose(&self, chosen: &mut BTreeSet<u32>, mut waiting: Vec<u32>, count: usize) {
        let cell = |index: u32| self.grid.tile(3, self.at[index as usize]);
        let mut held = HashMap::new();
        for round in 1.. {
            if waiting.is_empty() || chosen.len() >= count {
                break;
            }
            waiting.retain(|&index| {
                if chosen.contains(&index) {
                    return false;
                }
                if held.get(&cell(index)).is_some_and(|&held| held >= round) {
                    return true;
                }
                let needed: Vec<u32> = std::iter::successors(Some(index), |&at| self.attach(at))
                    .take_while(|at| !chosen.contains(at))
                    .take(count + 1)
                    .collect();
                if chosen.len() + needed.len() <= count {
                    for index in needed {
                        *held.entry(cell(index)).or_insert(0) += 1;
                        chosen.insert(index);
                    }
                }
                false
            });
        }
    }

    /// What must show wherever a record shows.
    fn attach(&self, index: u32) -> Option<u32> {
        let role = |index: u32| self.forest.role[index as usize];
        let mut source = self.forest.primary(index)?;
        match role(index) {
            Role::Stem => {
                let mut at = index;
                while role(at) == Role::Stem && !matches!(role(source), Role::Root | Role::Wrap) {
                    at = source;
                    source = self.forest.primary(at)?;
                }
            }
            Role::Wrap => {
                // Links skip what shows later, so few are to be followed.
                source = self.from[index as usize];
                while role(source) != Role::Root && self.forest.is_same_stem(source, index) {
                    source = self.from[source as usize];
                }
            }
            _ => {}
        }
        Some(source)
    }
}
