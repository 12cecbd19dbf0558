//! Dates in the past, for the demonstration world alone: everything else happens when it happens.

use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Db, Error, Result, Timestamp, connect};
use domain::{MemberId, ProjectId, RecordId};

/// The viewer that a member would be if they were signed in.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find_viewer(db: &Db, handle: &str) -> Result<Viewer> {
    let profile = crate::member::find_profile(db, handle).await?;
    Ok(Viewer {
        member: profile.id,
        handle: profile.handle,
        name: profile.name,
        role: profile.role,
        session: domain::SessionId(0),
    })
}

/// Makes a member to have joined at another time.
///
/// # Errors
/// [`Error::Database`].
pub async fn backdate_member(db: &Db, member: MemberId, at: Timestamp) -> Result<()> {
    connect::transaction!(db, |tx| {
        sql::run(
            tx,
            "UPDATE member SET created_at = $2 WHERE id = $1",
            values![member.0, at],
        )
        .await?;
        Ok(())
    })
}

/// Publishes a draft as of another time, which must not lie before its sources', and lets it count for no limit.
///
/// # Errors
/// As [`crate::record::publish`].
pub async fn publish_as_of(db: &Db, viewer: &Viewer, id: RecordId, at: Timestamp) -> Result<()> {
    crate::record::publish_as_of(db, viewer, id, at).await?;
    connect::transaction!(db, |tx| {
        sql::run(
            tx,
            "UPDATE record SET created_at = $2 WHERE id = $1",
            values![id.0, at],
        )
        .await?;
        forget_pace(tx, viewer.member).await
    })
}

/// Makes a project to have been started at another time, its challenges and updates to have followed in the weeks after,
/// what was entered to have come one after the other since, and closed challenges to have been closed on the ninth day.
///
/// # Errors
/// [`Error::Database`].
pub async fn backdate_project(db: &Db, project: ProjectId, at: Timestamp) -> Result<()> {
    const DAY: i64 = 86_400;
    connect::transaction!(db, |tx| {
        for sql in [
            "UPDATE project SET created_at = $2, updated_at = $2 WHERE id = $1",
            "UPDATE project_leader SET added_at = $2 WHERE project_id = $1",
        ] {
            sql::run(tx, sql, values![project.0, at]).await?;
        }
        for sql in [
            "UPDATE challenge SET created_at = $2 + id * 3600000000 WHERE project_id = $1",
            "UPDATE challenge SET closed_at = $2 + 691200000000
             WHERE project_id = $1 AND closed_at IS NOT NULL",
            "UPDATE project_update SET created_at = $2 + id * 604800000000 WHERE project_id = $1",
            "UPDATE contribution SET entered_at = $2 + record_id * 3600000000
             WHERE challenge_id IN (SELECT id FROM challenge WHERE project_id = $1)",
        ] {
            sql::run(tx, sql, values![project.0, at.plus_seconds(DAY)]).await?;
        }
        Ok(())
    })
}

/// Lets what the member did until now count for no limit.
async fn forget_pace(tx: &sea_orm::DatabaseTransaction, member: MemberId) -> Result<()> {
    sql::run(
        tx,
        "DELETE FROM pace WHERE member_id = $1",
        values![member.0],
    )
    .await?;
    Ok::<(), Error>(())
}
