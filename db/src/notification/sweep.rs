//! Forgetting what was told long ago.

use crate::connect::transaction;
use crate::sql::{self, id_list, is_among, values};
use crate::{Db, Error, Result, Timestamp};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

const DAY: i64 = 24 * 3_600;
/// How long what was read is kept, and what was not, in seconds.
const READ: i64 = 90 * DAY;
const UNREAD: i64 = 365 * DAY;
/// Rows deleted in one transaction.
const ROWS: i64 = 1_000;

/// Deletes notifications read 90 days ago, all that are a year old, and the events that nobody is told of any more.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn sweep(db: &Db) -> Result<()> {
    let now = Timestamp::now();
    let read = "SELECT id, event_id FROM notification WHERE read_at < $1 ORDER BY read_at LIMIT $2";
    // Ids are given in the order of time: the oldest come first.
    let old = "SELECT n.id, n.event_id FROM (SELECT id, event_id FROM notification ORDER BY id LIMIT $2) AS n
        JOIN event e ON e.id = n.event_id WHERE e.at < $1";
    for (query, before) in [
        (read, now.minus_seconds(READ)),
        (old, now.minus_seconds(UNREAD)),
    ] {
        while sweep_some(db, query, before).await? >= ROWS {}
    }
    Ok(())
}

async fn sweep_some(db: &Db, query: &str, before: Timestamp) -> Result<i64> {
    transaction!(db, |tx| {
        let rows = sql::all(tx, query, values![before, ROWS]).await?;
        let mut notifications = Vec::with_capacity(rows.len());
        let mut events = BTreeSet::new();
        for row in &rows {
            notifications.push(row.try_get_by_index::<i64>(0).map_err(Error::from)?);
            events.insert(row.try_get_by_index::<i64>(1).map_err(Error::from)?);
        }
        if notifications.is_empty() {
            return Ok(0);
        }
        let backend = tx.get_database_backend();
        let count = notifications.len() as i64;
        let sql = format!(
            "DELETE FROM notification WHERE {}",
            is_among(backend, "id", 1)
        );
        sql::run(tx, sql, values![id_list(backend, notifications)]).await?;
        let sql = format!(
            "DELETE FROM event WHERE {} AND told_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.event_id = event.id)",
            is_among(backend, "id", 1)
        );
        sql::run(tx, sql, values![id_list(backend, events)]).await?;
        Ok(count)
    })
}
