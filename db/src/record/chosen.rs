//! Records chosen together: something is done with all of them, or with none.

use crate::Result;
use crate::sql::{self, id_list, is_among, values};
use domain::RecordId;
use domain::curation::CurationError;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::collections::HashSet;

/// Checks that all of these are published.
///
/// # Errors
/// [`CurationError::NotThere`] for the first that is not.
pub(crate) async fn check_all_published(tx: &DatabaseTransaction, ids: &[RecordId]) -> Result<()> {
    let backend = tx.get_database_backend();
    let among = is_among(backend, "id", 1);
    let sql = format!("SELECT id FROM record WHERE {among} AND status = 'published'");
    let list = id_list(backend, ids.iter().map(|id| id.0));
    let mut there = HashSet::with_capacity(ids.len());
    for row in &sql::all(tx, sql, values![list]).await? {
        there.insert(RecordId(row.try_get_by_index(0)?));
    }
    match ids.iter().find(|id| !there.contains(id)) {
        None => Ok(()),
        Some(record) => Err(CurationError::NotThere { record: *record }.into()),
    }
}
