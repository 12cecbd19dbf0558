//! `GET /api/v1/map/{epoch}/flow`.

use super::super::answer;
use super::super::parameters::Parameters;
use super::super::problem::Problem;
use super::keep;
use super::tiles::{BYTES, FOR_A_WHILE};
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use db::map::Flow;
use domain::ProductionId;
use lineage::map::encode_tile;

/// Most records of one answer.
const RECORDS_MAX: usize = 2_000;

/// Read how a production flows through the map
///
/// What a production includes and what that came from, at most the 2,000 records through which most flows, of those
/// laid out. The answer begins with numbers of four bytes, the smallest first: the weight of all that is included, how
/// many records follow, and for each the weight of what came from it or is it, which flows through its link. The rest
/// has the form of a tile, with the records in the same order.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/flow",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("production" = i64, Query, description = "The production's id"),
    ),
    responses(
        (status = 200, description = "The flow", content_type = "application/octet-stream"),
        (status = 404, description = "There is no such production", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No production is named", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too much is asked just now", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_flow(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = parameters
        .number("production", 1, i64::MAX)?
        .map(ProductionId)
        .ok_or_else(|| Problem::parameter("production", "the id of a production"))?;
    let site = &state.site;
    let flow = site.map.flow(&site.db, &epoch, id, RECORDS_MAX).await?;
    Ok(keep(
        answer::bytes(&headers, BYTES, bytes(&flow)),
        FOR_A_WHILE,
    ))
}

fn bytes(flow: &Flow) -> Vec<u8> {
    let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let mut bytes = Vec::with_capacity(8 + flow.shares.len() * 13);
    bytes.extend(number(flow.total));
    bytes.extend(number(flow.shares.len() as u64));
    for share in &flow.shares {
        bytes.extend(number(*share));
    }
    bytes.extend(encode_tile(&flow.tile));
    bytes
}
