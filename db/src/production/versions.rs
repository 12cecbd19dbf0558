//! Working versions.

use super::hold::{check_work, hold, touch};
use super::{Version, read_work, work_columns};
use crate::connect::transaction;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::ProductionId;
use domain::production::{LINE_MAX, ProductionError, VERSIONS_MAX, Work};
use domain::text::{self, Field, TITLE_MAX};

/// Adds a working version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`crate::Conflict::ChangedMeanwhile`], a rule.
pub async fn add_version(
    db: &Db,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    title: &str,
    notes: &str,
    work: &Work,
) -> Result<()> {
    let title = text::required_line(Field::VersionTitle, title, TITLE_MAX)?;
    let notes = text::optional_line(Field::Note, notes, LINE_MAX)?;
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_open(version)?;
        check_work(tx, Some(work)).await?;
        let count = "SELECT count(*) FROM production_version WHERE production_id = $1";
        let count: i64 = sql::scalar(tx, count, values![id.0]).await?;
        if count >= VERSIONS_MAX as i64 {
            let (field, max) = (Field::Work, VERSIONS_MAX);
            return Err(ProductionError::TooMany { field, max }.into());
        }
        let (record, url) = work_columns(Some(work));
        let sql = "INSERT INTO production_version
                (production_id, title, notes, record_id, url, made_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = values![
            id.0,
            &title,
            &notes,
            record,
            url,
            viewer.member.0,
            Timestamp::now()
        ];
        sql::run(tx, sql, values).await?;
        touch(tx, id).await
    })
}

/// Takes a working version away.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`crate::Conflict::ChangedMeanwhile`], a rule.
pub async fn remove_version(
    db: &Db,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    row: i64,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_open(version)?;
        let sql = "DELETE FROM production_version WHERE production_id = $1 AND id = $2";
        if sql::run(tx, sql, values![id.0, row]).await? == 0 {
            return Err(Error::NotFound);
        }
        touch(tx, id).await
    })
}

/// All working versions, the last first.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_versions(db: &Db, id: ProductionId) -> Result<Vec<Version>> {
    let sql = "SELECT v.id, v.title, v.notes, v.record_id, v.url, r.title, m.handle, m.name,
            v.created_at
        FROM production_version v JOIN member m ON m.id = v.made_by
        LEFT JOIN record r ON r.id = v.record_id
        WHERE v.production_id = $1 ORDER BY v.created_at DESC, v.id DESC";
    let rows = sql::all(db.reader(), sql, values![id.0]).await?;
    let version = |row: &sea_orm::QueryResult| {
        let mut columns = Columns::of(row);
        let (id, title, notes) = (columns.take()?, columns.take()?, columns.take()?);
        let work = read_work(columns.take()?, columns.take()?);
        Ok(Version {
            id,
            title,
            notes,
            work: work.ok_or_else(|| Error::failed("a version without a work"))?,
            record_title: columns.take()?,
            by: columns.handle()?,
            by_name: columns.take()?,
            at: columns.time()?,
        })
    };
    rows.iter().map(version).collect()
}
