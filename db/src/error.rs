//! What can go wrong with a query or a command.

use domain::Rule;
use domain::challenge::ChallengeError;
use domain::claim::ClaimError;
use domain::curation::CurationError;
use domain::follow::FollowError;
use domain::license::LicenseError;
use domain::production::ProductionError;
use domain::project::ProjectError;
use domain::record::RecordError;
use domain::remix::RemixError;
use domain::text::TextError;
use sea_orm::{DbErr, RuntimeErr, sqlx};
use std::fmt;

/// Why a query or a command did not give what was asked for.
#[derive(Debug)]
pub enum Error {
    /// Nothing is there, or the viewer may not know that it is: the two look alike.
    NotFound,
    /// Somebody else was first, or it is done already: a taken handle, an older version.
    Conflict(Conflict),
    /// The viewer is known and the thing is visible, but this may only be done by others.
    Forbidden,
    /// A rule refuses it.
    Rule(Rule),
    /// Too many in a short time; may be tried again after so many seconds.
    TooOften {
        /// Seconds until it may be tried again.
        retry_after: u64,
    },
    /// The member's quota of bytes or files is used up.
    QuotaFull {
        /// Bytes in use.
        used: i64,
        /// Bytes allowed.
        limit: i64,
    },
    /// The database failed; the cause is for the log alone.
    Database(Box<dyn std::error::Error + Send + Sync>),
}

/// What a command collided with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The handle is taken or kept for the site.
    HandleTaken,
    /// It was changed since it was read.
    ChangedMeanwhile,
    /// It is done already and cannot be done twice.
    AlreadyDone,
}

/// The result of a query or a command.
pub type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Conflict(conflict) => write!(f, "conflict: {conflict:?}"),
            Self::Forbidden => f.write_str("not allowed"),
            Self::Rule(rule) => write!(f, "refused by a rule: {rule:?}"),
            Self::TooOften { retry_after } => write!(f, "too often; again in {retry_after} s"),
            Self::QuotaFull { used, limit } => write!(f, "quota full: {used} of {limit} bytes"),
            Self::Database(cause) => write!(f, "database: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

macro_rules! from_rule {
    ($($rule:ty),*) => {$(
        impl From<$rule> for Error {
            fn from(rule: $rule) -> Self {
                Self::Rule(rule.into())
            }
        }
    )*};
}
from_rule!(
    Rule,
    TextError,
    LicenseError,
    RemixError,
    RecordError,
    ProductionError,
    ClaimError,
    CurationError,
    FollowError,
    ProjectError,
    ChallengeError
);

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<DbErr> for Error {
    fn from(cause: DbErr) -> Self {
        Self::Database(Box::new(cause))
    }
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        Self::Database(Box::new(cause))
    }
}

impl Error {
    /// A failure with a cause for the log, such as a row that cannot be.
    pub(crate) fn failed(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Database(cause.into())
    }

    /// Whether the database cannot be reached or is too busy at present: the same may work later.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        let down = |cause: &sqlx::Error| {
            matches!(
                cause,
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed
            )
        };
        let starting_or_stopping = ["57P01", "57P02", "57P03", "53300", "08006", "08001"];
        self.is_passing()
            || self.sqlx().is_some_and(down)
            || self.code_is(&starting_or_stopping)
            || matches!(
                self.db(),
                Some(DbErr::ConnectionAcquire(_) | DbErr::Conn(_))
            )
    }

    /// Whether the disk is full; reading still works.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        self.code_is(&["13", "53100"])
    }

    /// Whether another transaction was in the way, so that the whole command can be tried again:
    /// serialization failure, deadlock, or SQLite's busy and locked.
    pub(crate) fn is_passing(&self) -> bool {
        self.code_is(&["40001", "40P01", "5", "6", "261", "262", "517"])
    }

    /// Whether a unique constraint was in the way.
    pub(crate) fn is_taken(&self) -> bool {
        self.code_is(&["23505", "1555", "2067"])
    }

    fn db(&self) -> Option<&DbErr> {
        match self {
            Self::Database(cause) => cause.downcast_ref(),
            _ => None,
        }
    }

    fn sqlx(&self) -> Option<&sqlx::Error> {
        match (self, self.db()) {
            (
                _,
                Some(
                    DbErr::Exec(RuntimeErr::SqlxError(cause))
                    | DbErr::Query(RuntimeErr::SqlxError(cause))
                    | DbErr::Conn(RuntimeErr::SqlxError(cause)),
                ),
            ) => Some(cause),
            (Self::Database(cause), _) => cause.downcast_ref(),
            _ => None,
        }
    }

    fn code_is(&self, codes: &[&str]) -> bool {
        let code = self
            .sqlx()
            .and_then(sqlx::Error::as_database_error)
            .and_then(sqlx::error::DatabaseError::code);
        code.is_some_and(|code| codes.contains(&code.as_ref()))
    }
}
