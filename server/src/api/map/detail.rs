//! `GET /api/v1/map/{epoch}/records/{index}` and `GET /api/v1/map/{epoch}/find`.

use super::super::answer;
use super::super::parameters::{Parameters, record_id};
use super::super::problem::Problem;
use super::number;
use super::schema::MapDetail;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// Read one record of the map
///
/// With where it stands, its sources and the remixes on which most hangs.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/records/{index}",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("index" = u32, Path, description = "Its index in this epoch"),
    ),
    responses(
        (status = 200, description = "The record", body = MapDetail),
        (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_detail(
    State(state): State<AppState>,
    Path((epoch, index)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = &state.site;
    let detail = site.map.detail(&site.db, &epoch, number(&index)?).await?;
    answer::json(&headers, &MapDetail::of(detail))
}

/// Find a record on the map
///
/// By its id.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/find",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("record" = i64, Query, description = "The record's id"),
    ),
    responses(
        (status = 200, description = "The record", body = MapDetail),
        (status = 404, description = "There is none, or it is not public", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No record is named", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_by_id(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = parameters
        .once("record")?
        .and_then(|id| record_id(id).ok())
        .ok_or_else(|| Problem::parameter("record", "the id of a record"))?;
    let site = &state.site;
    let detail = site.map.find(&site.db, &epoch, id).await?;
    answer::json(&headers, &MapDetail::of(detail))
}
