//! Votes on shortlisted records: one a curator, changeable.

use super::change::{hold, note, touch};
use super::check_curator;
use crate::connect::transaction;
use crate::review::check_others;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::curation::{Step, Vote, vote_change};
use domain::{RecordId, ShortlistId};
use sea_orm::DatabaseTransaction;

/// Gives the viewer's vote on a record, changes it, or takes it back (`None`). The same vote with the same reason
/// again changes nothing.
///
/// # Errors
/// [`Error::NotFound`], also where the record is not on the shortlist; [`domain::curation::CurationError::Closed`];
/// [`domain::curation::CurationError::OwnRecord`].
pub async fn vote(
    db: &Db,
    viewer: &Viewer,
    id: ShortlistId,
    record: RecordId,
    vote: Option<Vote>,
    reason: &str,
) -> Result<()> {
    check_curator(viewer)?;
    transaction!(db, |tx| {
        hold(tx, id).await?.check_open()?;
        let before = find_vote(tx, viewer, id, record).await?;
        // A vote that was given before this was refused can still be taken back.
        if vote.is_some() {
            check_others(tx, viewer, record).await?;
        }
        let given = before.as_ref().map(|(vote, _)| *vote);
        match (&before, vote) {
            (None, None) => return Ok(()),
            (Some((same, why)), Some(vote)) if *same == vote && why == reason => return Ok(()),
            _ => {}
        }
        write(tx, viewer, id, record, vote, reason).await?;
        let sql = "UPDATE shortlist_record SET vote_sum = vote_sum + $3
            WHERE shortlist_id = $1 AND record_id = $2";
        let change = vote_change(given, vote);
        sql::run(tx, sql, values![id.0, record.0, change]).await?;
        touch(tx, id, 0).await?;
        let step = vote.map_or(Step::VoteWithdrawn, Vote::step);
        note(tx, id, Some(record), viewer.member, step, reason).await
    })
}

/// The viewer's vote with its reason.
///
/// # Errors
/// [`Error::NotFound`] where the record is not on the shortlist.
async fn find_vote(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ShortlistId,
    record: RecordId,
) -> Result<Option<(Vote, String)>> {
    let sql = "SELECT v.vote, v.reason FROM shortlist_record l
        LEFT JOIN shortlist_vote v ON v.shortlist_id = l.shortlist_id
            AND v.record_id = l.record_id AND v.curator_id = $3
        WHERE l.shortlist_id = $1 AND l.record_id = $2";
    let row = sql::first(tx, sql, values![id.0, record.0, viewer.member.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let weight: Option<i64> = columns.take()?;
    let reason: Option<String> = columns.take()?;
    Ok(weight.and_then(Vote::of).zip(reason))
}

async fn write(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ShortlistId,
    record: RecordId,
    vote: Option<Vote>,
    reason: &str,
) -> Result<()> {
    let Some(vote) = vote else {
        let sql = "DELETE FROM shortlist_vote
            WHERE shortlist_id = $1 AND record_id = $2 AND curator_id = $3";
        sql::run(tx, sql, values![id.0, record.0, viewer.member.0]).await?;
        return Ok(());
    };
    let sql =
        "INSERT INTO shortlist_vote (shortlist_id, record_id, curator_id, vote, reason, voted_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (shortlist_id, record_id, curator_id)
        DO UPDATE SET vote = excluded.vote, reason = excluded.reason, voted_at = excluded.voted_at";
    let (member, weight) = (viewer.member.0, vote.weight());
    let values = values![id.0, record.0, member, weight, reason, Timestamp::now()];
    sql::run(tx, sql, values).await?;
    Ok(())
}
