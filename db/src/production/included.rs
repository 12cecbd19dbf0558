//! The records that a production includes: their order, weights and notes.

use super::Included;
use super::hold::{check_record, hold, touch};
use crate::connect::transaction;
use crate::notification::{Event, tell};
use crate::record::find_cards;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::notification::{Kind, TAKEN_OUT};
use domain::production::{INCLUDED_MAX, ProductionError};
use domain::text::Field;
use domain::{ProductionId, RecordId};
use sea_orm::DatabaseTransaction;

/// A change of what is included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncludedChange {
    /// Includes it as the last; does nothing where it is included.
    Add,
    /// Takes it out.
    Remove,
    /// Moves it one place towards the first.
    Up,
    /// Moves it one place towards the last.
    Down,
    /// Sets its weight and its note.
    Describe {
        /// See [`domain::production::parse_weight`].
        weight: i64,
        /// May be empty.
        note: String,
    },
}

/// Changes what a production includes.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`crate::Conflict::ChangedMeanwhile`], a rule.
pub async fn change_included(
    db: &Db,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    record: RecordId,
    change: &IncludedChange,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_open(version)?;
        match change {
            IncludedChange::Add => insert_included(tx, viewer, id, record).await?,
            IncludedChange::Remove => remove(tx, viewer, id, record).await?,
            IncludedChange::Up => swap(tx, id, record, "<", "DESC").await?,
            IncludedChange::Down => swap(tx, id, record, ">", "ASC").await?,
            IncludedChange::Describe { weight, note } => {
                let sql = "UPDATE production_record SET weight = $3, note = $4
                    WHERE production_id = $1 AND record_id = $2";
                let values = values![id.0, record.0, *weight, note];
                if sql::run(tx, sql, values).await? == 0 {
                    return Err(Error::NotFound);
                }
            }
        }
        touch(tx, id).await
    })
}

/// Includes records as the last, all of them or none; those included already stay where they are.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], or a rule.
pub async fn include_all(
    db: &Db,
    viewer: &Viewer,
    id: ProductionId,
    records: &[RecordId],
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.status.check_open()?;
        for record in records {
            insert_included(tx, viewer, id, *record).await?;
        }
        touch(tx, id).await
    })
}

/// Includes a record as the last, and tells its author, where it is the first of theirs.
pub(super) async fn insert_included(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ProductionId,
    record: RecordId,
) -> Result<()> {
    check_record(tx, record).await?;
    let included = "SELECT 1 FROM production_record WHERE production_id = $1 AND record_id = $2";
    let included = sql::first(tx, included, values![id.0, record.0]).await?;
    if included.is_some() {
        return Ok(());
    }
    let known = "SELECT 1 FROM production_record i JOIN record o ON o.id = i.record_id
        JOIN record r ON r.author_id = o.author_id
        WHERE i.production_id = $1 AND r.id = $2 LIMIT 1";
    let known = sql::first(tx, known, values![id.0, record.0]).await?;
    let count = "SELECT count(*) FROM production_record WHERE production_id = $1";
    let count: i64 = sql::scalar(tx, count, values![id.0]).await?;
    if count >= INCLUDED_MAX as i64 {
        let (field, max) = (Field::Records, INCLUDED_MAX);
        return Err(ProductionError::TooMany { field, max }.into());
    }
    let sql = "INSERT INTO production_record (production_id, record_id, position, added_at)
        VALUES ($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM production_record
            WHERE production_id = $1), $3) ON CONFLICT DO NOTHING";
    let added = sql::run(tx, sql, values![id.0, record.0, Timestamp::now()]).await?;
    if added > 0 && known.is_none() {
        tell_author(tx, viewer, id, record, "included").await?;
    }
    Ok(())
}

async fn remove(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ProductionId,
    record: RecordId,
) -> Result<()> {
    let sql = "DELETE FROM production_record WHERE production_id = $1 AND record_id = $2";
    if sql::run(tx, sql, values![id.0, record.0]).await? == 0 {
        return Err(Error::NotFound);
    }
    tell_author(tx, viewer, id, record, TAKEN_OUT).await
}

async fn tell_author(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ProductionId,
    record: RecordId,
    line: &str,
) -> Result<()> {
    let mut event = Event::new(Kind::Included, viewer.member);
    event.production = Some(id);
    event.record = Some(record);
    line.clone_into(&mut event.line);
    tell(tx, event).await
}

/// Changes places with the next one in a direction, where there is one.
async fn swap(
    tx: &DatabaseTransaction,
    id: ProductionId,
    record: RecordId,
    beyond: &str,
    order: &str,
) -> Result<()> {
    let own = "SELECT position FROM production_record WHERE production_id = $1 AND record_id = $2";
    let own = sql::first(tx, own, values![id.0, record.0]).await?;
    let own: i64 = own.ok_or(Error::NotFound)?.try_get_by_index(0)?;
    let next = format!(
        "SELECT record_id, position FROM production_record
         WHERE production_id = $1 AND position {beyond} $2 ORDER BY position {order} LIMIT 1"
    );
    let Some(row) = sql::first(tx, next, values![id.0, own]).await? else {
        return Ok(());
    };
    let mut columns = Columns::of(&row);
    let (other, place): (i64, i64) = (columns.take()?, columns.take()?);
    let sql =
        "UPDATE production_record SET position = $3 WHERE production_id = $1 AND record_id = $2";
    sql::run(tx, sql, values![id.0, record.0, place]).await?;
    sql::run(tx, sql, values![id.0, other, own]).await?;
    Ok(())
}

/// The records that a production includes, in their order; at most `limit`, those behind position `after`.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_included(
    db: &Db,
    id: ProductionId,
    after: i64,
    limit: u64,
) -> Result<Vec<Included>> {
    let sql = "SELECT record_id, weight, note, position FROM production_record
        WHERE production_id = $1 AND position > $2 ORDER BY position, record_id LIMIT $3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(db.reader(), sql, values![id.0, after, limit]).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        let record = RecordId(columns.take()?);
        let (weight, note, position): (i64, String, i64) =
            (columns.take()?, columns.take()?, columns.take()?);
        listed.push((record, weight, note, position));
    }
    let ids: Vec<RecordId> = listed.iter().map(|row| row.0).collect();
    let cards = find_cards(db, &ids).await?;
    let rows = cards.into_iter().zip(listed);
    Ok(rows
        .map(|(card, (_, weight, note, position))| Included {
            card,
            weight,
            note,
            position,
        })
        .collect())
}

/// The ids of all records that a production includes, in their order.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_included_ids(db: &Db, id: ProductionId) -> Result<Vec<RecordId>> {
    included_ids(db.reader(), id).await
}

pub(super) async fn included_ids<C: sea_orm::ConnectionTrait>(
    on: &C,
    id: ProductionId,
) -> Result<Vec<RecordId>> {
    let sql = "SELECT record_id FROM production_record WHERE production_id = $1
        ORDER BY position, record_id";
    let rows = sql::all(on, sql, values![id.0]).await?;
    let id = |row: &sea_orm::QueryResult| Ok(RecordId(row.try_get_by_index(0)?));
    rows.iter().map(id).collect()
}
