//! What can go wrong with a query or a command.

use domain::Rule;
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

impl<R: Into<Rule>> From<R> for Error {
    fn from(rule: R) -> Self {
        Self::Rule(rule.into())
    }
}
