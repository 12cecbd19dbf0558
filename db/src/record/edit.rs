//! Changing what may be changed of a published record.

use super::draft::{find_own, write_tags};
use super::search;
use crate::connect::transaction;
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Db, Error, Result, Timestamp};
use domain::RecordId;
use domain::record::{Details, RecordError, Status};

/// Changes description, title and tags of a published record of the viewer's own. Links and license stay.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Conflict::ChangedMeanwhile`].
pub async fn edit_published(
    db: &Db,
    viewer: &Viewer,
    id: RecordId,
    version: i64,
    details: &Details,
) -> Result<()> {
    transaction!(db, |tx| {
        let own = find_own(tx, viewer, id).await?;
        match own.status {
            Status::Published => {}
            Status::Draft => return Err(Error::NotFound),
            Status::Withdrawn => return Err(RecordError::Withdrawn.into()),
        }
        own.check_version(version)?;
        let published_at = sql::scalar(
            tx,
            "UPDATE record SET title = $2, description = $3, updated_at = $4,
                version = version + 1 WHERE id = $1 RETURNING published_at",
            values![id.0, &details.title, &details.description, Timestamp::now()],
        )
        .await?;
        write_tags(tx, id, &details.tags, Some(published_at)).await?;
        search::index(tx, id).await
    })
}
