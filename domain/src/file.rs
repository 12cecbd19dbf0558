//! Files that members put up: how large they may be, and why one is refused.

use crate::medium::Medium;
use serde::{Deserialize, Serialize};

/// Most bytes of an image.
pub const IMAGE_BYTES_MAX: u64 = 25_000_000;
/// Most bytes of an audio file.
pub const AUDIO_BYTES_MAX: u64 = 200_000_000;
/// Most bytes of a video.
pub const VIDEO_BYTES_MAX: u64 = 1_000_000_000;
/// Most bytes of a text or code file: every character of the longest body at its widest.
pub const TEXT_BYTES_MAX: u64 = 4 * crate::text::BODY_MAX as u64;
/// Most pixels of an image.
pub const PIXELS_MAX: u64 = 50_000_000;
/// Most frames of an animated image.
pub const FRAMES_MAX: u32 = 500;
/// Longest audio or video, in seconds.
pub const SECONDS_MAX: u64 = 2 * 3600;
/// Longest file name that is kept, in characters.
pub const FILE_NAME_MAX: usize = 120;

/// What is accepted, for whoever sent something else.
pub const ACCEPTED: &str = "images as JPEG, PNG, GIF or WebP; audio as MP3, FLAC, WAV, Ogg Vorbis or AAC (M4A); \
video as MP4 (H.264, H.265) or WebM and Matroska (VP8, VP9, AV1, H.264); text and code as UTF-8";

/// Most bytes of a file of this medium.
#[must_use]
pub fn bytes_max(medium: Medium) -> u64 {
    match medium {
        Medium::Image => IMAGE_BYTES_MAX,
        Medium::Audio => AUDIO_BYTES_MAX,
        Medium::Video => VIDEO_BYTES_MAX,
        Medium::Text | Medium::Code => TEXT_BYTES_MAX,
    }
}

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileError {
    /// It holds nothing.
    Empty,
    /// It is larger than a file of its medium may be.
    TooLarge {
        /// What it is, or says it is.
        medium: Medium,
        /// Most bytes of one.
        max: u64,
    },
    /// An image of more than [`PIXELS_MAX`].
    TooManyPixels,
    /// An animation of more than [`FRAMES_MAX`] frames, or of more pixels in all of them than can be checked.
    TooManyFrames,
    /// Audio or video of more than [`SECONDS_MAX`].
    TooLong,
    /// Its content is not what its name or its declared type says.
    NotWhatItSays,
    /// It is of a kind that is not accepted, or holds a codec that is not.
    NotAccepted,
    /// It says what it is, but cannot be read through: damaged or cut off.
    Damaged,
}

impl FileError {
    /// The stable word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge { .. } => "file_too_large",
            Self::TooManyPixels => "image_too_many_pixels",
            Self::TooManyFrames => "image_too_many_frames",
            Self::TooLong => "file_too_long",
            Self::NotWhatItSays => "file_not_what_it_says",
            Self::NotAccepted => "file_not_accepted",
            Self::Damaged => "file_damaged",
        }
    }

    /// The HTTP status that says the same.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::TooLarge { .. } => 413,
            Self::NotWhatItSays | Self::NotAccepted | Self::Damaged => 415,
            Self::Empty | Self::TooManyPixels | Self::TooManyFrames | Self::TooLong => 422,
        }
    }

    /// What happened and what to do next, for the person.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::Empty => "The file is empty. Choose another.".to_owned(),
            Self::TooLarge { medium, max } => {
                let (size, unit) = match max {
                    1_000_000_000.. => (max / 1_000_000_000, "GB"),
                    1_000_000.. => (max / 1_000_000, "MB"),
                    _ => (max / 1_000, "KB"),
                };
                format!(
                    "{} may be up to {size} {unit}. Make the file smaller and try again.",
                    medium.label()
                )
            }
            Self::TooManyPixels => "Image dimensions exceed 50 megapixels".to_owned(),
            Self::TooManyFrames => format!(
                "An animated image may have up to {FRAMES_MAX} frames, and a billion pixels in all of them. Put it up as a video instead."
            ),
            Self::TooLong => "Audio and video may be up to 2 hours long.".to_owned(),
            Self::NotWhatItSays => {
                "The file's content is not what its name says. Check that it is the right file.".to_owned()
            }
            Self::NotAccepted => format!("This kind of file is not accepted. Accepted are: {ACCEPTED}."),
            Self::Damaged => {
                "The file is damaged or cut off: it could not be read to its end. Save it anew and try again."
                    .to_owned()
            }
        }
    }
}

/// A file name as it is kept: the last part of a path, one line, nothing deceptive, at most [`FILE_NAME_MAX`]
/// characters with its extension; `file` where nothing is left.
#[must_use]
pub fn clean_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let line = crate::text::clean_line(last);
    let kept: String = line
        .chars()
        .filter(|c| !matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|'))
        .collect();
    let kept = kept.trim_matches(['.', ' ']);
    if kept.is_empty() {
        return "file".to_owned();
    }
    if kept.chars().count() <= FILE_NAME_MAX {
        return kept.to_owned();
    }
    let ending: String = match extension(kept) {
        Some(ending) => format!(".{ending}"),
        None => String::new(),
    };
    let stem = FILE_NAME_MAX - ending.chars().count();
    kept.chars().take(stem).chain(ending.chars()).collect()
}

/// The extension of a file name in lower case, without the dot; `None` where there is none of sensible length.
#[must_use]
pub fn extension(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let sensible = !stem.is_empty()
        && (1..=12).contains(&ending.len())
        && ending.chars().all(|c| c.is_ascii_alphanumeric());
    sensible.then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_lose_paths_and_what_deceives() {
        let rows = [
            ("cat.png", "cat.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\song.mp3", "song.mp3"),
            ("..", "file"),
            ("", "file"),
            ("/", "file"),
            ("invoice\u{202e}gnp.exe", "invoicegnp.exe"),
            ("a\u{0}b\nc.txt", "ab c.txt"),
            (".htaccess", "htaccess"),
            ("x\"; filename=\"y.html", "x; filename=y.html"),
            ("日本語.flac", "日本語.flac"),
        ];
        for (given, kept) in rows {
            assert_eq!(clean_file_name(given), kept, "{given:?}");
        }
        let long = clean_file_name(&format!("{}.jpeg", "é".repeat(300)));
        assert_eq!(long.chars().count(), FILE_NAME_MAX);
        assert!(long.ends_with(".jpeg"));
    }

    #[test]
    fn limits_are_told_in_full() {
        let error = FileError::TooLarge {
            medium: Medium::Image,
            max: IMAGE_BYTES_MAX,
        };
        assert_eq!(
            error.message(),
            "Image may be up to 25 MB. Make the file smaller and try again."
        );
        assert_eq!((error.status(), error.code()), (413, "file_too_large"));
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_folder(name in any::<String>()) {
            let kept = clean_file_name(&name);
            prop_assert!(!kept.is_empty() && kept != "." && kept != "..");
            let bad = ['/', '\\', '\0', '"', '\n', '\u{202e}'];
            prop_assert!(!kept.contains(bad));
            prop_assert!(kept.chars().count() <= FILE_NAME_MAX);
        }
    }
}
