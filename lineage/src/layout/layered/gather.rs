//! Which leaves are gathered around what they hang on.

use super::graph::{Graph, Side};
use super::tree::Tree;

/// How many of the focus's own leaves stay out of a gathering.
const NAMED: usize = 4;

/// Leaves of one record on one side, earliest first.
pub(super) struct Group {
    pub(super) around: usize,
    pub(super) side: Side,
    pub(super) leaves: Vec<usize>,
}

/// Groups of more than `most` records that hang on one record by their only
/// link. A primary source is never gathered: it is on the main line. Of the
/// focus's own, a few stay out, to be named.
pub(super) fn groups(graph: &Graph, tree: &Tree, most: usize) -> Vec<Group> {
    let mut by_record: Vec<[Vec<usize>; 2]> = vec![Default::default(); graph.sides.len()];
    for &record in &graph.ordered {
        let Some(around) = tree.toward[record] else {
            continue;
        };
        let only_link = graph.sources[record].len() + graph.remixes[record].len() == 1;
        match graph.sides[record] {
            Some(Side::Ancestor) if only_link && graph.primary[around] != Some(record) => {
                by_record[around][0].push(record);
            }
            Some(Side::Descendant) if only_link => by_record[around][1].push(record),
            _ => {}
        }
    }
    let both = [Side::Ancestor, Side::Descendant];
    let groups = by_record.into_iter().enumerate().flat_map(|(around, two)| {
        let group = move |(side, mut leaves): (Side, Vec<usize>)| {
            leaves.sort_by_key(|&leaf| (graph.times[leaf], leaf));
            Group {
                around,
                side,
                leaves,
            }
        };
        both.into_iter().zip(two).map(group)
    });
    let mut groups: Vec<Group> = groups.filter(|group| group.leaves.len() > most).collect();
    for group in groups
        .iter_mut()
        .filter(|group| group.around == graph.focus)
    {
        let named = if most < NAMED { 0 } else { NAMED };
        group.leaves.drain(..named);
    }
    groups
}
