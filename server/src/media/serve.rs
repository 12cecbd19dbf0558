//! `/media/{id}` and `/media/{id}/{variant}`: files as members put them up, to those who may see them.
//!
//! A file is never a page of this site: whatever it holds, the browser is told its sniffed type, not to
//! guess another, and to run nothing in it.

use super::keep::key;
use super::range::{Wanted, wanted};
use crate::state::{AppState, Store};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::media::MediaFile;
use db::session::Viewer;
use domain::MediaId;
use futures::TryStreamExt;
use object_store::{GetOptions, GetRange, GetResult, GetResultPayload, ObjectStore};
use std::ops::Range;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

/// What is told to who asks for what lies beyond a file's end.
const BEYOND: &str =
    r#"{"code":"range_not_satisfiable","message":"The file is shorter than that."}"#;

/// Bytes read from disk at a time.
const CHUNK: usize = 128 << 10;

pub(super) async fn original(
    State(state): State<AppState>,
    viewer: Option<Extension<Viewer>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    answer(&state, viewer, &id, None, query, &headers).await
}

pub(super) async fn variant(
    State(state): State<AppState>,
    viewer: Option<Extension<Viewer>>,
    Path((id, variant)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    answer(&state, viewer, &id, Some(&variant), query, &headers).await
}

async fn answer(
    state: &AppState,
    viewer: Option<Extension<Viewer>>,
    id: &str,
    variant: Option<&str>,
    query: Option<String>,
    headers: &HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<MediaId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let viewer = viewer.as_ref().map(|viewer| &viewer.0);
    let file = match db::media::find_file(&state.site.db, viewer, id, variant).await {
        Ok(file) => file,
        Err(error) => {
            let status = app::AppError::from(error).status();
            return StatusCode::from_u16(status)
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                .into_response();
        }
    };
    let download = query.is_some_and(|query| {
        query
            .split('&')
            .any(|part| part.split('=').next() == Some("download"))
    });
    let (status, body, part) = match find(&state.store, &file, headers).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(%error, "a stored file could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut response = (status, body).into_response();
    set_headers(response.headers_mut(), &file, status, part, download);
    response
}

/// The status, the body, and which bytes it holds.
async fn find(
    store: &Store,
    file: &MediaFile,
    headers: &HeaderMap,
) -> object_store::Result<(StatusCode, Body, Range<u64>)> {
    let length = u64::try_from(file.bytes).unwrap_or(0);
    let value = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let tag = etag(&file.hash);
    let names = |list: &str| {
        list.split(',')
            .map(str::trim)
            .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
    };
    if value(header::IF_NONE_MATCH).is_some_and(names) {
        return Ok((StatusCode::NOT_MODIFIED, Body::empty(), 0..0));
    }
    // A part is of use only to who has the rest of the same content.
    let same = value(header::IF_RANGE).is_none_or(|known| known == tag);
    let range = value(header::RANGE).filter(|_| same);
    let (status, part) = match wanted(range, length) {
        Wanted::Whole => (StatusCode::OK, 0..length),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Beyond => {
            let body = Body::from(BEYOND);
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, body, 0..0));
        }
    };
    if part.is_empty() {
        return Ok((status, Body::empty(), part));
    }
    let options = GetOptions {
        range: Some(GetRange::Bounded(part.clone())),
        ..GetOptions::default()
    };
    let found = store.objects.get_opts(&key(&file.hash), options).await?;
    Ok((status, stream(found).await?, part))
}

/// The store's own stream of a local file reads 8 KiB at a time.
async fn stream(found: GetResult) -> object_store::Result<Body> {
    let range = found.range.clone();
    match found.payload {
        GetResultPayload::File(file, _) => {
            let mut file = tokio::fs::File::from_std(file);
            file.seek(std::io::SeekFrom::Start(range.start))
                .await
                .map_err(|error| object_store::Error::Generic {
                    store: "local",
                    source: error.into(),
                })?;
            let part = file.take(range.end - range.start);
            Ok(Body::from_stream(ReaderStream::with_capacity(part, CHUNK)))
        }
        GetResultPayload::Stream(stream) => {
            Ok(Body::from_stream(stream.map_err(std::io::Error::other)))
        }
    }
}

fn etag(hash: &str) -> String {
    format!("\"{hash}\"")
}

fn set_headers(
    headers: &mut HeaderMap,
    file: &MediaFile,
    status: StatusCode,
    part: Range<u64>,
    download: bool,
) {
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    let cache = if file.public {
        "public, max-age=31536000, immutable"
    } else {
        "private, no-store"
    };
    set(header::CACHE_CONTROL, cache);
    set(header::ETAG, &etag(&file.hash));
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    );
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    match status {
        StatusCode::NOT_MODIFIED => return,
        StatusCode::RANGE_NOT_SATISFIABLE => {
            set(header::CONTENT_RANGE, &format!("bytes */{}", file.bytes));
            set(header::CONTENT_TYPE, "application/json");
            return;
        }
        StatusCode::PARTIAL_CONTENT => {
            let (first, last) = (part.start, part.end.saturating_sub(1));
            set(
                header::CONTENT_RANGE,
                &format!("bytes {first}-{last}/{}", file.bytes),
            );
        }
        _ => {}
    }
    set(header::ACCEPT_RANGES, "bytes");
    set(header::CONTENT_LENGTH, &(part.end - part.start).to_string());
    set(header::CONTENT_TYPE, &file.mime);
    set(
        header::CONTENT_DISPOSITION,
        &disposition(&file.mime, &file.file_name, download),
    );
}

/// How a file is to be shown, with its name in ASCII and in full (RFC 6266, RFC 8187).
fn disposition(mime: &str, name: &str, download: bool) -> String {
    let shown = ["image/", "audio/", "video/"]
        .iter()
        .any(|kind| mime.starts_with(kind))
        && !mime.contains("svg")
        && !download;
    let manner = if shown { "inline" } else { "attachment" };
    let ascii: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let full: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("{manner}; filename=\"{ascii}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_header_whatever_they_hold() {
        let rows = [
            (
                ("image/png", "cat.png", false),
                "inline; filename=\"cat.png\"; filename*=UTF-8''cat.png",
            ),
            (
                ("audio/flac", "日 \"x\".flac", true),
                "attachment; filename=\"_ _x_.flac\"; filename*=UTF-8''%E6%97%A5%20%22x%22.flac",
            ),
            (
                ("text/html", "a.html", false),
                "attachment; filename=\"a.html\"; filename*=UTF-8''a.html",
            ),
            (
                ("image/svg+xml", "a\r\nb.svg", false),
                "attachment; filename=\"a__b.svg\"; filename*=UTF-8''a%0D%0Ab.svg",
            ),
        ];
        for ((mime, name, download), expected) in rows {
            assert_eq!(disposition(mime, name, download), expected);
        }
    }
}
