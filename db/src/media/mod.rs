//! Uploaded files: which member put up which content, and the variants made of it.
//!
//! Content is kept once by its BLAKE3 hash, but access goes by the member's own row, so that knowing
//! a hash grants nothing.

mod file;
mod upload;

pub use file::{find_file, unreferenced};
pub use upload::{add_upload, check_quota};

pub(crate) use file::remove_media;

use domain::{MediaId, Medium};

/// A stored file, as it is given to [`add_upload`].
#[derive(Clone, Debug)]
pub struct Upload {
    /// Hex BLAKE3 hash of the content: the key on the object store.
    pub hash: String,
    /// The sniffed and decoded media type, such as `image/png`.
    pub mime: String,
    /// The medium it makes.
    pub medium: Medium,
    /// Bytes.
    pub bytes: i64,
    /// Pixels across, of images and video.
    pub width: Option<i32>,
    /// Pixels down.
    pub height: Option<i32>,
    /// Milliseconds, of audio and video.
    pub duration_ms: Option<i64>,
    /// 0 to 100 per bar: the loudest sample of each of 160 stretches of audio.
    pub peaks: Option<Vec<u8>>,
    /// The cleaned file name, for downloads and the first title.
    pub file_name: String,
    /// Derived files, such as smaller images.
    pub variants: Vec<Variant>,
}

/// A file made from an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// `w320`, `w640`, `w1280`, ...
    pub name: String,
    /// Hex BLAKE3 hash of its content.
    pub hash: String,
    /// Its media type.
    pub mime: String,
    /// Bytes.
    pub bytes: i64,
    /// Pixels across.
    pub width: i32,
    /// Pixels down.
    pub height: i32,
}

/// What a page needs to show a record's file.
#[derive(Clone, Debug)]
pub struct MediaView {
    /// The id, as in `/media/{id}`.
    pub id: MediaId,
    /// The media type.
    pub mime: String,
    /// Bytes.
    pub bytes: i64,
    /// Pixels across.
    pub width: Option<i32>,
    /// Pixels down.
    pub height: Option<i32>,
    /// Milliseconds.
    pub duration_ms: Option<i64>,
    /// See [`Upload::peaks`].
    pub peaks: Option<Vec<u8>>,
    /// The file's name.
    pub file_name: String,
    /// Derived files, smallest first.
    pub variants: Vec<Variant>,
}

/// A file to send.
#[derive(Clone, Debug)]
pub struct MediaFile {
    /// Key on the object store.
    pub hash: String,
    /// Media type.
    pub mime: String,
    /// Bytes.
    pub bytes: i64,
    /// Name for a download.
    pub file_name: String,
    /// Whether everybody may see it (its record is published), so that it may be cached by everybody.
    pub public: bool,
}
