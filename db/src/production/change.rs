//! Making a production, changing its details, and moving it on.

use super::hold::{check_work, hold, touch};
use super::included::{included_ids, insert_included};
use super::roles::roles_on;
use super::work_columns;
use crate::connect::transaction;
use crate::credit::at_hand;
use crate::lineage::LiveLineage;
use crate::notification::{Event, tell};
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Db, Error, Result, Timestamp};
use domain::credit::{Basis, Credit};
use domain::notification::{INFLUENCE, INFLUENCES_MAX, Kind};
use domain::production::{INCLUDED_MAX, LINE_MAX, ProductionError, Status, Step, Work};
use domain::text::{self, BODY_MAX, Field, TITLE_MAX, TextError};
use domain::{MemberId, ProductionId, RecordId, Role, ShortlistId};
use sea_orm::DatabaseTransaction;
use std::collections::HashSet;

/// What is typed about a production, checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The title.
    pub title: String,
    /// Markdown, for everybody; may be empty.
    pub body: String,
    /// For its director alone; may be empty.
    pub notes: String,
    /// The final work.
    pub final_work: Option<Work>,
    /// Whether everybody may read how its records were selected.
    pub trail_public: bool,
}

impl Details {
    /// Checks what was typed.
    ///
    /// # Errors
    /// The first [`TextError`], in the order of the form.
    pub fn parse(
        title: &str,
        body: &str,
        notes: &str,
        final_work: &str,
        trail_public: bool,
        public_url: &str,
    ) -> std::result::Result<Self, TextError> {
        Ok(Self {
            title: text::required_line(Field::Title, title, TITLE_MAX)?,
            body: text::optional_text(Field::Body, body, BODY_MAX)?,
            final_work: Work::parse(Field::FinalWork, final_work, public_url)?,
            notes: text::optional_text(Field::Notes, notes, BODY_MAX)?,
            trail_public,
        })
    }
}

/// A production to be made.
#[derive(Clone, Debug)]
pub struct NewProduction {
    /// Its title.
    pub title: String,
    /// Markdown; may be empty.
    pub body: String,
    /// The shortlist it is made from.
    pub shortlist: Option<ShortlistId>,
    /// The records it includes at first, in their order.
    pub records: Vec<RecordId>,
    /// Whether everybody may read how its records were selected.
    pub trail_public: bool,
}

/// Plans a production of the viewer's own.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no director, or for an unknown shortlist; [`ProductionError::UnknownRecord`].
pub async fn create_production(
    db: &Db,
    viewer: &Viewer,
    new: &NewProduction,
) -> Result<ProductionId> {
    if viewer.role < Role::Director {
        return Err(Error::NotFound);
    }
    if new.records.len() > INCLUDED_MAX {
        let (field, max) = (Field::Records, INCLUDED_MAX);
        return Err(ProductionError::TooMany { field, max }.into());
    }
    transaction!(db, |tx| {
        if let Some(shortlist) = new.shortlist {
            let known = "SELECT 1 FROM shortlist WHERE id = $1";
            let found = sql::first(tx, known, values![shortlist.0]).await?;
            found.ok_or(Error::NotFound)?;
        }
        let sql = "INSERT INTO production (title, body, shortlist_id, project_id, director_id,
                status, trail_public, created_at, updated_at)
            VALUES ($1, $2, $3, (SELECT project_id FROM shortlist WHERE id = $3), $4,
                'planned', $5, $6, $6) RETURNING id";
        let values = values![
            &new.title,
            &new.body,
            new.shortlist.map(|id| id.0),
            viewer.member.0,
            new.trail_public,
            Timestamp::now()
        ];
        let id = ProductionId(sql::scalar(tx, sql, values).await?);
        for record in &new.records {
            insert_included(tx, viewer, id, *record).await?;
        }
        Ok(id)
    })
}

/// Changes what is said about a production. What the final work is stays once it is released.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`crate::Conflict::ChangedMeanwhile`],
/// [`ProductionError::UnknownRecord`].
pub async fn save_details(
    db: &Db,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    details: &Details,
) -> Result<()> {
    transaction!(db, |tx| {
        let held = hold(tx, viewer, id).await?;
        held.check_version(version)?;
        if held.status != Status::Released {
            check_work(tx, details.final_work.as_ref()).await?;
            let (record, url) = work_columns(details.final_work.as_ref());
            let sql = "UPDATE production SET final_record_id = $2, final_url = $3 WHERE id = $1";
            sql::run(tx, sql, values![id.0, record, url]).await?;
        }
        let sql = "UPDATE production SET title = $2, body = $3, notes = $4, trail_public = $5
            WHERE id = $1";
        let values = values![
            id.0,
            &details.title,
            &details.body,
            &details.notes,
            details.trail_public
        ];
        sql::run(tx, sql, values).await?;
        touch(tx, id).await
    })
}

/// Moves a production on: begins it, gives it up with a reason that everybody can read, or takes it up again. A
/// release has a command of its own. When it begins, those whose records it came from are told as well, while they are
/// few: from then on they can confirm how they are named.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`crate::Conflict::ChangedMeanwhile`], a rule.
pub async fn take_step(
    db: &Db,
    lineage: &LiveLineage,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    step: Step,
    reason: &str,
) -> Result<Status> {
    let reason = match step {
        Step::Abandon => text::required_line(Field::Reason, reason, LINE_MAX)?,
        _ => text::optional_line(Field::Reason, reason, LINE_MAX)?,
    };
    transaction!(db, |tx| {
        let held = hold(tx, viewer, id).await?;
        let status = held.status.after(step)?;
        held.check_version(version)?;
        if step == Step::Release {
            let from = held.status;
            return Err(ProductionError::NotFromHere { from, step }.into());
        }
        let sql = "UPDATE production SET status = $2, status_reason = $3 WHERE id = $1";
        sql::run(tx, sql, values![id.0, status.as_str(), &reason]).await?;
        touch(tx, id).await?;
        let mut event = Event::new(Kind::ProductionChanged, viewer.member);
        event.production = Some(id);
        event.line = reason.clone();
        tell(tx, event).await?;
        if step == Step::Begin {
            tell_influences(tx, lineage, viewer, id).await?;
        }
        Ok(status)
    })
}

async fn tell_influences(
    tx: &DatabaseTransaction,
    lineage: &LiveLineage,
    viewer: &Viewer,
    id: ProductionId,
) -> Result<()> {
    let included = included_ids(tx, id).await?;
    let credits = at_hand(&roles_on(tx, id).await?, &lineage.ancestry(&included));
    // The others hear that it was begun.
    let (influences, told): (Vec<&Credit>, Vec<&Credit>) = credits
        .all
        .iter()
        .partition(|credit| credit.basis == Basis::Influence);
    let told: HashSet<MemberId> = told.iter().map(|credit| credit.member).collect();
    let mut members: Vec<MemberId> = influences.iter().map(|credit| credit.member).collect();
    members.sort_unstable();
    members.dedup();
    if members.len() > INFLUENCES_MAX {
        return Ok(());
    }
    members.retain(|member| !told.contains(member));
    for member in members {
        let mut event = Event::new(Kind::RoleCredited, viewer.member);
        event.production = Some(id);
        event.member = Some(member);
        INFLUENCE.clone_into(&mut event.line);
        tell(tx, event).await?;
    }
    Ok(())
}
