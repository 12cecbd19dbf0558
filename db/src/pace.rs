//! How often a member may do something within an hour (SAFETY: records 20, hearts 120; the rest as they are alike).

use crate::{Error, Result, Timestamp, sql};
use domain::MemberId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

const HOUR: i64 = 3600;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Making a draft.
    Record,
    /// Putting a heart.
    Heart,
    /// Recommending a record.
    Recommendation,
    /// Starting a collection.
    Collection,
    /// Flagging a record.
    Flag,
    /// Claiming to have been a source.
    Claim,
    /// Following somebody or something.
    Follow,
    /// Having a mail address asked.
    Mail,
    /// Starting a project.
    Project,
    /// Issuing a challenge.
    Challenge,
    /// Writing of a project's progress.
    Update,
    /// Entering a record for a challenge.
    Entry,
    /// Making somebody a leader of a project, or taking one away.
    Leader,
    /// Closing a challenge, or opening it again.
    Closing,
}

impl Act {
    fn word(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Heart => "heart",
            Self::Recommendation => "recommendation",
            Self::Collection => "collection",
            Self::Flag => "flag",
            Self::Claim => "claim",
            Self::Follow => "follow",
            Self::Mail => "mail",
            Self::Project => "project",
            Self::Challenge => "challenge",
            Self::Update => "update",
            Self::Entry => "entry",
            Self::Leader => "leader",
            Self::Closing => "closing",
        }
    }

    fn limit(self) -> i64 {
        match self {
            Self::Record => 20,
            Self::Recommendation => 60,
            Self::Collection => 30,
            Self::Flag => 30,
            Self::Heart | Self::Follow => 120,
            Self::Mail => 5,
            Self::Project => 10,
            Self::Challenge | Self::Update | Self::Claim | Self::Leader | Self::Closing => 20,
            Self::Entry => 60,
        }
    }
}

/// Whether the member may do it once more.
///
/// # Errors
/// [`Error::TooOften`].
pub(crate) async fn check<C: ConnectionTrait>(on: &C, member: MemberId, act: Act) -> Result<()> {
    let now = Timestamp::now();
    // The row that must leave the hour before there is room again.
    let row = sql::first(
        on,
        "SELECT at FROM pace WHERE member_id = $1 AND act = $2 AND at > $3
         ORDER BY at DESC LIMIT 1 OFFSET $4",
        sql::values![
            member.0,
            act.word(),
            now.minus_seconds(HOUR),
            act.limit() - 1
        ],
    )
    .await?;
    match row {
        None => Ok(()),
        Some(row) => {
            let at = Timestamp(row.try_get_by_index(0)?);
            let retry_after = now.seconds_until(at.minus_seconds(-HOUR));
            Err(Error::TooOften { retry_after })
        }
    }
}

/// Counts one, where the member may do it once more.
///
/// # Errors
/// [`Error::TooOften`].
pub(crate) async fn count(tx: &DatabaseTransaction, member: MemberId, act: Act) -> Result<()> {
    wait(tx, member).await?;
    note(tx, member, act).await
}

/// Members wait for themselves here, so that many calls at once do not pass a limit together. Everything that counts
/// does so before it holds or writes anything else: two that hold in another order would wait for each other.
pub(crate) async fn wait(tx: &DatabaseTransaction, member: MemberId) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT id FROM member WHERE id = $1 FOR NO KEY UPDATE";
        sql::first(tx, lock, sql::values![member.0]).await?;
    }
    Ok(())
}

/// As [`count`], of a member who has waited.
///
/// # Errors
/// [`Error::TooOften`].
pub(crate) async fn note(tx: &DatabaseTransaction, member: MemberId, act: Act) -> Result<()> {
    check(tx, member, act).await?;
    sql::run(
        tx,
        "INSERT INTO pace (member_id, act, at) VALUES ($1, $2, $3)",
        sql::values![member.0, act.word(), Timestamp::now()],
    )
    .await?;
    Ok(())
}
