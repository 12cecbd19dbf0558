//! The built site inside the binary: styles, scripts, typefaces and icons.

use crate::state::AppState;
use crate::web::accept::{accepts, is_known};
use app::ssr::Assets;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};
use std::fmt::Write;

#[derive(RustEmbed)]
#[folder = "../site"]
struct Site;

/// Files that browsers and robots ask for by a fixed name.
const FIXED: [&str; 8] = [
    "apple-touch-icon.png",
    "favicon.ico",
    "favicon.svg",
    "icon-192.png",
    "icon-512.png",
    "og.png",
    "robots.txt",
    "site.webmanifest",
];

/// `/pkg/...` with names that change with the content, and the files of fixed names.
pub(crate) fn routes() -> Router<AppState> {
    let pkg = get(async |Path(file): Path<String>, headers: HeaderMap| {
        send(
            &format!("pkg/{file}"),
            "public, max-age=31536000, immutable",
            &headers,
        )
    });
    FIXED
        .into_iter()
        .fold(Router::new().route("/pkg/{*file}", pkg), |router, name| {
            let fixed =
                get(async move |headers: HeaderMap| send(name, "public, max-age=3600", &headers));
            router.route(&format!("/{name}"), fixed)
        })
}

/// Where the built styles and scripts lie; empty names where the site is not built.
pub(crate) fn find_assets() -> Assets {
    let manifest = Site::get("manifest.json");
    let names: serde_json::Value = manifest
        .and_then(|file| serde_json::from_slice(&file.data).ok())
        .unwrap_or_default();
    let name = |key: &str| {
        names
            .get(key)
            .and_then(|name| name.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    Assets {
        css: name("css"),
        js: name("js"),
        wasm: name("wasm"),
        explorer_css: name("explorer_css"),
        explorer_js: name("explorer_js"),
        explorer_wasm: name("explorer_wasm"),
        desk_js: name("desk_js"),
        bell_js: name("bell_js"),
        bell_wasm: name("bell_wasm"),
        font_text: name("font_text"),
    }
}

/// The file in the best encoding that the browser takes, or 304 where it has it.
fn send(path: &str, cache: &'static str, headers: &HeaderMap) -> Response {
    let Some((file, encoding)) = find(path, headers) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = entity_tag(&file);
    let is_held = is_known(headers, &tag);
    let mut response = if is_held {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = [(header::CONTENT_TYPE, media_type(path))];
        (kind, file.data.into_owned()).into_response()
    };
    let answer = response.headers_mut();
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding
        && !is_held
    {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn find(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    // Compressed forms are sent under the name of what they hold, never under their own.
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if accepts(headers, encoding)
            && let Some(file) = Site::get(&format!("{path}.{suffix}"))
        {
            return Some((file, Some(encoding)));
        }
    }
    Some((Site::get(path)?, None))
}

fn entity_tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let mut tag = String::from("\"");
    for byte in &hash[..12] {
        // Writing to a string does not fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag + "\""
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}
