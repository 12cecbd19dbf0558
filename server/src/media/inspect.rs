//! From a file that arrived to what is known of it. All of this blocks, and runs two at a time.

use super::arriving::{Arrived, bytes_max};
use super::claim::Kind;
use super::error::UploadError;
use super::film::{self, Film, Found};
use super::picture::{self, Picture};
use super::sound::{self, Sound};
use super::typed;
use crate::state::UploadLimits;
use domain::Medium;
use domain::file::FileError;
use domain::record::Body;
use std::path::PathBuf;
use tokio::sync::Semaphore;

/// What a file was found to be.
#[derive(Debug)]
pub(crate) enum Inspected {
    Picture(Picture),
    Sound(Sound),
    Film(Film),
    Typed(Body),
}

/// Decoding takes much memory and all of a processor.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Decodes a file that arrived.
///
/// # Errors
/// [`UploadError`] by its limits, or where it is not what it says.
pub(crate) async fn inspect(
    arrived: &Arrived,
    limits: UploadLimits,
) -> Result<Inspected, UploadError> {
    let _permit = AT_ONCE
        .acquire()
        .await
        .map_err(|error| UploadError::Storage(error.to_string()))?;
    let (path, kind, bytes) = (arrived.path().to_owned(), arrived.kind, arrived.bytes);
    let says_audio = arrived.claim.extension().as_deref() == Some("m4a");
    let done = tokio::task::spawn_blocking(move || look(path, kind, &limits)).await;
    let found = match done {
        Ok(found) => found?,
        // A decoder that panics has met something that is not as it should be.
        Err(error) if error.is_panic() => return Err(FileError::Damaged.into()),
        Err(error) => return Err(UploadError::Storage(error.to_string())),
    };
    match &found {
        Inspected::Film(_) if says_audio => Err(FileError::NotWhatItSays.into()),
        Inspected::Sound(_) if bytes > bytes_max(&limits, Medium::Audio) => {
            let (medium, max) = (Medium::Audio, bytes_max(&limits, Medium::Audio));
            Err(FileError::TooLarge { medium, max }.into())
        }
        _ => Ok(found),
    }
}

fn look(path: PathBuf, kind: Kind, limits: &UploadLimits) -> Result<Inspected, UploadError> {
    Ok(match kind {
        Kind::Jpeg | Kind::Png | Kind::Gif | Kind::Webp => {
            let file = std::fs::read(path)?;
            Inspected::Picture(picture::inspect(kind, &file, limits)?)
        }
        Kind::Mp3 | Kind::Aac | Kind::Flac | Kind::Ogg | Kind::Wav => {
            Inspected::Sound(sound::inspect(&path, kind, limits)?)
        }
        Kind::Mp4 | Kind::Matroska => match film::inspect(&path, kind, limits)? {
            Found::Film(film) => Inspected::Film(film),
            Found::Sound(sound) => Inspected::Sound(sound),
        },
        Kind::Typed(typed) => Inspected::Typed(typed::read(&path, typed)?),
    })
}
