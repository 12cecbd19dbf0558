//! Withdrawing published records and discarding drafts.

use super::draft::{find_held, find_own};
use super::search;
use crate::connect::transaction;
use crate::media::remove_media;
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Conflict, Db, Error, Result, Timestamp};
use domain::record::{RecordError, Status};
use domain::{RecordId, Role};

/// Withdraws a published record of the viewer's own (or, as an admin, of anybody): body, description, tags and media go,
/// title, credited name, license and links stay. Answers the hashes of files that may now be unreferenced.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Conflict::AlreadyDone`].
pub async fn withdraw(db: &Db, viewer: &Viewer, id: RecordId) -> Result<Vec<String>> {
    transaction!(db, |tx| {
        let (held, author) = find_held(tx, id).await?;
        if author != viewer.member && viewer.role < Role::Admin {
            return Err(Error::NotFound);
        }
        match held.status {
            Status::Published => {}
            Status::Draft => return Err(Error::NotFound),
            Status::Withdrawn => return Err(Conflict::AlreadyDone.into()),
        }
        sql::run(
            tx,
            "UPDATE record SET status = 'withdrawn', withdrawn_at = $2, updated_at = $2,
                version = version + 1, body = '', excerpt = '', description = '', language = '',
                url = NULL, media_id = NULL
             WHERE id = $1",
            values![id.0, Timestamp::now()],
        )
        .await?;
        let tags = "DELETE FROM record_tag WHERE record_id = $1";
        sql::run(tx, tags, values![id.0]).await?;
        search::unindex(tx, id).await?;
        remove_media(tx, held.media).await
    })
}

/// Deletes a draft of the viewer's own. Answers the hashes of files that may now be unreferenced.
///
/// # Errors
/// [`crate::Error::NotFound`], or a rule where it is published.
pub async fn discard_draft(db: &Db, viewer: &Viewer, id: RecordId) -> Result<Vec<String>> {
    transaction!(db, |tx| {
        let own = find_own(tx, viewer, id).await?;
        match own.status {
            Status::Draft => {}
            Status::Published => return Err(RecordError::AlreadyPublished.into()),
            Status::Withdrawn => return Err(RecordError::Withdrawn.into()),
        }
        sql::run(tx, "DELETE FROM record WHERE id = $1", values![id.0]).await?;
        remove_media(tx, own.media).await
    })
}
