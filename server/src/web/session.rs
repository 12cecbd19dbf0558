//! From the cookie to the viewer.

use super::errors;
use crate::state::AppState;
use app::ssr::cookie;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use db::session::Viewer;

/// Notes who asks among the request's extensions, and keeps their answers out of every cache.
pub(crate) async fn find_viewer(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let mut signed_in = false;
    if let Some(token) = session_token(request.headers(), &state.site.public_url) {
        match db::session::find_viewer(&state.site.db, token).await {
            Ok(Some(viewer)) => {
                signed_in = true;
                request.extensions_mut().insert::<Viewer>(viewer);
            }
            Ok(None) => {}
            Err(cause) => {
                let _logged = app::ssr::internal(&cause.to_string());
                return errors::plain(StatusCode::SERVICE_UNAVAILABLE);
            }
        }
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if signed_in && (is_page || !headers.contains_key(header::CACHE_CONTROL)) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else if is_page && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    response
}

/// The session's token as the browser sent it.
pub(super) fn session_token<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    cookie::session_token(headers, cookie::session_cookie_name(public_url))
        .filter(|token| !token.is_empty())
}
