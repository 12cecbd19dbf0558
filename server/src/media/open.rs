//! Opening the object store that the configuration names.

use super::clear_arriving;
use crate::state::Store;
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use std::path::Path;
use std::sync::Arc;

/// Opens the store at `media`: a folder, or `s3://bucket/prefix` with credentials from the `AWS_*`
/// variables. Files arrive in `arriving`, which is made and emptied.
///
/// # Errors
/// Says in a sentence what is wrong.
pub(crate) fn open_store(media: &str, arriving: &Path) -> Result<Store, String> {
    clear_arriving(arriving)
        .map_err(|error| format!("{} cannot be used for uploads: {error}", arriving.display()))?;
    let objects: Arc<dyn ObjectStore> = match media.strip_prefix("s3://") {
        Some(place) => s3(place)?,
        None => local(Path::new(media))?,
    };
    Ok(Store {
        objects,
        arriving: arriving.to_owned(),
    })
}

/// What is stored is on the disk before it is named in the database.
fn local(folder: &Path) -> Result<Arc<dyn ObjectStore>, String> {
    let problem = |error: &dyn std::fmt::Display| {
        format!("{} cannot be used for files: {error}", folder.display())
    };
    std::fs::create_dir_all(folder).map_err(|error| problem(&error))?;
    let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| problem(&error))?;
    Ok(Arc::new(
        store.with_fsync(true).with_automatic_cleanup(false),
    ))
}

#[cfg(feature = "s3")]
fn s3(place: &str) -> Result<Arc<dyn ObjectStore>, String> {
    use object_store::aws::AmazonS3Builder;
    use object_store::prefix::PrefixStore;

    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let store = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .build()
        .map_err(|error| format!("s3://{place} cannot be used for files: {error}"))?;
    Ok(match prefix.trim_matches('/') {
        "" => Arc::new(store),
        prefix => Arc::new(PrefixStore::new(store, prefix)),
    })
}

#[cfg(not(feature = "s3"))]
fn s3(place: &str) -> Result<Arc<dyn ObjectStore>, String> {
    Err(format!(
        "s3://{place} cannot be used for files: this program was built without the feature s3"
    ))
}
