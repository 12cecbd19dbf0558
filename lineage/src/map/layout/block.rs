//! A stem with all that hangs on it, as a block: rows of records, and the blocks of branches above and below.

use super::blossom::{self, Lines, Reach};
use super::profile::Profile;
use crate::map::forest::{Forest, Role};

/// Room between neighbours on a stem.
const GAP: f32 = 0.15;
/// Room between a block and what it stands above or below of.
const BLOCK_GAP: f32 = 0.5;
/// How far right of its source a branch's block begins.
const INDENT: f32 = 0.7;
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
struct Item {
    index: u32,
    reach: Reach,
    branches: (u32, u32),
    /// The widest of its branches' blocks, the heights of all of them, and the height of the highest.
    widest: f32,
    stack: f32,
    /// From the right end of the row, while it grows; then from its left end.
    x: f32,
}

/// What is known of a stem before it is laid out.
#[derive(Default, Clone, Copy)]
struct Sums {
    length: f32,
    area: f32,
    widest: f32,
}

struct Row {
    first: usize,
    end: usize,
    up: f32,
    down: f32,
    width: f32,
    /// Of the blocks in `hung`, those of this row.
    hung: (usize, usize),
}

/// Lays blocks out one after the other; what hangs on a stem before the stem itself.
pub(super) struct Blocks<'a> {
    forest: &'a Forest,
    /// Each block by number.
    pub(super) blocks: Vec<Block>,
    /// The block of each head, by index.
    of: Vec<u32>,
    /// Each stem record's place from its block's origin.
    pub(super) places: Vec<(f32, f32)>,
    /// Heads of rows after the first.
    pub(super) wraps: Vec<u32>,
    items: Vec<Item>,
    hung: Vec<(u32, f32, f32)>,
    rows: Vec<Row>,
    above: Profile,
    below: Profile,
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
        let limit = 0.6 * (sums.area / sums.length).min((sums.area / ASPECT).sqrt());
        let limit = limit.max(5.0);
        self.fill_rows(f32::INFINITY, limit);
        let length = self.rows.first().map_or(0.0, |row| row.width);
        if length > row * 1.25 {
            let count = (length / row).ceil();
            self.fill_rows((length / count * 1.02).max(sums.widest * 1.1), limit);
        }
        self.stack_rows(head);
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
                x: 0.0,
            };
            for branch in self.forest.parts(remixes.branches) {
                let block = &self.blocks[self.of[branch as usize] as usize];
                item.widest = item.widest.max(block.width + INDENT);
                item.stack += block.height() + BLOCK_GAP;
                sums.area += (block.width + INDENT) * (block.height() + BLOCK_GAP);
            }
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

    /// Rows from the last to the first, each from its right end: so a branch's line, at the left of its block,
    /// runs free of what stands further right.
    fn fill_rows(&mut self, longest: f32, limit: f32) {
        self.rows.clear();
        self.hung.clear();
        let mut end = self.items.len();
        while end > 0 {
            let row = self.fill_row(end, longest, limit);
            end = row.first;
            self.rows.push(row);
        }
    }

    fn fill_row(&mut self, end: usize, longest: f32, limit: f32) -> Row {
        let hung = self.hung.len();
        self.above.clear();
        self.below.clear();
        let (mut first, mut left, mut right) = (end, 0.0_f32, 0.0_f32);
        while first > 0 {
            let item = &self.items[first - 1];
            let natural = if first == end {
                0.0
            } else {
                let next = &self.items[first];
                next.x + (next.reach.left + item.reach.right + GAP).max(1.2)
            };
            let x = self.uncrowded(first - 1, natural, limit);
            let item = &self.items[first - 1];
            let new_left = left.max(x + item.reach.left);
            let new_right = right.max(item.reach.right - x).max(item.widest - x);
            if first < end && new_left + new_right > longest {
                break;
            }
            (left, right) = (new_left, new_right);
            first -= 1;
            self.items[first].x = x;
            self.hang(first);
        }
        for item in &mut self.items[first..end] {
            item.x = left - item.x;
        }
        for (_, x, _) in &mut self.hung[hung..] {
            *x += left;
        }
        Row {
            first,
            end,
            up: self.above.highest(),
            down: self.below.highest(),
            width: left + right,
            hung: (hung, self.hung.len()),
        }
    }

    /// How far from the right end a record stands, so that its branches are not piled on those right of it.
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
            let (from, to) = (INDENT - x, item.widest - x);
            let base = self.above.highest_in(from, to) + self.below.highest_in(from, to);
            if base * 0.5 + own <= limit || to < self.above.right_of_all() {
                return x;
            }
            x += step;
        }
    }

    /// Adds a record and its branches to the row's profiles.
    fn hang(&mut self, item: usize) {
        let Item {
            x, reach, branches, ..
        } = self.items[item];
        self.above.raise(-x - reach.left, reach.right - x, reach.up);
        self.below
            .raise(-x - reach.left, reach.right - x, reach.down);
        let from = self.hung.len();
        let heads = self.forest.parts(branches);
        self.hung.extend(heads.map(|head| (head, 0.0, 0.0)));
        let size = |head: u32| self.forest.size[head as usize];
        self.hung[from..].sort_by_key(|&(head, ..)| size(head));
        for number in from..self.hung.len() {
            let head = self.hung[number].0;
            let block = self.blocks[self.of[head as usize] as usize];
            let left = INDENT - x;
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

    /// Puts the rows below one another and keeps the block.
    fn stack_rows(&mut self, head: u32) {
        let mut block = Block {
            head,
            ..Block::default()
        };
        let mut y = 0.0;
        for (number, row) in self.rows.iter().rev().enumerate() {
            if number == 0 {
                block.up = row.up;
            } else {
                y += row.up + BLOCK_GAP;
                self.wraps.push(self.items[row.first].index);
            }
            for item in &self.items[row.first..row.end] {
                self.places[item.index as usize] = (item.x, y);
            }
            for &(branch, x, up) in &self.hung[row.hung.0..row.hung.1] {
                self.blocks[self.of[branch as usize] as usize].offset = (x, y + up);
            }
            block.width = block.width.max(row.width);
            y += row.down;
        }
        block.down = y;
        self.of[head as usize] = self.blocks.len() as u32;
        self.blocks.push(block);
    }
}
