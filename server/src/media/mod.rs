//! Uploads and the files behind records.

use crate::state::AppState;
use axum::Router;

/// `/uploads` and `/media/...`.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let _ = state;
    Router::new()
}
