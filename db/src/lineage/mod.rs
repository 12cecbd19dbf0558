//! The lineage in memory: one index over all published records, kept up to date.

use crate::{Db, Result};
use domain::RecordId;

/// Which way to look from a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What it came from.
    Ancestors,
    /// What came from it.
    Descendants,
    /// Both.
    Both,
}

/// A part of the lineage around one record.
#[derive(Clone, Debug, Default)]
pub struct Neighbourhood {
    /// The records, nearest to the focus first, the focus itself at the head.
    pub records: Vec<RecordId>,
    /// Links among them, as `(source, remix)`.
    pub links: Vec<(RecordId, RecordId)>,
    /// Whether the limit or the depth cut anything off.
    pub truncated: bool,
    /// Exact, however much was cut off.
    pub ancestor_count: u32,
    /// Exact, however much was cut off.
    pub descendant_count: u32,
}

/// The index that the server keeps. Shared by reference; readers do not block one another.
#[derive(Debug, Default)]
pub struct LiveLineage {}

impl LiveLineage {
    /// Reads the whole lineage.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn load(db: &Db) -> Result<Self> {
        let _ = db;
        unimplemented!()
    }

    /// Appends what was published since, here or by another process. Called right after a publish,
    /// and twice a second by the server.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn catch_up(&self, db: &Db) -> Result<usize> {
        let _ = db;
        unimplemented!()
    }

    /// Exact counts of ancestors and descendants; zero for a record without links or not published.
    #[must_use]
    pub fn counts(&self, record: RecordId) -> (u32, u32) {
        let _ = record;
        unimplemented!()
    }

    /// At most `limit` records around `focus`, up to `depth` links away; `None` where it is not published.
    #[must_use]
    pub fn neighbourhood(
        &self,
        focus: RecordId,
        direction: Direction,
        depth: Option<u32>,
        limit: usize,
    ) -> Option<Neighbourhood> {
        let _ = (focus, direction, depth, limit);
        unimplemented!()
    }

    /// How many records and links it holds.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        unimplemented!()
    }
}
