//! Images: decoded to see that they are whole, freed of metadata, and made smaller for pages.
//!
//! The original's pixels are served as they came, without metadata ([`strip`]). Only where the camera
//! says that the picture stands on its side is it turned and encoded anew. Smaller variants are JPEG for
//! photographs, and PNG where there is transparency or few colours; animations have still variants.

mod strip;
mod variants;

pub(crate) use variants::Made;

use super::claim::Kind;
use crate::state::UploadLimits;
use domain::file::FileError;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageError, Limits};
use std::io::Cursor;

/// A checked image.
#[derive(Debug)]
pub(crate) struct Picture {
    /// What is kept and served at full size.
    pub(crate) full: Made,
    /// Smaller ones, smallest first.
    pub(crate) variants: Vec<Made>,
}

/// Bytes that a decoder may take: 50 megapixels at 8 bytes, and room beside them.
const MEMORY_MAX: u64 = 512 << 20;

/// Pixels in all frames of an animation, so that checking it ends.
const ANIMATION_PIXELS_MAX: u64 = 1_000_000_000;

/// Largest colour profile that is carried over to variants, in bytes.
const PROFILE_MAX: usize = 64 << 10;

/// Decodes an image and makes its variants. Takes seconds for a large one.
///
/// # Errors
/// [`FileError`] by the limits, or where it cannot be decoded to its end.
pub(crate) fn inspect(
    kind: Kind,
    file: &[u8],
    limits: &UploadLimits,
) -> Result<Picture, FileError> {
    let Decoded {
        mut image,
        profile,
        orientation,
    } = match kind {
        Kind::Jpeg => decode(
            JpegDecoder::new(Cursor::new(file)).map_err(refusal)?,
            limits,
        )?,
        Kind::Png => {
            let mut memory = Limits::default();
            memory.max_alloc = Some(MEMORY_MAX);
            let open =
                || PngDecoder::with_limits(Cursor::new(file), memory.clone()).map_err(refusal);
            let decoder = open()?;
            check_pixels(&decoder, limits)?;
            if decoder.is_apng().map_err(refusal)? {
                check_frames(decoder.apng().map_err(refusal)?, limits)?;
            }
            decode(open()?, limits)?
        }
        Kind::Gif => {
            let open = || GifDecoder::new(Cursor::new(file)).map_err(refusal);
            let decoder = open()?;
            check_pixels(&decoder, limits)?;
            check_frames(decoder, limits)?;
            decode(open()?, limits)?
        }
        Kind::Webp => {
            let open = || WebPDecoder::new(Cursor::new(file)).map_err(refusal);
            let decoder = open()?;
            check_pixels(&decoder, limits)?;
            if decoder.has_animation() {
                check_frames(decoder, limits)?;
            }
            decode(open()?, limits)?
        }
        _ => return Err(FileError::NotWhatItSays),
    };
    let full = if orientation == Orientation::NoTransforms {
        Made::original(kind, strip::strip(kind, file)?, &image)
    } else {
        image.apply_orientation(orientation);
        Made::encode("full", &image, variants::FULL_QUALITY, profile.as_deref())?
    };
    let variants = variants::make(&image, profile.as_deref())?;
    Ok(Picture { full, variants })
}

struct Decoded {
    image: DynamicImage,
    profile: Option<Vec<u8>>,
    orientation: Orientation,
}

fn check_pixels(decoder: &impl ImageDecoder, limits: &UploadLimits) -> Result<(), FileError> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.image_pixels {
        return Err(FileError::TooManyPixels);
    }
    if width == 0 || height == 0 {
        return Err(FileError::Damaged);
    }
    Ok(())
}

fn decode(mut decoder: impl ImageDecoder, limits: &UploadLimits) -> Result<Decoded, FileError> {
    check_pixels(&decoder, limits)?;
    let mut memory = Limits::default();
    memory.max_alloc = Some(MEMORY_MAX);
    memory.reserve(decoder.total_bytes()).map_err(refusal)?;
    decoder.set_limits(memory).map_err(refusal)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let is_rgb = decoder.color_type().has_color();
    let profile = decoder.icc_profile().unwrap_or_default();
    // The profile of a file in other colours does not fit pixels that were turned into RGB.
    let fits = |profile: &Vec<u8>| {
        is_rgb && profile.len() <= PROFILE_MAX && profile.get(16..20) == Some(b"RGB ")
    };
    Ok(Decoded {
        image: DynamicImage::from_decoder(decoder).map_err(refusal)?,
        profile: profile.filter(fits),
        orientation,
    })
}

/// Decodes every frame once.
fn check_frames<'a>(
    decoder: impl AnimationDecoder<'a>,
    limits: &UploadLimits,
) -> Result<(), FileError> {
    let mut count = 0;
    let mut pixels = 0;
    for frame in decoder.into_frames() {
        let (width, height) = frame.map_err(refusal)?.into_buffer().dimensions();
        count += 1;
        pixels += u64::from(width) * u64::from(height);
        if count > limits.image_frames || pixels > ANIMATION_PIXELS_MAX {
            return Err(FileError::TooManyFrames);
        }
    }
    Ok(())
}

fn refusal(error: ImageError) -> FileError {
    match error {
        ImageError::Limits(_) => FileError::TooManyPixels,
        ImageError::Unsupported(_) => FileError::NotAccepted,
        _ => FileError::Damaged,
    }
}

#[cfg(test)]
mod tests;
