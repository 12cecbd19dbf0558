//! `GET /api/v1/records/{id}`.

use super::answer;
use super::parameters::record_id;
use super::problem::Problem;
use super::schema::Record;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// Read one record
///
/// A withdrawn record is a tombstone: it keeps id, title, author, license and links, and has no media.
#[utoipa::path(
    get,
    path = "/api/v1/records/{id}",
    tag = "records",
    params(("id" = i64, Path, description = "The record's id")),
    responses(
        (status = 200, description = "The record", body = Record),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is none, or it is not public", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_record(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let record = db::record::find_record(&state.site.db, None, record_id(&id)?).await?;
    answer::json(&headers, &Record::of(record, &state.site.public_url))
}
