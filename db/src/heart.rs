//! Hearts: a member's public liking of a record, once.

use crate::connect::transaction;
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::sql::{self, values};
use crate::{Db, Error, Result, Timestamp};
use domain::notification::Kind;
use domain::{MemberId, RecordId};
use sea_orm::DatabaseTransaction;

/// Puts a heart or takes it back; both are idempotent. Answers the record's count of hearts after it.
///
/// # Errors
/// [`crate::Error::NotFound`] where the record is not published; [`crate::Error::TooOften`] past 120 an hour.
pub async fn set_heart(db: &Db, member: MemberId, record: RecordId, on: bool) -> Result<i64> {
    transaction!(db, |tx| {
        let changed = if on {
            let put = put(tx, member, record).await?;
            if put > 0 {
                let mut event = Event::new(Kind::Hearted, member);
                event.record = Some(record);
                tell(tx, event).await?;
            }
            put
        } else {
            // What was said along with it goes, too.
            let sql = "DELETE FROM heart WHERE record_id = $1 AND member_id = $2";
            sql::run(tx, sql, values![record.0, member.0]).await?
        };
        let change = if on { 1 } else { -1 };
        count_change(tx, record, if changed == 0 { 0 } else { change }).await
    })
}

/// Puts a heart. Answers how many were put: one, or none where it was there.
pub(crate) async fn put(
    tx: &DatabaseTransaction,
    member: MemberId,
    record: RecordId,
) -> Result<u64> {
    pace::wait(tx, member).await?;
    let sql = "INSERT INTO heart (record_id, member_id, created_at)
        SELECT r.id, $2, $3 FROM record r WHERE r.id = $1 AND r.status = 'published'
        ON CONFLICT DO NOTHING";
    let put = sql::run(tx, sql, values![record.0, member.0, Timestamp::now()]).await?;
    if put > 0 {
        pace::note(tx, member, Act::Heart).await?;
    }
    Ok(put)
}

/// Counts hearts put or taken back. Answers how many there are.
pub(crate) async fn count_change(
    tx: &DatabaseTransaction,
    record: RecordId,
    change: i64,
) -> Result<i64> {
    let row = sql::first(
        tx,
        "UPDATE record SET heart_count = heart_count + $2
         WHERE id = $1 AND status = 'published' RETURNING heart_count",
        values![record.0, change],
    )
    .await?;
    Ok(row.ok_or(Error::NotFound)?.try_get_by_index(0)?)
}

/// Whether the member hearted the record.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn has_heart(db: &Db, member: MemberId, record: RecordId) -> Result<bool> {
    let sql = "SELECT 1 FROM heart WHERE record_id = $1 AND member_id = $2";
    let row = sql::first(db.reader(), sql, values![record.0, member.0]).await?;
    Ok(row.is_some())
}
