//! Entering records for a challenge, and taking them back.

use super::command::hold;
use crate::connect::transaction;
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::record::find_held;
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Db, Error, Result, Timestamp};
use domain::challenge::{ChallengeError, Entry, check_entry};
use domain::notification::Kind;
use domain::record::Status;
use domain::{ChallengeId, Medium, MemberId, RecordId};
use sea_orm::DatabaseTransaction;

/// Enters a published record of the viewer's own.
///
/// # Errors
/// [`Error::NotFound`] where there is no such challenge, [`ChallengeError`], [`Error::TooOften`] past 60 an hour.
pub async fn enter(
    db: &Db,
    viewer: &Viewer,
    challenge: ChallengeId,
    record: RecordId,
) -> Result<()> {
    transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        // The record first, as publishing does, so that the two never wait for one another.
        let found = match find_held(tx, record).await {
            Ok(found) => Some(found),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        let held = hold(tx, challenge).await?;
        let (own, author) = found.ok_or(ChallengeError::UnknownRecord)?;
        let entry = Entry {
            own: author == viewer.member,
            status: own.status,
            medium: own.medium,
            entered: is_entered(tx, challenge, record).await?,
        };
        let now = Timestamp::now();
        check_entry(held.standing(now), held.medium, &entry)?;
        pace::note(tx, viewer.member, Act::Entry).await?;
        write(tx, viewer.member, challenge, record, now).await
    })
}

/// Enters what is being published, where its draft remembers a challenge. Called before the publication lines up with
/// others.
///
/// # Errors
/// [`ChallengeError`]; then nothing is published.
pub(crate) async fn enter_draft(
    tx: &DatabaseTransaction,
    author: MemberId,
    record: RecordId,
    medium: Medium,
    now: Timestamp,
) -> Result<()> {
    let sql = "SELECT challenge_id FROM challenge_draft WHERE record_id = $1";
    let Some(row) = sql::first(tx, sql, values![record.0]).await? else {
        return Ok(());
    };
    let challenge = ChallengeId(row.try_get_by_index(0)?);
    let held = hold(tx, challenge).await?;
    let entry = Entry {
        own: true,
        status: Status::Published,
        medium,
        entered: false,
    };
    check_entry(held.standing(now), held.medium, &entry)?;
    remember(tx, record, None).await?;
    write(tx, author, challenge, record, now).await
}

/// Notes for which challenge a draft is entered once it is published.
///
/// # Errors
/// [`Error::NotFound`] where there is no such challenge.
pub(crate) async fn remember(
    tx: &DatabaseTransaction,
    record: RecordId,
    challenge: Option<ChallengeId>,
) -> Result<()> {
    let Some(challenge) = challenge else {
        let sql = "DELETE FROM challenge_draft WHERE record_id = $1";
        sql::run(tx, sql, values![record.0]).await?;
        return Ok(());
    };
    let sql = "INSERT INTO challenge_draft (record_id, challenge_id)
        SELECT $1, h.id FROM challenge h WHERE h.id = $2
        ON CONFLICT (record_id) DO UPDATE SET challenge_id = excluded.challenge_id";
    match sql::run(tx, sql, values![record.0, challenge.0]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

async fn is_entered(
    tx: &DatabaseTransaction,
    challenge: ChallengeId,
    record: RecordId,
) -> Result<bool> {
    let sql = "SELECT 1 FROM contribution WHERE challenge_id = $1 AND record_id = $2";
    let row = sql::first(tx, sql, values![challenge.0, record.0]).await?;
    Ok(row.is_some())
}

async fn write(
    tx: &DatabaseTransaction,
    member: MemberId,
    challenge: ChallengeId,
    record: RecordId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        tx,
        "INSERT INTO contribution (challenge_id, record_id, member_id, heart_count, entered_at)
         SELECT $1, r.id, $3, r.heart_count, $4 FROM record r WHERE r.id = $2",
        values![challenge.0, record.0, member.0, now],
    )
    .await?;
    let sql = "UPDATE challenge SET contribution_count = contribution_count + 1 WHERE id = $1";
    sql::run(tx, sql, values![challenge.0]).await?;
    let mut event = Event::new(Kind::Contributed, member);
    event.challenge = Some(challenge);
    event.record = Some(record);
    tell(tx, event).await
}

/// Takes a record of the viewer's own back, while the challenge is open.
///
/// # Errors
/// [`Error::NotFound`] where it is not entered or another's, [`ChallengeError::Closed`].
pub async fn take_back(
    db: &Db,
    viewer: &Viewer,
    challenge: ChallengeId,
    record: RecordId,
) -> Result<()> {
    transaction!(db, |tx| {
        let held = hold(tx, challenge).await?;
        let sql = "SELECT 1 FROM contribution
            WHERE challenge_id = $1 AND record_id = $2 AND member_id = $3";
        let key = values![challenge.0, record.0, viewer.member.0];
        if sql::first(tx, sql, key).await?.is_none() {
            return Err(Error::NotFound);
        }
        if !held.standing(Timestamp::now()).is_open() {
            return Err(ChallengeError::Closed.into());
        }
        let sql = "DELETE FROM contribution WHERE challenge_id = $1 AND record_id = $2";
        sql::run(tx, sql, values![challenge.0, record.0]).await?;
        let sql = "UPDATE challenge SET contribution_count = contribution_count - 1 WHERE id = $1";
        sql::run(tx, sql, values![challenge.0]).await?;
        Ok(())
    })
}
