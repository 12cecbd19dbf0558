//! What happened, and whom it is told.
//!
//! A command writes an [`Event`] in its own transaction; a job tells it to the members it concerns.

mod hear;
mod list;
mod read;
mod relation;
mod sweep;
mod switch;
mod told;

pub use hear::{find_latest, find_news, who_hears};
pub(crate) use list::{COLUMNS, JOINS, read};
pub use list::{Notification, Subject, Which, list_notifications};
pub use read::{Bell, UNREAD_MAX, count_unread, find_bell, mark_all_read, open_notification};
pub use sweep::sweep;
pub use switch::{Switch, list_switches, set_switches};
pub use told::{is_anything_untold, tell_some};

use crate::sql::{self, values};
use crate::{Result, Timestamp};
use domain::notification::Kind;
use domain::{ChallengeId, ClaimId, MemberId, ProductionId, ProjectId, RecordId};
use sea_orm::DatabaseTransaction;

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// What.
    pub(crate) kind: Kind,
    /// Who did it; they are never told of it themselves.
    pub(crate) actor: MemberId,
    /// Whom it concerns, where it is one member that does not follow from the rest.
    pub(crate) member: Option<MemberId>,
    /// The record it is about; of a remix or a claim the source.
    pub(crate) record: Option<RecordId>,
    /// The remix.
    pub(crate) remix: Option<RecordId>,
    /// The project.
    pub(crate) project: Option<ProjectId>,
    /// The challenge.
    pub(crate) challenge: Option<ChallengeId>,
    /// The production.
    pub(crate) production: Option<ProductionId>,
    /// The claim.
    pub(crate) claim: Option<ClaimId>,
    /// A line of the actor's: why it is recommended, what the answer was.
    pub(crate) line: String,
}

impl Event {
    /// An event about nothing yet.
    pub(crate) fn new(kind: Kind, actor: MemberId) -> Self {
        Self {
            kind,
            actor,
            member: None,
            record: None,
            remix: None,
            project: None,
            challenge: None,
            production: None,
            claim: None,
            line: String::new(),
        }
    }
}

/// Writes what happened, to be told once the transaction is committed.
pub(crate) async fn tell(tx: &DatabaseTransaction, event: Event) -> Result<()> {
    tell_as_of(tx, event, Timestamp::now()).await
}

/// [`tell`] at a given time.
pub(crate) async fn tell_as_of(
    tx: &DatabaseTransaction,
    event: Event,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO event (kind, actor_id, member_id, record_id, remix_id, project_id,
            challenge_id, production_id, claim_id, line, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = values![
        event.kind.as_str(),
        event.actor.0,
        event.member.map(|id| id.0),
        event.record.map(|id| id.0),
        event.remix.map(|id| id.0),
        event.project.map(|id| id.0),
        event.challenge.map(|id| id.0),
        event.production.map(|id| id.0),
        event.claim.map(|id| id.0),
        event.line,
        now,
    ];
    sql::run(tx, sql, values).await?;
    Ok(())
}
