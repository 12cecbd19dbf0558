//! The chain of records that an attribution names.

use super::cards::find_cards;
use super::view::RecordCard;
use crate::lineage::{Direction, LiveLineage};
use crate::{Db, Error, Result};
use domain::RecordId;
use std::collections::HashMap;

/// A link of an attribution's chain: a record that the work came from, however far back.
#[derive(Clone, Debug)]
pub struct Credit {
    /// The record.
    pub card: RecordCard,
    /// How many links away from the work, at the least; 0 is the work itself.
    pub distance: u32,
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
    let find = || lineage.neighbourhood(id, Direction::Ancestors, None, limit);
    let ancestry = match find() {
        Some(found) => found,
        // Perhaps published a moment ago by another process.
        None => {
            lineage.catch_up(db).await?;
            find().ok_or(Error::NotFound)?
        }
    };
    let mut distances = HashMap::with_capacity(ancestry.records.len());
    distances.insert(id, 0);
    // Links come with their remixes, nearest first, so a remix's distance is known when its links come.
    for (source, remix) in &ancestry.links {
        let beyond = distances.get(remix).map_or(u32::MAX, |near| near + 1);
        let distance = distances.entry(*source).or_insert(beyond);
        *distance = beyond.min(*distance);
    }
    let cards = find_cards(db, &ancestry.records).await?;
    let chain = cards
        .into_iter()
        .map(|card| Credit {
            distance: distances.get(&card.id).copied().unwrap_or(u32::MAX),
            card,
        })
        .collect();
    Ok((chain, ancestry.ancestor_count))
}
