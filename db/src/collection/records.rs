//! The records of a collection: adding, moving, noting, taking out.

use super::change::{hold, note_change};
use crate::connect::transaction;
use crate::record::check_all_published;
use crate::session::Viewer;
use crate::shortlist::Sent;
use crate::sql::{self, id_list, is_among, listed_ids, values};
use crate::{Db, Error, Result, Timestamp};
use domain::collection::{Move, RECORDS_MAX, shift};
use domain::curation::{CurationError, check_chosen};
use domain::{CollectionId, RecordId};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::collections::HashSet;

/// Puts records at the end of a collection of the viewer's, all or none; what is in it already stays where it is.
/// Nobody's version grows old by that: the end is nobody's place yet.
///
/// # Errors
/// [`Error::NotFound`], or a [`CurationError`].
pub async fn add_to_collection(
    db: &Db,
    viewer: &Viewer,
    id: CollectionId,
    records: &[RecordId],
    note: &str,
) -> Result<Sent> {
    let chosen = check_chosen(records)?;
    transaction!(db, |tx| {
        let held = hold(tx, viewer, id).await?;
        append(tx, id, held.record_count, &chosen, note).await
    })
}

/// Puts records at the end of a collection that is held and has so many.
pub(super) async fn append(
    tx: &DatabaseTransaction,
    id: CollectionId,
    record_count: i64,
    chosen: &[RecordId],
    note: &str,
) -> Result<Sent> {
    check_all_published(tx, chosen).await?;
    let known = find_known(tx, id, chosen).await?;
    let new: Vec<RecordId> = chosen
        .iter()
        .copied()
        .filter(|record| !known.contains(record))
        .collect();
    let count = usize::try_from(record_count).unwrap_or(usize::MAX);
    if count.saturating_add(new.len()) > RECORDS_MAX {
        return Err(CurationError::Full {
            count: count.saturating_add(new.len()),
            max: RECORDS_MAX,
        }
        .into());
    }
    let now = Timestamp::now();
    if !new.is_empty() {
        let backend = tx.get_database_backend();
        let (listed, place) = listed_ids(backend, 5);
        let sql = format!(
            "INSERT INTO collection_record (collection_id, record_id, position, note, added_at)
             SELECT CAST($1 AS BIGINT), k.value, CAST($2 AS BIGINT) + {place}, CAST($3 AS TEXT),
                CAST($4 AS BIGINT)
             FROM {listed}"
        );
        let list = id_list(backend, new.iter().map(|record| record.0));
        sql::run(tx, sql, values![id.0, record_count + 1, note, now, list]).await?;
        let sql = "UPDATE collection SET record_count = record_count + $2, updated_at = $3
            WHERE id = $1";
        sql::run(tx, sql, values![id.0, new.len() as i64, now]).await?;
    }
    Ok(Sent {
        added: new.len(),
        already: known.len(),
    })
}

/// Takes a record out; those after it move up.
///
/// # Errors
/// [`Error::NotFound`], also where it is not in it; [`crate::Conflict::ChangedMeanwhile`].
pub async fn remove_record(
    db: &Db,
    viewer: &Viewer,
    id: CollectionId,
    version: i64,
    record: RecordId,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_version(version)?;
        let place = find_place(tx, id, record).await?;
        let sql = "DELETE FROM collection_record WHERE collection_id = $1 AND record_id = $2";
        sql::run(tx, sql, values![id.0, record.0]).await?;
        let sql = "UPDATE collection_record SET position = position - 1
            WHERE collection_id = $1 AND position > $2";
        sql::run(tx, sql, values![id.0, place]).await?;
        note_change(tx, id, -1).await
    })
}

/// Moves a record to another place.
///
/// # Errors
/// [`Error::NotFound`], also where it is not in it; [`crate::Conflict::ChangedMeanwhile`].
pub async fn move_record(
    db: &Db,
    viewer: &Viewer,
    id: CollectionId,
    version: i64,
    record: RecordId,
    wanted: Move,
) -> Result<()> {
    transaction!(db, |tx| {
        let held = hold(tx, viewer, id).await?.check_version(version)?;
        let from = find_place(tx, id, record).await?;
        let to = wanted.target(from, held.record_count);
        let Some(shift) = shift(from, to) else {
            return Ok(());
        };
        let sql = "UPDATE collection_record SET position = position + $4
            WHERE collection_id = $1 AND position BETWEEN $2 AND $3";
        sql::run(tx, sql, values![id.0, shift.first, shift.last, shift.by]).await?;
        let sql = "UPDATE collection_record SET position = $3
            WHERE collection_id = $1 AND record_id = $2";
        sql::run(tx, sql, values![id.0, record.0, to]).await?;
        note_change(tx, id, 0).await
    })
}

/// Writes the note on a record.
///
/// # Errors
/// [`Error::NotFound`], also where it is not in it; [`crate::Conflict::ChangedMeanwhile`].
pub async fn write_note(
    db: &Db,
    viewer: &Viewer,
    id: CollectionId,
    version: i64,
    record: RecordId,
    note: &str,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_version(version)?;
        let sql = "UPDATE collection_record SET note = $3
            WHERE collection_id = $1 AND record_id = $2";
        if sql::run(tx, sql, values![id.0, record.0, note]).await? == 0 {
            return Err(Error::NotFound);
        }
        note_change(tx, id, 0).await
    })
}

async fn find_place(tx: &DatabaseTransaction, id: CollectionId, record: RecordId) -> Result<i64> {
    let sql = "SELECT position FROM collection_record WHERE collection_id = $1 AND record_id = $2";
    let row = sql::first(tx, sql, values![id.0, record.0]).await?;
    Ok(row.ok_or(Error::NotFound)?.try_get_by_index(0)?)
}

/// Which of the records are in the collection.
async fn find_known(
    tx: &DatabaseTransaction,
    id: CollectionId,
    records: &[RecordId],
) -> Result<HashSet<RecordId>> {
    let backend = tx.get_database_backend();
    let among = is_among(backend, "record_id", 2);
    let sql =
        format!("SELECT record_id FROM collection_record WHERE collection_id = $1 AND {among}");
    let list = id_list(backend, records.iter().map(|record| record.0));
    let mut known = HashSet::new();
    for row in &sql::all(tx, sql, values![id.0, list]).await? {
        known.insert(RecordId(row.try_get_by_index(0)?));
    }
    Ok(known)
}
