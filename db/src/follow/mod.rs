//! Following members, projects and challenges.

mod list;
mod news;

pub use list::{Followed, list_following};
pub use news::{Recommended, list_followed_recommendations, list_followed_records};

use crate::connect::transaction;
use crate::pace::{self, Act};
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::MemberId;
use domain::follow::{FOLLOWS_MAX, FollowError, Subject};
use sea_orm::DatabaseTransaction;

/// Follows, or no longer; both are idempotent.
///
/// # Errors
/// [`Error::NotFound`] where there is no such member, project or challenge; [`FollowError`];
/// [`Error::TooOften`] past 120 an hour.
pub async fn set_follow(db: &Db, member: MemberId, subject: Subject, on: bool) -> Result<()> {
    if subject == Subject::Member(member) {
        return Err(FollowError::Oneself.into());
    }
    transaction!(db, |tx| {
        if !on {
            let sql = "DELETE FROM follow WHERE member_id = $1 AND kind = $2 AND subject_id = $3";
            sql::run(tx, sql, values![member.0, subject.kind(), subject.id()]).await?;
            return Ok(());
        }
        pace::wait(tx, member).await?;
        check_there(tx, subject).await?;
        let sql = "INSERT INTO follow (member_id, kind, subject_id, created_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let new = values![member.0, subject.kind(), subject.id(), Timestamp::now()];
        if sql::run(tx, sql, new).await? == 0 {
            return Ok(());
        }
        pace::note(tx, member, Act::Follow).await?;
        let sql = "SELECT count(*) FROM follow WHERE member_id = $1";
        let count: i64 = sql::scalar(tx, sql, values![member.0]).await?;
        if count > FOLLOWS_MAX {
            return Err(FollowError::TooMany.into());
        }
        Ok(())
    })
}

async fn check_there(tx: &DatabaseTransaction, subject: Subject) -> Result<()> {
    let sql = match subject {
        Subject::Member(_) => "SELECT 1 FROM member WHERE id = $1",
        Subject::Project(_) => "SELECT 1 FROM project WHERE id = $1",
        Subject::Challenge(_) => "SELECT 1 FROM challenge WHERE id = $1",
    };
    match sql::first(tx, sql, values![subject.id()]).await? {
        Some(_) => Ok(()),
        None => Err(Error::NotFound),
    }
}

/// What is followed, as its page tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Following {
    /// What it is.
    pub subject: Subject,
    /// How many follow it.
    pub follower_count: i64,
    /// Whether whoever looks is one of them.
    pub is_followed: bool,
}

/// How many follow something, and whether the viewer does.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_following(
    db: &Db,
    viewer: Option<MemberId>,
    subject: Subject,
) -> Result<Following> {
    let sql = "SELECT (SELECT count(*) FROM follow WHERE kind = $1 AND subject_id = $2),
        (SELECT count(*) FROM follow WHERE member_id = $3 AND kind = $1 AND subject_id = $2)";
    let viewer = viewer.map_or(0, |viewer| viewer.0);
    let row = sql::first(
        db.reader(),
        sql,
        values![subject.kind(), subject.id(), viewer],
    )
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Following {
        subject,
        follower_count: columns.take()?,
        is_followed: columns.take::<i64>()? > 0,
    })
}

/// How many members a member follows.
///
/// # Errors
/// [`Error::Database`].
pub async fn count_followed_members(db: &Db, member: MemberId) -> Result<i64> {
    let sql = "SELECT count(*) FROM follow WHERE member_id = $1 AND kind = 'member'";
    sql::scalar(db.reader(), sql, values![member.0]).await
}
