//! The map in memory: where every public record stands, and what filters need to know of it, kept up to date.
//!
//! [`LiveMap`] follows [`LiveLineage`], whose dense ids it shares. How many records are laid out together is agreed
//! upon in the database, so that every process and every start gives the same places; what was published since
//! stands beside its source, until there is so much of it that all is laid out anew.

mod bits;
mod columns;
mod detail;
mod evaluate;
mod export;
mod expression;
mod flow;
mod found;
mod info;
mod layout;
mod load;
mod of_lineage;
mod parse;
mod secondary;
mod siblings;
mod summary;
mod titles;

pub use detail::{Detail, Near, Step};
pub use export::Exported;
pub use expression::{Expression, Filter, Term};
pub use flow::Flow;
pub use info::MapInfo;
pub use of_lineage::LineageInfo;
pub use parse::Unreadable;
pub use secondary::SecondaryLink;
pub use siblings::Siblings;
pub use summary::{MemberCount, Summary};
pub use titles::FirstPicture;

use crate::lineage::LiveLineage;
use crate::{Db, Error, Result};
use columns::Columns;
use domain::RecordId;
use layout::Laid;
use lineage::map::{Delta, Map, Tile, TileKey};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::{Mutex, Semaphore, watch};

/// Why the map does not answer.
#[derive(Debug)]
pub enum Unanswered {
    /// It is not laid out yet; it will be in a moment.
    NotYet,
    /// It was laid out anew since, with other places and indexes.
    Stale,
    /// There is no such record, or no such part of the map.
    NotFound,
    /// Too much is asked of it just now.
    Busy,
    /// More records than may be exported at once.
    TooMany {
        /// How many they are.
        count: u64,
        /// How many there may be.
        most: u64,
    },
    /// The database failed.
    Failed(Error),
}

impl From<Error> for Unanswered {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            error => Self::Failed(error),
        }
    }
}

/// What the map answers.
pub type Answer<T> = std::result::Result<T, Unanswered>;

/// How the map stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Names the places and indexes, which are the same as long as it is.
    pub epoch: Arc<str>,
    /// Records appended since it was laid out.
    pub new: u32,
    /// Tombstones.
    pub withdrawn: u32,
}

/// The map that the server keeps. Shared by reference.
#[derive(Debug)]
pub struct LiveMap {
    lineage: Arc<LiveLineage>,
    held: RwLock<Held>,
    /// Held while reading what is new.
    catching_up: Mutex<()>,
    /// Held while laying out.
    laying_out: Mutex<()>,
    standing: watch::Sender<Option<Standing>>,
    /// Whoever asks for more than a moment's work takes one.
    permits: Arc<Semaphore>,
}

/// What [`LiveMap`] guards.
#[derive(Debug, Default)]
struct Held {
    /// Of at least as many records as are laid out.
    columns: Columns,
    /// Links that claims added, of which `columns` knows.
    changes: usize,
    /// Withdrawals that `columns` knows of, as the database counts them.
    withdrawn: i64,
    laid: Option<Laid>,
}

impl Held {
    fn laid(&self) -> Answer<&Laid> {
        self.laid.as_ref().ok_or(Unanswered::NotYet)
    }

    /// The map, if it is still the one that is meant.
    fn of_epoch(&self, epoch: &str) -> Answer<&Laid> {
        let laid = self.laid()?;
        if *laid.epoch == *epoch {
            Ok(laid)
        } else if base_of(epoch).is_some_and(|base| base > laid.base) {
            // Another process has laid out more already; soon this one does too.
            Err(Unanswered::NotYet)
        } else {
            Err(Unanswered::Stale)
        }
    }
}

impl LiveMap {
    /// A map that is still to be laid out: [`LiveMap::lay_out`] does so.
    #[must_use]
    pub fn new(lineage: Arc<LiveLineage>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            lineage,
            held: RwLock::default(),
            catching_up: Mutex::default(),
            laying_out: Mutex::default(),
            standing: watch::Sender::new(None),
            permits: Arc::new(Semaphore::new(cores.clamp(1, 4))),
        }
    }

    /// Appends what the lineage holds and the map does not, and notes what was withdrawn, here or by another
    /// process. Called twice a second by the server, after the lineage caught up. Does nothing until the map is
    /// laid out.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn catch_up(&self, db: &Db) -> Result<()> {
        let _catching_up = self.catching_up.lock().await;
        if self.read().laid.is_none() {
            return Ok(());
        }
        self.read_new(db).await?;
        self.note_added();
        self.note_withdrawn(db).await?;
        self.append();
        self.tell();
        Ok(())
    }

    /// Extends the columns to all that the lineage holds.
    async fn read_new(&self, db: &Db) -> Result<()> {
        let end = self.lineage.size().0;
        let mut known = self.read().columns.len();
        while known < end {
            let to = end.min(known + load::CHUNK);
            let chunk = load::chunk(db, known, to).await?;
            let sources = layout::Sources::of(&self.lineage, known, to, 0);
            let mut held = self.write();
            held.columns.extend(chunk, |at| sources.row(at));
            known = to;
        }
        Ok(())
    }

    /// Lets filters and counts know of the links that claims added. The places wait for the next layout.
    fn note_added(&self) {
        let known = self.read().changes;
        let added = self.lineage.look(|index| index.added_after(known).to_vec());
        if added.is_empty() {
            return;
        }
        let mut held = self.write();
        for (source, remix) in added {
            // The rest follows once its records are read.
            if remix.index() >= held.columns.len() {
                return;
            }
            held.columns.add_link(source, remix);
            held.changes += 1;
        }
    }

    async fn note_withdrawn(&self, db: &Db) -> Result<()> {
        let counted = load::agreed(db).await?.withdrawn;
        if counted == self.read().withdrawn {
            return Ok(());
        }
        let all = load::withdrawn(db).await?;
        let mut held = self.write();
        let Held { columns, laid, .. } = &mut *held;
        for dense in all {
            if columns.withdraw(dense)
                && let Some(laid) = laid
            {
                laid.withdraw(dense);
            }
        }
        held.withdrawn = counted;
        Ok(())
    }

    /// Whether what is asked for is of the map as it stands.
    ///
    /// # Errors
    /// [`Unanswered::Stale`], [`Unanswered::NotYet`].
    pub fn check(&self, epoch: &str) -> Answer<()> {
        self.read().of_epoch(epoch).map(|_| ())
    }

    /// What first shows at this level in this square.
    ///
    /// # Errors
    /// [`Unanswered::NotFound`] for one outside the map.
    pub fn tile(&self, epoch: &str, key: TileKey) -> Answer<Tile> {
        let held = self.read();
        let map = &held.of_epoch(epoch)?.map;
        check_key(map, key)?;
        Ok(map.tile(key))
    }

    /// Records appended since the map was laid out, without the first `after` of them.
    ///
    /// # Errors
    /// [`Unanswered::Stale`], [`Unanswered::NotYet`].
    pub fn new_records(&self, epoch: &str, after: u32) -> Answer<Delta> {
        Ok(self.read().of_epoch(epoch)?.map.delta(after))
    }

    /// The index of a public record; `None` also until the map is laid out.
    #[must_use]
    pub fn index(&self, record: RecordId) -> Option<u32> {
        let dense = self.lineage.look(|index| index.dense(record))?;
        self.read().laid.as_ref()?.map.index(dense)
    }

    /// How the map stands, and every change of it; `None` until it is laid out.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Option<Standing>> {
        self.standing.subscribe()
    }

    /// How many records it shows, and how many of them were appended since it was laid out.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        let held = self.read();
        let laid = held.laid.as_ref();
        laid.map_or((0, 0), |laid| (laid.len(), laid.new_len()))
    }

    /// Bytes of memory it holds, the columns included.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let held = self.read();
        let map = held.laid.as_ref().map_or(0, |laid| laid.map.memory_bytes());
        held.columns.memory_bytes() + map
    }

    fn tell(&self) {
        let standing = {
            let held = self.read();
            held.laid.as_ref().map(|laid| Standing {
                epoch: Arc::clone(&laid.epoch),
                new: laid.new_len(),
                withdrawn: held.columns.withdrawn().len() as u32,
            })
        };
        self.standing.send_if_modified(|told| {
            let is_news = *told != standing;
            *told = standing;
            is_news
        });
    }

    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many records an epoch says are laid out together.
fn base_of(epoch: &str) -> Option<usize> {
    epoch.split_once('-')?.0.parse().ok()
}

fn check_key(map: &Map, key: TileKey) -> Answer<()> {
    let is_inside = key.level < map.grid().levels
        && u64::from(key.x.max(key.y)) < 1 << u32::from(key.level.min(63));
    if is_inside {
        Ok(())
    } else {
        Err(Unanswered::NotFound)
    }
}
