//! Links beside the primary ones, which a map shows of what is focused or selected.

use super::layout::Laid;
use crate::lineage::Index;
use lineage::map::Map;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Links that are told.
const LINKS_MAX: usize = 100;

/// A link that is not its remix's primary one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondaryLink {
    /// The source's index.
    pub source: u32,
    /// Where it is, in `UNIT`ths.
    pub source_at: (i32, i32),
    /// The remix's index.
    pub remix: u32,
    /// Where it is, in `UNIT`ths.
    pub remix_at: (i32, i32),
    /// When the remix was published, in steps of the map's time.
    pub time: u16,
}

/// Gathers the links of records, and keeps the hundred on whose ends most hangs.
#[derive(Debug, Default)]
pub(super) struct Heaviest(BinaryHeap<Reverse<(u64, u32, u32)>>);

impl Heaviest {
    /// Adds the links of a record; those to remixes for which `tells_itself` holds are left to these.
    pub(super) fn add(
        &mut self,
        laid: &Laid,
        lineage: &Index,
        index: u32,
        tells_itself: impl Fn(u32) -> bool,
    ) {
        let map = &laid.map;
        let Some(dense) = map.dense(index) else {
            return;
        };
        let primary = map.primary(index);
        let sources = lineage.dag.sources(dense).filter_map(|it| map.index(it));
        for source in sources.filter(|source| Some(*source) != primary) {
            self.push(map, source, index);
        }
        let remixes = lineage.dag.remixes(dense).filter_map(|it| map.index(it));
        let is_told = |remix: &u32| !tells_itself(*remix) && map.primary(*remix) != Some(index);
        for remix in remixes.filter(is_told) {
            self.push(map, index, remix);
        }
    }

    fn push(&mut self, map: &Map, source: u32, remix: u32) {
        let size = |index| u64::from(map.size(index).unwrap_or_default());
        let link = Reverse((size(source) + size(remix), source, remix));
        if self.0.len() < LINKS_MAX {
            self.0.push(link);
        } else if let Some(mut least) = self.0.peek_mut()
            && link < *least
        {
            *least = link;
        }
    }

    /// The links, those on whose ends most hangs first.
    pub(super) fn into_links(self, laid: &Laid) -> Vec<SecondaryLink> {
        let link = |Reverse((_, source, remix))| {
            Some(SecondaryLink {
                source,
                source_at: laid.map.place(source)?,
                remix,
                remix_at: laid.map.place(remix)?,
                time: laid.map.record(remix)?.time,
            })
        };
        self.0
            .into_sorted_vec()
            .into_iter()
            .filter_map(link)
            .collect()
    }
}
