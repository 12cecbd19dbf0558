//! Audio: decoded from end to end, for its length and its loudness over time.

use super::claim::Kind;
use super::tracks;
use crate::state::UploadLimits;
use domain::file::FileError;
use std::path::Path;
use symphonia::core::codecs::audio::{AudioDecoderOptions, CODEC_ID_NULL_AUDIO};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatReader, TrackType};

/// Bars of the drawn loudness.
const BARS: usize = 160;

/// Frames of which the loudest sample is kept while the length is not known yet.
const STRETCH: usize = 512;

/// Checked audio.
#[derive(Debug)]
pub(crate) struct Sound {
    pub(crate) mime: &'static str,
    pub(crate) duration_ms: i64,
    /// 0 to 100 for each of 160 stretches.
    pub(crate) peaks: Vec<u8>,
}

/// Decodes an audio file.
///
/// # Errors
/// [`FileError`] by its length, its codec, or where it cannot be decoded.
pub(crate) fn inspect(path: &Path, kind: Kind, limits: &UploadLimits) -> Result<Sound, FileError> {
    let bytes = std::fs::metadata(path).map_or(0, |data| data.len());
    decode(tracks::open(path, kind)?, kind, bytes, limits)
}

/// Decodes the audio of a container that was found to have no video.
pub(super) fn decode(
    mut reader: Box<dyn FormatReader>,
    kind: Kind,
    bytes: u64,
    limits: &UploadLimits,
) -> Result<Sound, FileError> {
    let track = reader
        .first_track(TrackType::Audio)
        .ok_or(FileError::NotAccepted)?;
    let (id, declared) = (track.id, track.num_frames);
    let params = track
        .codec_params
        .as_ref()
        .and_then(|params| params.audio())
        .filter(|params| params.codec != CODEC_ID_NULL_AUDIO)
        .ok_or(FileError::NotAccepted)?;
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(params, &AudioDecoderOptions::default())
        .map_err(|_| FileError::NotAccepted)?;
    let mut heard = Heard::default();
    loop {
        let packet = match reader.next_packet() {
            Ok(Some(packet)) => packet,
            // What is missing at the end shows in the count of frames.
            Ok(None) | Err(Error::IoError(_) | Error::ResetRequired) => break,
            Err(_) => return Err(FileError::Damaged),
        };
        if packet.track_id != id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(buffer) => heard.take(&buffer, limits)?,
            Err(Error::DecodeError(_)) => heard.failures += 1,
            Err(_) => return Err(FileError::Damaged),
        }
    }
    heard.check_whole(kind, declared, bytes)?;
    Ok(Sound {
        mime: mime(kind),
        duration_ms: heard.duration_ms(),
        peaks: heard.bars(),
    })
}

fn mime(kind: Kind) -> &'static str {
    match kind {
        Kind::Mp3 => "audio/mpeg",
        Kind::Aac => "audio/aac",
        Kind::Flac => "audio/flac",
        Kind::Ogg => "audio/ogg",
        Kind::Wav => "audio/wav",
        _ => "audio/mp4",
    }
}

/// What was decoded so far.
#[derive(Default)]
struct Heard {
    frames: u64,
    rate: u32,
    packets: u64,
    failures: u64,
    samples: Vec<f32>,
    /// The loudest sample of each stretch, and of the unfinished one with its frames.
    peaks: Vec<f32>,
    open: (f32, usize),
}

impl Heard {
    fn take(
        &mut self,
        buffer: &symphonia::core::audio::GenericAudioBufferRef<'_>,
        limits: &UploadLimits,
    ) -> Result<(), FileError> {
        let channels = buffer.num_planes();
        self.packets += 1;
        self.rate = buffer.spec().rate();
        if channels == 0 || self.rate == 0 {
            return Err(FileError::Damaged);
        }
        self.frames += buffer.frames() as u64;
        if self.duration_ms() > limits.duration_ms {
            return Err(FileError::TooLong);
        }
        buffer.copy_to_vec_interleaved(&mut self.samples);
        for frame in self.samples.chunks_exact(channels) {
            let loudest = frame
                .iter()
                .fold(self.open.0, |loudest, s| loudest.max(s.abs()));
            self.open = (loudest, self.open.1 + 1);
            if self.open.1 == STRETCH {
                self.peaks.push(self.open.0);
                self.open = (0.0, 0);
            }
        }
        Ok(())
    }

    fn duration_ms(&self) -> i64 {
        let rate = u64::from(self.rate.max(1));
        i64::try_from(self.frames.saturating_mul(1_000) / rate).unwrap_or(i64::MAX)
    }

    /// Whether something was decoded, little of it failed, and the end is there. MP3 and AAC streams do
    /// not say how long they are; a WAV header may say "unknown" with a number beyond the file.
    fn check_whole(&self, kind: Kind, declared: Option<u64>, bytes: u64) -> Result<(), FileError> {
        let says = match kind {
            Kind::Mp3 | Kind::Aac => None,
            Kind::Wav => declared.filter(|frames| *frames <= bytes),
            _ => declared,
        };
        let cut_off = says.is_some_and(|says| self.frames < says - says / 20);
        if self.frames == 0 || self.failures > self.packets / 10 + 2 || cut_off {
            return Err(FileError::Damaged);
        }
        Ok(())
    }

    fn bars(mut self) -> Vec<u8> {
        if self.open.1 > 0 || self.peaks.is_empty() {
            self.peaks.push(self.open.0);
        }
        let count = self.peaks.len();
        let bar = |at: usize| {
            let from = at * count / BARS;
            let to = ((at + 1) * count / BARS).clamp(from + 1, count.max(from + 1));
            let stretch = self.peaks.get(from..to.min(count)).unwrap_or_default();
            let loudest = stretch.iter().fold(0.0_f32, |a, b| a.max(*b));
            // Rounded, and cut at full scale, which decoders may go beyond.
            (loudest * 100.0).round().clamp(0.0, 100.0) as u8
        };
        (0..BARS).map(bar).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One second of 8 kHz mono, silent first and loud after.
    pub(crate) fn wav(seconds: u32) -> Vec<u8> {
        let frames = 8_000 * seconds;
        let mut out = b"RIFF".to_vec();
        out.extend_from_slice(&(36 + frames * 2).to_le_bytes());
        out.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        out.extend_from_slice(&8_000_u32.to_le_bytes());
        out.extend_from_slice(&16_000_u32.to_le_bytes());
        out.extend_from_slice(b"\x02\0\x10\0data");
        out.extend_from_slice(&(frames * 2).to_le_bytes());
        for n in 0..frames {
            let loud = n >= frames / 2;
            let sample = if loud && n % 2 == 0 { 16_384_i16 } else { 0 };
            out.extend_from_slice(&sample.to_le_bytes());
        }
        out
    }

    fn inspect_bytes(file: &[u8], kind: Kind, limits: &UploadLimits) -> Result<Sound, FileError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, file).unwrap();
        inspect(&path, kind, limits)
    }

    #[test]
    fn length_and_loudness_are_heard() {
        let sound = inspect_bytes(&wav(2), Kind::Wav, &UploadLimits::default()).unwrap();
        assert_eq!(
            (sound.duration_ms, sound.mime, sound.peaks.len()),
            (2_000, "audio/wav", 160)
        );
        assert_eq!((sound.peaks[10], sound.peaks[150]), (0, 50));
    }

    #[test]
    fn what_is_not_whole_or_not_audio_is_refused() {
        let whole = wav(3);
        let limits = UploadLimits::default();
        let short = UploadLimits {
            duration_ms: 2_000,
            ..limits
        };
        let rows = [
            (
                whole[..whole.len() / 2].to_vec(),
                Kind::Wav,
                FileError::Damaged,
            ),
            (whole[..20].to_vec(), Kind::Wav, FileError::Damaged),
            (
                [b"fLaC".as_slice(), &[7; 4000]].concat(),
                Kind::Flac,
                FileError::Damaged,
            ),
            (
                [b"OggS".as_slice(), &[0; 4000]].concat(),
                Kind::Ogg,
                FileError::Damaged,
            ),
            (
                [&whole[..], b"PK\x05\x06", &[0; 18]].concat(),
                Kind::Wav,
                FileError::NotWhatItSays,
            ),
            (
                [b"ID3\x04\0\0\0\0\0\0<script>".as_slice(), &[0; 4000]].concat(),
                Kind::Mp3,
                FileError::NotWhatItSays,
            ),
        ];
        for (file, kind, expected) in rows {
            assert_eq!(
                inspect_bytes(&file, kind, &limits).unwrap_err(),
                expected,
                "{kind:?}"
            );
        }
        assert_eq!(
            inspect_bytes(&whole, Kind::Wav, &short).unwrap_err(),
            FileError::TooLong
        );
    }
}
