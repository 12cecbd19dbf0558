//! Deleting content that nothing refers to any more.

use super::keep::{STORING, key};
use crate::state::AppState;
use object_store::ObjectStoreExt;

/// Deletes those of these contents that no file or variant names. Answers how many went.
///
/// # Errors
/// [`db::Error`]; an object that cannot be deleted is logged and left.
pub(crate) async fn forget_unreferenced(state: &AppState, hashes: &[String]) -> db::Result<usize> {
    let _alone = STORING.write().await;
    let unreferenced = db::media::unreferenced(&state.site.db, hashes).await?;
    let mut gone = 0;
    for hash in unreferenced {
        match state.store.objects.delete(&key(&hash)).await {
            Ok(()) => gone += 1,
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => tracing::warn!(%error, "a file could not be deleted"),
        }
    }
    Ok(gone)
}
