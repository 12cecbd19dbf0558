//! Vines: each record's place.
//!
//! [`block`] lays out a stem with what hangs on it, [`flow`] wraps it where it is long, [`blossom`] what stands round one record, [`pack`] puts trees
//! side by side, [`strip`] takes the records without any link.

mod block;
mod blossom;
mod flow;
mod pack;
mod profile;
mod strip;

pub(super) use blossom::Sunflower;
pub(super) use strip::Strip;

use super::UNIT;
use super::forest::{Forest, Role};
use block::{Block, Blocks};
use blossom::Lines;

/// How much wider than high the whole is meant to be.
const ASPECT: f32 = 1.6;
/// Room between the trees and the strip.
const STRIP_GAP: f32 = 3.0;

/// Every record's place, by index, in [`UNIT`]ths.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) at: Vec<(i32, i32)>,
    pub(super) strip: Strip,
}

/// Lays the forest out; the rows into which stems are wrapped get their role. `time` by index, in steps.
pub(super) fn lay_out(forest: &mut Forest, time: &[u16]) -> Layout {
    let mut layout = Layout {
        at: vec![(0, 0); forest.size.len()],
        strip: Strip::default(),
    };
    let singles = forest.size.len() as u32 - forest.linked;
    let blocks = Blocks::new(forest);
    let (trees, width, bottom) = pack_trees(forest, &blocks, singles);
    place_records(forest, &blocks, &trees, &mut layout.at);
    for wrap in blocks.wraps {
        forest.role[wrap as usize] = Role::Wrap;
    }
    let top = if bottom > 0.0 {
        bottom + STRIP_GAP
    } else {
        0.0
    };
    layout.strip = Strip::new(singles, width, top);
    let mut slice = None;
    for (index, &time) in time.iter().enumerate().skip(forest.linked as usize) {
        let of = layout.strip.slice(singles, time);
        if slice.replace(of) != Some(of) {
            layout.strip.part();
        }
        layout.at[index] = fixed(layout.strip.next_place());
    }
    layout.strip.part();
    layout
}

/// In [`UNIT`]ths.
pub(super) fn fixed((x, y): (f32, f32)) -> (i32, i32) {
    // As `round` does, which without SSE 4 is a call.
    let step = |at: f32| {
        let exact = at * UNIT as f32;
        let whole = exact as i32;
        let rest = exact - whole as f32;
        whole + i32::from(rest >= 0.5) - i32::from(rest <= -0.5)
    };
    (step(x), step(y))
}

/// The origin of each tree's block, with its root; how wide all of them may be, and how far down they reach.
fn pack_trees(forest: &Forest, blocks: &Blocks, singles: u32) -> (Vec<(u32, f32, f32)>, f32, f32) {
    let mut roots: Vec<&Block> = blocks
        .blocks
        .iter()
        .filter(|block| forest.role[block.head as usize] == Role::Root)
        .collect();
    roots.sort_by(|a, b| {
        let by_height = b.height().total_cmp(&a.height());
        by_height.then(a.head.cmp(&b.head))
    });
    let gap = |block: &Block| tree_gap(forest.size[block.head as usize]);
    let boxes: Vec<(f32, f32)> = roots
        .iter()
        .map(|block| (block.width + gap(block), block.height() + gap(block)))
        .collect();
    let (places, width, bottom) = pack::pack_wide(&boxes, Strip::area(singles), ASPECT);
    let trees = roots.iter().zip(places).map(|(block, (x, y))| {
        let pad = gap(block) / 2.0;
        (block.head, x + pad, y + pad + block.up)
    });
    (trees.collect(), width, bottom)
}

/// Room between trees, after how many records they have.
fn tree_gap(size: u32) -> f32 {
    (0.3 + 0.25 * (size as f32).log2()).min(2.5)
}

/// From the origins of the trees to the places of all that hangs on them.
fn place_records(
    forest: &Forest,
    blocks: &Blocks,
    trees: &[(u32, f32, f32)],
    at: &mut [(i32, i32)],
) {
    let plus = |a: (i32, i32), b: (i32, i32)| (a.0 + b.0, a.1 + b.1);
    for &(root, x, y) in trees {
        at[root as usize] = fixed((x, y));
    }
    // A head's place holds its block's origin until it is its turn; sources come before their remixes.
    for index in 0..forest.linked {
        let role = forest.role[index as usize];
        if !matches!(role, Role::Root | Role::Branch | Role::Stem) {
            continue;
        }
        let own = fixed(blocks.places[index as usize]);
        let origin = if role == Role::Stem {
            let source = forest.primary[index as usize] as usize;
            let (x, y) = fixed(blocks.places[source]);
            plus(at[source], (-x, -y))
        } else {
            at[index as usize]
        };
        let place = plus(origin, own);
        at[index as usize] = place;
        let remixes = forest.remixes(index);
        for branch in forest.parts(remixes.branches) {
            at[branch as usize] = plus(origin, fixed(blocks.block(branch).offset));
        }
        let lines = Lines::new(&remixes, role != Role::Root);
        blossom::fill(forest, index, &remixes, lines, |petal, by| {
            at[petal as usize] = plus(place, fixed(by));
        });
    }
}
