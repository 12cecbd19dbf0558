//! Starting, editing, closing a shortlist, and taking a record off it.

use super::check_curator;
use crate::connect::transaction;
use crate::session::Viewer;
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Conflict, Db, Error, Result, Timestamp};
use domain::curation::{CurationError, Heading, Step};
use domain::{MemberId, ProjectId, RecordId, ShortlistId};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Starts a shortlist.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator, or where there is no such project.
pub async fn start_shortlist(
    db: &Db,
    viewer: &Viewer,
    heading: &Heading,
    project: Option<ProjectId>,
) -> Result<ShortlistId> {
    check_curator(viewer)?;
    transaction!(db, |tx| {
        check_project(tx, project).await?;
        let now = Timestamp::now();
        let sql =
            "INSERT INTO shortlist (title, body, project_id, started_by, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $5) RETURNING id";
        let values = values![
            heading.title.as_str(),
            heading.body.as_str(),
            project.map(|id| id.0),
            viewer.member.0,
            now
        ];
        let id = ShortlistId(sql::scalar(tx, sql, values).await?);
        note(tx, id, None, viewer.member, Step::Started, "").await?;
        Ok(id)
    })
}

/// Changes title, brief and project. `version` is the one that the form was opened with.
///
/// # Errors
/// [`Error::NotFound`], [`Conflict::ChangedMeanwhile`], [`CurationError::Closed`].
pub async fn edit_shortlist(
    db: &Db,
    viewer: &Viewer,
    id: ShortlistId,
    version: i64,
    heading: &Heading,
    project: Option<ProjectId>,
) -> Result<()> {
    check_curator(viewer)?;
    transaction!(db, |tx| {
        hold(tx, id).await?.check_version(version)?.check_open()?;
        check_project(tx, project).await?;
        let sql = "UPDATE shortlist SET title = $2, body = $3, project_id = $4, updated_at = $5,
            version = version + 1 WHERE id = $1";
        let (title, body) = (heading.title.as_str(), heading.body.as_str());
        let project = project.map(|id| id.0);
        sql::run(
            tx,
            sql,
            values![id.0, title, body, project, Timestamp::now()],
        )
        .await?;
        Ok(())
    })
}

/// Closes a shortlist, so that nothing on it changes any more, or opens it again.
///
/// # Errors
/// [`Error::NotFound`], [`Conflict::ChangedMeanwhile`], [`Conflict::AlreadyDone`].
pub async fn close_shortlist(
    db: &Db,
    viewer: &Viewer,
    id: ShortlistId,
    version: i64,
    close: bool,
    reason: &str,
) -> Result<()> {
    check_curator(viewer)?;
    transaction!(db, |tx| {
        let held = hold(tx, id).await?;
        if held.closed == close {
            return Err(Conflict::AlreadyDone.into());
        }
        held.check_version(version)?;
        let now = Timestamp::now();
        let sql = "UPDATE shortlist SET closed_at = $2, updated_at = $3, version = version + 1
            WHERE id = $1";
        sql::run(tx, sql, values![id.0, close.then_some(now.0), now]).await?;
        let step = if close { Step::Closed } else { Step::Reopened };
        note(tx, id, None, viewer.member, step, reason).await
    })
}

/// Takes a record off, with the reason; its votes go, and stay in the trail.
///
/// # Errors
/// [`Error::NotFound`], also where it is not on the list; [`CurationError::Closed`].
pub async fn remove_record(
    db: &Db,
    viewer: &Viewer,
    id: ShortlistId,
    record: RecordId,
    reason: &str,
) -> Result<()> {
    check_curator(viewer)?;
    transaction!(db, |tx| {
        hold(tx, id).await?.check_open()?;
        let sql = "DELETE FROM shortlist_record WHERE shortlist_id = $1 AND record_id = $2";
        if sql::run(tx, sql, values![id.0, record.0]).await? == 0 {
            return Err(Error::NotFound);
        }
        touch(tx, id, -1).await?;
        note(tx, id, Some(record), viewer.member, Step::Removed, reason).await
    })
}

/// A shortlist as it stands within a transaction.
pub(super) struct Held {
    version: i64,
    closed: bool,
}

impl Held {
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`].
    fn check_version(self, version: i64) -> Result<Self> {
        if self.version == version {
            Ok(self)
        } else {
            Err(Conflict::ChangedMeanwhile.into())
        }
    }

    /// # Errors
    /// [`CurationError::Closed`].
    pub(super) fn check_open(self) -> Result<()> {
        if self.closed {
            Err(CurationError::Closed.into())
        } else {
            Ok(())
        }
    }
}

/// Finds a shortlist and holds it until the transaction ends: whatever is done on it is done one after another.
pub(super) async fn hold(tx: &DatabaseTransaction, id: ShortlistId) -> Result<Held> {
    let hold = sql::for_update(tx);
    let sql = format!("SELECT version, closed_at FROM shortlist WHERE id = $1{hold}");
    let row = sql::first(tx, sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Held {
        version: columns.take()?,
        closed: columns.maybe_time()?.is_some(),
    })
}

/// Notes that something was done on it, and with how many records more or less.
pub(super) async fn touch(tx: &DatabaseTransaction, id: ShortlistId, records: i64) -> Result<()> {
    let sql = "UPDATE shortlist SET record_count = record_count + $2, updated_at = $3
        WHERE id = $1";
    sql::run(tx, sql, values![id.0, records, Timestamp::now()]).await?;
    Ok(())
}

/// Adds a step to the selection trail.
pub(super) async fn note(
    tx: &DatabaseTransaction,
    id: ShortlistId,
    record: Option<RecordId>,
    by: MemberId,
    step: Step,
    reason: &str,
) -> Result<()> {
    let sql = "INSERT INTO shortlist_event (shortlist_id, record_id, member_id, what, reason, at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let record = record.map(|record| record.0);
    let values = values![id.0, record, by.0, step.as_str(), reason, Timestamp::now()];
    sql::run(tx, sql, values).await?;
    Ok(())
}

/// The same step for many records at once.
pub(super) async fn note_each(
    tx: &DatabaseTransaction,
    id: ShortlistId,
    records: &[RecordId],
    by: MemberId,
    step: Step,
    reason: &str,
) -> Result<()> {
    let backend = tx.get_database_backend();
    let among = is_among(backend, "r.id", 6);
    let sql = format!(
        "INSERT INTO shortlist_event (shortlist_id, record_id, member_id, what, reason, at)
         SELECT CAST($1 AS BIGINT), r.id, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT)
         FROM record r WHERE {among} ORDER BY r.id"
    );
    let list = id_list(backend, records.iter().map(|record| record.0));
    let values = values![id.0, by.0, step.as_str(), reason, Timestamp::now(), list];
    sql::run(tx, sql, values).await?;
    Ok(())
}

async fn check_project(tx: &DatabaseTransaction, project: Option<ProjectId>) -> Result<()> {
    if let Some(id) = project {
        let sql = "SELECT id FROM project WHERE id = $1";
        sql::first(tx, sql, values![id.0])
            .await?
            .ok_or(Error::NotFound)?;
    }
    Ok(())
}
