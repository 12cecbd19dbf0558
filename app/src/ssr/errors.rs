//! From errors below to the one that people see; causes are logged here, once.

use crate::AppError;
use db::error::{Conflict, Error};

/// What a person is told of a failure of the database or of a query.
pub(super) fn from_db(error: Error) -> AppError {
    match error {
        Error::NotFound => AppError::NotFound,
        Error::Forbidden => AppError::Forbidden,
        Error::Conflict(Conflict::HandleTaken) => AppError::HandleTaken,
        Error::Conflict(Conflict::ChangedMeanwhile) => AppError::ChangedMeanwhile,
        Error::Conflict(Conflict::AlreadyDone) => AppError::AlreadyDone,
        Error::Rule(rule) => AppError::Rule(rule),
        Error::TooOften { retry_after } => AppError::TooOften { retry_after },
        Error::QuotaFull { used, limit } => AppError::QuotaFull { used, limit },
        Error::Database(cause) => internal(&cause.to_string()),
    }
}

/// Logs a cause and answers with the reference under which it is found.
#[must_use]
pub fn internal(cause: &str) -> AppError {
    let micros = db::Timestamp::now().0.unsigned_abs();
    let reference = format!("{:08x}", micros & 0xffff_ffff);
    tracing::error!(reference, cause, "a request failed");
    AppError::Internal { reference }
}
