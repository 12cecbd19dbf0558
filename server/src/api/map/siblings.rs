//! `GET /api/v1/map/{epoch}/siblings`.

use super::super::answer;
use super::super::parameters::{Parameters, record_id};
use super::super::problem::Problem;
use super::schema::MapSiblings;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// Find a record's neighbours among the remixes of one of its sources
///
/// In the order of `remixes` of one record: those with most hanging on them first.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/siblings",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("record" = i64, Query, description = "The record's id"),
        ("source" = i64, Query, description = "The id of one of its sources"),
    ),
    responses(
        (status = 200, description = "Its neighbours", body = MapSiblings),
        (status = 404, description = "There is no such link", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A record is not named", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_siblings(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = |name: &'static str| {
        parameters
            .once(name)?
            .and_then(|id| record_id(id).ok())
            .ok_or_else(|| Problem::parameter(name, "the id of a record"))
    };
    let (record, source) = (id("record")?, id("source")?);
    let site = &state.site;
    let found = site.map.siblings(&site.db, &epoch, record, source).await?;
    answer::json(&headers, &MapSiblings::of(found))
}
