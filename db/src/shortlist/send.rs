//! Sending records to a shortlist.

use super::change::{hold, note_each, touch};
use super::check_curator;
use crate::connect::transaction;
use crate::record::check_all_published;
use crate::review::{Seen, hold_as_seen};
use crate::session::Viewer;
use crate::sql::{self, id_list, is_among, values};
use crate::{Db, Result, Timestamp};
use domain::curation::{Step, check_chosen};
use domain::{RecordId, ShortlistId};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::collections::HashSet;

/// What became of records that were sent somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// How many are new there.
    pub added: usize,
    /// How many were there already, and stay as they were.
    pub already: usize,
}

/// Puts records on a shortlist, all or none, with a reason; what is on it already stays as it is.
///
/// # Errors
/// [`crate::Error::NotFound`], or a [`domain::curation::CurationError`].
pub async fn send_to_shortlist(
    db: &Db,
    viewer: &Viewer,
    id: ShortlistId,
    records: &[RecordId],
    reason: &str,
) -> Result<Sent> {
    send(db, viewer, id, records, &[], reason).await
}

/// [`send_to_shortlist`] of records as they were seen at the desk.
///
/// # Errors
/// [`crate::Error::NotFound`], or a [`domain::curation::CurationError`].
pub async fn send_seen_to_shortlist(
    db: &Db,
    viewer: &Viewer,
    id: ShortlistId,
    seen: &[Seen],
    reason: &str,
) -> Result<Sent> {
    let records: Vec<RecordId> = seen.iter().map(|seen| seen.record).collect();
    send(db, viewer, id, &records, seen, reason).await
}

async fn send(
    db: &Db,
    viewer: &Viewer,
    id: ShortlistId,
    records: &[RecordId],
    seen: &[Seen],
    reason: &str,
) -> Result<Sent> {
    check_curator(viewer)?;
    let chosen = check_chosen(records)?;
    transaction!(db, |tx| {
        hold(tx, id).await?.check_open()?;
        check_all_published(tx, &chosen).await?;
        if !seen.is_empty() {
            hold_as_seen(tx, seen).await?;
        }
        let known = find_known(tx, id, &chosen).await?;
        let new: Vec<RecordId> = chosen
            .iter()
            .copied()
            .filter(|record| !known.contains(record))
            .collect();
        let sent = Sent {
            added: new.len(),
            already: known.len(),
        };
        if new.is_empty() {
            return Ok(sent);
        }
        let backend = tx.get_database_backend();
        let among = is_among(backend, "r.id", 5);
        let sql = format!(
            "INSERT INTO shortlist_record (shortlist_id, record_id, added_by, reason, added_at)
             SELECT CAST($1 AS BIGINT), r.id, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT)
             FROM record r WHERE {among}"
        );
        let list = id_list(backend, new.iter().map(|record| record.0));
        let now = Timestamp::now();
        let values = values![id.0, viewer.member.0, reason, now, list];
        sql::run(tx, sql, values).await?;
        touch(tx, id, new.len() as i64).await?;
        note_each(tx, id, &new, viewer.member, Step::Added, reason).await?;
        let among = is_among(backend, "id", 1);
        let sql = format!("UPDATE record SET review_version = review_version + 1 WHERE {among}");
        let list = id_list(backend, new.iter().map(|record| record.0));
        sql::run(tx, sql, values![list]).await?;
        Ok(sent)
    })
}

/// Which of the records are on the shortlist.
async fn find_known(
    tx: &DatabaseTransaction,
    id: ShortlistId,
    records: &[RecordId],
) -> Result<HashSet<RecordId>> {
    let backend = tx.get_database_backend();
    let among = is_among(backend, "record_id", 2);
    let sql = format!("SELECT record_id FROM shortlist_record WHERE shortlist_id = $1 AND {among}");
    let list = id_list(backend, records.iter().map(|record| record.0));
    let mut known = HashSet::new();
    for row in &sql::all(tx, sql, values![id.0, list]).await? {
        known.insert(RecordId(row.try_get_by_index(0)?));
    }
    Ok(known)
}
