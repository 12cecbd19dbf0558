//! What those who listen need: what is new, and for whom.

use super::list::{self, COLUMNS, JOINS, Notification};
use crate::sql::{self, id_list, is_among, values};
use crate::{Db, Error, Result};
use domain::{MemberId, NotificationId};

/// The latest notification of all.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_latest(db: &Db) -> Result<NotificationId> {
    let sql = "SELECT coalesce(max(id), 0) FROM notification";
    Ok(NotificationId(
        sql::scalar(db.reader(), sql, Vec::new()).await?,
    ))
}

/// Which of these members were told something in the page after `after`, up to `up_to`.
///
/// # Errors
/// [`Error::Database`].
pub async fn who_hears(
    db: &Db,
    members: &[MemberId],
    after: NotificationId,
    up_to: NotificationId,
) -> Result<Vec<MemberId>> {
    let sql = format!(
        "SELECT DISTINCT member_id FROM notification
         WHERE {} AND in_page AND id > $2 AND id <= $3",
        is_among(db.backend(), "member_id", 1)
    );
    let list = id_list(db.backend(), members.iter().map(|id| id.0));
    let rows = sql::all(db.reader(), sql, values![list, after.0, up_to.0]).await?;
    rows.iter()
        .map(|row| Ok(MemberId(row.try_get_by_index(0).map_err(Error::from)?)))
        .collect()
}

/// What the member was told in the page after `after`, oldest first; of more than `limit` only the newest.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_news(
    db: &Db,
    member: MemberId,
    after: NotificationId,
    limit: u64,
) -> Result<Vec<Notification>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM notification n {JOINS}
         WHERE n.member_id = $1 AND n.in_page AND n.id > $2 ORDER BY n.id DESC LIMIT $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(db.reader(), sql, values![member.0, after.0, limit]).await?;
    rows.iter().rev().map(list::read).collect()
}
