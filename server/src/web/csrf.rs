//! Refuses what another site makes a member's browser send.
//!
//! The rule is that of Go's `CrossOriginProtection`: `Sec-Fetch-Site` where the browser says it, else
//! `Origin`; and what sends neither is no browser, and may not use a browser's session.

use super::errors;
use super::session::session_token;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// Lets a request through that changes nothing or comes from this very site.
pub(crate) async fn refuse_cross_site(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if changes && !is_same_origin(request.headers(), &state.site.public_url) {
        return errors::plain(StatusCode::FORBIDDEN);
    }
    next.run(request).await
}

fn is_same_origin(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &header::HeaderValue| value.to_str().unwrap_or("invalid"))
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN) {
        Some(origin) => is_own_origin(origin, headers, public_url),
        None => session_token(headers, public_url).is_none(),
    }
}

/// Whether an origin such as `https://example.org` is this site: its public address, or the host that was asked.
pub(crate) fn is_own_origin(origin: &str, headers: &HeaderMap, public_url: &str) -> bool {
    if origin.eq_ignore_ascii_case(public_url) {
        return true;
    }
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let authority = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    matches!((authority, host), (Some(authority), Some(host)) if authority.eq_ignore_ascii_case(host))
}
