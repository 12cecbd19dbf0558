//! Connections: one writer and several readers on SQLite, one pool on PostgreSQL.

use crate::Result;

/// The database behind every query and command. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {}

impl Db {
    /// Opens `sqlite://path?mode=rwc` or `postgres://...` without migrating.
    ///
    /// # Errors
    /// [`crate::Error::Database`] where it cannot be reached.
    pub async fn connect(url: &str) -> Result<Self> {
        let _ = url;
        unimplemented!()
    }

    /// Brings the schema up to date, under a lock where several processes may try at once.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn migrate(&self) -> Result<()> {
        unimplemented!()
    }

    /// Whether the database answers and its schema is the one this program knows (`/readyz`).
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn ready(&self) -> Result<()> {
        unimplemented!()
    }
}
