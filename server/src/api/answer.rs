//! Answers with a validator, so that who has the same already is told so.

use super::problem::Problem;
use crate::web::accept::is_known;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// JSON as the answer to a request with these headers.
pub(super) fn json(headers: &HeaderMap, value: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value)
        .map_err(|error| db::Error::Database(Box::new(error)))
        .map_err(Problem::from)?;
    Ok(bytes(headers, "application/json", body))
}

/// A body of this type as the answer to a request with these headers.
pub(super) fn bytes(headers: &HeaderMap, mime: &'static str, body: Vec<u8>) -> Response {
    let hash = blake3::hash(&body).to_hex();
    // Weak: compression may change the bytes.
    let tag = format!("W/\"{}\"", &hash[..20]);
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = body.into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
        response
    };
    let out = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, no-cache"),
    );
    response
}
