//! What waits to be sent. A row is marked as sent after it was: what is claimed by a process that dies before that is
//! sent again later, and so may arrive twice, but nothing is lost.

use crate::connect::transaction;
use crate::notification::{COLUMNS, JOINS, Notification, read};
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Result, Timestamp};
use domain::{Handle, MemberId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

/// Tries before a mail is given up.
const TRIES: i64 = 6;
/// Most of what goes in one mail.
const IN_ONE: i64 = 50;
/// Lets one process at a time claim on PostgreSQL; any number that nobody else uses.
const LOCK: i64 = 0x6d61_696c_206f_7574;

/// What goes to one member in one mail.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// To whom.
    pub member: MemberId,
    /// Their handle.
    pub handle: Handle,
    /// Their confirmed address.
    pub address: String,
    /// What the links by which mails are stopped are signed with.
    pub secret: Vec<u8>,
    /// What they are told, oldest first; never empty.
    pub told: Vec<Notification>,
}

/// Takes what is due for one member, with all else that waits for them. Whoever takes it has some minutes to send it
/// before it is due again, longer each time. Leaves out and forgets what was read in the page meanwhile, and what its
/// member does not want by mail any more.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn claim_bundle(db: &Db) -> Result<Option<Bundle>> {
    let due = "SELECT member_id FROM notification_mail
        WHERE sent_at IS NULL AND given_up_at IS NULL AND next_at <= $1 ORDER BY next_at LIMIT 1";
    loop {
        let now = Timestamp::now();
        if sql::first(db.reader(), due, values![now]).await?.is_none() {
            return Ok(None);
        }
        let claimed = transaction!(db, |tx| {
            if tx.get_database_backend() == DbBackend::Postgres {
                let lock = "SELECT pg_advisory_xact_lock($1)";
                sql::first(tx, lock, values![LOCK]).await?;
            }
            let Some(row) = sql::first(tx, due, values![now]).await? else {
                return Ok(None);
            };
            let member = MemberId(row.try_get_by_index(0)?);
            claim(tx, member, now).await.map(Some)
        })?;
        match claimed {
            None => return Ok(None),
            Some(Some(bundle)) => return Ok(Some(bundle)),
            // Nothing of it was to be sent any more.
            Some(None) => {}
        }
    }
}

async fn claim(
    tx: &DatabaseTransaction,
    member: MemberId,
    now: Timestamp,
) -> Result<Option<Bundle>> {
    // What nobody tried yet goes along, though it is not due.
    let rows = sql::all(
        tx,
        "UPDATE notification_mail SET attempts = attempts + 1,
            next_at = $2 + 60000000 * CAST(CASE attempts WHEN 0 THEN 5 WHEN 1 THEN 15
                WHEN 2 THEN 60 WHEN 3 THEN 240 ELSE 720 END AS BIGINT)
         WHERE notification_id IN (SELECT notification_id FROM notification_mail
            WHERE member_id = $1 AND sent_at IS NULL AND given_up_at IS NULL
                AND (attempts = 0 OR next_at <= $2)
            ORDER BY notification_id LIMIT $3)
         RETURNING notification_id",
        values![member.0, now, IN_ONE],
    )
    .await?;
    let mut ids: Vec<i64> = Vec::with_capacity(rows.len());
    for row in &rows {
        ids.push(row.try_get_by_index(0)?);
    }
    let told = find_wanted(tx, &ids).await?;
    ids.retain(|id| !told.iter().any(|told| told.id.0 == *id));
    let sql = "SELECT m.handle, a.address, a.secret FROM mail_address a JOIN member m ON m.id = a.member_id
        WHERE a.member_id = $1 AND a.address IS NOT NULL AND m.suspended_at IS NULL";
    let address = sql::first(tx, sql, values![member.0]).await?;
    let Some(address) = address.filter(|_| !told.is_empty()) else {
        ids.extend(told.iter().map(|told| told.id.0));
        forget(tx, ids).await?;
        return Ok(None);
    };
    forget(tx, ids).await?;
    let mut columns = Columns::of(&address);
    Ok(Some(Bundle {
        member,
        handle: columns.handle()?,
        address: columns.take()?,
        secret: columns.take()?,
        told,
    }))
}

/// What is told was not taken back meanwhile: a heart, a recommendation, an entry, a record. An answer stands whatever
/// became of the record.
const STANDS: &str = "(e.kind IN ('flag_settled', 'claim_decided')
        OR coalesce(r.status, '') <> 'withdrawn' AND coalesce(x.status, '') <> 'withdrawn')
    AND (e.kind <> 'hearted' OR EXISTS (SELECT 1 FROM heart h
        WHERE h.record_id = e.record_id AND h.member_id = e.actor_id))
    AND (e.kind <> 'recommended' OR EXISTS (SELECT 1 FROM recommendation d
        WHERE d.record_id = e.record_id AND d.member_id = e.actor_id))
    AND (e.kind <> 'contributed' OR EXISTS (SELECT 1 FROM contribution t
        WHERE t.record_id = e.record_id AND t.challenge_id = e.challenge_id))
    AND (e.kind <> 'leader_added' OR EXISTS (SELECT 1 FROM project_leader l
        WHERE l.project_id = e.project_id AND l.member_id = e.member_id))";

/// Those of the notifications whose members still want them by mail and have not read them, and that still stand.
async fn find_wanted(tx: &DatabaseTransaction, ids: &[i64]) -> Result<Vec<Notification>> {
    let backend = tx.get_database_backend();
    let sql = format!(
        "SELECT {COLUMNS} FROM notification n {JOINS}
         JOIN notification_switch s ON s.member_id = n.member_id AND s.kind = e.kind AND s.by_mail
         WHERE {} AND (n.read_at IS NULL OR NOT n.in_page) AND {STANDS} ORDER BY n.id",
        is_among(backend, "n.id", 1)
    );
    let list = id_list(backend, ids.iter().copied());
    let rows = sql::all(tx, sql, values![list]).await?;
    rows.iter().map(read).collect()
}

async fn forget(tx: &DatabaseTransaction, ids: Vec<i64>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let backend = tx.get_database_backend();
    let among = is_among(backend, "notification_id", 1);
    let sql = format!("DELETE FROM notification_mail WHERE {among}");
    sql::run(tx, sql, values![id_list(backend, ids)]).await?;
    Ok(())
}

/// Notes that a bundle was sent.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn mark_sent(db: &Db, bundle: &Bundle) -> Result<()> {
    mark(db, bundle, "sent_at = $2", "TRUE").await?;
    Ok(())
}

/// Notes that a bundle could not be sent: it is tried again, but not for ever. Answers how many of what is in it are
/// given up now.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn mark_failed(db: &Db, bundle: &Bundle) -> Result<u64> {
    mark(
        db,
        bundle,
        "given_up_at = $2",
        &format!("attempts >= {TRIES}"),
    )
    .await
}

async fn mark(db: &Db, bundle: &Bundle, change: &str, condition: &str) -> Result<u64> {
    let among = is_among(db.backend(), "notification_id", 1);
    let sql = format!("UPDATE notification_mail SET {change} WHERE {among} AND {condition}");
    let list = id_list(db.backend(), bundle.told.iter().map(|told| told.id.0));
    transaction!(db, |tx| {
        sql::run(tx, sql.as_str(), values![list.as_str(), Timestamp::now()]).await
    })
}
