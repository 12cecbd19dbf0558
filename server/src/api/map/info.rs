//! `GET /api/v1/map`.

use super::super::answer;
use super::super::problem::Problem;
use crate::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// Read what the map is
///
/// `epoch` names its places and indexes and stands in the addresses of all that belongs to it. `records` are laid
/// out together, `new` were appended since. `bounds` and `grid` are in 64ths of the map's unit; the tile of level 0
/// is the square at `grid.left`, `grid.top` with sides of `grid.span`, and each level halves the sides. `months`
/// holds how many records were published in each 64th of the time between `time.from` and `time.to`.
#[utoipa::path(
    get,
    path = "/api/v1/map",
    tag = "map",
    responses(
        (status = 200, description = "The map in numbers", body = serde_json::Value),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 503, description = "It is not laid out yet", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_map(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let info = state.site.map.info().ok_or_else(Problem::not_yet)?;
    answer::json(&headers, &info)
}
