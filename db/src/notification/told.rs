//! Telling those whom an event concerns.

use super::relation::{Untold, find_untold};
use crate::connect::transaction;
use crate::sql::{self, id_list, is_among, values};
use crate::{Db, Result, Timestamp};
use domain::notification::Kind;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

/// Members looked at in one transaction.
const MEMBERS: i64 = 500;
/// Events told in one transaction, where few are concerned by each.
const EVENTS: usize = 100;
/// Lets one process at a time tell on PostgreSQL; any number that nobody else uses.
const LOCK: i64 = 0x746f_6c64_2061_6c6c;

/// Whether there is an event that nobody was told of yet.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn is_anything_untold(db: &Db) -> Result<bool> {
    let sql = "SELECT 1 FROM event WHERE told_at IS NULL LIMIT 1";
    Ok(sql::first(db.reader(), sql, Vec::new()).await?.is_some())
}

/// Tells the next members of what happened, some hundreds in one transaction; their mail is due after so many seconds
/// (`mail_delay`), so that what happens soon after goes with it. Answers whether to go on: `false` also
/// where another process is telling just now. Broken off anywhere, it goes on where it was; nobody is told twice.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn tell_some(db: &Db, mail_delay: u32) -> Result<bool> {
    if !is_anything_untold(db).await? {
        return Ok(false);
    }
    transaction!(db, |tx| {
        if tx.get_database_backend() == DbBackend::Postgres {
            let lock = "SELECT pg_try_advisory_xact_lock($1)";
            if !sql::scalar::<bool, _>(tx, lock, values![LOCK]).await? {
                return Ok(false);
            }
        }
        let mut left = MEMBERS;
        for _ in 0..EVENTS {
            let Some(event) = find_untold(tx).await? else {
                return Ok(false);
            };
            left -= tell_of(tx, &event, left, mail_delay).await?;
            if left <= 0 {
                break;
            }
        }
        Ok(true)
    })
}

/// Tells at most `limit` members of an event. Answers how many were looked at.
async fn tell_of(
    tx: &DatabaseTransaction,
    event: &Untold,
    limit: i64,
    mail_delay: u32,
) -> Result<i64> {
    let Some(kind) = event.kind else {
        tracing::warn!(
            event = event.id,
            "an event of an unknown kind is told to nobody"
        );
        finish(tx, event).await?;
        return Ok(0);
    };
    if event.is_past(tx, kind).await? {
        finish(tx, event).await?;
        return Ok(0);
    }
    let members = event.find_members(tx, kind.told(), limit).await?;
    let spared = match kind.spared() {
        [] => Vec::new(),
        relations => event.find_members(tx, relations, i64::MAX).await?,
    };
    let told: Vec<i64> = members
        .iter()
        .copied()
        .filter(|id| *id != event.actor.0 && !spared.contains(id))
        .collect();
    if !told.is_empty() {
        write(tx, event.id, kind, &told, mail_delay).await?;
    }
    let count = members.len() as i64;
    match members.last() {
        Some(last) if count >= limit => {
            let sql = "UPDATE event SET told_to = $2 WHERE id = $1";
            sql::run(tx, sql, values![event.id, *last]).await?;
        }
        _ => finish(tx, event).await?,
    }
    Ok(count)
}

/// Writes their notifications, as their switches say. Members who may not sign in, and members of an import whom
/// nobody has claimed, are told nothing.
async fn write(
    tx: &DatabaseTransaction,
    event: i64,
    kind: Kind,
    members: &[i64],
    mail_delay: u32,
) -> Result<()> {
    let now = Timestamp::now();
    let backend = tx.get_database_backend();
    let list = id_list(backend, members.iter().copied());
    let sql = format!(
        "INSERT INTO notification (member_id, event_id, topic, in_page, read_at)
         SELECT m.id, $2, $5, coalesce(s.in_page, TRUE),
            CASE WHEN coalesce(s.in_page, TRUE) THEN NULL ELSE $4 END
         FROM member m
         LEFT JOIN notification_switch s ON s.member_id = m.id AND s.kind = $3
         WHERE {} AND m.suspended_at IS NULL
            AND (m.corpus IS NULL OR m.password_hash IS NOT NULL)
            AND (coalesce(s.in_page, TRUE) OR (s.by_mail AND EXISTS (
                SELECT 1 FROM mail_address a WHERE a.member_id = m.id AND a.address IS NOT NULL)))
         ORDER BY m.id
         ON CONFLICT DO NOTHING",
        is_among(backend, "m.id", 1)
    );
    let topic = kind.topic().as_str();
    sql::run(tx, sql, values![&list, event, kind.as_str(), now, topic]).await?;
    let sql = format!(
        "INSERT INTO notification_mail (notification_id, member_id, next_at)
         SELECT n.id, n.member_id, $4 FROM notification n
         JOIN notification_switch s ON s.member_id = n.member_id AND s.kind = $3 AND s.by_mail
         JOIN mail_address a ON a.member_id = n.member_id AND a.address IS NOT NULL
         WHERE {} AND n.event_id = $2
         ON CONFLICT DO NOTHING",
        is_among(backend, "n.member_id", 1)
    );
    let due = now.plus_seconds(mail_delay.into());
    sql::run(tx, sql, values![list, event, kind.as_str(), due]).await?;
    Ok(())
}

/// Everybody is told. What nobody had to be told of is forgotten.
async fn finish(tx: &DatabaseTransaction, event: &Untold) -> Result<()> {
    let sql = "UPDATE event SET told_at = $2
        WHERE id = $1 AND EXISTS (SELECT 1 FROM notification WHERE event_id = $1)";
    if sql::run(tx, sql, values![event.id, Timestamp::now()]).await? == 0 {
        sql::run(tx, "DELETE FROM event WHERE id = $1", values![event.id]).await?;
    }
    Ok(())
}
