//! `GET /api/v1/map/{epoch}/summary`.

use super::super::answer;
use super::super::parameters::Parameters;
use super::super::problem::Problem;
use super::expression;
use super::schema::MapSummary;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// Sum up records on the map
///
/// Takes the parameters of `select`.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/summary",
    tag = "map",
    params(("epoch" = String, Path, description = "`epoch` of the map")),
    responses(
        (status = 200, description = "What they are", body = MapSummary),
        (status = 404, description = "They are one record only, and there is none", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn summarise(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let expression = expression::read(&parameters)?;
    let site = &state.site;
    let summary = site.map.summary(&site.db, &epoch, expression).await?;
    answer::json(&headers, &MapSummary::of(summary))
}
