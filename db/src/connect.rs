//! Connections: one writer and several readers on SQLite, one pool on PostgreSQL.

use crate::record::TotalsCache;
use crate::{Error, Result, sql};
use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Connections that read, on SQLite.
const READERS: u32 = 4;
/// Connections in all, on PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a command is tried again while others are in its way.
const PATIENCE: Duration = Duration::from_secs(10);
/// Keeps two processes from migrating at once on PostgreSQL; any number that nobody else uses.
const MIGRATION_LOCK: i64 = 0x756e_6465_7273_746f;

/// The database behind every query and command. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    totals: TotalsCache,
    changes: AtomicU64,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.backend())
    }
}

impl Db {
    /// Opens `sqlite://path?mode=rwc` or `postgres://...` without migrating.
    ///
    /// # Errors
    /// [`crate::Error::Database`] where it cannot be reached.
    pub async fn connect(url: &str) -> Result<Self> {
        let (writer, reader) = if url.starts_with("sqlite:") {
            // The writer comes first: it makes the file and puts it into WAL mode.
            (sqlite(url, 1).await?, sqlite(url, READERS).await?)
        } else {
            let pool = postgres(url).await?;
            (pool.clone(), pool)
        };
        let inner = Inner {
            reader,
            writer,
            totals: TotalsCache::default(),
            changes: AtomicU64::new(0),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Brings the schema up to date, under a lock where several processes may try at once.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn migrate(&self) -> Result<()> {
        transaction!(self, |tx| {
            if tx.get_database_backend() == DbBackend::Postgres {
                let lock = sql::values![MIGRATION_LOCK];
                sql::first(tx, "SELECT pg_advisory_xact_lock($1)", lock).await?;
            }
            Ok(Migrator::up(tx, None).await?)
        })
    }

    /// Whether the database answers and its schema is the one this program knows (`/readyz`).
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn ready(&self) -> Result<()> {
        let applied = sql::all(
            self.reader(),
            "SELECT version FROM seaql_migrations",
            Vec::new(),
        )
        .await?;
        let mut versions = Vec::with_capacity(applied.len());
        for row in &applied {
            versions.push(row.try_get_by_index::<String>(0)?);
        }
        let known = Migrator::migrations();
        let missing = known
            .iter()
            .find(|m| !versions.iter().any(|v| v == m.name()));
        if let Some(migration) = missing {
            let what = format!("migration {} is not applied", migration.name());
            return Err(Error::failed(what));
        }
        if versions.len() > known.len() {
            return Err(Error::failed("the schema is newer than this program"));
        }
        Ok(())
    }

    /// Closes all connections; SQLite then moves what is in its log into the file.
    pub async fn close(&self) {
        for pool in [&self.inner.reader, &self.inner.writer] {
            if let Err(cause) = pool.close_by_ref().await {
                tracing::warn!(%cause, "closing the database");
            }
        }
    }

    /// Goes up with everything that this process changes, once it is done. What was read between two equal
    /// answers shows all that this process did before the first.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.inner.changes.load(Ordering::SeqCst)
    }

    /// Tells those who keep what they read that it may be out of date.
    pub(crate) fn note_change(&self) {
        self.inner.changes.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.inner.reader.get_database_backend()
    }

    /// Where queries go.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    /// Where an import begins its own transaction.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }

    pub(crate) fn totals(&self) -> &TotalsCache {
        &self.inner.totals
    }

    /// Begins a transaction that writes; on SQLite as one that has the right to from the start, because one
    /// that reads first fails at once where another wrote meanwhile.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.backend() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.inner.writer.begin_with_options(options).await?)
    }
}

/// Runs a command in one transaction, and all of it again where another one was in the way. The command
/// must do nothing outside the transaction; its `?` and `return` leave the command alone.
///
/// A macro, because a closure that lends its transaction cannot promise to be `Send`.
macro_rules! transaction {
    ($db:expr, |$tx:ident| $command:expr) => {{
        let mut attempts = crate::connect::Attempts::begin();
        loop {
            let result = match $db.begin().await {
                Ok(transaction) => {
                    let $tx = &transaction;
                    let result: crate::Result<_> = async { $command }.await;
                    crate::connect::end($db, transaction, result).await
                }
                Err(error) => Err(error),
            };
            match result {
                Err(error) if attempts.try_again(&error).await => {}
                result => break result,
            }
        }
    }};
}
pub(crate) use transaction;

/// Commits what succeeded and rolls back what did not. The one place where changes come into force.
pub(crate) async fn end<T>(db: &Db, tx: DatabaseTransaction, result: Result<T>) -> Result<T> {
    if result.is_ok() {
        let committed = tx.commit().await;
        // Even a commit that failed may have been done.
        db.note_change();
        committed?;
    } else if let Err(cause) = tx.rollback().await {
        tracing::warn!(%cause, "rolling back");
    }
    result
}

/// How often and how long a command has been tried.
#[derive(Debug)]
pub(crate) struct Attempts {
    begun: Instant,
    pause: Duration,
}

impl Attempts {
    pub(crate) fn begin() -> Self {
        Self {
            begun: Instant::now(),
            pause: Duration::from_millis(2),
        }
    }

    /// Waits a little where the error may pass. Answers whether to try again.
    pub(crate) async fn try_again(&mut self, error: &Error) -> bool {
        let again = error.is_passing() && self.begun.elapsed() < PATIENCE;
        if again {
            tokio::time::sleep(self.pause.mul_f64(0.5 + rand::random::<f64>())).await;
            self.pause = (self.pause * 2).min(Duration::from_millis(250));
        }
        again
    }
}

/// What both databases share: no statement is logged unless it takes a second.
fn options(url: &str, connections: u32) -> Result<ConnectOptions> {
    let as_text = |level: &dyn std::fmt::Display| Error::failed(level.to_string());
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        // A connection is pinged when it is given back.
        .test_before_acquire(false)
        .sqlx_logging_level("trace".parse().map_err(|e| as_text(&e))?)
        .sqlx_slow_statements_logging_settings(
            "warn".parse().map_err(|e| as_text(&e))?,
            Duration::from_secs(1),
        );
    Ok(options)
}

/// One connection is the writer; several only read.
async fn sqlite(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = options(url, connections)?;
    options
        .min_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None);
    options.map_sqlx_sqlite_opts(move |opts: SqliteConnectOptions| {
        let opts = opts
            .foreign_keys(true)
            // NORMAL would lose acknowledged commits when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .row_buffer_size(512)
            .pragma("mmap_size", "2147483648")
            .pragma("temp_store", "memory");
        if connections == 1 {
            opts.journal_mode(SqliteJournalMode::Wal)
                .pragma("cache_size", "-65536")
                .pragma("journal_size_limit", "67108864")
        } else {
            opts.create_if_missing(false)
                .pragma("cache_size", "-16384")
                .pragma("query_only", "on")
        }
    });
    Ok(Database::connect(options).await?)
}

async fn postgres(url: &str) -> Result<DatabaseConnection> {
    let mut options = options(url, POSTGRES_CONNECTIONS)?;
    options
        .min_connections(2)
        .set_application_name("understory")
        .idle_timeout(Duration::from_secs(600));
    Ok(Database::connect(options).await?)
}
