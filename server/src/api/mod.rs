//! The REST API, version 1.

use crate::state::AppState;
use axum::Router;

/// `/api/v1/...`.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let _ = state;
    Router::new()
}
