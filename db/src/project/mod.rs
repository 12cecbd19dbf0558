//! Projects: starting and leading them, their steps and updates, and members' ratings.

mod command;
mod leader;
mod query;
mod rating;
mod step;
mod update;

pub use command::{edit, set_closed, start};
pub use leader::{add_leader, list_leading, remove_leader};
pub use query::{ProjectSort, find, list, list_titles};
pub use rating::{find_rating, rate};
pub use step::{StepChange, add_step, change_step};
pub use update::{edit_update, list_updates, take_back_update, write_update};

use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Error, Result, Timestamp};
use domain::project::{Status, StepStatus};
use domain::{Handle, MemberId, ProjectId, Role};
use sea_orm::DatabaseTransaction;

/// A member by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: MemberId,
    /// The handle.
    pub handle: Handle,
    /// The name.
    pub name: String,
}

/// A project in a list.
#[derive(Clone, Debug)]
pub struct ProjectCard {
    /// The id.
    pub id: ProjectId,
    /// The title.
    pub title: String,
    /// The first characters of its text.
    pub excerpt: String,
    /// Whether it goes on.
    pub status: Status,
    /// Who leads it, in the order in which they came.
    pub leaders: Vec<Person>,
    /// How many challenges it issued.
    pub challenge_count: i64,
    /// How many members rated it.
    pub rating_count: i64,
    /// The sum of their stars.
    pub rating_sum: i64,
    /// See [`domain::project::score`].
    pub score: i64,
    /// When it was started.
    pub created_at: Timestamp,
}

/// All of one project but its updates and challenges, which are lists.
#[derive(Clone, Debug)]
pub struct ProjectView {
    /// What lists show.
    pub card: ProjectCard,
    /// Markdown; may be empty.
    pub body: String,
    /// Its steps, in their order.
    pub steps: Vec<StepView>,
    /// Grows with every change of title and text; handed back with an edit.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    /// The id.
    pub id: i64,
    /// What is to be done.
    pub title: String,
    /// Markdown; may be empty.
    pub body: String,
    /// Where it stands.
    pub status: StepStatus,
    /// Grows with every change of what it says; handed back with an edit.
    pub version: i64,
}

/// What a project wrote of its progress.
#[derive(Clone, Debug)]
pub struct UpdateView {
    /// The id.
    pub id: i64,
    /// Who wrote it.
    pub author: Person,
    /// Markdown.
    pub body: String,
    /// When.
    pub created_at: Timestamp,
    /// When its author last changed it, if ever.
    pub edited_at: Option<Timestamp>,
    /// Grows with every change; handed back with an edit.
    pub version: i64,
}

impl ProjectView {
    /// Whether the viewer may do what leaders do.
    #[must_use]
    pub fn is_led_by(&self, viewer: &Viewer) -> bool {
        let leads = |leader: &Person| leader.id == viewer.member;
        viewer.role == Role::Admin || self.card.leaders.iter().any(leads)
    }
}

/// The next columns as a member: id, handle, name.
pub(crate) fn read_person(columns: &mut Columns<'_>) -> Result<Person> {
    Ok(Person {
        id: MemberId(columns.take()?),
        handle: columns.handle()?,
        name: columns.take()?,
    })
}

/// The next column as a word of a project's.
fn read_status(columns: &mut Columns<'_>) -> Result<Status> {
    columns.word()
}

/// A project as it stands within a transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) status: Status,
    version: i64,
    rating_count: i64,
    rating_sum: i64,
}

/// Finds a project and holds it until the transaction ends, so that whoever changes it waits.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn hold(tx: &DatabaseTransaction, id: ProjectId) -> Result<Held> {
    let hold = sql::for_update(tx);
    let sql = format!(
        "SELECT status, version, rating_count, rating_sum FROM project WHERE id = $1{hold}"
    );
    let row = sql::first(tx, sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Held {
        status: read_status(&mut columns)?,
        version: columns.take()?,
        rating_count: columns.take()?,
        rating_sum: columns.take()?,
    })
}

/// Holds a project for one who leads it; an admin may do what leaders do.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Forbidden`] for others.
pub(crate) async fn hold_led(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ProjectId,
) -> Result<Held> {
    let held = hold(tx, id).await?;
    let sql = "SELECT 1 FROM project_leader WHERE project_id = $1 AND member_id = $2";
    let leads = viewer.role == Role::Admin
        || sql::first(tx, sql, values![id.0, viewer.member.0])
            .await?
            .is_some();
    if leads {
        Ok(held)
    } else {
        Err(Error::Forbidden)
    }
}
