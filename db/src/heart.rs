//! Hearts: a member's public liking of a record, once.

use crate::{Db, Result};
use domain::{MemberId, RecordId};

/// Puts a heart or takes it back; both are idempotent. Answers the record's count of hearts after it.
///
/// # Errors
/// [`crate::Error::NotFound`] where the record is not published; [`crate::Error::TooOften`] past 120 an hour.
pub async fn set_heart(db: &Db, member: MemberId, record: RecordId, on: bool) -> Result<i64> {
    let _ = (db, member, record, on);
    unimplemented!()
}

/// Whether the member hearted the record.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn has_heart(db: &Db, member: MemberId, record: RecordId) -> Result<bool> {
    let _ = (db, member, record);
    unimplemented!()
}
