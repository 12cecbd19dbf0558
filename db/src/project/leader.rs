//! Who leads a project.

use super::hold_led;
use crate::connect::transaction;
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Result, Timestamp};
use domain::notification::Kind;
use domain::project::{LEADERS_MAX, ProjectError, check_leader_goes};
use domain::text::{Field, TextError};
use domain::{Handle, MemberId, ProjectId};

/// Makes a member a leader, by handle.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Forbidden`], [`crate::Error::TooOften`] past 20 changes of leaders an
/// hour, or [`ProjectError`].
pub async fn add_leader(db: &Db, viewer: &Viewer, id: ProjectId, handle: &str) -> Result<()> {
    let typed = handle.trim().trim_start_matches('@');
    if typed.is_empty() {
        return Err(TextError::Empty(Field::Leader).into());
    }
    let handle: Handle = typed
        .parse()
        .map_err(|_| crate::Error::from(ProjectError::UnknownMember))?;
    transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        hold_led(tx, viewer, id).await?;
        let sql = "SELECT id FROM member WHERE handle = $1 AND suspended_at IS NULL";
        let found = sql::first(tx, sql, values![handle.as_str()]).await?;
        let member: i64 = found
            .ok_or(ProjectError::UnknownMember)?
            .try_get_by_index(0)?;
        let sql = "SELECT count(*) FROM project_leader WHERE project_id = $1";
        let count: i64 = sql::scalar(tx, sql, values![id.0]).await?;
        if count >= LEADERS_MAX as i64 {
            return Err(ProjectError::TooManyLeaders.into());
        }
        let added = sql::run(
            tx,
            "INSERT INTO project_leader (project_id, member_id, added_at) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
            values![id.0, member, Timestamp::now()],
        )
        .await?;
        if added == 0 {
            return Err(ProjectError::LeadsAlready.into());
        }
        // Whoever is added is told at once.
        pace::note(tx, viewer.member, Act::Leader).await?;
        let mut event = Event::new(Kind::LeaderAdded, viewer.member);
        event.member = Some(MemberId(member));
        event.project = Some(id);
        tell(tx, event).await
    })
}

/// Takes a leader away, oneself as well; never the last. Idempotent.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Forbidden`], [`crate::Error::TooOften`] as [`add_leader`], or
/// [`ProjectError::LastLeader`].
pub async fn remove_leader(
    db: &Db,
    viewer: &Viewer,
    id: ProjectId,
    member: MemberId,
) -> Result<()> {
    transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        hold_led(tx, viewer, id).await?;
        let sql = "DELETE FROM project_leader WHERE project_id = $1 AND member_id = $2";
        if sql::run(tx, sql, values![id.0, member.0]).await? == 0 {
            return Ok(());
        }
        let sql = "SELECT count(*) FROM project_leader WHERE project_id = $1";
        let left: i64 = sql::scalar(tx, sql, values![id.0]).await?;
        check_leader_goes(left + 1)?;
        pace::note(tx, viewer.member, Act::Leader).await
    })
}

/// The open projects that a member leads, by title: in which they may issue a challenge. At most 100.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_leading(db: &Db, member: MemberId) -> Result<Vec<(ProjectId, String)>> {
    let rows = sql::all(
        db.reader(),
        "SELECT p.id, p.title FROM project_leader l JOIN project p ON p.id = l.project_id
         WHERE l.member_id = $1 AND p.status = 'open' ORDER BY p.title, p.id LIMIT 100",
        values![member.0],
    )
    .await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok((ProjectId(columns.take()?), columns.take()?))
        })
        .collect()
}

/// The leaders of these projects, each with theirs in the order in which they came.
pub(super) async fn of_projects(
    db: &Db,
    projects: &[i64],
) -> Result<std::collections::HashMap<i64, Vec<super::Person>>> {
    let among = sql::is_among(db.backend(), "l.project_id", 1);
    let sql = format!(
        "SELECT l.project_id, m.id, m.handle, m.name
         FROM project_leader l JOIN member m ON m.id = l.member_id
         WHERE {among} ORDER BY l.added_at, m.id"
    );
    let list = sql::id_list(db.backend(), projects.iter().copied());
    let mut leaders = std::collections::HashMap::<i64, Vec<_>>::new();
    for row in &sql::all(db.reader(), sql, values![list]).await? {
        let mut columns = Columns::of(row);
        let project = columns.take()?;
        let person = super::read_person(&mut columns)?;
        leaders.entry(project).or_default().push(person);
    }
    Ok(leaders)
}
