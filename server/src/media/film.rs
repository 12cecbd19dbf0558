//! Video: its container is read from end to end. The pictures themselves are decoded by nobody here.

use super::claim::Kind;
use super::sound::{self, Sound};
use super::tracks;
use crate::state::UploadLimits;
use domain::file::FileError;
use std::path::Path;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::video::well_known::{
    CODEC_ID_AV1, CODEC_ID_H264, CODEC_ID_HEVC, CODEC_ID_VP8, CODEC_ID_VP9,
};
use symphonia::core::codecs::video::{CODEC_ID_NULL_VIDEO, VideoCodecParameters};
use symphonia::core::formats::FormatReader;
use symphonia::core::units::{TimeBase, Timestamp};

/// Checked video.
#[derive(Debug)]
pub(crate) struct Film {
    pub(crate) mime: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) duration_ms: i64,
}

/// What a container that may hold either was found to hold.
#[derive(Debug)]
pub(crate) enum Found {
    Film(Film),
    Sound(Sound),
}

/// Reads a container through.
///
/// # Errors
/// [`FileError`] by its length, its codecs, or where it cannot be read to its end.
pub(crate) fn inspect(path: &Path, kind: Kind, limits: &UploadLimits) -> Result<Found, FileError> {
    let reader = tracks::open(path, kind)?;
    let Some(video) = video(reader.as_ref()) else {
        if kind == Kind::Matroska {
            return Err(FileError::NotAccepted);
        }
        return sound::decode(reader, kind, 0, limits).map(Found::Sound);
    };
    check_codec(kind, video)?;
    let (width, height) = match (video.width, video.height) {
        (Some(width @ 1..), Some(height @ 1..)) => (u32::from(width), u32::from(height)),
        _ => return Err(FileError::Damaged),
    };
    let duration_ms = read_through(reader, kind, limits)?;
    let mime = match kind {
        Kind::Mp4 => "video/mp4",
        _ if is_webm(path)? => "video/webm",
        _ => "video/x-matroska",
    };
    Ok(Found::Film(Film {
        mime,
        width,
        height,
        duration_ms,
    }))
}

fn video(reader: &dyn FormatReader) -> Option<&VideoCodecParameters> {
    reader
        .tracks()
        .iter()
        .find_map(|track| track.codec_params.as_ref().and_then(CodecParameters::video))
}

/// The demuxer names no codec for VP9 and AV1 in MP4.
fn check_codec(kind: Kind, video: &VideoCodecParameters) -> Result<(), FileError> {
    match video.codec {
        CODEC_ID_H264 | CODEC_ID_HEVC | CODEC_ID_VP8 | CODEC_ID_VP9 | CODEC_ID_AV1 => Ok(()),
        CODEC_ID_NULL_VIDEO if kind == Kind::Mp4 => Ok(()),
        _ => Err(FileError::NotAccepted),
    }
}

/// The document type stands in the first bytes, in the EBML header.
fn is_webm(path: &Path) -> Result<bool, FileError> {
    use std::io::Read;
    let mut head = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(256).read_to_end(&mut head))
        .map_err(|_| FileError::Damaged)?;
    Ok(head.windows(4).any(|window| window == b"webm"))
}

/// Reads all packets; answers the length in milliseconds.
fn read_through(
    mut reader: Box<dyn FormatReader>,
    kind: Kind,
    limits: &UploadLimits,
) -> Result<i64, FileError> {
    let bases: Vec<(u32, TimeBase)> = reader
        .tracks()
        .iter()
        .filter_map(|track| Some((track.id, track.time_base?)))
        .collect();
    let millis =
        |time: symphonia::core::units::Time| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    let info = reader.media_info();
    let declared = match (info.time_base, info.duration) {
        (Some(base), Some(duration)) => Some(millis(base.calc_duration_saturating(duration))),
        _ => None,
    };
    if declared.is_some_and(|declared| declared > limits.duration_ms) {
        return Err(FileError::TooLong);
    }
    let (mut last, mut packets) = (0, 0_u64);
    while let Some(packet) = reader
        .next_packet()
        .map_err(|error| tracks::refusal(&error))?
    {
        packets += 1;
        if let Some((_, base)) = bases.iter().find(|(id, _)| *id == packet.track_id) {
            let end = i64::try_from(packet.dur.get()).unwrap_or(0);
            let end = packet.pts.get().saturating_add(end);
            last = last.max(millis(base.calc_time_saturating(Timestamp::new(end))));
        }
        if last > limits.duration_ms {
            return Err(FileError::TooLong);
        }
    }
    // Matroska just ends where it is cut off.
    let cut_off =
        kind == Kind::Matroska && declared.is_some_and(|declared| last < declared * 9 / 10);
    if packets == 0 || cut_off {
        return Err(FileError::Damaged);
    }
    Ok(declared.filter(|declared| *declared > 0).unwrap_or(last))
}
