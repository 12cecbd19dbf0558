//! A stem with all that hangs on it, as a block: rows of records, and the blocks of branches above and below.

use super::blossom::{self, Lines, Reach};
use super::profile::Profile;
use crate::map::forest::{Forest, Role};

/// Room between neighbours on a stem.
pub(super) const GAP: f32 = 0.15;
/// From one record of a stem to the next, at the least.
pub(super) const STEP: f32 = 1.2;
/// Room between a block and what it stands above or below of.
pub(super) const BLOCK_GAP: f32 = 0.5;
/// How far right of its source a branch's block begins.
pub(super) const INDENT: f32 = 0.7;
/// A stem is wrapped into rows where it would be longer than this, at the least.
const ROW_MIN: f32 = 60.0;
/// How much wider than high a wrapped block is meant to be.
const ASPECT: f32 = 1.6;

/// The box of a stem and all that hangs on it: from 0 to `width`, and up and down from its first row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    pub(super) head: u32,
    pub(super) width: f32,
    pub(super) up: f32,
    pub(super) down: f32,
    /// From the origin of the block on which it hangs.
    pub(super) offset: (f32, f32),
}

impl Block {
    pub(super) fn height(&self) -> f32 {
        self.up + self.down
    }
}

/// One record of a stem.
pub(super) struct Item {
    pub(super) index: u32,
    pub(super) reach: Reach,
    pub(super) branches: (u32, u32),
    /// The widest of its branches' blocks, the heights of all of them, and their area.
    pub(super) widest: f32,
    pub(super) stack: f32,
    pub(super) area: f32,
    /// Along its row.
    pub(super) x: f32,
}

/// What is known of a stem before it is laid out.
#[derive(Default, Clone, Copy)]
struct Sums {
    length: f32,
    area: f32,
    widest: f32,
}

pub(super) struct Row {
    /// Its first item, and the first of what hangs on it.
    pub(super) first: usize,
    pub(super) hung: usize,
    /// From the block's left end and the first row.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) up: f32,
    /// How far down it and all that hangs on it reach, from the first row.
    pub(super) bottom: f32,
    pub(super) width: f32,
}

/// Lays blocks out one after the other; what hangs on a stem before the stem itself.
pub(super) struct Blocks<'a> {
    pub(super) forest: &'a Forest,
    /// Each block by number.
    pub(super) blocks: Vec<Block>,
    /// The block of each head, by index.
    of: Vec<u32>,
    /// Each stem record's place from its block's origin.
    pub(super) places: Vec<(f32, f32)>,
    /// Heads of rows after the first.
    pub(super) wraps: Vec<u32>,
    pub(super) items: Vec<Item>,
    pub(super) hung: Vec<(u32, f32, f32)>,
    pub(super) rows: Vec<Row>,
    pub(super) above: Profile,
    pub(super) below: Profile,
}

impl<'a> Blocks<'a> {
    /// Blocks of all trees.
    pub(super) fn new(forest: &'a Forest) -> Self {
        let n = forest.linked as usize;
        let mut blocks = Self {
            forest,
            blocks: Vec::new(),
            of: vec![0; n],
            places: vec![(0.0, 0.0); n],
            wraps: Vec::new(),
            items: Vec::new(),
            hung: Vec::new(),
            rows: Vec::new(),
            above: Profile::default(),
            below: Profile::default(),
        };
        // What hangs on a record has larger indexes.
        for index in (0..forest.linked).rev() {
            if matches!(forest.role[index as usize], Role::Root | Role::Branch) {
                blocks.lay_out(index);
            }
        }
        blocks
    }

    pub(super) fn block(&self, head: u32) -> &Block {
        &self.blocks[self.of[head as usize] as usize]
    }

    fn lay_out(&mut self, head: u32) {
        let sums = self.gather(head);
        let ideal = (sums.area * ASPECT).sqrt() * 1.05;
        let row = ideal.max(ROW_MIN).max(sums.widest * 1.1);
        self.hung.clear();
        self.rows.clear();
        let limit = 0.6 * (sums.area / sums.length).min((sums.area / ASPECT).sqrt());
        if sums.length <= row * 1.25 {
            self.one_row(limit.max(5.0));
        }
        let width = self.rows.first().map_or(f32::INFINITY, |row| row.width);
        if width > row * 1.25 {
            self.wrap(row, ROW_MIN.max(sums.widest * 1.1), ASPECT);
        }
        self.keep(head);
    }

    /// The stem's records into `items`.
    fn gather(&mut self, head: u32) -> Sums {
        let mut sums = Sums::default();
        self.items.clear();
        let mut next = Some(head);
        while let Some(index) = next {
            let remixes = self.forest.remixes(index);
            let lines = Lines::new(&remixes, index != head || self.has_source(head));
            let reach = blossom::reach(self.forest, index, &remixes, lines);
            let mut item = Item {
                index,
                reach,
                branches: remixes.branches,
                widest: 0.0,
                stack: 0.0,
                area: 0.0,
                x: 0.0,
            };
            for branch in self.forest.parts(remixes.branches) {
                let block = &self.blocks[self.of[branch as usize] as usize];
                item.widest = item.widest.max(block.width + INDENT);
                item.stack += block.height() + BLOCK_GAP;
                item.area += (block.width + INDENT) * (block.height() + BLOCK_GAP);
            }
            sums.area += item.area;
            let width = reach.left + reach.right + GAP;
            sums.length += width;
            sums.area += width * (reach.up + reach.down + BLOCK_GAP);
            sums.widest = sums.widest.max(item.widest + reach.left);
            self.items.push(item);
            next = remixes.stem;
        }
        sums
    }

    fn has_source(&self, head: u32) -> bool {
        self.forest.role[head as usize] != Role::Root
    }

    /// The whole stem in one row, from its right end: so a branch's line, at the left of its block, runs free of
    /// what stands further right.
    fn one_row(&mut self, limit: f32) {
        self.above.clear();
        self.below.clear();
        let (mut left, mut right) = (0.0_f32, 0.0_f32);
        let hanging = self.first_hanging(0, self.items.len());
        for number in (0..self.items.len()).rev() {
            let item = &self.items[number];
            let natural = self.items.get(number + 1).map_or(0.0, |next| {
                next.x - (next.reach.left + item.reach.right + GAP).max(STEP)
            });
            let x = self.uncrowded(number, natural, limit);
            let item = &mut self.items[number];
            item.x = x;
            left = left.min(x - item.reach.left);
            right = right.max(x + item.reach.right.max(item.widest));
            if number < hanging {
                self.raise_all(number);
            } else {
                self.hang(number, true);
            }
        }
        for item in &mut self.items {
            item.x -= left;
        }
        for (_, x, _) in &mut self.hung {
            *x -= left;
        }
        self.rows.push(Row {
            first: 0,
            x: 0.0,
            y: 0.0,
            up: self.above.highest(),
            bottom: self.below.highest(),
            width: right - left,
            hung: 0,
        });
    }

    /// Where a record stands, so that its branches are not piled on those right of it.
    fn uncrowded(&self, item: usize, natural: f32, limit: f32) -> f32 {
        let item = &self.items[item];
        if item.stack == 0.0 {
            return natural;
        }
        let own = item.stack * 0.5;
        let limit = limit.max(own + item.reach.up.max(item.reach.down) + 1.0);
        let step = (item.widest * 0.125).max(1.0);
        let mut x = natural;
        loop {
            let (from, to) = (x + INDENT, x + item.widest);
            let base = self.above.highest_in(from, to) + self.below.highest_in(from, to);
            if base * 0.5 + own <= limit || to < self.above.right_of_all() {
                return x;
            }
            x -= step;
        }
    }

    /// The first of a row's items on which branches hang. Nothing asks how high those before it are at their places.
    pub(super) fn first_hanging(&self, first: usize, end: usize) -> usize {
        let hanging = |item: &Item| item.branches.0 < item.branches.1;
        first
            + self.items[first..end]
                .iter()
                .position(hanging)
                .unwrap_or(end - first)
    }

    /// Counts a record for how high its row is, but for nowhere along it.
    pub(super) fn raise_all(&mut self, item: usize) {
        let reach = &self.items[item].reach;
        self.above.raise_all(reach.up);
        self.below.raise_all(reach.down);
    }

    /// Adds a record to the row's profiles, and its branches, if they are not figures.
    pub(super) fn hang(&mut self, item: usize, with_branches: bool) {
        let Item {
            x, reach, branches, ..
        } = self.items[item];
        self.above.raise(x - reach.left, x + reach.right, reach.up);
        self.below
            .raise(x - reach.left, x + reach.right, reach.down);
        if !with_branches {
            return;
        }
        let from = self.hung.len();
        let heads = self.forest.parts(branches);
        self.hung.extend(heads.map(|head| (head, 0.0, 0.0)));
        let size = |head: u32| self.forest.size[head as usize];
        self.hung[from..].sort_by_key(|&(head, ..)| size(head));
        for number in from..self.hung.len() {
            let head = self.hung[number].0;
            let block = *self.block(head);
            let left = x + INDENT;
            let right = left + block.width;
            let above = self.above.highest_in(left, right) + BLOCK_GAP;
            let below = self.below.highest_in(left, right) + BLOCK_GAP;
            let height = block.height();
            // The side on which the block ends nearer to the stem, and makes the row less high.
            let cost = |from: f32, highest: f32| from + height + (from + height - highest).max(0.0);
            let up = cost(above, self.above.highest()) <= cost(below, self.below.highest());
            let y = if up {
                self.above.raise(left, right, above + height);
                -(above + block.down)
            } else {
                self.below.raise(left, right, below + height);
                below + block.up
            };
            self.hung[number] = (head, left, y);
        }
    }

    /// Keeps the rows as a block.
    fn keep(&mut self, head: u32) {
        let mut block = Block {
            head,
            up: self.rows.first().map_or(0.0, |row| row.up),
            ..Block::default()
        };
        let mut ends = self.rows.iter().skip(1).map(|row| (row.first, row.hung));
        let last = (self.items.len(), self.hung.len());
        for (number, row) in self.rows.iter().enumerate() {
            let (end, hung_end) = ends.next().unwrap_or(last);
            if number > 0 {
                self.wraps.push(self.items[row.first].index);
            }
            for item in &self.items[row.first..end] {
                self.places[item.index as usize] = (row.x + item.x, row.y);
            }
            for &(branch, x, y) in &self.hung[row.hung..hung_end] {
                let number = self.of[branch as usize] as usize;
                self.blocks[number].offset = (row.x + x, row.y + y);
            }
            block.width = block.width.max(row.x + row.width);
            block.down = block.down.max(row.bottom);
        }
        self.of[head as usize] = self.blocks.len() as u32;
        self.blocks.push(block);
    }
}
