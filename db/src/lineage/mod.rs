//! The lineage in memory: one index over all published records, kept up to date.

mod index;
mod load;

use crate::{Db, Error, Result};
use domain::RecordId;
pub(crate) use index::Index;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

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
pub struct LiveLineage {
    index: RwLock<Index>,
    /// Held while reading what is new, so that two callers do not append it twice.
    catching_up: tokio::sync::Mutex<()>,
}

impl LiveLineage {
    /// Reads the whole lineage.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn load(db: &Db) -> Result<Self> {
        let index = load::everything(db).await?;
        Ok(Self {
            index: RwLock::new(index),
            catching_up: tokio::sync::Mutex::default(),
        })
    }

    /// Appends what was published since, here or by another process. Called right after a publish,
    /// and twice a second by the server. Answers how many records were appended.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn catch_up(&self, db: &Db) -> Result<usize> {
        let _catching_up = self.catching_up.lock().await;
        let mut appended = 0;
        loop {
            let known = self.read().len();
            let records = load::records_after(db, known as i64).await?;
            if records.is_empty() {
                return Ok(appended);
            }
            appended += records.len();
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            index.append(&records).map_err(Error::failed)?;
        }
    }

    /// Exact counts of ancestors and descendants; zero for a record without links or not published.
    #[must_use]
    pub fn counts(&self, record: RecordId) -> (u32, u32) {
        let index = self.read();
        index.dense(record).map_or((0, 0), |dense| {
            (
                index.dag.ancestor_count(dense),
                index.dag.descendant_count(dense),
            )
        })
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
        let index = self.read();
        let dense = index.dense(focus)?;
        let near = index
            .dag
            .neighbourhood(dense, direction.into(), depth, limit);
        let id = |dense| index.id(dense);
        Some(Neighbourhood {
            records: near.records.into_iter().map(id).collect(),
            links: near
                .links
                .into_iter()
                .map(|link| (id(link.source), id(link.remix)))
                .collect(),
            truncated: near.truncated,
            ancestor_count: near.ancestor_count,
            descendant_count: near.descendant_count,
        })
    }

    /// How many records and links it holds.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let index = self.read();
        (index.len(), index.dag.link_count())
    }

    /// Bytes of memory it holds.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.read().memory_bytes()
    }

    /// Whether it holds the record: it was published when the lineage last caught up.
    #[must_use]
    pub fn contains(&self, record: RecordId) -> bool {
        self.read().dense(record).is_some()
    }

    /// Looks into the index; what was published meanwhile waits until `at` is done.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&Index) -> T) -> T {
        at(&self.read())
    }

    fn read(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Direction> for lineage::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Ancestors => Self::Ancestors,
            Direction::Descendants => Self::Descendants,
            Direction::Both => Self::Both,
        }
    }
}
