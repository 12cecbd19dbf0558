//! Audio and video files: opened as what they say they are and nothing else.
//!
//! Everything is read by a demuxer in safe Rust; no other program is started, and nothing that a file
//! points to (playlists, external tracks) is ever opened.

use super::claim::Kind;
use domain::file::FileError;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::well_known::{
    FORMAT_ID_ADTS, FORMAT_ID_FLAC, FORMAT_ID_ISOMP4, FORMAT_ID_MKV, FORMAT_ID_MP3, FORMAT_ID_OGG,
    FORMAT_ID_WAVE,
};
use symphonia::core::formats::{FormatId, FormatOptions, FormatReader};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

/// Opens a file in the format that its first bytes said.
///
/// # Errors
/// [`FileError::NotWhatItSays`], [`FileError::NotAccepted`] or [`FileError::Damaged`].
pub(crate) fn open(path: &Path, kind: Kind) -> Result<Box<dyn FormatReader>, FileError> {
    let (format, ending): (FormatId, &str) = match kind {
        Kind::Mp3 => (FORMAT_ID_MP3, "mp3"),
        Kind::Aac => (FORMAT_ID_ADTS, "aac"),
        Kind::Flac => (FORMAT_ID_FLAC, "flac"),
        Kind::Ogg => (FORMAT_ID_OGG, "ogg"),
        Kind::Wav => (FORMAT_ID_WAVE, "wav"),
        Kind::Mp4 => (FORMAT_ID_ISOMP4, "mp4"),
        Kind::Matroska => (FORMAT_ID_MKV, "mkv"),
        _ => return Err(FileError::NotWhatItSays),
    };
    let mut file = File::open(path).map_err(|_| FileError::Damaged)?;
    if hides_another(&mut file).map_err(|_| FileError::Damaged)? {
        return Err(FileError::NotWhatItSays);
    }
    let stream = MediaSourceStream::new(Box::new(file), Default::default());
    let reader = symphonia::default::get_probe()
        .probe(
            Hint::new().with_extension(ending),
            stream,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        // The first bytes were right: what follows them is not.
        .map_err(|_| FileError::Damaged)?;
    if reader.format_info().format != format {
        return Err(FileError::NotWhatItSays);
    }
    Ok(reader)
}

pub(crate) fn refusal(error: &Error) -> FileError {
    match error {
        Error::Unsupported(_) => FileError::NotAccepted,
        _ => FileError::Damaged,
    }
}

/// How much of either end is searched for another kind of file.
const SEARCHED: u64 = 1 << 20;

/// Whether a playlist, a page, a document or an archive is hidden in the file: programs that look for
/// those find them at the start (or, archives, at the end), whatever stands around them.
fn hides_another(file: &mut File) -> std::io::Result<bool> {
    let bytes = file.metadata()?.len();
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(SEARCHED).read_to_end(&mut head)?;
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(bytes.saturating_sub(SEARCHED)))?;
    file.take(SEARCHED).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let first = &head[..head.len().min(1024)];
    let holds = |part: &[u8]| {
        first
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part))
    };
    let is_page = [
        &b"<html"[..],
        b"<script",
        b"<!doctype",
        b"<svg",
        b"<?xml",
        b"<?php",
        b"%PDF-",
    ]
    .into_iter()
    .any(holds);
    let playlist = |part: &[u8]| part.windows(7).any(|window| window == b"#EXTM3U");
    Ok(is_page || playlist(&head) || playlist(&tail) || ends_as_archive(&tail))
}

/// Whether the end is that of a ZIP archive: its last record, with a comment that reaches the very end.
fn ends_as_archive(tail: &[u8]) -> bool {
    let from = tail.len().saturating_sub(65_557);
    let end = &tail[from..];
    (0..end.len().saturating_sub(21)).any(|at| {
        let record = &end[at..];
        record.starts_with(b"PK\x05\x06")
            && usize::from(u16::from_le_bytes([record[20], record[21]])) == record.len() - 22
    })
}
