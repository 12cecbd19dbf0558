//! Which records show at which level: few a cell, those on which most hangs first, and whole lineages.

use super::forest::{Forest, NONE, Role};
use super::grid::{Bounds, CELLS, Grid};

/// A cell shows one record in each of so many by so many parts of it, those of earlier levels included; lineages
/// kept whole may add some.
const PARTS: i32 = 5;
/// The level after which no tile holds more than this shows all that is left.
const LAST_TILE: u32 = 768;
/// The deepest level there can be.
const LEVEL_MAX: u8 = 9;

/// Room round everything, in [`super::UNIT`]ths.
const MARGIN: i32 = super::UNIT;

/// Levels of all records, by index.
#[derive(Debug)]
pub(super) struct Detail {
    pub(super) grid: Grid,
    pub(super) level: Vec<u8>,
    /// Where a record's link starts: an index.
    pub(super) from: Vec<u32>,
}

/// The box around places.
pub(super) fn bounds(at: &[(i32, i32)]) -> Bounds {
    let Some(first) = at.first() else {
        return Bounds::default();
    };
    let mut bounds = Bounds::at(*first);
    at.iter().for_each(|at| bounds.include(*at));
    bounds
}

/// The grid over a box, its levels still to be found.
fn grid_over(bounds: &Bounds) -> Grid {
    let wide = bounds.right - bounds.left;
    let high = bounds.bottom - bounds.top;
    let span = (wide.max(high) + 2 * MARGIN).max(super::UNIT * CELLS);
    Grid {
        left: bounds.left - MARGIN,
        top: bounds.top - MARGIN,
        span: (span as u32).next_power_of_two().min(1 << 30) as i32,
        levels: 1,
    }
}

/// Finds each record's level, and where its link starts.
pub(super) fn find(forest: &Forest, at: &[(i32, i32)], bounds: &Bounds) -> Detail {
    let attach = attach_points(forest);
    let mut levels = Levels {
        grid: grid_over(bounds),
        at,
        attach: &attach,
        level: vec![u8::MAX; at.len()],
        taken: Vec::new(),
        depth: 0,
        shown: Vec::with_capacity(at.len()),
    };
    let mut waiting = by_weight(forest);
    while !levels.is_last(&waiting) {
        levels.show_some(&mut waiting);
    }
    levels.grid.levels = levels.depth + 1;
    for index in waiting {
        levels.level[index as usize] = levels.depth;
    }
    let (grid, level) = (levels.grid, levels.level);
    let from = links(forest, &level);
    Detail { grid, level, from }
}

/// All indexes, those on which most hangs first.
fn by_weight(forest: &Forest) -> Vec<u32> {
    // No more hangs on a record than there is, so that counting sorts them.
    let mut starts = vec![0_u32; forest.size.len() + 1];
    for &size in &forest.size {
        starts[size as usize] += 1;
    }
    let mut next = 0;
    for start in starts.iter_mut().rev() {
        next += std::mem::replace(start, next);
    }
    let mut order = vec![0; forest.size.len()];
    for (index, &size) in (0_u32..).zip(&forest.size) {
        let place = &mut starts[size as usize];
        order[*place as usize] = index;
        *place += 1;
    }
    order
}

/// For each record, what must show wherever it shows: the first of its row, for the first of a later row of a stem
/// and all of the first where the stem begins, and the source of all others.
fn attach_points(forest: &Forest) -> Vec<u32> {
    let mut attach = forest.primary.clone();
    for index in 0..attach.len() {
        let role = forest.role[index];
        if !matches!(role, Role::Stem | Role::Wrap) {
            continue;
        }
        let source = attach[index];
        attach[index] = match (role, forest.role[source as usize]) {
            (_, Role::Root) | (Role::Stem, Role::Wrap) => source,
            (Role::Wrap, Role::Stem) => {
                let first = attach[source as usize];
                let begins = forest.role[first as usize] == Role::Wrap
                    && forest.is_same_stem(first, index as u32);
                if begins {
                    attach[first as usize]
                } else {
                    first
                }
            }
            _ => attach[source as usize],
        };
    }
    attach
}

/// The nearest record towards the root that shows wherever a record does.
fn links(forest: &Forest, level: &[u8]) -> Vec<u32> {
    let mut from = forest.primary.clone();
    for index in 0..from.len() {
        let mut source = from[index];
        // What stands between a record and where its link starts shows later than the record.
        while source != NONE && level[source as usize] > level[index] {
            source = from[source as usize];
        }
        from[index] = source;
    }
    from
}

struct Levels<'a> {
    grid: Grid,
    at: &'a [(i32, i32)],
    attach: &'a [u32],
    level: Vec<u8>,
    /// Bits: which parts of this level's cells show a record.
    taken: Vec<u64>,
    depth: u8,
    shown: Vec<u32>,
}

impl Levels<'_> {
    /// The tile of this level in which a record stands.
    fn tile(&self, index: u32) -> usize {
        let (x, y) = self.at[index as usize];
        let side = self.grid.side(self.depth).trailing_zeros();
        let column = (x - self.grid.left) >> side;
        let row = (y - self.grid.top) >> side;
        (row as usize) << self.depth | column as usize
    }

    /// The word and the bit of the part of a cell where a record stands.
    fn part(&self, index: u32) -> (usize, u64) {
        let across = (CELLS * PARTS) << self.depth;
        // The span is a power of two, and no place is left of or above the grid.
        let span = self.grid.span.trailing_zeros();
        let along = |at: i32, from: i32| (i64::from(at - from) * i64::from(across)) >> span;
        let (x, y) = self.at[index as usize];
        let (column, row) = (along(x, self.grid.left), along(y, self.grid.top));
        let part = row as usize * across as usize + column as usize;
        (part / 64, 1 << (part % 64))
    }

    fn take_part(&mut self, index: u32) {
        let (word, bit) = self.part(index);
        self.taken[word] |= bit;
    }

    /// Whether this level shows all that is left.
    fn is_last(&self, waiting: &[u32]) -> bool {
        if self.depth == LEVEL_MAX || waiting.len() <= LAST_TILE as usize {
            return true;
        }
        let across = 1_usize << self.depth;
        let mut tiles = vec![0_u32; across * across];
        waiting.iter().all(|&index| {
            let tile = self.tile(index);
            tiles[tile] += 1;
            tiles[tile] <= LAST_TILE
        })
    }

    /// Shows what this level has room for, and goes to the next.
    fn show_some(&mut self, waiting: &mut Vec<u32>) {
        let across = ((CELLS * PARTS) as usize) << self.depth;
        self.taken.clear();
        self.taken.resize(across * across / 64 + 1, 0);
        for number in 0..self.shown.len() {
            self.take_part(self.shown[number]);
        }
        for &index in waiting.iter() {
            if self.level[index as usize] != u8::MAX {
                continue;
            }
            let (word, bit) = self.part(index);
            if self.taken[word] & bit == 0 {
                self.show(index);
            }
        }
        waiting.retain(|&index| self.level[index as usize] == u8::MAX);
        self.depth += 1;
    }

    /// Shows a record and all that its link needs.
    fn show(&mut self, mut index: u32) {
        while index != NONE && self.level[index as usize] == u8::MAX {
            self.level[index as usize] = self.depth;
            self.shown.push(index);
            self.take_part(index);
            index = self.attach[index as usize];
        }
    }
}
