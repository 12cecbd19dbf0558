//! Starting, changing and closing projects.

use super::hold_led;
use crate::connect::transaction;
use crate::pace::{self, Act};
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Conflict, Db, Result, Timestamp};
use domain::ProjectId;
use domain::project::{ProjectForm, Status, score};

/// Starts a project; who starts it leads it.
///
/// # Errors
/// [`crate::Error::TooOften`] past 10 an hour.
pub async fn start(db: &Db, viewer: &Viewer, form: &ProjectForm) -> Result<ProjectId> {
    transaction!(db, |tx| {
        pace::count(tx, viewer.member, Act::Project).await?;
        let now = Timestamp::now();
        let id = sql::scalar(
            tx,
            "INSERT INTO project (title, body, status, started_by, score, created_at, updated_at)
             VALUES ($1, $2, 'open', $3, $4, $5, $5) RETURNING id",
            values![&form.title, &form.body, viewer.member.0, score(0, 0), now],
        )
        .await?;
        let sql =
            "INSERT INTO project_leader (project_id, member_id, added_at) VALUES ($1, $2, $3)";
        sql::run(tx, sql, values![id, viewer.member.0, now]).await?;
        Ok(ProjectId(id))
    })
}

/// Changes title and text. `version` is the one the form was opened with.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Forbidden`] for who does not lead it,
/// [`crate::Conflict::ChangedMeanwhile`].
pub async fn edit(
    db: &Db,
    viewer: &Viewer,
    id: ProjectId,
    version: i64,
    form: &ProjectForm,
) -> Result<()> {
    transaction!(db, |tx| {
        let held = hold_led(tx, viewer, id).await?;
        if held.version != version {
            return Err(Conflict::ChangedMeanwhile.into());
        }
        sql::run(
            tx,
            "UPDATE project SET title = $2, body = $3, updated_at = $4, version = version + 1
             WHERE id = $1",
            values![id.0, &form.title, &form.body, Timestamp::now()],
        )
        .await?;
        Ok(())
    })
}

/// Closes a project, or opens it again; both are idempotent.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Forbidden`].
pub async fn set_closed(db: &Db, viewer: &Viewer, id: ProjectId, closed: bool) -> Result<()> {
    transaction!(db, |tx| {
        let held = hold_led(tx, viewer, id).await?;
        let status = if closed { Status::Closed } else { Status::Open };
        if held.status == status {
            return Ok(());
        }
        let now = Timestamp::now();
        sql::run(
            tx,
            "UPDATE project SET status = $2, closed_at = $3, updated_at = $4 WHERE id = $1",
            values![id.0, status.as_str(), closed.then_some(now.0), now],
        )
        .await?;
        Ok(())
    })
}
