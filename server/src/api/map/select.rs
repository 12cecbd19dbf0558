//! `GET /api/v1/map/{epoch}/select` and `GET /api/v1/map/{epoch}/heaviest`.

use super::super::answer;
use super::super::parameters::Parameters;
use super::super::problem::Problem;
use super::expression;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use lineage::map::encode_tile;

/// Most records of one answer of `heaviest`: as many as a picture shows.
const HEAVIEST_MAX: usize = 2_000;

/// Select records on the map
///
/// Terms are united, and none means all records; conditions narrow what they name. The answer is a Roaring bitmap
/// (portable format) of indexes; how many it holds is in the header `understory-count`. Summary and exports take
/// the same parameters.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/select",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("records" = Option<String>, Query, description = "At most 500 ids, separated by commas"),
        ("subtree" = Option<String>, Query, description = "At most 20 ids: they and what hangs on them by primary links"),
        ("ancestors" = Option<String>, Query, description = "At most 20 ids: what they came from, without themselves"),
        ("descendants" = Option<String>, Query, description = "At most 20 ids: what came from them, without themselves"),
        ("production" = Option<i64>, Query, description = "What the production with this id includes"),
        ("within" = Option<String>, Query, description = "A polygon of 3 to 64 corners as `x1,y1,x2,y2,...` in units of the map; at most 8 times"),
        ("medium" = Option<String>, Query, description = "Of one of these mediums, separated by commas"),
        ("member" = Option<String>, Query, description = "By the member with this handle"),
        ("license" = Option<String>, Query, description = "Under the license with this SPDX identifier"),
        ("tag" = Option<String>, Query, description = "With this tag"),
        ("project" = Option<i64>, Query, description = "Entered for a challenge of this project"),
        ("from" = Option<String>, Query, description = "Published on this day (`2026-05-14`, UTC) or later"),
        ("to" = Option<String>, Query, description = "Published on this day or before"),
        ("min_hearts" = Option<i64>, Query, description = "With at least so many hearts"),
        ("never_remixed" = Option<String>, Query, description = "`1` for what nobody remixed"),
        ("several_sources" = Option<String>, Query, description = "`1` for what has more than one source"),
        ("withdrawn" = Option<String>, Query, description = "`1` for tombstones, `0` for all others"),
        ("time" = Option<u16>, Query, description = "Shown at this step of the map's time, of 4096, or before"),
        ("lineage" = Option<i64>, Query, description = "Of the lineage of the record with this id: itself, what it came from, what came from it"),
        ("q" = Option<String>, Query, description = "With all of these words in title, text, tags or author's name"),
    ),
    responses(
        (status = 200, description = "The indexes", content_type = "application/octet-stream"),
        (status = 404, description = "It names one record only, or a lineage, and there is none", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too much is asked just now", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn select(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let expression = expression::read(&parameters)?;
    let site = &state.site;
    let selected = site.map.select(&site.db, &epoch, expression).await?;
    let mut bytes = Vec::with_capacity(selected.serialized_size());
    selected
        .serialize_into(&mut bytes)
        .map_err(Problem::from_io)?;
    let mut response = answer::bytes(&headers, "application/octet-stream", bytes);
    response.headers_mut().insert(
        HeaderName::from_static("understory-count"),
        HeaderValue::from(selected.len()),
    );
    Ok(response)
}

/// Read the heaviest records of a selection
///
/// Takes the parameters of `select`. The at most 2,000 on which most hangs, of those laid out, in the form of a tile;
/// what a tile of its level leaves out for lack of room is here. A link starts at the nearest of them that the record
/// hangs on.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/heaviest",
    tag = "map",
    params(("epoch" = String, Path, description = "`epoch` of the map")),
    responses(
        (status = 200, description = "The records", content_type = "application/octet-stream"),
        (status = 404, description = "It names one record only, or a lineage, and there is none", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too much is asked just now", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_heaviest(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let expression = expression::read(&parameters)?;
    let site = &state.site;
    let tile = site
        .map
        .heaviest(&site.db, &epoch, expression, HEAVIEST_MAX)
        .await?;
    let kind = "application/octet-stream";
    Ok(answer::bytes(&headers, kind, encode_tile(&tile)))
}
