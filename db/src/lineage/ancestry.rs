//! All that several records came from, together.

use super::{LiveLineage, Neighbourhood};
use domain::RecordId;
use domain::credit::Authored;
use lineage::Dense;
use std::collections::HashSet;

/// What several records came from.
#[derive(Clone, Debug, Default)]
pub struct Ancestry {
    /// Those of the records that are published, in the order given.
    pub records: Vec<Authored>,
    /// All that any of them came from, in the order of publication.
    pub ancestors: Vec<Authored>,
    /// How many links claims had added to the lineage that was read.
    pub changes: usize,
}

impl LiveLineage {
    /// The records and all that they came from, however far back, each with its author.
    #[must_use]
    pub fn ancestry(&self, records: &[RecordId]) -> Ancestry {
        self.look(|index| {
            let known: Vec<Dense> = records.iter().filter_map(|id| index.dense(*id)).collect();
            let authored = |dense: &Dense| Authored {
                record: index.id(*dense),
                author: index.author(*dense),
                place: dense.0,
            };
            Ancestry {
                records: known.iter().map(authored).collect(),
                ancestors: index
                    .dag
                    .ancestors_of_all(&known)
                    .iter()
                    .map(authored)
                    .collect(),
                changes: index.change_count(),
            }
        })
    }

    /// At most `limit` of the records and what they came from, nearest first, with the links among them. Counts are
    /// exact; what came from the records is not looked for.
    #[must_use]
    pub fn ancestry_near(&self, records: &[RecordId], limit: usize) -> Neighbourhood {
        self.look(|index| {
            let known: Vec<Dense> = records.iter().filter_map(|id| index.dense(*id)).collect();
            let mut seen: HashSet<Dense> = HashSet::new();
            let mut listed: Vec<Dense> = Vec::new();
            let take = |dense: Dense, seen: &mut HashSet<Dense>, listed: &mut Vec<Dense>| {
                if listed.len() < limit && seen.insert(dense) {
                    listed.push(dense);
                }
            };
            for dense in &known {
                take(*dense, &mut seen, &mut listed);
            }
            let mut at = 0;
            while at < listed.len() && listed.len() < limit {
                for source in index.dag.sources(listed[at]) {
                    take(source, &mut seen, &mut listed);
                }
                at += 1;
            }
            let among = |remix: &Dense| {
                let remix = *remix;
                let sources = index
                    .dag
                    .sources(remix)
                    .filter(|source| seen.contains(source));
                sources
                    .map(move |source| (source, remix))
                    .collect::<Vec<_>>()
            };
            let ancestors = index.dag.ancestors_of_all(&known);
            let given: HashSet<&Dense> = known.iter().collect();
            let others = ancestors
                .iter()
                .filter(|dense| !given.contains(dense))
                .count();
            Neighbourhood {
                links: listed
                    .iter()
                    .flat_map(among)
                    .map(|(source, remix)| (index.id(source), index.id(remix)))
                    .collect(),
                truncated: listed.len() < given.len() + others,
                records: listed.iter().map(|dense| index.id(*dense)).collect(),
                ancestor_count: others as u32,
                descendant_count: 0,
            }
        })
    }
}
