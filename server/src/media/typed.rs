//! Text and code put up as files: they become records that are typed.

use super::claim::Typed;
use super::error::UploadError;
use domain::Medium;
use domain::file::FileError;
use domain::record::Body;
use std::path::Path;

/// Reads a file as a body.
///
/// # Errors
/// [`FileError::NotWhatItSays`] where it is not UTF-8 text; a `TextError` over 200,000 characters.
pub(crate) fn read(path: &Path, typed: Typed) -> Result<Body, UploadError> {
    let bytes = std::fs::read(path)?;
    let text = String::from_utf8(bytes).map_err(|_| FileError::NotWhatItSays)?;
    if text.contains('\0') {
        return Err(FileError::NotWhatItSays.into());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Err(FileError::Empty.into());
    }
    let (medium, language) = match typed {
        Typed::Text => (Medium::Text, ""),
        Typed::Code(language) => (Medium::Code, language),
    };
    Ok(Body::parse(medium, text, language)?)
}
