//! Making, changing and deleting a collection.

use super::CollectionForm;
use super::records::append;
use crate::connect::transaction;
use crate::pace::{self, Act};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Conflict, Db, Error, Result, Timestamp};
use domain::curation::check_chosen;
use domain::{CollectionId, RecordId};
use sea_orm::DatabaseTransaction;

/// Makes a collection of the viewer's with these records in it, if any.
///
/// # Errors
/// [`Error::TooOften`] past 30 an hour, or a [`domain::curation::CurationError`]; then nothing is made.
pub async fn create_collection(
    db: &Db,
    viewer: &Viewer,
    form: &CollectionForm,
    records: &[RecordId],
) -> Result<CollectionId> {
    transaction!(db, |tx| {
        pace::count(tx, viewer.member, Act::Collection).await?;
        let sql = "INSERT INTO collection (owner_id, title, body, public, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $5) RETURNING id";
        let (title, body) = (form.heading.title.as_str(), form.heading.body.as_str());
        let values = values![viewer.member.0, title, body, form.public, Timestamp::now()];
        let id = CollectionId(sql::scalar(tx, sql, values).await?);
        if !records.is_empty() {
            append(tx, id, 0, &check_chosen(records)?, "").await?;
        }
        Ok(id)
    })
}

/// Changes title, text, and who sees it. `version` is the one that the form was opened with.
///
/// # Errors
/// [`Error::NotFound`], also where it is another's; [`Conflict::ChangedMeanwhile`].
pub async fn edit_collection(
    db: &Db,
    viewer: &Viewer,
    id: CollectionId,
    version: i64,
    form: &CollectionForm,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_version(version)?;
        let sql = "UPDATE collection SET title = $2, body = $3, public = $4 WHERE id = $1";
        let (title, body) = (form.heading.title.as_str(), form.heading.body.as_str());
        sql::run(tx, sql, values![id.0, title, body, form.public]).await?;
        note_change(tx, id, 0).await
    })
}

/// Deletes a collection; its records stay where they are.
///
/// # Errors
/// [`Error::NotFound`], also where it is another's; [`Conflict::ChangedMeanwhile`].
pub async fn delete_collection(
    db: &Db,
    viewer: &Viewer,
    id: CollectionId,
    version: i64,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_version(version)?;
        let sql = "DELETE FROM collection WHERE id = $1";
        sql::run(tx, sql, values![id.0]).await?;
        Ok(())
    })
}

/// A collection of the viewer's as it stands within a transaction.
pub(super) struct Held {
    version: i64,
    pub(super) record_count: i64,
}

impl Held {
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`].
    pub(super) fn check_version(self, version: i64) -> Result<Self> {
        if self.version == version {
            Ok(self)
        } else {
            Err(Conflict::ChangedMeanwhile.into())
        }
    }
}

/// Finds a collection of the viewer's and holds it until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`], also where it is another's.
pub(super) async fn hold(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: CollectionId,
) -> Result<Held> {
    let hold = sql::for_update(tx);
    let sql = format!(
        "SELECT version, record_count FROM collection WHERE id = $1 AND owner_id = $2{hold}"
    );
    let row = sql::first(tx, sql, values![id.0, viewer.member.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Held {
        version: columns.take()?,
        record_count: columns.take()?,
    })
}

/// Notes a change, with so many records more or less.
pub(super) async fn note_change(
    tx: &DatabaseTransaction,
    id: CollectionId,
    records: i64,
) -> Result<()> {
    let sql = "UPDATE collection SET record_count = record_count + $2, updated_at = $3,
        version = version + 1 WHERE id = $1";
    sql::run(tx, sql, values![id.0, records, Timestamp::now()]).await?;
    Ok(())
}
