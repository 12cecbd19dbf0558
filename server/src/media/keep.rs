//! Keeping a checked file: its content on the object store by its hash, its row and its draft in the database.

use super::arriving::{Arrived, Arriving};
use super::claim::Claim;
use super::error::UploadError;
use super::inspect::{Inspected, inspect};
use super::picture::{Made, Picture};
use crate::state::{AppState, Store};
use db::media::{Upload, Variant};
use db::record::DraftForm;
use db::session::Viewer;
use domain::record::Details;
use domain::remix::NamedSource;
use domain::{ChallengeId, Medium, RecordId};
use object_store::buffered::BufWriter;
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt, PutPayload};
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::sync::RwLock;

/// Held for reading while content is stored and not yet named by a row, and for writing while content
/// that no row names is deleted: else a file could be deleted between the two.
pub(super) static STORING: RwLock<()> = RwLock::const_new(());

/// Takes a file from memory, as an upload would be taken, and makes a draft of it.
///
/// # Errors
/// As an upload's.
pub(crate) async fn ingest(
    state: &AppState,
    viewer: &Viewer,
    file_name: &str,
    bytes: &[u8],
    sources: &[RecordId],
) -> Result<RecordId, UploadError> {
    let claim = Claim::new(file_name, "");
    let mut arriving = Arriving::begin(&state.store, state.upload_limits, claim).await?;
    for chunk in bytes.chunks(1 << 20) {
        arriving.write(chunk).await?;
    }
    keep(state, viewer, arriving.finish().await?, sources, None).await
}

/// Checks a file that arrived, stores it, and makes a draft of it, for a challenge or for none.
pub(crate) async fn keep(
    state: &AppState,
    viewer: &Viewer,
    arrived: Arrived,
    sources: &[RecordId],
    challenge: Option<ChallengeId>,
) -> Result<RecordId, UploadError> {
    let inspected = inspect(&arrived, state.upload_limits).await?;
    if let Inspected::Typed(body) = inspected {
        let form = typed_form(&arrived.claim, body, sources)?;
        return Ok(db::record::create_draft_for(&state.site.db, viewer, &form, challenge).await?);
    }
    let storing = STORING.read().await;
    let upload = store(&state.store, &arrived, inspected).await?;
    let id =
        db::media::add_upload(&state.site.db, viewer.member, &upload, sources, challenge).await?;
    drop(storing);
    Ok(id)
}

fn typed_form(
    claim: &Claim,
    body: domain::record::Body,
    sources: &[RecordId],
) -> Result<DraftForm, UploadError> {
    let named: Vec<NamedSource> = sources
        .iter()
        .map(|source| NamedSource {
            source: *source,
            used: String::new(),
        })
        .collect();
    Ok(DraftForm {
        details: Details {
            title: claim.title(),
            description: String::new(),
            tags: Vec::new(),
        },
        body: Some(body),
        license: None,
        sources: domain::remix::check_sources(None, &named).map_err(UploadError::Rule)?,
    })
}

async fn store(
    store: &Store,
    arrived: &Arrived,
    inspected: Inspected,
) -> Result<Upload, UploadError> {
    let mut upload = Upload {
        hash: arrived.hash.clone(),
        mime: String::new(),
        medium: Medium::Image,
        bytes: i64::try_from(arrived.bytes).unwrap_or(i64::MAX),
        width: None,
        height: None,
        duration_ms: None,
        peaks: None,
        file_name: arrived.claim.name.clone(),
        variants: Vec::new(),
    };
    match inspected {
        Inspected::Picture(picture) => store_picture(store, &mut upload, picture).await?,
        Inspected::Sound(sound) => {
            upload.medium = Medium::Audio;
            upload.mime = sound.mime.to_owned();
            upload.duration_ms = Some(sound.duration_ms);
            upload.peaks = Some(sound.peaks);
            put_file(store, arrived).await?;
        }
        Inspected::Film(film) => {
            upload.medium = Medium::Video;
            upload.mime = film.mime.to_owned();
            upload.duration_ms = Some(film.duration_ms);
            (upload.width, upload.height) = (pixels(film.width), pixels(film.height));
            put_file(store, arrived).await?;
        }
        // Taken care of before.
        Inspected::Typed(_) => return Err(UploadError::Malformed),
    }
    Ok(upload)
}

fn pixels(count: u32) -> Option<i32> {
    i32::try_from(count).ok()
}

async fn store_picture(
    store: &Store,
    upload: &mut Upload,
    picture: Picture,
) -> Result<(), UploadError> {
    let full = put_made(store, picture.full).await?;
    upload.mime = full.mime;
    upload.hash = full.hash;
    upload.bytes = full.bytes;
    (upload.width, upload.height) = (Some(full.width), Some(full.height));
    for made in picture.variants {
        upload.variants.push(put_made(store, made).await?);
    }
    Ok(())
}

async fn put_made(store: &Store, made: Made) -> Result<Variant, UploadError> {
    let hash = blake3::hash(&made.bytes).to_hex().to_string();
    let bytes = i64::try_from(made.bytes.len()).unwrap_or(i64::MAX);
    let payload = PutPayload::from_bytes(made.bytes.into());
    store.objects.put(&key(&hash), payload).await?;
    Ok(Variant {
        name: made.name.to_owned(),
        hash,
        mime: made.mime.to_owned(),
        bytes,
        width: pixels(made.width).unwrap_or(i32::MAX),
        height: pixels(made.height).unwrap_or(i32::MAX),
    })
}

/// Copies a file that arrived to the store, in parts; one that fails leaves nothing under its key.
async fn put_file(store: &Store, arrived: &Arrived) -> Result<(), UploadError> {
    let mut file = tokio::fs::File::open(arrived.path()).await?;
    let mut writer = BufWriter::new(Arc::clone(&store.objects), key(&arrived.hash));
    match tokio::io::copy(&mut file, &mut writer).await {
        Ok(_) => Ok(writer.shutdown().await?),
        Err(error) => {
            let _ = writer.abort().await;
            Err(error.into())
        }
    }
}

/// Where content lies: `ab/cd/abcd...`, so that no folder grows too long.
pub(crate) fn key(hash: &str) -> Key {
    let part = |from: usize| hash.get(from..from + 2).unwrap_or("__");
    Key::from_iter([part(0), part(2), hash])
}
