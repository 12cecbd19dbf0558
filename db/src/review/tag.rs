//! Tags that curators give: kept apart from the record's own, so that neither changes the other.

use super::{Seen, hold_as_seen, note_change};
use crate::connect::transaction;
use crate::session::Viewer;
use crate::shortlist::check_curator;
use crate::sql::{self, values};
use crate::{Db, Error, Result, Timestamp};
use domain::RecordId;
use domain::curation::{CURATOR_TAGS_MAX, CurationError, check_chosen};
use sea_orm::DatabaseTransaction;

/// Gives records these tags, all or none; those that a record has already stay.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator, or a [`CurationError`].
pub async fn tag_records(db: &Db, viewer: &Viewer, seen: &[Seen], tags: &[String]) -> Result<()> {
    check_curator(viewer)?;
    let ids: Vec<RecordId> = seen.iter().map(|seen| seen.record).collect();
    let ids = check_chosen(&ids)?;
    transaction!(db, |tx| {
        hold_as_seen(tx, seen).await?;
        for record in &ids {
            let mut added = 0;
            for tag in tags {
                let sql = "INSERT INTO curator_tag (record_id, tag, curator_id, added_at)
                    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
                let values = values![record.0, tag, viewer.member.0, Timestamp::now()];
                added += sql::run(tx, sql, values).await?;
            }
            if added > 0 {
                check_room(tx, *record).await?;
                note_change(tx, *record).await?;
            }
        }
        Ok(())
    })
}

/// Takes a curators' tag off a record.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator, or where there is no such tag; [`CurationError::ChangedMeanwhile`].
pub async fn remove_tag(db: &Db, viewer: &Viewer, seen: Seen, tag: &str) -> Result<()> {
    check_curator(viewer)?;
    transaction!(db, |tx| {
        hold_as_seen(tx, &[seen]).await?;
        let sql = "DELETE FROM curator_tag WHERE record_id = $1 AND tag = $2";
        if sql::run(tx, sql, values![seen.record.0, tag]).await? == 0 {
            return Err(Error::NotFound);
        }
        note_change(tx, seen.record).await
    })
}

async fn check_room(tx: &DatabaseTransaction, record: RecordId) -> Result<()> {
    let sql = "SELECT count(*) FROM curator_tag WHERE record_id = $1";
    let count: i64 = sql::scalar(tx, sql, values![record.0]).await?;
    match usize::try_from(count) {
        Ok(0..=CURATOR_TAGS_MAX) => Ok(()),
        _ => Err(CurationError::TooManyTags { record }.into()),
    }
}
