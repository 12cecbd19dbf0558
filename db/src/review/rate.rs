//! Rating records.

use super::{Seen, check_others, hold_as_seen};
use crate::connect::transaction;
use crate::session::Viewer;
use crate::shortlist::check_curator;
use crate::sql::{self, values};
use crate::{Db, Result, Timestamp};
use domain::RecordId;
use domain::curation::check_chosen;
use domain::project::Stars;
use sea_orm::DatabaseTransaction;

/// Rates records with a reason, all or none; a curator's own earlier rating is changed.
///
/// # Errors
/// [`crate::Error::NotFound`] for whoever is no curator, or a [`domain::curation::CurationError`].
pub async fn rate(
    db: &Db,
    viewer: &Viewer,
    seen: &[Seen],
    stars: Stars,
    reason: &str,
) -> Result<()> {
    check_curator(viewer)?;
    let ids: Vec<RecordId> = seen.iter().map(|seen| seen.record).collect();
    let ids = check_chosen(&ids)?;
    transaction!(db, |tx| {
        hold_as_seen(tx, seen).await?;
        for record in &ids {
            check_others(tx, viewer, *record).await?;
            write(tx, viewer, *record, stars, reason).await?;
        }
        Ok(())
    })
}

async fn write(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    record: RecordId,
    stars: Stars,
    reason: &str,
) -> Result<()> {
    let (curator, now) = (viewer.member.0, Timestamp::now());
    let change = "UPDATE record_rating SET stars = $3, reason = $4, updated_at = $5
        WHERE record_id = $1 AND curator_id = $2";
    let values = values![record.0, curator, stars.count(), reason, now];
    let is_new = sql::run(tx, change, values.clone()).await? == 0;
    if is_new {
        let sql = "INSERT INTO record_rating
                (record_id, curator_id, stars, reason, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $5)";
        sql::run(tx, sql, values).await?;
    }
    let sql = "UPDATE record SET rating_count = rating_count + $2,
        review_version = review_version + 1 WHERE id = $1";
    sql::run(tx, sql, values![record.0, i64::from(is_new)]).await?;
    Ok(())
}
