//! Real files of every kind, whole and cut off.

use super::claim::Claim;
use super::film::{self, Found};
use super::sound;
use crate::state::UploadLimits;
use domain::Medium;
use domain::file::FileError;

macro_rules! file {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!("../../tests/all/files/", $name)).as_slice(),
        )
    };
}

/// What is found in a file: its media type, pixels across, and whether it is about a second long.
type Seen = (&'static str, u32, bool);

/// A file with its name, and what is found in it.
type Row<'a> = ((&'a str, &'a [u8]), Result<Seen, FileError>);

fn look(name: &str, file: &[u8]) -> Result<Seen, FileError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    std::fs::write(&path, file).unwrap();
    let limits = UploadLimits::default();
    let kind = Claim::new(name, "").kind(&file[..file.len().min(4096)])?;
    let is_second = |ms: i64| (900..1_200).contains(&ms);
    let heard = |sound: sound::Sound| {
        assert!(sound.peaks.iter().any(|peak| *peak > 5), "{name}");
        (sound.mime, 0, is_second(sound.duration_ms))
    };
    match kind.medium() {
        Medium::Audio => sound::inspect(&path, kind, &limits).map(heard),
        _ => film::inspect(&path, kind, &limits).map(|found| match found {
            Found::Film(film) => (film.mime, film.width, is_second(film.duration_ms)),
            Found::Sound(sound) => heard(sound),
        }),
    }
}

#[test]
fn every_kind_of_audio_and_video_is_read() {
    let rows: [Row; 12] = [
        (file!("tone.mp3"), Ok(("audio/mpeg", 0, true))),
        (file!("tone.m4a"), Ok(("audio/mp4", 0, true))),
        (file!("tone.aac"), Ok(("audio/aac", 0, true))),
        (file!("tone.ogg"), Ok(("audio/ogg", 0, true))),
        (file!("tone.flac"), Ok(("audio/flac", 0, false))),
        (file!("tone-opus.ogg"), Err(FileError::NotAccepted)),
        (file!("film.mp4"), Ok(("video/mp4", 64, true))),
        (file!("film-av1.mp4"), Ok(("video/mp4", 64, true))),
        (file!("film.webm"), Ok(("video/webm", 64, true))),
        (file!("film-vp9.webm"), Ok(("video/webm", 64, true))),
        (file!("film.mkv"), Ok(("video/x-matroska", 64, true))),
        (file!("old.mp4"), Err(FileError::NotAccepted)),
    ];
    for ((name, file), expected) in rows {
        assert_eq!(look(name, file), expected, "{name}");
    }
}

#[test]
fn what_is_cut_off_is_damaged() {
    for (name, file) in [
        file!("tone.m4a"),
        file!("tone.ogg"),
        file!("tone.flac"),
        file!("film.mp4"),
        file!("film.webm"),
        file!("film.mkv"),
    ] {
        let half = &file[..file.len() / 2];
        assert_eq!(look(name, half), Err(FileError::Damaged), "{name}");
    }
}

#[test]
fn another_file_hidden_inside_is_found() {
    let (name, film) = file!("film.mp4");
    let playlist = b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nfile:///etc/passwd\n".as_slice();
    let archive = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let free = |inside: &[u8]| {
        let size = (inside.len() as u32 + 8).to_be_bytes();
        [film, &size, b"free", inside].concat()
    };
    for polyglot in [free(playlist), free(&archive), [film, &archive].concat()] {
        assert_eq!(look(name, &polyglot), Err(FileError::NotWhatItSays));
    }
}

/// No cut and no changed byte may do worse than a refusal.
#[test]
fn garbled_files_are_survived() {
    for (name, file) in [
        file!("tone.mp3"),
        file!("tone.m4a"),
        file!("tone.ogg"),
        file!("tone.flac"),
        file!("film.mp4"),
        file!("film.webm"),
    ] {
        for step in 0..40 {
            let mut garbled = file.to_vec();
            let at = 16 + step * (file.len() - 16) / 40;
            garbled[at] ^= 0xff;
            let _ = look(name, &garbled);
            let _ = look(name, &file[..at]);
        }
    }
}
