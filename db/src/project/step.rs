//! The steps of a project.

use super::{StepView, hold_led};
use crate::connect::transaction;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Conflict, Db, Error, Result};
use domain::ProjectId;
use domain::project::{ProjectError, STEPS_MAX, StepForm};
use sea_orm::ConnectionTrait;

/// What is to become of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepChange {
    /// It says something else.
    Edit {
        /// The version that the form was opened with.
        version: i64,
        /// What it says now.
        form: StepForm,
    },
    /// It comes before the one above it.
    Up,
    /// It comes after the one below it.
    Down,
    /// It goes.
    Remove {
        /// The version that was shown.
        version: i64,
    },
}

/// Adds a step at the end.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], or [`ProjectError::TooManySteps`].
pub async fn add_step(db: &Db, viewer: &Viewer, id: ProjectId, form: &StepForm) -> Result<()> {
    transaction!(db, |tx| {
        hold_led(tx, viewer, id).await?;
        let steps = of_project(tx, id).await?;
        if steps.len() >= STEPS_MAX {
            return Err(ProjectError::TooManySteps.into());
        }
        sql::run(
            tx,
            "INSERT INTO project_step (project_id, position, title, body, status)
             SELECT $1, coalesce(max(position) + 1, 0), $2, $3, $4
             FROM project_step WHERE project_id = $1",
            values![id.0, &form.title, &form.body, form.status.as_str()],
        )
        .await?;
        Ok(())
    })
}

/// Changes, moves or removes a step. What it says is changed, and it is removed, only as it was shown.
///
/// # Errors
/// [`Error::NotFound`] also for a step of another project, [`Error::Forbidden`], [`Conflict::ChangedMeanwhile`].
pub async fn change_step(
    db: &Db,
    viewer: &Viewer,
    id: ProjectId,
    step: i64,
    change: &StepChange,
) -> Result<()> {
    transaction!(db, |tx| {
        hold_led(tx, viewer, id).await?;
        let steps = of_project(tx, id).await?;
        let at = steps.iter().position(|known| known.id == step);
        let at = at.ok_or(Error::NotFound)?;
        let mut order: Vec<i64> = steps.iter().map(|known| known.id).collect();
        match change {
            StepChange::Edit { version, .. } | StepChange::Remove { version }
                if *version != steps[at].version =>
            {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            StepChange::Edit { form, .. } => {
                let sql = "UPDATE project_step
                    SET title = $2, body = $3, status = $4, version = version + 1 WHERE id = $1";
                let values = values![step, &form.title, &form.body, form.status.as_str()];
                sql::run(tx, sql, values).await?;
                return Ok(());
            }
            StepChange::Remove { .. } => {
                sql::run(tx, "DELETE FROM project_step WHERE id = $1", values![step]).await?;
                return Ok(());
            }
            StepChange::Up if at > 0 => order.swap(at - 1, at),
            StepChange::Down if at + 1 < order.len() => order.swap(at, at + 1),
            StepChange::Up | StepChange::Down => return Ok(()),
        }
        for (position, step) in (0_i64..).zip(order) {
            let sql = "UPDATE project_step SET position = $2 WHERE id = $1";
            sql::run(tx, sql, values![step, position]).await?;
        }
        Ok(())
    })
}

/// The steps in their order.
pub(super) async fn of_project<C: ConnectionTrait>(on: &C, id: ProjectId) -> Result<Vec<StepView>> {
    let sql = "SELECT id, title, body, status, version FROM project_step
        WHERE project_id = $1 ORDER BY position, id";
    let rows = sql::all(on, sql, values![id.0]).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok(StepView {
                id: columns.take()?,
                title: columns.take()?,
                body: columns.take()?,
                status: columns.word()?,
                version: columns.take()?,
            })
        })
        .collect()
}
