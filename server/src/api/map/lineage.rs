//! `GET /api/v1/map/{epoch}/lineage`.

use super::super::answer;
use super::super::lineage::Asked;
use super::super::parameters::Parameters;
use super::super::problem::Problem;
use super::schema::MapLineage;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// Read the lineage of a record with its indexes
///
/// Its at most 500 nearest records, itself first, and the links among them, in the order of
/// `/api/v1/records/{id}/lineage`.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/lineage",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("record" = i64, Query, description = "The record's id"),
    ),
    responses(
        (status = 200, description = "The lineage", body = MapLineage),
        (status = 404, description = "There is none, or it is not public", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No record is named", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_lineage(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wanted = || Problem::parameter("record", "the id of a record");
    let id = parameters.once("record")?.ok_or_else(wanted)?;
    state.site.map.check(&epoch)?;
    let found = Asked::whole(id)
        .map_err(|_| wanted())?
        .find_lines(&state)
        .await?;
    let site = &state.site;
    let ids: Vec<_> = found.lines.iter().map(|line| line.id).collect();
    let (new, indexes) = site.map.indexes(&site.db, &epoch, &ids).await?;
    answer::json(&headers, &MapLineage::of(found, new, &indexes))
}
