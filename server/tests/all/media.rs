//! Uploads and the files behind records, over the wire: what is taken, what is refused, who may see it.

use crate::http::{Answer, Ask};
use crate::site::{Site, Somebody};
use db::media::Upload;
use db::record::{DraftForm, RecordView};
use domain::record::{Details, Status};
use domain::{License, MediaId, Medium, RecordId, Role};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::Value;
use server::state::UploadLimits;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const TONE: &[u8] = include_bytes!("files/tone.flac");
const FILM: &[u8] = include_bytes!("files/film.mp4");

fn png(seed: u8, width: u32) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, width / 2, |x, y| {
        Rgb([seed, (x * 7 % 251) as u8, (y * 5 % 241) as u8])
    });
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(pixels)
        .write_to(&mut out, ImageFormat::Png)
        .unwrap();
    out.into_inner()
}

async fn upload(site: &Site, by: &Somebody, name: &str, bytes: &[u8]) -> Answer {
    let ask = Ask::upload("/uploads", name, bytes);
    site.send(ask.json().with(Some(&by.token))).await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

/// The draft that an upload made.
async fn taken(site: &Site, by: &Somebody, name: &str, bytes: &[u8]) -> RecordView {
    let answer = upload(site, by, name, bytes).await;
    assert_eq!(answer.status, 201, "{name}: {}", answer.text());
    let id = RecordId(json(&answer)["id"].as_i64().unwrap());
    record(site, by, id).await
}

async fn record(site: &Site, by: &Somebody, id: RecordId) -> RecordView {
    db::record::find_record(&site.state.site.db, Some(&by.viewer), id)
        .await
        .unwrap()
}

async fn publish(site: &Site, by: &Somebody, record: &RecordView) {
    let db = &site.state.site.db;
    let form = DraftForm {
        details: Details::parse("Put up", "", "").unwrap(),
        body: None,
        license: Some(License::CcBy),
        sources: Vec::new(),
    };
    let id = record.card.id;
    db::record::save_draft(db, &by.viewer, id, record.version, &form)
        .await
        .unwrap();
    db::record::publish(db, &by.viewer, id).await.unwrap();
    site.state.site.lineage.catch_up(db).await.unwrap();
}

fn media(record: &RecordView) -> MediaId {
    record.media.as_ref().unwrap().id
}

/// Files that are arriving, and all that are stored.
fn files(site: &Site) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let stored = PathBuf::from(site.state.config.media());
    (
        all_below(site.state.store.arriving.clone()),
        all_below(stored),
    )
}

fn all_below(folder: PathBuf) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

#[tokio::test]
async fn an_upload_becomes_a_draft_with_a_set_of_pictures() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let answer = upload(&site, &by, "rain_on tin.png", &png(1, 900)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let told = json(&answer);
    let id = RecordId(told["id"].as_i64().unwrap());
    assert_eq!(told["url"], format!("/records/{id}/edit"));
    assert_eq!(told["title"], "rain on tin");
    let draft = record(&site, &by, id).await;
    assert_eq!(draft.card.status, Status::Draft);
    assert_eq!(
        (draft.card.title.as_str(), draft.card.medium),
        ("rain on tin", Medium::Image)
    );
    let file = draft.media.as_ref().unwrap();
    assert_eq!(
        (file.width, file.height, file.mime.as_str()),
        (Some(900), Some(450), "image/png")
    );
    let names: Vec<&str> = file.variants.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["w320", "w640"]);
    assert_eq!(files(&site).0, Vec::<PathBuf>::new());

    let sound = taken(&site, &by, "tone.flac", TONE).await.media.unwrap();
    assert_eq!(
        (sound.mime.as_str(), sound.duration_ms),
        ("audio/flac", Some(300))
    );
    assert_eq!(sound.peaks.unwrap().len(), 160);
    let film = taken(&site, &by, "film.mp4", FILM).await.media.unwrap();
    assert_eq!((film.mime.as_str(), film.width), ("video/mp4", Some(64)));
}

#[tokio::test]
async fn text_and_code_become_typed_records() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let text = taken(
        &site,
        &by,
        "Verse.md",
        "# Rain\r\n\r\non tin\u{1}".as_bytes(),
    )
    .await;
    assert_eq!(
        (text.card.medium, text.body.as_str()),
        (Medium::Text, "# Rain\n\non tin")
    );
    assert!(text.media.is_none());
    let code = taken(&site, &by, "bloom.rs", b"fn main() {}\n").await;
    assert_eq!(
        (code.card.medium, code.language.as_str()),
        (Medium::Code, "Rust")
    );

    let long = "x".repeat(200_001);
    let answer = upload(&site, &by, "long.txt", long.as_bytes()).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text().contains("200001, over 200000"),
        "{}",
        answer.text()
    );
    let latin1 = upload(&site, &by, "latin1.txt", b"caf\xe9 and more").await;
    assert_eq!(latin1.status, 415);
}

/// The attacks of SAFETY on uploads, each with the answer it gets.
#[tokio::test]
async fn what_is_not_what_it_says_is_refused_and_leaves_nothing() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let picture = png(2, 40);
    let mut bomb = picture.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&sum);
    let playlist = b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile:///etc/passwd\n";
    let free = |inside: &[u8]| {
        let size = (inside.len() as u32 + 8).to_be_bytes();
        [FILM, &size, b"free", inside].concat()
    };
    let xxe = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>"#;
    let html = b"<!DOCTYPE html><script>alert(1)</script>".to_vec();
    let rows: Vec<(&str, &str, Vec<u8>, u16, &str)> = vec![
        (
            "HLS as video",
            "film.mp4",
            playlist.to_vec(),
            415,
            "file_not_what_it_says",
        ),
        (
            "HLS inside video",
            "film.mp4",
            free(playlist),
            415,
            "file_not_what_it_says",
        ),
        (
            "HLS",
            "list.m3u8",
            playlist.to_vec(),
            415,
            "file_not_accepted",
        ),
        (
            "XXE in SVG",
            "drawing.svg",
            xxe.to_vec(),
            415,
            "file_not_accepted",
        ),
        (
            "XXE as image",
            "drawing.png",
            xxe.to_vec(),
            415,
            "file_not_what_it_says",
        ),
        (
            "XXE as text",
            "drawing.txt",
            xxe.to_vec(),
            415,
            "file_not_what_it_says",
        ),
        (
            "preview bomb",
            "tiny.png",
            bomb,
            422,
            "image_too_many_pixels",
        ),
        ("HTML", "page.html", html.clone(), 415, "file_not_accepted"),
        (
            "HTML as image",
            "page.png",
            html.clone(),
            415,
            "file_not_what_it_says",
        ),
        (
            "HTML as text",
            "page.txt",
            html,
            415,
            "file_not_what_it_says",
        ),
        (
            "renamed to PHP",
            "shell.php",
            picture.clone(),
            415,
            "file_not_what_it_says",
        ),
        (
            "other extension",
            "photo.jpg",
            picture.clone(),
            415,
            "file_not_what_it_says",
        ),
        (
            "archive",
            "a.zip",
            b"PK\x03\x04\x14\0\0\0\0\0".to_vec(),
            415,
            "file_not_accepted",
        ),
        (
            "symlink in an archive",
            "a.tar",
            vec![0; 1024],
            415,
            "file_not_accepted",
        ),
        (
            "ZIP behind video",
            "film.mp4",
            [FILM, b"PK\x05\x06", &[0; 18]].concat(),
            415,
            "file_not_what_it_says",
        ),
        (
            "program",
            "run.txt",
            [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 64]].concat(),
            415,
            "file_not_what_it_says",
        ),
        (
            "cut off",
            "photo.png",
            picture[..picture.len() / 2].to_vec(),
            415,
            "file_damaged",
        ),
        (
            "cut off",
            "tone.flac",
            TONE[..TONE.len() / 2].to_vec(),
            415,
            "file_damaged",
        ),
        ("nothing", "photo.png", Vec::new(), 422, "file_empty"),
    ];
    for (what, name, bytes, status, code) in rows {
        let answer = upload(&site, &by, name, &bytes).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert_eq!(json(&answer)["code"], code, "{what}");
        assert!(
            !json(&answer)["message"].as_str().unwrap().is_empty(),
            "{what}"
        );
    }
    assert_eq!(files(&site), (Vec::new(), Vec::new()));
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = 0xffff_ffff_u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

#[tokio::test]
async fn names_neither_leave_the_folder_nor_deceive() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let rows = [
        ("../../../../tmp/evil.png", "evil.png"),
        ("..\\..\\evil.png", "evil.png"),
        ("invoice\u{202e}gpj.png", "invoicegpj.png"),
        ("/etc/cron.d/x.png", "x.png"),
    ];
    for (n, (given, kept)) in (10..).zip(rows) {
        let answer = upload(&site, &by, given, &png(n, 30)).await;
        assert_eq!(answer.status, 201, "{given}: {}", answer.text());
        let id = RecordId(json(&answer)["id"].as_i64().unwrap());
        let file = record(&site, &by, id).await.media.unwrap();
        assert_eq!(file.file_name, kept);
    }
    let store = PathBuf::from(site.state.config.media());
    for path in files(&site).1 {
        let key = path.strip_prefix(&store).unwrap().to_str().unwrap();
        let hash = key.rsplit('/').next().unwrap();
        assert_eq!(key, format!("{}/{}/{hash}", &hash[..2], &hash[2..4]));
        assert!(hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}

#[tokio::test]
async fn camera_data_is_neither_kept_nor_served() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let mut jpeg = Cursor::new(Vec::new());
    let pixels = image::load_from_memory(&png(3, 400)).unwrap().into_rgb8();
    pixels.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0 52.5200N 13.4050E";
    let size = (exif.len() as u16 + 2).to_be_bytes();
    let file = [&jpeg[..2], &[0xff, 0xe1], &size, exif, &jpeg[2..]].concat();
    let draft = taken(&site, &by, "photo.jpg", &file).await;
    for path in files(&site).1 {
        let stored = std::fs::read(path).unwrap();
        assert!(!stored.windows(4).any(|w| w == b"Exif"));
        assert!(!stored.windows(8).any(|w| w == b"13.4050E"));
    }
    let ask = Ask::get(format!("/media/{}", media(&draft))).with(Some(&by.token));
    let served = site.send(ask).await;
    let pixels = |file: &[u8]| image::load_from_memory(file).unwrap();
    assert_eq!(pixels(&served.body), pixels(&jpeg));
}

#[tokio::test]
async fn too_large_is_refused_at_the_moment_it_is_passed() {
    let limits = UploadLimits {
        image_bytes: 500,
        audio_bytes: 2_000,
        video_bytes: 2_000,
        ..UploadLimits::default()
    };
    let site = Site::start_limited(limits).await;
    let by = site.join(Role::Member).await;
    for (name, bytes) in [
        ("a.png", png(4, 200)),
        ("a.flac", TONE.to_vec()),
        ("a.mp4", FILM.to_vec()),
    ] {
        let answer = upload(&site, &by, name, &bytes).await;
        assert_eq!(
            (answer.status, json(&answer)["code"].as_str()),
            (413, Some("file_too_large"))
        );
    }
    // Long before its end: 3 MB more are only read to be thrown away.
    let endless = [png(4, 200), vec![0; 3_000_000]].concat();
    assert_eq!(upload(&site, &by, "a.png", &endless).await.status, 413);
    assert_eq!(files(&site), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn more_frames_and_longer_than_allowed_is_refused() {
    let limits = UploadLimits {
        image_frames: 3,
        duration_ms: 200,
        ..UploadLimits::default()
    };
    let site = Site::start_limited(limits).await;
    let by = site.join(Role::Member).await;
    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    for n in 0..4 {
        let pixels = image::RgbaImage::from_pixel(4, 4, image::Rgba([n, 0, 0, 255]));
        encoder.encode_frame(image::Frame::new(pixels)).unwrap();
    }
    drop(encoder);
    let answer = upload(&site, &by, "a.gif", &gif).await;
    assert_eq!(
        (answer.status, json(&answer)["code"].as_str()),
        (422, Some("image_too_many_frames"))
    );
    let answer = upload(&site, &by, "a.flac", TONE).await;
    assert_eq!(
        (answer.status, json(&answer)["code"].as_str()),
        (422, Some("file_too_long"))
    );
}

#[tokio::test]
async fn a_full_quota_and_a_full_disk_are_told() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let nearly_all = Upload {
        hash: "0".repeat(64),
        mime: "video/mp4".to_owned(),
        medium: Medium::Video,
        bytes: 4_999_999_900,
        width: None,
        height: None,
        duration_ms: None,
        peaks: None,
        file_name: "film.mp4".to_owned(),
        variants: Vec::new(),
    };
    let db = &site.state.site.db;
    db::media::add_upload(db, by.viewer.member, &nearly_all, &[], None)
        .await
        .unwrap();
    let answer = upload(&site, &by, "a.png", &png(5, 200)).await;
    assert_eq!(
        (answer.status, json(&answer)["code"].as_str()),
        (413, Some("quota_full"))
    );
    assert!(
        json(&answer)["message"]
            .as_str()
            .unwrap()
            .starts_with("Quota full: ")
    );
    assert_eq!(files(&site).0, Vec::<PathBuf>::new());

    let limits = UploadLimits {
        disk_reserve: u64::MAX / 2,
        ..UploadLimits::default()
    };
    let site = Site::start_limited(limits).await;
    let by = site.join(Role::Member).await;
    let answer = upload(&site, &by, "a.png", &png(5, 200)).await;
    assert_eq!(
        (answer.status, json(&answer)["code"].as_str()),
        (507, Some("disk_low"))
    );
    let reading = site.send(Ask::get("/api/v1/records")).await;
    assert_eq!(reading.status, 200);
}

#[tokio::test]
async fn a_dropped_upload_leaves_nothing_behind() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let whole = Ask::upload("/uploads", "tone.flac", &[TONE, &[0; 400_000]].concat())
        .json()
        .with(Some(&by.token))
        .bytes(site.address);
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    stream.write_all(&whole[..whole.len() / 2]).await.unwrap();
    let mut tries = 0;
    while files(&site).0.is_empty() {
        tries += 1;
        assert!(tries < 200, "the upload never began");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(stream);
    let mut tries = 0;
    while !files(&site).0.is_empty() {
        tries += 1;
        assert!(tries < 200, "what was sent stays");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(files(&site), (Vec::new(), Vec::new()));
    let page = site
        .send(Ask::get("/me").html().with(Some(&by.token)))
        .await;
    assert!(!page.text().contains("tone"), "a draft was made");
}

#[tokio::test]
async fn the_same_content_from_64_at_once_is_kept_once() {
    let site = Site::start().await;
    let mut people = Vec::new();
    for _ in 0..4 {
        people.push(site.join(Role::Member).await);
    }
    let picture = png(6, 100);
    let uploads = (0..64).map(|n| {
        let by = &people[n % 4];
        let ask = Ask::upload("/uploads", "same.png", &picture);
        site.send(ask.json().with(Some(&by.token)))
    });
    let answers = futures::future::join_all(uploads).await;
    let mut ids: Vec<i64> = answers
        .iter()
        .map(|answer| {
            assert_eq!(answer.status, 201, "{}", answer.text());
            json(answer)["id"].as_i64().unwrap()
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 64);
    let (arriving, stored) = files(&site);
    assert_eq!(
        (arriving.len(), stored.len()),
        (0, 2),
        "the picture and its only variant"
    );
}

/// Content is shared, access is not: knowing what a file holds grants nothing.
#[tokio::test]
async fn a_draft_s_file_is_its_author_s_alone() {
    let site = Site::start().await;
    let (one, other) = (site.join(Role::Member).await, site.join(Role::Admin).await);
    let draft = taken(&site, &one, "secret.png", &png(7, 60)).await;
    let path = format!("/media/{}", media(&draft));
    let own = taken(&site, &other, "secret.png", &png(7, 60)).await;
    assert_ne!(media(&own), media(&draft));
    for variant in ["", "/w320"] {
        let get = |token: Option<&str>| site.send(Ask::get(format!("{path}{variant}")).with(token));
        assert_eq!(get(None).await.status, 404);
        assert_eq!(get(Some(&other.token)).await.status, 404);
        let seen = get(Some(&one.token)).await;
        assert_eq!(seen.status, 200);
        assert_eq!(seen.header("cache-control"), Some("private, no-store"));
    }
    let hash = blake3::hash(&png(7, 60)).to_hex();
    for path in [
        format!("/media/{hash}"),
        "/media/0".to_owned(),
        "/media/-1".to_owned(),
        format!("{path}/../1"),
    ] {
        assert_eq!(site.send(Ask::get(path)).await.status, 404);
    }
}

/// Headers of a request, and status, `Content-Range` and body of its answer.
type Part<'a> = (Vec<(&'a str, String)>, u16, Option<String>, &'a [u8]);

#[tokio::test]
async fn published_files_are_sent_whole_in_parts_or_not_at_all() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let draft = taken(&site, &by, "tone é\".flac", TONE).await;
    publish(&site, &by, &draft).await;
    let path = format!("/media/{}", media(&draft));
    let whole = site.send(Ask::get(&path)).await;
    assert_eq!((whole.status, whole.body.as_slice()), (200, TONE));
    let expected = [
        ("content-type", "audio/flac"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("accept-ranges", "bytes"),
    ];
    for (name, value) in expected {
        assert_eq!(whole.header(name), Some(value), "{name}");
    }
    assert!(
        whole
            .header("content-disposition")
            .unwrap()
            .starts_with("inline; filename=\"tone")
    );
    let tag = whole.header("etag").unwrap().to_owned();
    let length = TONE.len();

    let rows: Vec<Part> = vec![
        (
            vec![("range", "bytes=0-9".into())],
            206,
            Some(format!("bytes 0-9/{length}")),
            &TONE[..10],
        ),
        (
            vec![("range", "bytes=-5".into())],
            206,
            Some(format!("bytes {}-{}/{length}", length - 5, length - 1)),
            &TONE[length - 5..],
        ),
        (
            vec![("range", format!("bytes={}-", length - 1))],
            206,
            Some(format!("bytes {0}-{0}/{length}", length - 1)),
            &TONE[length - 1..],
        ),
        (
            vec![("range", format!("bytes={length}-"))],
            416,
            Some(format!("bytes */{length}")),
            b"{\"code\":\"range_not_satisfiable\",\"message\":\"The file is shorter than that.\"}",
        ),
        (vec![("range", "bytes=0-1,4-5".into())], 200, None, TONE),
        (
            vec![("range", "bytes=0-9".into()), ("if-range", tag.clone())],
            206,
            Some(format!("bytes 0-9/{length}")),
            &TONE[..10],
        ),
        (
            vec![
                ("range", "bytes=0-9".into()),
                ("if-range", "\"other\"".into()),
            ],
            200,
            None,
            TONE,
        ),
        (vec![("if-none-match", tag.clone())], 304, None, &[]),
        (vec![("if-none-match", "\"other\"".into())], 200, None, TONE),
    ];
    for (headers, status, range, body) in rows {
        let mut ask = Ask::get(&path);
        for (name, value) in &headers {
            ask = ask.header(name, value);
        }
        let answer = site.send(ask).await;
        assert_eq!(answer.status, status, "{headers:?}");
        assert_eq!(
            answer.header("content-range").map(str::to_owned),
            range,
            "{headers:?}"
        );
        assert_eq!(answer.body, body, "{headers:?}");
    }
    let head = site.send(Ask::get(&path).method("HEAD")).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(
        head.header("content-length"),
        Some(length.to_string().as_str())
    );
    let saved = site.send(Ask::get(format!("{path}?download"))).await;
    assert!(
        saved
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment; ")
    );
}

#[tokio::test]
async fn what_is_withdrawn_is_deleted_unless_somebody_else_has_it() {
    let site = Site::start().await;
    let (one, other) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let picture = png(8, 80);
    let (first, second) = (
        taken(&site, &one, "a.png", &picture).await,
        taken(&site, &other, "b.png", &picture).await,
    );
    publish(&site, &one, &first).await;
    publish(&site, &other, &second).await;
    for (by, record, left) in [(&one, &first, 2), (&other, &second, 0)] {
        let form = Ask::form("/records/withdraw", &[("id", &record.card.id.to_string())]);
        let done = site.send(form.html().with(Some(&by.token))).await;
        assert!(done.status < 400, "{}", done.text());
        let path = format!("/media/{}", media(record));
        assert_eq!(
            site.send(Ask::get(path).with(Some(&by.token))).await.status,
            404
        );
        let mut tries = 0;
        while files(&site).1.len() != left {
            tries += 1;
            assert!(tries < 250, "{:?}", files(&site).1);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn plain_forms_go_on_to_the_draft_or_come_back() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let source = site.published(&by).await;
    let form = |fields: &[(&str, Option<&str>, &[u8])]| {
        let mut body = Vec::new();
        for (name, file, bytes) in fields {
            let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
            let head =
                format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        Ask::upload("/uploads", "", &[]).body([body, b"--cut--\r\n".to_vec()].concat())
    };
    let sent = |ask: Ask| site.send(ask.html().with(Some(&by.token)));
    let id = source.to_string();
    let done = sent(form(&[
        ("source", None, id.as_bytes()),
        ("file", Some("a.png"), &png(9, 50)),
    ]))
    .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let place = done.header("location").unwrap();
    let made: i64 = place
        .strip_prefix("/records/")
        .unwrap()
        .strip_suffix("/edit")
        .unwrap()
        .parse()
        .unwrap();
    let made = record(&site, &by, RecordId(made)).await;
    assert_eq!(made.sources[0].card.id, source);

    let two = [
        ("file", Some("a.png"), &png(9, 50)[..]),
        ("file", Some("b.flac"), TONE),
    ];
    let done = sent(form(&two)).await;
    assert_eq!(
        (done.status, done.header("location")),
        (303, Some("/me#drafts"))
    );

    let refused = sent(form(&[("file", Some("a.jpg"), &png(9, 50))]).header(
        "referer",
        &format!("http://{}/records/new?medium=image", site.address),
    ))
    .await;
    assert_eq!(refused.status, 415);
    assert_eq!(
        refused.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(
        refused.text().contains("not what its name says"),
        "{}",
        refused.text()
    );
    let nothing = sent(form(&[("file", Some(""), b"")])).await;
    assert_eq!(nothing.status, 422);
    let json = site
        .send(
            form(&[
                ("source", None, b"999999"),
                ("file", Some("a.png"), &png(9, 50)),
            ])
            .json()
            .with(Some(&by.token)),
        )
        .await;
    assert_eq!(json.status, 404, "{}", json.text());
    let stranger = site
        .send(form(&[("file", Some("a.png"), &png(9, 50))]).json())
        .await;
    assert_eq!(stranger.status, 401);
}

/// Chunked, so that no length is told beforehand.
#[tokio::test]
async fn an_upload_of_untold_length_is_taken() {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let head = format!(
        "POST /uploads HTTP/1.1\r\nhost: {}\r\nconnection: close\r\naccept: application/json\r\ncookie: session={}\r\n\
         sec-fetch-site: same-origin\r\ncontent-type: multipart/form-data; boundary=cut\r\ntransfer-encoding: chunked\r\n\r\n",
        site.address, by.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut body =
        b"--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.flac\"\r\n\r\n"
            .to_vec();
    body.extend_from_slice(TONE);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    for part in body.chunks(1000) {
        stream
            .write_all(format!("{:x}\r\n", part.len()).as_bytes())
            .await
            .unwrap();
        stream.write_all(part).await.unwrap();
        stream.write_all(b"\r\n").await.unwrap();
    }
    stream.write_all(b"0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
}
