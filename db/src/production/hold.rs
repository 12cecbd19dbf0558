//! Holding a production while it is changed.

use super::may_edit;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Conflict, Error, Result, Timestamp};
use domain::production::{ProductionError, Status, Work};
use domain::{MemberId, ProductionId, RecordId};
use sea_orm::DatabaseTransaction;

/// A production as it stands within a transaction.
pub(super) struct Held {
    pub(super) status: Status,
    pub(super) has_final_work: bool,
    pub(super) final_record: Option<RecordId>,
    version: i64,
}

/// Finds a production that the viewer may change, and holds it until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub(super) async fn hold(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: ProductionId,
) -> Result<Held> {
    let hold = sql::for_update(tx);
    let sql = format!(
        "SELECT status, final_record_id IS NOT NULL OR final_url IS NOT NULL, final_record_id, version,
            director_id FROM production WHERE id = $1{hold}"
    );
    let row = sql::first(tx, sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let held = Held {
        status: columns.word()?,
        has_final_work: columns.take()?,
        final_record: columns.take::<Option<i64>>()?.map(RecordId),
        version: columns.take()?,
    };
    match may_edit(MemberId(columns.take()?), viewer) {
        true => Ok(held),
        false => Err(Error::Forbidden),
    }
}

impl Held {
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`].
    pub(super) fn check_version(&self, version: i64) -> Result<()> {
        match self.version == version {
            true => Ok(()),
            false => Err(Conflict::ChangedMeanwhile.into()),
        }
    }

    /// Checks the version, and that what it includes may still be changed.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`], [`ProductionError::Released`].
    pub(super) fn check_open(&self, version: i64) -> Result<()> {
        self.status.check_open()?;
        self.check_version(version)
    }
}

/// Notes that a production was changed.
pub(super) async fn touch(tx: &DatabaseTransaction, id: ProductionId) -> Result<()> {
    let sql = "UPDATE production SET version = version + 1, updated_at = $2 WHERE id = $1";
    sql::run(tx, sql, values![id.0, Timestamp::now()]).await?;
    Ok(())
}

/// Holds a record, so that it is not withdrawn before the transaction ends.
///
/// # Errors
/// [`ProductionError::UnknownRecord`] for one that is not published.
pub(super) async fn hold_record(tx: &DatabaseTransaction, record: RecordId) -> Result<()> {
    let sql = format!("SELECT id FROM record WHERE id = $1{}", sql::for_update(tx));
    sql::first(tx, sql, values![record.0]).await?;
    check_record(tx, record).await
}

/// # Errors
/// [`ProductionError::UnknownRecord`] for one that is not published.
pub(super) async fn check_record(tx: &DatabaseTransaction, record: RecordId) -> Result<()> {
    let sql = "SELECT 1 FROM record WHERE id = $1 AND status = 'published'";
    match sql::first(tx, sql, values![record.0]).await? {
        Some(_) => Ok(()),
        None => Err(ProductionError::UnknownRecord { record }.into()),
    }
}

/// # Errors
/// [`ProductionError::UnknownRecord`] for a record that is not published.
pub(super) async fn check_work(tx: &DatabaseTransaction, work: Option<&Work>) -> Result<()> {
    match work {
        Some(Work::Record(record)) => check_record(tx, *record).await,
        _ => Ok(()),
    }
}

/// How many links claims have added to the lineage, held until the transaction ends.
pub(crate) async fn hold_changes(tx: &DatabaseTransaction) -> Result<i64> {
    let hold = sql::for_update(tx);
    let sql = format!("SELECT value FROM counter WHERE name = 'lineage_change'{hold}");
    sql::scalar(tx, sql, Vec::new()).await
}
