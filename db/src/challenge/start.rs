//! The records that a challenge starts from.

use crate::Result;
use crate::sql::{self, Columns, id_list, is_among, values};
use domain::license::{License, LicenseError};
use domain::remix::{RemixError, SOURCES_MAX};
use domain::{ChallengeId, RecordId};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Replaces the records to start from. Those that stood there may have been withdrawn since.
///
/// # Errors
/// [`RemixError`], or [`LicenseError::NotRemixable`].
pub(super) async fn write_sources(
    tx: &DatabaseTransaction,
    id: ChallengeId,
    sources: &[RecordId],
) -> Result<()> {
    if sources.len() > SOURCES_MAX {
        let count = sources.len();
        return Err(RemixError::TooManySources { count }.into());
    }
    let backend = tx.get_database_backend();
    let sql = format!(
        "SELECT r.id, r.license, r.status = 'published', EXISTS (
            SELECT 1 FROM challenge_source s WHERE s.challenge_id = $2 AND s.record_id = r.id)
         FROM record r WHERE {} AND r.status <> 'draft'",
        is_among(backend, "r.id", 1)
    );
    let list = id_list(backend, sources.iter().map(|source| source.0));
    let mut good = Vec::with_capacity(sources.len());
    for row in &sql::all(tx, sql, values![list, id.0]).await? {
        let mut columns = Columns::of(row);
        let source = RecordId(columns.take()?);
        let license: Option<String> = columns.take()?;
        let (published, stood): (bool, bool) = (columns.take()?, columns.take()?);
        if published && !stood && license.is_none_or(|id| id.parse::<License>().is_err()) {
            return Err(LicenseError::NotRemixable { source }.into());
        }
        if published || stood {
            good.push(source);
        }
    }
    if let Some(source) = sources.iter().find(|source| !good.contains(source)) {
        return Err(RemixError::UnknownSource { source: *source }.into());
    }
    let clear = "DELETE FROM challenge_source WHERE challenge_id = $1";
    sql::run(tx, clear, values![id.0]).await?;
    for (position, source) in (0_i64..).zip(sources) {
        let sql = "INSERT INTO challenge_source (challenge_id, record_id, position)
            VALUES ($1, $2, $3)";
        sql::run(tx, sql, values![id.0, source.0, position]).await?;
    }
    Ok(())
}
