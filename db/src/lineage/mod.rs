//! The lineage in memory: one index over all published records, kept up to date.

mod ancestry;
mod index;
mod load;

use crate::{Db, Error, Result};
pub use ancestry::Ancestry;
use domain::RecordId;
pub(crate) use index::Index;
pub use lineage::Counts;
use std::collections::{HashSet, VecDeque};
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

/// What of a lineage is nearest to a record; how much more there is, is not counted yet.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// As [`Neighbourhood::records`].
    pub records: Vec<RecordId>,
    /// As [`Neighbourhood::links`].
    pub links: Vec<(RecordId, RecordId)>,
    found: lineage::Nearest,
}

impl Nearest {
    /// The counts, where nothing is left to count.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        self.found.counts()
    }

    /// With its counts.
    #[must_use]
    pub fn counted(self, counts: Counts) -> Neighbourhood {
        Neighbourhood {
            records: self.records,
            links: self.links,
            truncated: counts.truncated,
            ancestor_count: counts.ancestors,
            descendant_count: counts.descendants,
        }
    }
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
        let lineage = Self {
            index: RwLock::new(index),
            catching_up: tokio::sync::Mutex::default(),
        };
        lineage.read_added(db).await?;
        Ok(lineage)
    }

    /// Appends what was published since, and adds the links that claims added, here or by another process. Called
    /// right after either, and twice a second by the server. Answers how many records were appended.
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
                self.read_added(db).await?;
                return Ok(appended);
            }
            appended += records.len();
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            let result = index.append(&records);
            drop(index);
            db.note_change();
            result.map_err(Error::failed)?;
        }
    }

    /// Adds the links that claims added since. The lineage with them is made beside the one that answers meanwhile,
    /// and then takes its place.
    async fn read_added(&self, db: &Db) -> Result<()> {
        let (known, len) = {
            let index = self.read();
            (index.change_count(), index.len())
        };
        let added = load::added_after(db, known, len as i64).await?;
        if added.is_empty() {
            return Ok(());
        }
        let before = self.read().dag.clone();
        let links = added.clone();
        let linked = tokio::task::spawn_blocking(move || before.linked(&links)).await;
        let linked = linked.map_err(Error::failed)?.map_err(Error::failed)?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        index.relink(linked, &added);
        drop(index);
        db.note_change();
        Ok(())
    }

    /// How many links claims added, of those that it holds.
    #[must_use]
    pub fn change_count(&self) -> usize {
        self.read().change_count()
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
        let nearest = self.nearest(focus, direction, depth, limit)?;
        let counts = self.count(&nearest);
        Some(nearest.counted(counts))
    }

    /// The records and links of [`LiveLineage::neighbourhood`], without its counts.
    #[must_use]
    pub fn nearest(
        &self,
        focus: RecordId,
        direction: Direction,
        depth: Option<u32>,
        limit: usize,
    ) -> Option<Nearest> {
        let index = self.read();
        let dense = index.dense(focus)?;
        let found = index.dag.nearest(dense, direction.into(), depth, limit);
        let id = |dense: &lineage::Dense| index.id(*dense);
        let records = found.records.iter().map(id).collect();
        let links = found.links.iter();
        let links = links.map(|link| (id(&link.source), id(&link.remix)));
        Some(Nearest {
            records,
            links: links.collect(),
            found,
        })
    }

    /// Counts what [`LiveLineage::nearest`] left out. In a deep lineage this takes milliseconds.
    #[must_use]
    pub fn count(&self, nearest: &Nearest) -> Counts {
        let known = nearest.counts();
        known.unwrap_or_else(|| self.read().dag.counts(&nearest.found))
    }

    /// Links among these records alone, as `(source, remix)`: from each to those that it came from directly, or over
    /// others that are not among them. At most `visits` ancestors of each are looked at.
    #[must_use]
    pub fn links_among(&self, records: &[RecordId], visits: usize) -> Vec<(RecordId, RecordId)> {
        let index = self.read();
        let dense = |id: &RecordId| index.dense(*id);
        let among: HashSet<lineage::Dense> = records.iter().filter_map(dense).collect();
        let mut links = Vec::new();
        for remix in records {
            let Some(remix) = index.dense(*remix) else {
                continue;
            };
            let mut seen = HashSet::new();
            let mut queue: VecDeque<_> = index.dag.sources(remix).collect();
            while let Some(source) = queue.pop_front() {
                if seen.len() >= visits || !seen.insert(source) {
                    continue;
                }
                if among.contains(&source) {
                    links.push((index.id(source), index.id(remix)));
                } else {
                    queue.extend(index.dag.sources(source));
                }
            }
        }
        links
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
