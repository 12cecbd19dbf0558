use super::*;
use image::codecs::gif::GifEncoder;
use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([
            (x * 7 % 251) as u8,
            (y * 5 % 241) as u8,
            ((x * y) % 239) as u8,
        ])
    })
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn with_orientation(jpeg: &[u8], value: u8) -> Vec<u8> {
    let tiff = [
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(),
        &[value, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    let size = (tiff.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &size, &tiff, &jpeg[2..]].concat()
}

fn limits() -> UploadLimits {
    UploadLimits::default()
}

fn names(picture: &Picture) -> Vec<(&str, &str, u32, u32)> {
    let row = |made: &Made| (made.name, made.mime, made.width, made.height);
    picture
        .variants
        .iter()
        .map(|made| {
            let row = row(made);
            let decoded = image::load_from_memory(&made.bytes).unwrap();
            assert_eq!((decoded.width(), decoded.height()), (row.2, row.3));
            row
        })
        .collect()
}

#[test]
fn a_photograph_gets_jpeg_variants_smaller_than_itself() {
    let file = encoded(photo(1400, 700), ImageFormat::Jpeg);
    let picture = inspect(Kind::Jpeg, &file, &limits()).unwrap();
    let expected = [
        ("w320", "image/jpeg", 320, 160),
        ("w640", "image/jpeg", 640, 320),
        ("w1280", "image/jpeg", 1280, 640),
    ];
    assert_eq!(names(&picture), expected);
    assert_eq!(
        (picture.full.width, picture.full.mime),
        (1400, "image/jpeg")
    );
}

#[test]
fn a_small_transparent_drawing_stays_png() {
    let drawing = RgbaImage::from_pixel(50, 20, Rgba([200, 10, 10, 120]));
    let picture = inspect(Kind::Png, &encoded(drawing, ImageFormat::Png), &limits()).unwrap();
    assert_eq!(names(&picture), [("w320", "image/png", 50, 20)]);
}

#[test]
fn a_photograph_on_its_side_is_turned_and_loses_its_exif() {
    let file = with_orientation(&encoded(photo(400, 200), ImageFormat::Jpeg), 6);
    let picture = inspect(Kind::Jpeg, &file, &limits()).unwrap();
    assert_eq!((picture.full.width, picture.full.height), (200, 400));
    assert!(!picture.full.bytes.windows(4).any(|w| w == b"Exif"));
    assert_eq!(names(&picture)[0], ("w320", "image/jpeg", 200, 400));
}

/// A PNG of a few bytes that says it is 60,000 by 60,000 (GHSA-jf3h-xf4q-mh89).
#[test]
fn a_preview_bomb_is_refused_before_it_is_decoded() {
    let mut file = encoded(photo(1, 1), ImageFormat::Png);
    file[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut crc = 0xffff_ffff_u32;
    for byte in &file[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    file[29..33].copy_from_slice(&(!crc).to_be_bytes());
    let error = inspect(Kind::Png, &file, &limits()).unwrap_err();
    assert_eq!(error, FileError::TooManyPixels);
    assert_eq!(error.message(), "Image dimensions exceed 50 megapixels");
}

#[test]
fn five_hundred_frames_and_no_more() {
    let gif = |frames: usize| {
        let mut out = Vec::new();
        let mut encoder = GifEncoder::new_with_speed(&mut out, 30);
        for n in 0..frames {
            let pixels = RgbaImage::from_pixel(4, 4, Rgba([n as u8, 0, 0, 255]));
            encoder.encode_frame(image::Frame::new(pixels)).unwrap();
        }
        drop(encoder);
        out
    };
    assert!(inspect(Kind::Gif, &gif(500), &limits()).is_ok());
    let error = inspect(Kind::Gif, &gif(501), &limits()).unwrap_err();
    assert_eq!(error, FileError::TooManyFrames);
}

#[test]
fn what_is_cut_off_or_garbled_is_damaged() {
    for (format, kind) in [
        (ImageFormat::Jpeg, Kind::Jpeg),
        (ImageFormat::Png, Kind::Png),
        (ImageFormat::WebP, Kind::Webp),
    ] {
        let file = encoded(photo(120, 80), format);
        let half = &file[..file.len() / 2];
        assert_eq!(
            inspect(kind, half, &limits()).unwrap_err(),
            FileError::Damaged,
            "{format:?}"
        );
        let mut garbled = file[..32].to_vec();
        garbled.extend_from_slice(&b"<script>alert(1)</script>".repeat(40));
        assert!(inspect(kind, &garbled, &limits()).is_err(), "{format:?}");
    }
}
