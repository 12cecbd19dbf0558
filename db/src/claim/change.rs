//! Making a claim, deciding it, taking it back.

use super::query::find_pair;
use crate::connect::transaction;
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::production::hold_changes;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::claim::{ClaimError, Status, check_decision, may_decide};
use domain::notification::Kind;
use domain::text::{self, Field, USED_MAX};
use domain::{ClaimId, MemberId, RecordId};
use sea_orm::DatabaseTransaction;

/// A claim to be made, as typed.
#[derive(Clone, Debug)]
pub struct NewClaim {
    /// The claimant's own record.
    pub source: RecordId,
    /// The record that is said to have used it.
    pub remix: RecordId,
    /// What was used; may be empty.
    pub used: String,
    /// Why they say so.
    pub reason: String,
}

/// Claims that a record used one of the viewer's own, and tells its author.
///
/// # Errors
/// [`Error::NotFound`] where the remix is not public, [`Error::TooOften`], or a [`ClaimError`].
pub async fn make_claim(db: &Db, viewer: &Viewer, new: &NewClaim) -> Result<ClaimId> {
    let used = text::optional_line(Field::Used, &new.used, USED_MAX)?;
    let reason = text::required_line(Field::Reason, &new.reason, USED_MAX)?;
    let made = transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        let pair = find_pair(tx, new.source, new.remix).await?;
        pair.check_claim(viewer.member)?;
        pace::note(tx, viewer.member, Act::Claim).await?;
        let sql =
            "INSERT INTO claim (source_id, remix_id, claimed_by, used, reason, status, created_at)
            VALUES ($1, $2, $3, $4, $5, 'open', $6) RETURNING id";
        let values = values![
            new.source.0,
            new.remix.0,
            viewer.member.0,
            &used,
            &reason,
            Timestamp::now()
        ];
        let id = ClaimId(sql::scalar(tx, sql, values).await?);
        let mut event = Event::new(Kind::Claimed, viewer.member);
        event.record = Some(new.source);
        event.remix = Some(new.remix);
        event.claim = Some(id);
        event.line = reason.clone();
        tell(tx, event).await?;
        Ok(id)
    });
    match made {
        // The pair is claimed already: an index lets only one be open.
        Err(error) if error.is_taken() => Err(ClaimError::ClaimedAlready.into()),
        made => made,
    }
}

/// A claim, held until the transaction ends.
struct Held {
    status: Status,
    claimed_by: MemberId,
    source: RecordId,
    remix: RecordId,
    remix_author: MemberId,
    used: String,
}

async fn hold(tx: &DatabaseTransaction, id: ClaimId) -> Result<Held> {
    // The remix too, so that its sources are counted one after the other.
    let hold = sql::for_update(tx);
    let sql = format!(
        "SELECT c.status, c.claimed_by, c.source_id, c.remix_id, r.author_id, c.used
         FROM claim c JOIN record r ON r.id = c.remix_id WHERE c.id = $1{hold}"
    );
    let row = sql::first(tx, sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Held {
        status: columns.word()?,
        claimed_by: MemberId(columns.take()?),
        source: RecordId(columns.take()?),
        remix: RecordId(columns.take()?),
        remix_author: MemberId(columns.take()?),
        used: columns.take()?,
    })
}

/// Accepts a claim, which adds the source to the remix for good, or declines it; with a reason. For the remix's
/// author and for curators, but never for who made it.
///
/// # Errors
/// [`Error::NotFound`] for all others, or a [`ClaimError`].
pub async fn decide(
    db: &Db,
    viewer: &Viewer,
    id: ClaimId,
    accept: bool,
    answer: &str,
) -> Result<RecordId> {
    let answer = text::required_line(Field::Answer, answer, USED_MAX)?;
    transaction!(db, |tx| {
        let held = hold(tx, id).await?;
        let is_own = held.claimed_by == viewer.member;
        if !is_own && !may_decide(held.remix_author, viewer.member, viewer.role) {
            return Err(Error::NotFound);
        }
        check_decision(held.status, held.claimed_by, viewer.member)?;
        let status = match accept {
            true => Status::Accepted,
            false => Status::Declined,
        };
        let sql = "UPDATE claim SET status = $2, decided_by = $3, answer = $4, decided_at = $5
            WHERE id = $1";
        let (by, now) = (viewer.member.0, Timestamp::now());
        sql::run(tx, sql, values![id.0, status.as_str(), by, &answer, now]).await?;
        if accept {
            add_link(tx, held.source, held.remix, &held.used).await?;
        }
        let mut event = Event::new(Kind::ClaimDecided, viewer.member);
        event.member = Some(held.claimed_by);
        event.record = Some(held.source);
        event.remix = Some(held.remix);
        event.claim = Some(id);
        event.line = answer.clone();
        tell(tx, event).await?;
        Ok(held.remix)
    })
}

/// Adds the source behind those that the remix names, and counts it.
async fn add_link(
    tx: &DatabaseTransaction,
    source: RecordId,
    remix: RecordId,
    used: &str,
) -> Result<()> {
    find_pair(tx, source, remix).await?.check_link()?;
    let added = hold_changes(tx).await? + 1;
    let sql = "INSERT INTO remix_source (remix_id, source_id, position, used, added)
        VALUES ($1, $2, (SELECT coalesce(max(position), -1) + 1 FROM remix_source
            WHERE remix_id = $1), $3, $4)";
    sql::run(tx, sql, values![remix.0, source.0, used, added]).await?;
    let count = "UPDATE record SET source_count = source_count + 1 WHERE id = $1";
    sql::run(tx, count, values![remix.0]).await?;
    let count = "UPDATE record SET remix_count = remix_count + 1 WHERE id = $1";
    sql::run(tx, count, values![source.0]).await?;
    let count = "UPDATE counter SET value = $1 WHERE name = 'lineage_change'";
    sql::run(tx, count, values![added]).await?;
    Ok(())
}

/// A claim that was accepted elsewhere. The source's author made it.
pub(crate) struct Accepted<'a> {
    pub(crate) source: RecordId,
    pub(crate) remix: RecordId,
    pub(crate) used: &'a str,
    pub(crate) reason: &'a str,
    /// In microseconds, when it was made.
    pub(crate) at: i64,
    /// `None` where the remix's author did.
    pub(crate) accepted_by: Option<MemberId>,
    pub(crate) accepted_at: i64,
    pub(crate) answer: &'a str,
}

/// Writes down a claim that was accepted elsewhere, with the link that it added.
pub(crate) async fn add_accepted(tx: &DatabaseTransaction, claim: &Accepted<'_>) -> Result<()> {
    let sql =
        "INSERT INTO claim (source_id, remix_id, claimed_by, used, reason, status, decided_by,
            answer, created_at, decided_at)
        SELECT s.id, r.id, s.author_id, $3, $4, 'accepted', coalesce($5, r.author_id), $6, $7, $8
        FROM record s JOIN record r ON r.id = $2 WHERE s.id = $1";
    let values = values![
        claim.source.0,
        claim.remix.0,
        claim.used,
        claim.reason,
        claim.accepted_by.map(|member| member.0),
        claim.answer,
        claim.at,
        claim.accepted_at
    ];
    sql::run(tx, sql, values).await?;
    add_link(tx, claim.source, claim.remix, claim.used).await
}

/// Takes an open claim of the viewer's own back.
///
/// # Errors
/// [`Error::NotFound`] for all others, [`ClaimError::NotOpen`].
pub async fn take_back(db: &Db, viewer: &Viewer, id: ClaimId) -> Result<()> {
    transaction!(db, |tx| {
        let held = hold(tx, id).await?;
        if held.claimed_by != viewer.member {
            return Err(Error::NotFound);
        }
        if held.status != Status::Open {
            return Err(ClaimError::NotOpen.into());
        }
        let sql = "UPDATE claim SET status = 'taken_back', decided_at = $2 WHERE id = $1";
        sql::run(tx, sql, values![id.0, Timestamp::now()]).await?;
        Ok(())
    })
}
