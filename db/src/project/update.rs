//! What projects write of their progress.

use super::{UpdateView, hold, hold_led, read_person};
use crate::connect::transaction;
use crate::cursor::Cursor;
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::record::Page;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Conflict, Db, Error, Result, Timestamp};
use domain::notification::Kind;
use domain::{ProjectId, Role};
use sea_orm::DatabaseTransaction;

/// Writes an update; `body` comes from [`domain::project::parse_update`]. A closed project may still tell how it ended.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::TooOften`] past 20 an hour.
pub async fn write_update(db: &Db, viewer: &Viewer, id: ProjectId, body: &str) -> Result<()> {
    transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        hold_led(tx, viewer, id).await?;
        pace::note(tx, viewer.member, Act::Update).await?;
        let now = Timestamp::now();
        sql::run(
            tx,
            "INSERT INTO project_update (project_id, author_id, body, created_at)
             VALUES ($1, $2, $3, $4)",
            values![id.0, viewer.member.0, body, now],
        )
        .await?;
        let sql = "UPDATE project SET updated_at = $2 WHERE id = $1";
        sql::run(tx, sql, values![id.0, now]).await?;
        let mut event = Event::new(Kind::ProjectUpdated, viewer.member);
        event.project = Some(id);
        tell(tx, event).await
    })
}

/// Changes what an update says, as its author. Nobody is told again.
///
/// # Errors
/// [`Error::NotFound`] also for an update of another project, [`Error::Forbidden`] for all but its author, and for them
/// once they do not lead the project any more; [`Conflict::ChangedMeanwhile`].
pub async fn edit_update(
    db: &Db,
    viewer: &Viewer,
    id: ProjectId,
    update: i64,
    version: i64,
    body: &str,
) -> Result<()> {
    transaction!(db, |tx| {
        hold_led(tx, viewer, id).await?;
        check_author(tx, viewer, id, update, version, false).await?;
        let sql = "UPDATE project_update SET body = $2, edited_at = $3, version = version + 1 WHERE id = $1";
        sql::run(tx, sql, values![update, body, Timestamp::now()]).await?;
        Ok(())
    })
}

/// Takes an update back, as its author or an admin: it is gone.
///
/// # Errors
/// [`Error::NotFound`] also for an update of another project, [`Error::Forbidden`], [`Conflict::ChangedMeanwhile`].
pub async fn take_back_update(
    db: &Db,
    viewer: &Viewer,
    id: ProjectId,
    update: i64,
    version: i64,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, id).await?;
        check_author(tx, viewer, id, update, version, true).await?;
        let sql = "DELETE FROM project_update WHERE id = $1";
        sql::run(tx, sql, values![update]).await?;
        Ok(())
    })
}

/// Whether the update of this project, in this version, is the viewer's own, or they are an admin who may as well.
async fn check_author(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ProjectId,
    update: i64,
    version: i64,
    admins_may: bool,
) -> Result<()> {
    let sql = "SELECT author_id, version FROM project_update WHERE id = $1 AND project_id = $2";
    let row = sql::first(tx, sql, values![update, id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let (author, present): (i64, i64) = (columns.take()?, columns.take()?);
    if author != viewer.member.0 && !(admins_may && viewer.role == Role::Admin) {
        return Err(Error::Forbidden);
    }
    match present == version {
        true => Ok(()),
        false => Err(Conflict::ChangedMeanwhile.into()),
    }
}

/// A project's updates, newest first, a page at a time.
///
/// # Errors
/// [`Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list_updates(
    db: &Db,
    id: ProjectId,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<UpdateView>> {
    let limit = limit.clamp(1, 100);
    let mut values = values![id.0];
    let mut range = "";
    if let Some(text) = after {
        let cursor = Cursor::parse('u', text)?;
        values.extend(values![cursor.key, cursor.id]);
        range = "AND (u.created_at, u.id) < ($2, $3)";
    }
    let sql = format!(
        "SELECT m.id, m.handle, m.name, u.id, u.body, u.created_at, u.edited_at, u.version
         FROM project_update u JOIN member m ON m.id = u.author_id
         WHERE u.project_id = $1 {range}
         ORDER BY u.created_at DESC, u.id DESC LIMIT {}",
        limit + 1
    );
    let mut rows = Vec::new();
    for row in &sql::all(db.reader(), sql, values).await? {
        let mut columns = Columns::of(row);
        rows.push(UpdateView {
            author: read_person(&mut columns)?,
            id: columns.take()?,
            body: columns.take()?,
            created_at: columns.time()?,
            edited_at: columns.maybe_time()?,
            version: columns.take()?,
        });
    }
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|update| {
        let (key, id) = (update.created_at.0, update.id);
        Cursor { key, id }.text('u')
    });
    Ok(Page { rows, next })
}
