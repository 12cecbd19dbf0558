//! Lanes: each heavy path is straight, and what branches off stands above or
//! below it, whichever skyline is nearer. Paths that branch off further from
//! the focus are placed first and stay closer, so no two links cross.

use super::columns::Columns;
use super::graph::Side;
use super::units::{Units, arm};

/// A heavy path with everything that branches off it. Heights are relative to
/// the path; columns are counted from the focus outward.
struct Block {
    /// Occupied from `top[i]` to `bottom[i]` in column `first + i`.
    first: usize,
    top: Vec<f32>,
    bottom: Vec<f32>,
    units: Vec<(usize, f32)>,
}

/// Gives every unit its `y`, the focus and its main line 0, with lanes at
/// least `lane` apart.
pub(super) fn pack(units: &mut Units, columns: &Columns, lane: f32) {
    for side in [Side::Ancestor, Side::Descendant] {
        let packer = Packer {
            units,
            columns,
            side,
            half: lane / 2.0,
        };
        for (unit, y) in packer.pack() {
            units.list[unit].y = y;
        }
        sort_ends_by_time(units, side);
    }
}

struct Packer<'a> {
    units: &'a Units,
    columns: &'a Columns,
    side: Side,
    half: f32,
}

impl Packer<'_> {
    fn pack(&self) -> Vec<(usize, f32)> {
        let list = &self.units.list;
        let mut blocks: Vec<Option<Block>> = list.iter().map(|_| None).collect();
        let is_head = |at: &usize| {
            let toward = list[*at].toward.map(|toward| &list[toward]);
            toward.is_none_or(|toward| toward.heavy[arm(self.side)] != Some(*at))
        };
        let in_arm = |at: &usize| *at == 0 || list[*at].side == self.side;
        let mut heads: Vec<usize> = (0..list.len()).filter(in_arm).filter(is_head).collect();
        heads.sort_by_key(|&head| std::cmp::Reverse(list[head].depth));
        for head in heads {
            blocks[head] = Some(self.block(head, &mut blocks));
        }
        let main = blocks.first_mut().and_then(Option::take);
        main.map_or_else(Vec::new, |block| block.units)
    }

    fn block(&self, head: usize, blocks: &mut [Option<Block>]) -> Block {
        let list = &self.units.list;
        let next = |&at: &usize| list[at].heavy[arm(self.side)];
        let path: Vec<usize> = std::iter::successors(Some(head), next).collect();
        let mut block = self.bare(&path);
        for &at in path.iter().rev() {
            let mut branches: Vec<usize> = list[at].branches[arm(self.side)].clone();
            branches.sort_by_key(|&branch| list[branch].weight);
            for branch in branches {
                if let Some(branch) = blocks[branch].take() {
                    block.attach(branch);
                }
            }
        }
        block
    }

    /// The path alone, from the column of what it hangs on.
    fn bare(&self, path: &[usize]) -> Block {
        let list = &self.units.list;
        let (head, end) = (&list[path[0]], &list[path[path.len() - 1]]);
        let first = head.toward.map_or(head.depth, |toward| list[toward].depth);
        let beyond = if end.is_bundle() || end.has_petals() {
            0
        } else {
            self.columns_of_label(end.depth)
        };
        let count = end.depth + beyond - first + 1;
        let mut block = Block {
            first,
            top: vec![-self.half; count],
            bottom: vec![self.half; count],
            units: path.iter().map(|&at| (at, 0.0)).collect(),
        };
        for &at in path {
            let unit = &list[at];
            let reach = if unit.has_petals() {
                unit.reach + 8.0
            } else {
                unit.reach + 4.0
            };
            // Between what it came from and what came from it, the focus has
            // its label above.
            let is_between = unit.side == Side::Focus && unit.is_between();
            let label = if is_between && self.side == Side::Descendant {
                20.0
            } else {
                0.0
            };
            let (top, bottom) = (-(reach + label).max(self.half), reach.max(self.half));
            block.top[unit.depth - first] = top;
            block.bottom[unit.depth - first] = bottom;
        }
        block
    }

    /// How many columns beyond the end of a lane its label will cover.
    fn columns_of_label(&self, depth: usize) -> usize {
        const LABEL: f32 = 96.0;
        let x = |depth: usize| {
            let column = depth as i32;
            self.columns.x(match self.side {
                Side::Ancestor => -column,
                _ => column,
            })
        };
        let deepest = self.units.list.iter().filter(|unit| unit.side == self.side);
        let deepest = deepest.map(|unit| unit.depth).max().unwrap_or(0);
        let covered = |&further: &usize| {
            let wide = (x(further) - x(further - 1)).abs() > 40.0;
            wide && (x(further) - x(depth)).abs() < LABEL
        };
        (depth + 1..=deepest).take_while(covered).count()
    }
}

impl Block {
    fn attach(&mut self, branch: Block) {
        let columns = branch.first..branch.first + branch.top.len();
        if self.first + self.top.len() < columns.end {
            self.top.resize(columns.end - self.first, f32::INFINITY);
            self.bottom
                .resize(columns.end - self.first, f32::NEG_INFINITY);
        }
        let from = branch.first - self.first;
        let above = self.top[from..].iter().zip(&branch.bottom);
        let above = above.fold(0.0_f32, |y, (top, bottom)| y.min(top - bottom));
        let below = self.bottom[from..].iter().zip(&branch.top);
        let below = below.fold(0.0_f32, |y, (bottom, top)| y.max(bottom - top));
        let y = if -above <= below { above } else { below };
        for (i, (top, bottom)) in branch.top.iter().zip(&branch.bottom).enumerate() {
            let at = from + i;
            self.top[at] = self.top[at].min(y + top);
            self.bottom[at] = self.bottom[at].max(y + bottom);
        }
        let moved = branch
            .units
            .iter()
            .map(|&(unit, offset)| (unit, y + offset));
        self.units.extend(moved);
    }
}

/// Ends that hang on the same unit in the same column are alike but for their
/// time: the earliest goes on top.
fn sort_ends_by_time(units: &mut Units, side: Side) {
    for at in 0..units.list.len() {
        let unit = &units.list[at];
        let depth = unit.depth + 1;
        let heavy = unit.heavy[arm(side)].filter(|_| side == Side::Descendant);
        let hanging = unit.branches[arm(side)].iter().copied().chain(heavy);
        let alike = |&end: &usize| {
            let end = &units.list[end];
            end.is_end(side) && !end.has_petals() && end.depth == depth
        };
        let mut ends: Vec<usize> = hanging.filter(alike).collect();
        let mut ys: Vec<f32> = ends.iter().map(|&end| units.list[end].y).collect();
        ys.sort_by(f32::total_cmp);
        ends.sort_unstable();
        for (end, y) in ends.into_iter().zip(ys) {
            units.list[end].y = y;
        }
    }
}
