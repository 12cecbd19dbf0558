//! What a file says it is, by its name and declared type, against what its first bytes say.

use domain::Medium;
use domain::file::{FileError, clean_file_name, extension};

/// How many first bytes are looked at to tell a file's kind.
pub(crate) const HEAD_BYTES: usize = 4096;

/// What the sender says of a file.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// The cleaned file name.
    pub(crate) name: String,
    /// The media type of the multipart field, as sent.
    declared: String,
}

/// The kinds of file that are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Gif,
    Webp,
    Mp3,
    Aac,
    Flac,
    Ogg,
    Wav,
    /// Audio or video; its tracks tell.
    Mp4,
    /// `WebM` too.
    Matroska,
    /// Becomes a record that is typed rather than a file.
    Typed(Typed),
}

/// A text, or code in a language (`""` where the extension does not tell).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    Text,
    Code(&'static str),
}

impl Kind {
    /// The medium a file of this kind makes, as far as its first bytes tell.
    pub(crate) fn medium(self) -> Medium {
        match self {
            Self::Jpeg | Self::Png | Self::Gif | Self::Webp => Medium::Image,
            Self::Mp3 | Self::Aac | Self::Flac | Self::Ogg | Self::Wav => Medium::Audio,
            Self::Mp4 | Self::Matroska => Medium::Video,
            Self::Typed(Typed::Text) => Medium::Text,
            Self::Typed(Typed::Code(_)) => Medium::Code,
        }
    }
}

impl Claim {
    pub(crate) fn new(file_name: &str, declared: &str) -> Self {
        Self {
            name: clean_file_name(file_name),
            declared: declared.trim().to_ascii_lowercase(),
        }
    }

    pub(crate) fn extension(&self) -> Option<String> {
        extension(&self.name)
    }

    /// The name without its extension, as a first title.
    pub(crate) fn title(&self) -> String {
        let stem = match self.extension() {
            Some(ending) => &self.name[..self.name.len() - ending.len() - 1],
            None => &self.name,
        };
        let words = stem.replace('_', " ");
        let title = domain::text::clean_line(&words);
        if title.is_empty() {
            self.name.clone()
        } else {
            title
        }
    }

    /// The kind of a file with these first bytes, where name, declared type and content agree.
    ///
    /// # Errors
    /// [`FileError::Empty`], [`FileError::NotWhatItSays`] or [`FileError::NotAccepted`].
    pub(crate) fn kind(&self, head: &[u8]) -> Result<Kind, FileError> {
        if head.is_empty() {
            return Err(FileError::Empty);
        }
        let found = magic(head);
        let kind = match (self.extension(), found) {
            (Some(ending), found) => match (by_extension(&ending), found) {
                (Some(Kind::Typed(typed)), None) => Kind::Typed(typed),
                (Some(expected), Some(found)) if expected == found => found,
                (Some(_), _) | (None, Some(_)) => return Err(FileError::NotWhatItSays),
                (None, None) => return Err(FileError::NotAccepted),
            },
            (None, Some(found)) => found,
            (None, None) => Kind::Typed(Typed::Text),
        };
        self.check_declared(kind)?;
        check_typed(kind, head)?;
        Ok(kind)
    }

    /// Browsers take the declared type from the extension, so that it says little; but an image sent as
    /// video or as a page is not what it says. Containers hold audio or video.
    fn check_declared(&self, kind: Kind) -> Result<(), FileError> {
        let (major, minor) = self.declared.split_once('/').unwrap_or_default();
        let minor = minor.split(';').next().unwrap_or_default().trim();
        let fits = match kind {
            // `.ts` is declared as a video stream by browsers, and others as they like.
            Kind::Typed(_) => true,
            Kind::Mp4 | Kind::Matroska | Kind::Ogg => matches!(major, "audio" | "video"),
            _ => major == kind.medium().as_str(),
        };
        let says_nothing = major.is_empty()
            || (major == "application" && matches!(minor, "octet-stream" | "ogg" | "mp4"));
        if fits && !minor.contains("svg") || says_nothing {
            Ok(())
        } else {
            Err(FileError::NotWhatItSays)
        }
    }
}

/// A text that is a page, a playlist or a program is not a text.
fn check_typed(kind: Kind, head: &[u8]) -> Result<(), FileError> {
    let Kind::Typed(typed) = kind else {
        return Ok(());
    };
    let start = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let is_page = infer::get(start).is_some_and(|found| match found.mime_type() {
        "text/x-shellscript" => typed == Typed::Text,
        "text/html" | "text/xml" => typed == Typed::Text,
        _ => true,
    });
    let starts =
        |with: &[u8]| start.len() >= with.len() && start[..with.len()].eq_ignore_ascii_case(with);
    if is_page
        || start.contains(&0)
        || starts(b"#EXTM3U")
        || (typed == Typed::Text && starts(b"<svg"))
    {
        return Err(FileError::NotWhatItSays);
    }
    Ok(())
}

/// The kind that the first bytes say.
fn magic(head: &[u8]) -> Option<Kind> {
    let at = |from: usize, bytes: &[u8]| head.get(from..from + bytes.len()) == Some(bytes);
    let riff = |form: &[u8]| at(0, b"RIFF") && at(8, form);
    Some(match head {
        _ if at(0, b"\xff\xd8\xff") => Kind::Jpeg,
        _ if at(0, b"\x89PNG\r\n\x1a\n") => Kind::Png,
        _ if at(0, b"GIF87a") || at(0, b"GIF89a") => Kind::Gif,
        _ if riff(b"WEBP") => Kind::Webp,
        _ if riff(b"WAVE") => Kind::Wav,
        _ if at(0, b"fLaC") => Kind::Flac,
        _ if at(0, b"OggS") => Kind::Ogg,
        _ if at(0, b"\x1a\x45\xdf\xa3") => Kind::Matroska,
        _ if at(0, b"ID3") => Kind::Mp3,
        [0xff, 0xf1 | 0xf9, ..] => Kind::Aac,
        [0xff, 0xfa | 0xfb | 0xf2 | 0xf3, ..] => Kind::Mp3,
        _ if at(4, b"ftyp") && !is_still(head) => Kind::Mp4,
        _ => return None,
    })
}

/// HEIC and AVIF are stills in the same container as MP4.
fn is_still(head: &[u8]) -> bool {
    head.get(8..12).is_some_and(|brand| {
        [
            &b"heic"[..],
            b"heix",
            b"hevc",
            b"heim",
            b"mif1",
            b"msf1",
            b"avif",
            b"avis",
        ]
        .contains(&brand)
    })
}

/// The kind that an extension says; `None` for those that are not accepted, pages and drawings among them.
fn by_extension(ending: &str) -> Option<Kind> {
    Some(match ending {
        "jpg" | "jpeg" | "jfif" => Kind::Jpeg,
        "png" | "apng" => Kind::Png,
        "gif" => Kind::Gif,
        "webp" => Kind::Webp,
        "mp3" => Kind::Mp3,
        "aac" => Kind::Aac,
        "flac" => Kind::Flac,
        "ogg" | "oga" => Kind::Ogg,
        "wav" | "wave" => Kind::Wav,
        "m4a" | "mp4" | "m4v" => Kind::Mp4,
        "webm" | "mkv" => Kind::Matroska,
        "txt" | "text" | "md" | "markdown" => Kind::Typed(Typed::Text),
        _ => Kind::Typed(Typed::Code(language(ending)?)),
    })
}

fn language(ending: &str) -> Option<&'static str> {
    Some(match ending {
        "rs" => "Rust",
        "py" => "Python",
        "js" | "mjs" | "cjs" | "jsx" => "JavaScript",
        "ts" | "tsx" => "TypeScript",
        "c" | "h" => "C",
        "cpp" | "cc" | "cxx" | "hpp" => "C++",
        "cs" => "C#",
        "go" => "Go",
        "java" => "Java",
        "kt" | "kts" => "Kotlin",
        "swift" => "Swift",
        "rb" => "Ruby",
        "php" => "PHP",
        "lua" => "Lua",
        "pl" | "pm" => "Perl",
        "r" => "R",
        "jl" => "Julia",
        "hs" => "Haskell",
        "ml" | "mli" => "OCaml",
        "ex" | "exs" => "Elixir",
        "erl" => "Erlang",
        "clj" => "Clojure",
        "lisp" | "el" | "scm" => "Lisp",
        "scala" => "Scala",
        "zig" => "Zig",
        "sh" | "bash" | "zsh" => "Shell",
        "sql" => "SQL",
        "css" => "CSS",
        "glsl" | "frag" | "vert" => "GLSL",
        "wgsl" => "WGSL",
        "hlsl" => "HLSL",
        "pde" => "Processing",
        "scd" => "SuperCollider",
        "ck" => "ChucK",
        "csd" | "orc" => "Csound",
        "ly" => "LilyPond",
        "abc" => "ABC",
        "tidal" => "TidalCycles",
        "json" => "JSON",
        "toml" => "TOML",
        "yaml" | "yml" => "YAML",
        "csv" => "CSV",
        "tex" => "TeX",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, declared type, first bytes, and what they come to.
    type Row<'a> = (&'a str, &'a str, &'a [u8], Result<Kind, FileError>);

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn name_type_and_content_must_agree() {
        use FileError::{Empty, NotAccepted, NotWhatItSays};
        let ok = |kind: Kind| Ok::<Kind, FileError>(kind);
        let rows: [Row; 24] = [
            ("a.png", "image/png", PNG, ok(Kind::Png)),
            ("a", "", PNG, ok(Kind::Png)),
            ("a.png", "application/octet-stream", PNG, ok(Kind::Png)),
            ("a.jpg", "image/jpeg", PNG, Err(NotWhatItSays)),
            ("a.php", "image/png", PNG, Err(NotWhatItSays)),
            ("a.png", "text/html", PNG, Err(NotWhatItSays)),
            ("a.png", "image/svg+xml", PNG, Err(NotWhatItSays)),
            ("a.txt", "text/plain", PNG, Err(NotWhatItSays)),
            ("a.png", "image/png", b"", Err(Empty)),
            ("a.svg", "image/svg+xml", b"<svg xmlns=", Err(NotAccepted)),
            ("a.png", "image/png", b"<svg xmlns=", Err(NotWhatItSays)),
            ("a.txt", "text/plain", b"<svg onload=", Err(NotWhatItSays)),
            (
                "a.txt",
                "text/plain",
                b"<?xml version=\"1.0\"?><!DOCTYPE x>",
                Err(NotWhatItSays),
            ),
            (
                "a.html",
                "text/html",
                b"<!DOCTYPE html><script>",
                Err(NotAccepted),
            ),
            (
                "a.txt",
                "text/plain",
                b"\n <!DOCTYPE html><script>",
                Err(NotWhatItSays),
            ),
            ("a.mp4", "video/mp4", b"#EXTM3U\n#EXT-X", Err(NotWhatItSays)),
            (
                "a.m3u8",
                "application/x-mpegurl",
                b"#EXTM3U\n",
                Err(NotAccepted),
            ),
            (
                "a.txt",
                "text/plain",
                b"#EXTM3U\nfile:///etc/passwd",
                Err(NotWhatItSays),
            ),
            (
                "a.zip",
                "application/zip",
                b"PK\x03\x04....",
                Err(NotAccepted),
            ),
            ("a.txt", "text/plain", b"PK\x03\x04....", Err(NotWhatItSays)),
            (
                "a.txt",
                "text/plain",
                b"\x7fELF\x02\x01\x01\0........................",
                Err(NotWhatItSays),
            ),
            (
                "a.mp4",
                "video/mp4",
                b"\0\0\0\x1cftypavif",
                Err(NotWhatItSays),
            ),
            (
                "a.ts",
                "video/mp2t",
                b"let x = 1;",
                ok(Kind::Typed(Typed::Code("TypeScript"))),
            ),
            ("notes", "", b"words", ok(Kind::Typed(Typed::Text))),
        ];
        for (name, declared, head, expected) in rows {
            let got = Claim::new(name, declared).kind(head);
            assert_eq!(got, expected, "{name} {declared} {head:?}");
        }
    }

    #[test]
    fn titles_come_from_names() {
        let rows = [
            ("rain_on tin.mp3", "rain on tin"),
            ("x/../noise.tar.gz", "noise.tar"),
            ("README", "README"),
            ("_.png", "_.png"),
        ];
        for (name, title) in rows {
            assert_eq!(Claim::new(name, "").title(), title);
        }
    }
}
