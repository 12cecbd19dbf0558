//! The largest trees of the map, in the order of their size.

use crate::AppError;
use crate::ssr::Site;
use db::map::FirstPicture;
use db::record::{RecordCard, find_cards};
use lineage::map::Kind;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Trees that a list begins with.
pub(super) const TREES: usize = 40;

/// A tree by its root.
pub(super) struct Tree {
    pub(super) root: RecordCard,
    /// The root's index on the map.
    pub(super) index: u32,
    /// Records in the tree, the root included.
    pub(super) size: u32,
}

/// Reads the largest trees of those whose records most hangs on.
pub(super) async fn find_largest(
    site: &Site,
    first: &FirstPicture,
    most: usize,
) -> Result<Vec<Tree>, AppError> {
    let ids: HashMap<u32, _> = first
        .records
        .iter()
        .map(|(index, id, _)| (*index, *id))
        .collect();
    let roots = first
        .tile
        .records
        .iter()
        .filter(|record| matches!(record.kind, Kind::Root | Kind::Single));
    let mut roots: Vec<_> = roots.collect();
    roots.sort_by_key(|record| (Reverse(record.size), record.index));
    roots.truncate(most);
    let wanted: Vec<_> = roots
        .iter()
        .filter_map(|record| ids.get(&record.index).copied())
        .collect();
    let cards = find_cards(&site.db, &wanted).await?;
    let mut cards: HashMap<_, _> = cards.into_iter().map(|card| (card.id, card)).collect();
    let tree = |record: &&lineage::map::MapRecord| {
        let root = cards.remove(ids.get(&record.index)?)?;
        Some(Tree {
            root,
            index: record.index,
            size: record.size,
        })
    };
    Ok(roots.iter().filter_map(tree).collect())
}
