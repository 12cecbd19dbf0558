//! Reading what one was told.

use super::list::{self, COLUMNS, JOINS, Notification};
use crate::connect::transaction;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::notification::Kind;
use domain::{MemberId, NotificationId};

/// More unread ones are not counted.
pub const UNREAD_MAX: i64 = 100;

/// How many the member has not read yet, at most [`UNREAD_MAX`].
///
/// # Errors
/// [`Error::Database`].
pub async fn count_unread(db: &Db, member: MemberId) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM notification
        WHERE member_id = $1 AND in_page AND read_at IS NULL LIMIT $2) AS unread";
    sql::scalar(db.reader(), sql, values![member.0, UNREAD_MAX]).await
}

/// What the bell of a member's pages shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bell {
    /// How many the member has not read yet, at most [`UNREAD_MAX`].
    pub unread: i64,
    /// The latest notification of all: what comes behind it is new.
    pub latest: NotificationId,
}

impl Default for Bell {
    fn default() -> Self {
        Self {
            unread: 0,
            latest: NotificationId(0),
        }
    }
}

/// Reads it in one query.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_bell(db: &Db, member: MemberId) -> Result<Bell> {
    let sql = "SELECT (SELECT count(*) FROM (SELECT 1 FROM notification
            WHERE member_id = $1 AND in_page AND read_at IS NULL LIMIT $2) AS unread),
        (SELECT coalesce(max(id), 0) FROM notification)";
    let row = sql::first(db.reader(), sql, values![member.0, UNREAD_MAX]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Bell {
        unread: columns.take()?,
        latest: NotificationId(columns.take()?),
    })
}

/// Marks one of the member's own as read and answers it; with a heart, all hearts of the record until then.
///
/// # Errors
/// [`Error::NotFound`] for another's.
pub async fn open_notification(
    db: &Db,
    member: MemberId,
    id: NotificationId,
) -> Result<Notification> {
    transaction!(db, |tx| {
        let sql = format!(
            "SELECT {COLUMNS} FROM notification n {JOINS} WHERE n.id = $1 AND n.member_id = $2 AND n.in_page"
        );
        let row = sql::first(tx, sql, values![id.0, member.0]).await?;
        let opened = list::read(&row.ok_or(Error::NotFound)?)?;
        let now = Timestamp::now();
        if let (Kind::Hearted, Some(record)) = (opened.kind, &opened.record) {
            let sql = "UPDATE notification SET read_at = $3
                WHERE member_id = $1 AND in_page AND read_at IS NULL AND id <= $2
                    AND event_id IN (SELECT id FROM event WHERE record_id = $4 AND kind = 'hearted')";
            let hearts = values![member.0, id.0, now, record.id.0];
            sql::run(tx, sql, hearts).await?;
        } else {
            let sql = "UPDATE notification SET read_at = $2 WHERE id = $1 AND read_at IS NULL";
            sql::run(tx, sql, values![id.0, now]).await?;
        }
        Ok(opened)
    })
}

/// Marks all of the member's own up to one as read; what is told meanwhile stays unread.
///
/// # Errors
/// [`Error::Database`].
pub async fn mark_all_read(db: &Db, member: MemberId, up_to: NotificationId) -> Result<()> {
    transaction!(db, |tx| {
        let sql = "UPDATE notification SET read_at = $3
            WHERE member_id = $1 AND in_page AND read_at IS NULL AND id <= $2";
        sql::run(tx, sql, values![member.0, up_to.0, Timestamp::now()]).await?;
        Ok(())
    })
}
