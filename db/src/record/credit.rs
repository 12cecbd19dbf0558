//! The chain of records that an attribution names.

use super::cards::find_lineage_lines;
use super::view::LineageLine;
use crate::lineage::{Direction, LiveLineage};
use crate::{Db, Error, Result};
use domain::RecordId;
use std::collections::HashMap;

/// A link of an attribution's chain: a record that the work came from, however far back.
#[derive(Clone, Debug)]
pub struct Credit {
    /// The record.
    pub line: LineageLine,
    /// How many links away from the work, at the least; 0 is the work itself.
    pub distance: u32,
}

/// Which records an attribution names, before they are read.
#[derive(Clone, Debug)]
pub struct CreditChain {
    /// The work and its ancestors, nearest first, each with its distance.
    pub records: Vec<(RecordId, u32)>,
    /// How many ancestors there are in all.
    pub ancestor_count: u32,
}

impl CreditChain {
    /// The chain of a record, of at most `limit` records; `None` where it is not published.
    #[must_use]
    pub fn of(lineage: &LiveLineage, id: RecordId, limit: usize) -> Option<Self> {
        let ancestry = lineage.neighbourhood(id, Direction::Ancestors, None, limit)?;
        let mut distances = HashMap::with_capacity(ancestry.records.len());
        distances.insert(id, 0);
        // Links come with their remixes, nearest first, so a remix's distance is known when its links come.
        for (source, remix) in &ancestry.links {
            let beyond = distances.get(remix).map_or(u32::MAX, |near| near + 1);
            let distance = distances.entry(*source).or_insert(beyond);
            *distance = beyond.min(*distance);
        }
        let distance = |id: &RecordId| distances.get(id).copied().unwrap_or(u32::MAX);
        let records = ancestry.records.iter();
        Some(Self {
            records: records.map(|id| (*id, distance(id))).collect(),
            ancestor_count: ancestry.ancestor_count,
        })
    }

    /// The chain with what its records are, of which `lines` may hold others as well.
    #[must_use]
    pub fn credits(&self, lines: &[LineageLine]) -> Vec<Credit> {
        let lines: HashMap<RecordId, &LineageLine> =
            lines.iter().map(|line| (line.id, line)).collect();
        let credit = |(id, distance): &(RecordId, u32)| {
            Some(Credit {
                line: (*lines.get(id)?).clone(),
                distance: *distance,
            })
        };
        self.records.iter().filter_map(credit).collect()
    }
}

/// The whole chain of a record's attribution: itself and its ancestors, nearest first, at most `limit`,
/// with the exact number of ancestors.
///
/// # Errors
/// [`crate::Error::NotFound`] where it is not published.
pub async fn find_credit_chain(
    db: &Db,
    lineage: &LiveLineage,
    id: RecordId,
    limit: usize,
) -> Result<(Vec<Credit>, u32)> {
    let chain = match CreditChain::of(lineage, id, limit) {
        Some(found) => found,
        // Perhaps published a moment ago by another process.
        None => {
            lineage.catch_up(db).await?;
            CreditChain::of(lineage, id, limit).ok_or(Error::NotFound)?
        }
    };
    let ids: Vec<RecordId> = chain.records.iter().map(|(id, _)| *id).collect();
    let lines = find_lineage_lines(db, &ids).await?;
    Ok((chain.credits(&lines), chain.ancestor_count))
}
