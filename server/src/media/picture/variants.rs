//! Smaller copies of an image for pages.

use super::super::claim::Kind;
use domain::file::FileError;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder};
use std::collections::HashSet;

/// Pixels across of the variants, with their names.
const WIDTHS: [(&str, u32); 4] = [
    ("w320", 320),
    ("w640", 640),
    ("w1280", 1280),
    ("w2560", 2560),
];

/// JPEG quality of variants, and of a turned original.
const QUALITY: u8 = 82;
pub(super) const FULL_QUALITY: u8 = 92;

/// An encoded image.
pub(crate) struct Made {
    pub(crate) name: &'static str,
    pub(crate) mime: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            name,
            mime,
            width,
            height,
            bytes,
        } = self;
        write!(f, "{name} {mime} {width}x{height}, {} bytes", bytes.len())
    }
}

impl Made {
    /// The original's bytes, already free of metadata.
    pub(super) fn original(kind: Kind, bytes: Vec<u8>, image: &DynamicImage) -> Self {
        let mime = match kind {
            Kind::Jpeg => "image/jpeg",
            Kind::Gif => "image/gif",
            Kind::Webp => "image/webp",
            _ => "image/png",
        };
        let (width, height) = (image.width(), image.height());
        Self {
            name: "full",
            mime,
            width,
            height,
            bytes,
        }
    }

    /// JPEG for photographs, PNG for what is transparent, of few colours, or larger than JPEG can be.
    pub(super) fn encode(
        name: &'static str,
        image: &DynamicImage,
        quality: u8,
        profile: Option<&[u8]>,
    ) -> Result<Self, FileError> {
        let (width, height) = (image.width(), image.height());
        let fits_jpeg = width.max(height) <= 65_500;
        let flat = is_flat(image);
        let mut bytes = Vec::new();
        let mime = if is_transparent(image) || flat || !fits_jpeg {
            let mut encoder = PngEncoder::new_with_quality(
                &mut bytes,
                CompressionType::Default,
                FilterType::Adaptive,
            );
            if let Some(profile) = profile {
                let _ = encoder.set_icc_profile(profile.to_vec());
            }
            match is_transparent(image) {
                true => image.to_rgba8().write_with_encoder(encoder),
                false => image.to_rgb8().write_with_encoder(encoder),
            }
            .map_err(|_| FileError::Damaged)?;
            "image/png"
        } else {
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
            if let Some(profile) = profile {
                let _ = encoder.set_icc_profile(profile.to_vec());
            }
            image
                .to_rgb8()
                .write_with_encoder(encoder)
                .map_err(|_| FileError::Damaged)?;
            "image/jpeg"
        };
        Ok(Self {
            name,
            mime,
            width,
            height,
            bytes,
        })
    }
}

/// Variants smaller than the image, smallest first, and always one for lists.
///
/// Each is scaled from the next larger one, so that a large image is gone through once.
pub(super) fn make(image: &DynamicImage, profile: Option<&[u8]>) -> Result<Vec<Made>, FileError> {
    let mut made = Vec::new();
    let mut from = None;
    for (name, width) in WIDTHS.into_iter().rev() {
        let larger = from.as_ref().unwrap_or(image);
        if width >= larger.width() && name != WIDTHS[0].0 {
            continue;
        }
        let scaled = scale(larger, width.min(image.width()));
        made.push(Made::encode(name, &scaled, QUALITY, profile)?);
        from = Some(scaled);
    }
    made.reverse();
    Ok(made)
}

fn scale(image: &DynamicImage, width: u32) -> DynamicImage {
    if width == image.width() {
        return image.clone();
    }
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width());
    let height = u32::try_from(height.max(1)).unwrap_or(u32::MAX);
    let eight_bits = match image.color().has_alpha() {
        true => DynamicImage::from(image.to_rgba8()),
        false => DynamicImage::from(image.to_rgb8()),
    };
    // Far smaller: averaging is as good as a filter, and many times faster.
    if image.width() >= 4 * width {
        eight_bits.thumbnail_exact(width, height)
    } else {
        eight_bits.resize_exact(width, height, image::imageops::FilterType::CatmullRom)
    }
}

fn is_transparent(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] != 255)
}

/// Drawn rather than photographed: at most 64 colours among up to 4,096 samples.
fn is_flat(image: &DynamicImage) -> bool {
    use image::GenericImageView;
    let (width, height) = image.dimensions();
    let (across, down) = (width.div_ceil(64), height.div_ceil(64));
    let mut colors = HashSet::new();
    for y in (0..height).step_by(down as usize) {
        for x in (0..width).step_by(across as usize) {
            colors.insert(image.get_pixel(x, y).0);
        }
    }
    colors.len() <= 64
}
