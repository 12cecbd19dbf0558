//! `POST /mail/stop`: stops mail without signing in, by the link that each mail holds (RFC 8058).
//!
//! No server function, because mail programs may send the form as `multipart/form-data`. What they send besides the
//! link tells them apart from the site's own form, and says nothing else.

use crate::state::AppState;
use crate::web::errors::{plain, wants_html};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use serde::Deserialize;

pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/mail/stop", post(stop))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    link: String,
}

async fn stop(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // Mail programs follow no redirect, and may not be sent one (RFC 8058, 3.2).
    let is_one_click = has_one_click(&body);
    match db::mail::stop_mail(&state.site.db, &asked.link).await {
        // The link holds nothing but letters, digits and `.-_`, else it would not be known.
        Ok(_stopped) if wants_html(&headers) && !is_one_click => {
            Redirect::to(&format!("/mail/stop?link={}&stopped=1", asked.link)).into_response()
        }
        Ok(_stopped) => StatusCode::OK.into_response(),
        Err(db::Error::NotFound) => plain(StatusCode::NOT_FOUND),
        Err(error) => {
            let _logged = app::ssr::internal(&error.to_string());
            plain(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Whether a form, of either type, holds `List-Unsubscribe=One-Click`.
fn has_one_click(body: &[u8]) -> bool {
    let has = |words: &[u8]| body.windows(words.len()).any(|part| part == words);
    has(b"List-Unsubscribe") && has(b"One-Click")
}
