//! Links beside the primary ones, which a map shows of what is focused or selected.

use super::layout::Laid;
use crate::lineage::Index;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Links that are told.
const LINKS_MAX: usize = 300;

/// A link from its source's place to its remix's, in `UNIT`ths.
pub type SecondaryLink = [(i32, i32); 2];

/// The links beside the primary ones of which either end is among `indexes`; of more than 300 those whose ends most
/// hangs on, these first.
pub(super) fn secondary_links(
    laid: &Laid,
    lineage: &Index,
    indexes: impl Iterator<Item = u32>,
    contains: impl Fn(u32) -> bool,
) -> Vec<SecondaryLink> {
    let map = &laid.map;
    let size = |index| map.record(index).map_or(0, |record| u64::from(record.size));
    let mut heaviest = BinaryHeap::with_capacity(LINKS_MAX + 1);
    for index in indexes {
        let Some(dense) = map.dense(index) else {
            continue;
        };
        let primary = map.primary(index);
        let sources = lineage.dag.sources(dense).filter_map(|it| map.index(it));
        let from_sources = sources
            .filter(|source| Some(*source) != primary)
            .map(|source| (source, index));
        let remixes = lineage.dag.remixes(dense).filter_map(|it| map.index(it));
        // One that is among them tells its link itself.
        let to_remixes = remixes
            .filter(|remix| !contains(*remix) && map.primary(*remix) != Some(index))
            .map(|remix| (index, remix));
        for (source, remix) in from_sources.chain(to_remixes) {
            heaviest.push(Reverse((size(source) + size(remix), source, remix)));
            if heaviest.len() > LINKS_MAX {
                heaviest.pop();
            }
        }
    }
    let mut links = heaviest.into_vec();
    links.sort_unstable();
    let places = |Reverse((_, source, remix))| Some([map.place(source)?, map.place(remix)?]);
    links.into_iter().filter_map(places).collect()
}
