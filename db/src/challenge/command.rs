//! Issuing, changing and closing challenges.

use super::start::write_sources;
use crate::connect::transaction;
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Conflict, Db, Error, Result, Timestamp, project};
use domain::challenge::{Call, ChallengeError, Pay, Standing, check_deadline};
use domain::notification::Kind;
use domain::project::{ProjectError, Status};
use domain::{ChallengeId, Medium, MemberId, ProjectId, RecordId, Role};
use sea_orm::{DatabaseTransaction, Value};

/// What a form about a challenge holds, checked and cleaned.
#[derive(Clone, Debug)]
pub struct ChallengeForm {
    /// What is asked.
    pub call: Call,
    /// Until when it is open, or `None`.
    pub deadline_at: Option<Timestamp>,
    /// What it pays.
    pub pay: Pay,
    /// Records to start from, without doubles, in their order.
    pub sources: Vec<RecordId>,
}

/// A challenge as it stands within a transaction.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) project: Option<ProjectId>,
    pub(super) issued_by: MemberId,
    pub(super) medium: Option<Medium>,
    pub(super) deadline_at: Option<i64>,
    pub(super) closed_at: Option<i64>,
    contribution_count: i64,
    version: i64,
    pay: Pay,
}

impl Held {
    pub(super) fn standing(&self, now: Timestamp) -> Standing {
        Standing::of(self.closed_at, self.deadline_at, now.0)
    }
}

/// Finds a challenge and holds it until the transaction ends, so that entries and its closing line up.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn hold(tx: &DatabaseTransaction, id: ChallengeId) -> Result<Held> {
    let hold = sql::for_update(tx);
    let sql = format!(
        "SELECT project_id, issued_by, medium, deadline_at, closed_at, contribution_count, version,
            {PAY} FROM challenge h WHERE id = $1{hold}"
    );
    let row = sql::first(tx, sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Held {
        project: columns.take::<Option<i64>>()?.map(ProjectId),
        issued_by: MemberId(columns.take()?),
        medium: read_medium(&mut columns)?,
        deadline_at: columns.take()?,
        closed_at: columns.take()?,
        contribution_count: columns.take()?,
        version: columns.take()?,
        pay: read_pay(&mut columns)?,
    })
}

/// Holds a challenge for one who may change it.
async fn hold_led(tx: &DatabaseTransaction, viewer: &Viewer, id: ChallengeId) -> Result<Held> {
    let held = hold(tx, id).await?;
    if held.issued_by == viewer.member || viewer.role == Role::Admin {
        return Ok(held);
    }
    let sql = "SELECT 1 FROM project_leader WHERE project_id = $1 AND member_id = $2";
    let project = held.project.map(|id| id.0);
    match sql::first(tx, sql, values![project, viewer.member.0]).await? {
        Some(_) => Ok(held),
        None => Err(Error::Forbidden),
    }
}

/// What [`read_pay`] reads, of `challenge h`.
pub(super) const PAY: &str = "h.pay, h.budget, h.currency, h.contributors_expected, h.unused_work";

/// The next columns as pay terms.
pub(super) fn read_pay(columns: &mut Columns<'_>) -> Result<Pay> {
    let (pay, budget): (String, Option<i64>) = (columns.take()?, columns.take()?);
    let currency: Option<String> = columns.take()?;
    let contributors: Option<i64> = columns.take()?;
    let unused = columns.take()?;
    if pay == "none" {
        return Ok(Pay::None);
    }
    let currency = currency.and_then(|code| code.parse().ok());
    let (Some(minor), Some(currency)) = (budget, currency) else {
        return Err(Error::failed("a budget without an amount or a currency"));
    };
    Ok(Pay::Budget(domain::challenge::Budget {
        total: domain::money::Money { minor, currency },
        contributors: contributors.unwrap_or(1),
        unused,
    }))
}

/// The next column as a medium, or any.
pub(super) fn read_medium(columns: &mut Columns<'_>) -> Result<Option<Medium>> {
    let word: Option<String> = columns.take()?;
    let parse = |word: String| word.parse().map_err(|_| Error::failed("unknown medium"));
    word.map(parse).transpose()
}

/// The columns of a form, in the order of `title, body, medium, deadline_at, pay, budget, currency,
/// contributors_expected, unused_work`.
fn columns_of(form: &ChallengeForm) -> Vec<Value> {
    let mut all = values![
        &form.call.title,
        &form.call.asked,
        form.call.medium.map(Medium::as_str),
        form.deadline_at.map(|at| at.0),
        form.pay.as_str(),
    ];
    all.extend(match &form.pay {
        Pay::None => values![None::<i64>, None::<String>, None::<i64>, ""],
        Pay::Budget(budget) => values![
            Some(budget.total.minor),
            Some(budget.total.currency.to_string()),
            Some(budget.contributors),
            &budget.unused,
        ],
    });
    all
}

/// Issues a challenge, alone or in a project that one leads.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for a project that one does not lead, [`ProjectError::Closed`],
/// [`Error::TooOften`] past 20 an hour, or a rule.
pub async fn issue(
    db: &Db,
    viewer: &Viewer,
    project: Option<ProjectId>,
    form: &ChallengeForm,
) -> Result<ChallengeId> {
    transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        let now = Timestamp::now();
        if let Some(project) = project {
            if project::hold_led(tx, viewer, project).await?.status == Status::Closed {
                return Err(ProjectError::Closed.into());
            }
            let sql = "UPDATE project SET challenge_count = challenge_count + 1 WHERE id = $1";
            sql::run(tx, sql, values![project.0]).await?;
        }
        pace::note(tx, viewer.member, Act::Challenge).await?;
        if let Some(deadline) = form.deadline_at {
            check_deadline(deadline.0, now.0)?;
        }
        let mut values = columns_of(form);
        values.extend(values![project.map(|id| id.0), viewer.member.0, now]);
        let id = sql::scalar(
            tx,
            "INSERT INTO challenge (title, body, medium, deadline_at, pay, budget, currency,
                contributors_expected, unused_work, project_id, issued_by, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) RETURNING id",
            values,
        )
        .await?;
        let id = ChallengeId(id);
        write_sources(tx, id, &form.sources).await?;
        let mut event = Event::new(Kind::ChallengeIssued, viewer.member);
        event.challenge = Some(id);
        event.project = project;
        tell(tx, event).await?;
        Ok(id)
    })
}

/// Changes a challenge. `version` is the one the form was opened with. Once records were entered, pay only gets better
/// and the medium only wider; a deadline that moves ahead opens again what an earlier one closed.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Conflict::ChangedMeanwhile`], or a rule.
pub async fn edit(
    db: &Db,
    viewer: &Viewer,
    id: ChallengeId,
    version: i64,
    form: &ChallengeForm,
) -> Result<()> {
    transaction!(db, |tx| {
        let held = hold_led(tx, viewer, id).await?;
        if held.version != version {
            return Err(Conflict::ChangedMeanwhile.into());
        }
        if held.contribution_count > 0 {
            form.call.check_change(held.medium)?;
            form.pay.check_change(&held.pay)?;
        }
        let now = Timestamp::now();
        let deadline = form.deadline_at.map(|at| at.0);
        let mut closed_at = held.closed_at;
        if deadline != held.deadline_at {
            if let Some(deadline) = deadline {
                check_deadline(deadline, now.0)?;
            }
            if held.standing(now) == Standing::Over {
                closed_at = None;
            }
        }
        let mut values = columns_of(form);
        values.extend(values![closed_at, now, id.0]);
        sql::run(
            tx,
            "UPDATE challenge SET title = $1, body = $2, medium = $3, deadline_at = $4, pay = $5,
                budget = $6, currency = $7, contributors_expected = $8, unused_work = $9,
                closed_at = $10, updated_at = $11, version = version + 1 WHERE id = $12",
            values,
        )
        .await?;
        write_sources(tx, id, &form.sources).await
    })
}

/// Closes a challenge, or opens again what was closed by hand; both are idempotent.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`ChallengeError::DeadlinePassed`] for opening what the deadline closed,
/// [`Error::TooOften`] past 20 an hour.
pub async fn set_closed(db: &Db, viewer: &Viewer, id: ChallengeId, closed: bool) -> Result<()> {
    transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        let held = hold_led(tx, viewer, id).await?;
        let now = Timestamp::now();
        match (closed, held.standing(now)) {
            (true, Standing::Open) => {
                pace::note(tx, viewer.member, Act::Closing).await?;
                close(tx, viewer.member, id, held.project, now.0).await
            }
            (true, _) | (false, Standing::Open) => Ok(()),
            (false, Standing::Over) => Err(ChallengeError::DeadlinePassed.into()),
            (false, Standing::Closed) if held.deadline_at.is_some_and(|at| at <= now.0) => {
                Err(ChallengeError::DeadlinePassed.into())
            }
            (false, Standing::Closed) => {
                pace::note(tx, viewer.member, Act::Closing).await?;
                let sql = "UPDATE challenge SET closed_at = NULL, updated_at = $2 WHERE id = $1";
                sql::run(tx, sql, values![id.0, now]).await?;
                Ok(())
            }
        }
    })
}

async fn close(
    tx: &DatabaseTransaction,
    actor: MemberId,
    id: ChallengeId,
    project: Option<ProjectId>,
    at: i64,
) -> Result<()> {
    let sql = "UPDATE challenge SET closed_at = $2, updated_at = $3 WHERE id = $1";
    sql::run(tx, sql, values![id.0, at, Timestamp::now()]).await?;
    let mut event = Event::new(Kind::ChallengeClosed, actor);
    event.challenge = Some(id);
    event.project = project;
    tell(tx, event).await
}

/// Writes down that challenges were closed whose deadline has passed, at most 100 at once, and tells of it; they took no
/// contribution since then in any case. Answers how many.
///
/// # Errors
/// [`Error::Database`].
pub async fn close_overdue(db: &Db) -> Result<usize> {
    let now = Timestamp::now();
    let sql = "SELECT id FROM challenge WHERE closed_at IS NULL AND deadline_at <= $1
        ORDER BY deadline_at LIMIT 100";
    let due = sql::all(db.reader(), sql, values![now]).await?;
    let mut closed = 0;
    for row in &due {
        let id = ChallengeId(row.try_get_by_index(0)?);
        closed += transaction!(db, |tx| {
            let held = hold(tx, id).await?;
            // Somebody may have moved the deadline, and another server may have been here.
            let due = held.closed_at.is_none() && held.standing(now) == Standing::Over;
            if let Some(deadline) = held.deadline_at.filter(|_| due) {
                close(tx, held.issued_by, id, held.project, deadline).await?;
            }
            Ok(usize::from(due))
        })?;
    }
    Ok(closed)
}
