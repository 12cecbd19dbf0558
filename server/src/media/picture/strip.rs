//! Removes metadata from images without touching their pixels.
//!
//! A file is walked block by block and only the blocks that pictures need are copied, so that camera
//! data, places, comments, thumbnails of what was cropped away, and anything hung on to the end stay out.

use super::super::claim::Kind;
use domain::file::FileError;

/// The file without metadata.
///
/// # Errors
/// [`FileError::Damaged`] where it cannot be walked to its end.
pub(crate) fn strip(kind: Kind, file: &[u8]) -> Result<Vec<u8>, FileError> {
    let stripped = match kind {
        Kind::Jpeg => jpeg(file),
        Kind::Png => png(file),
        Kind::Gif => gif(file),
        Kind::Webp => webp(file),
        _ => None,
    };
    stripped.ok_or(FileError::Damaged)
}

/// Reads forward; everything answers `None` past the end.
struct Walk<'a> {
    rest: &'a [u8],
}

impl<'a> Walk<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        Some(self.take(1)?[0])
    }
}

fn be32(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
}

fn le32(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

/// Keeps JFIF (APP0), the colour profile (APP2 `ICC_PROFILE`), Adobe's colour transform (APP14), and the
/// picture itself, to its end marker.
fn jpeg(file: &[u8]) -> Option<Vec<u8>> {
    let mut walk = Walk { rest: file };
    let mut out = walk.take(2)?.to_vec();
    loop {
        if walk.byte()? != 0xff {
            return None;
        }
        let mut marker = walk.byte()?;
        while marker == 0xff {
            marker = walk.byte()?;
        }
        if marker == 0xd9 {
            out.extend_from_slice(&[0xff, 0xd9]);
            return Some(out);
        }
        let size = walk.take(2)?;
        let length = usize::from(u16::from_be_bytes([size[0], size[1]]));
        let body = walk.take(length.checked_sub(2)?)?;
        let keep = match marker {
            0xe0 => body.starts_with(b"JFIF\0"),
            0xe2 => body.starts_with(b"ICC_PROFILE\0"),
            0xee => body.starts_with(b"Adobe"),
            0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
            _ => true,
        };
        if keep {
            out.extend_from_slice(&[0xff, marker, size[0], size[1]]);
            out.extend_from_slice(body);
        }
        if marker == 0xda {
            // Coded data runs to the next marker that is neither a stuffed byte nor a restart.
            let end = walk
                .rest
                .windows(2)
                .position(|w| w[0] == 0xff && !matches!(w[1], 0x00 | 0xd0..=0xd7 | 0xff))?;
            out.extend_from_slice(walk.take(end)?);
        }
    }
}

/// Keeps the chunks that say how the picture looks or moves.
fn png(file: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 17] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
        b"cICP", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"hIST",
    ];
    let mut walk = Walk { rest: file };
    let mut out = walk.take(8)?.to_vec();
    loop {
        let whole = walk.rest;
        let length = be32(walk.take(4)?)?;
        let name = walk.take(4)?;
        walk.take(length.checked_add(4)?)?;
        if KEPT.contains(&name) {
            out.extend_from_slice(whole.get(..length + 12)?);
        }
        if name == b"IEND" {
            return Some(out);
        }
    }
}

/// Keeps pictures and their timing, and of the application blocks only the one that says how often to loop.
fn gif(file: &[u8]) -> Option<Vec<u8>> {
    let mut walk = Walk { rest: file };
    let mut out = Vec::with_capacity(file.len());
    let head = walk.take(13)?;
    out.extend_from_slice(head);
    out.extend_from_slice(walk.take(color_table(head[10]))?);
    loop {
        let start = walk.rest;
        match walk.byte()? {
            0x3b => {
                out.push(0x3b);
                return Some(out);
            }
            0x2c => {
                let descriptor = walk.take(9)?;
                walk.take(color_table(descriptor[8]))?;
                walk.byte()?;
                blocks(&mut walk)?;
                out.extend_from_slice(&start[..start.len() - walk.rest.len()]);
            }
            0x21 => {
                let label = walk.byte()?;
                let name = walk.rest.get(1..12).unwrap_or_default();
                blocks(&mut walk)?;
                let loops = label == 0xff && matches!(name, b"NETSCAPE2.0" | b"ANIMEXTS1.0");
                if label == 0xf9 {
                    out.extend_from_slice(&start[..start.len() - walk.rest.len()]);
                } else if loops {
                    // The loop count is the first sub-block of three bytes; anything after it goes.
                    let count = start.get(14..18).filter(|block| block[0] == 3)?;
                    out.extend_from_slice(&start[..14]);
                    out.extend_from_slice(count);
                    out.push(0);
                }
            }
            _ => return None,
        }
    }
}

fn color_table(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

fn blocks(walk: &mut Walk<'_>) -> Option<()> {
    loop {
        let length = walk.byte()?;
        if length == 0 {
            return Some(());
        }
        walk.take(usize::from(length))?;
    }
}

/// Keeps pictures, their alpha, timing and colour profile; clears the flags for EXIF and XMP.
fn webp(file: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 7] = [
        b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
    ];
    let mut walk = Walk { rest: file };
    let head = walk.take(12)?;
    let inside = le32(&head[4..8])?.checked_sub(4)?;
    let mut walk = Walk {
        rest: walk.take(inside.min(walk.rest.len()))?,
    };
    let mut out = head.to_vec();
    while walk.rest.len() >= 8 {
        let name = walk.take(4)?;
        let size = walk.take(4)?;
        let length = le32(size)?;
        let mut body = walk.take(length)?.to_vec();
        if length % 2 == 1 {
            let _ = walk.take(1);
            body.push(0);
        }
        if name == b"VP8X" {
            *body.first_mut()? &= !0x0c;
        }
        if KEPT.contains(&name) {
            out.extend_from_slice(name);
            out.extend_from_slice(size);
            out.extend_from_slice(&body);
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::gif::{GifEncoder, Repeat};
    use image::{DynamicImage, ImageFormat, RgbaImage};
    use std::io::Cursor;

    const SECRET: &[u8] = b"52.5200N 13.4050E";

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let pixels = RgbaImage::from_fn(40, 30, |x, y| {
            image::Rgba([(x * 6) as u8, (y * 8) as u8, 90, 255])
        });
        let mut out = Cursor::new(Vec::new());
        if format == ImageFormat::Gif {
            let mut encoder = GifEncoder::new(&mut out);
            encoder.set_repeat(Repeat::Infinite).unwrap();
            for _ in 0..3 {
                encoder
                    .encode_frame(image::Frame::new(pixels.clone()))
                    .unwrap();
            }
            drop(encoder);
        } else {
            let rgb = DynamicImage::from(pixels).into_rgb8();
            rgb.write_to(&mut out, format).unwrap();
        }
        out.into_inner()
    }

    fn chunk(name: &[u8], big_endian: bool) -> Vec<u8> {
        let length = SECRET.len() as u32;
        let size = if big_endian {
            length.to_be_bytes()
        } else {
            length.to_le_bytes()
        };
        let parts: [&[u8]; 2] = if big_endian {
            [&size, name]
        } else {
            [name, &size]
        };
        let mut out = parts.concat();
        out.extend_from_slice(SECRET);
        out.extend_from_slice(if big_endian { b"CRC!" } else { b"\0" });
        out
    }

    /// Puts the secret into every place that a format has for it.
    fn with_secrets(format: ImageFormat) -> Vec<u8> {
        let clean = encoded(format);
        let mut file = match format {
            ImageFormat::Jpeg => {
                let size = (SECRET.len() as u16 + 2).to_be_bytes();
                let mut out = clean[..2].to_vec();
                for marker in [0xe1, 0xed, 0xe2, 0xfe] {
                    out.extend_from_slice(&[0xff, marker, size[0], size[1]]);
                    out.extend_from_slice(SECRET);
                }
                [out, clean[2..].to_vec()].concat()
            }
            ImageFormat::Png => [
                &clean[..33],
                &chunk(b"eXIf", true),
                &chunk(b"tEXt", true),
                &clean[33..],
            ]
            .concat(),
            ImageFormat::Gif => {
                let at = 13 + color_table(clean[10]);
                let mut comment = vec![0x21, 0xfe, SECRET.len() as u8];
                comment.extend_from_slice(SECRET);
                comment.push(0);
                let mut app = b"\x21\xff\x0bXMP DataXMP\x11".to_vec();
                app.extend_from_slice(SECRET);
                app.push(0);
                [&clean[..at], &comment, &app, &clean[at..]].concat()
            }
            _ => {
                let mut out = [&clean[..], &chunk(b"EXIF", false), &chunk(b"XMP ", false)].concat();
                let size = (out.len() - 8) as u32;
                out[4..8].copy_from_slice(&size.to_le_bytes());
                out
            }
        };
        file.extend_from_slice(b"PK\x05\x06 hung on to the end: ");
        file.extend_from_slice(SECRET);
        file
    }

    #[test]
    fn metadata_and_tails_go_and_pixels_stay() {
        let rows = [
            (ImageFormat::Jpeg, Kind::Jpeg),
            (ImageFormat::Png, Kind::Png),
            (ImageFormat::Gif, Kind::Gif),
            (ImageFormat::WebP, Kind::Webp),
        ];
        for (format, kind) in rows {
            let given = with_secrets(format);
            let kept = strip(kind, &given).unwrap();
            let holds = |part: &[u8]| kept.windows(part.len()).any(|w| w == part);
            assert!(!holds(SECRET) && !holds(b"PK\x05\x06"), "{format:?}");
            let pixels = |file: &[u8]| image::load_from_memory_with_format(file, format).unwrap();
            assert_eq!(pixels(&kept), pixels(&encoded(format)), "{format:?}");
            assert_eq!(strip(kind, &kept).unwrap(), kept, "{format:?}");
        }
    }

    #[test]
    fn a_loop_keeps_looping() {
        let kept = strip(Kind::Gif, &with_secrets(ImageFormat::Gif)).unwrap();
        assert!(kept.windows(11).any(|w| w == b"NETSCAPE2.0"));
    }

    #[test]
    fn no_cut_makes_it_panic() {
        let rows = [
            (ImageFormat::Jpeg, Kind::Jpeg),
            (ImageFormat::Png, Kind::Png),
            (ImageFormat::Gif, Kind::Gif),
        ];
        for (format, kind) in rows {
            let file = encoded(format);
            for end in 0..file.len() {
                assert_eq!(
                    strip(kind, &file[..end]),
                    Err(FileError::Damaged),
                    "{format:?} {end}"
                );
            }
        }
        let webp = encoded(ImageFormat::WebP);
        for end in 0..webp.len() {
            let _ = strip(Kind::Webp, &webp[..end]);
        }
    }
}
