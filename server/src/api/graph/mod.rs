//! The lineage of a record as a picture and as graph files for other programs.

mod gexf;
mod graphml;
mod prov;
mod xml;

use super::answer;
use super::lineage::{Asked, Found, LIMIT_MAX};
use super::parameters::Parameters;
use super::problem::Problem;
use crate::state::AppState;
use crate::web::headers::PICTURE_POLICY;
use app::record::picture::{RECORDS_MAX, picture_input};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use lineage::PictureSize;

/// Draw the lineage of a record
///
/// At most 150 records; time runs from left to right.
#[utoipa::path(
    get,
    path = "/api/v1/records/{id}/lineage.svg",
    tag = "lineage",
    params(
        ("id" = i64, Path, description = "The record's id"),
        ("direction" = Option<String>, Query, description = "`both` (default), `ancestors` or `descendants`"),
        ("depth" = Option<i64>, Query, description = "At most so many links away; not limited by default"),
        ("limit" = Option<i64>, Query, description = "1 to 150 records, default 150"),
        ("size" = Option<String>, Query, description = "`wide` (default) or `compact`"),
    ),
    responses(
        (status = 200, description = "The picture", content_type = "image/svg+xml", body = String),
        (status = 404, description = "There is no such record, or it is not public", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn svg(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let most = i64::try_from(RECORDS_MAX).unwrap_or(150);
    let sizes = [
        ("wide", PictureSize::Wide),
        ("compact", PictureSize::Compact),
    ];
    let size = parameters.word("size", &sizes)?;
    let found = Asked::read(&id, &parameters, most)?
        .find_lines(&state)
        .await?;
    let mut input = picture_input(&found.near, &found.lines, "lineage", size);
    // The file may lie anywhere: its links must lead here.
    for record in &mut input.records {
        record.href = format!("{}{}", state.site.public_url, record.href);
    }
    let picture = lineage::picture::render_standalone(&input);
    let mut response = answer::bytes(&headers, "image/svg+xml", picture.into_bytes());
    // Its own styles, and nothing that runs or is fetched, wherever it is opened.
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(PICTURE_POLICY),
    );
    Ok(response)
}

/// Export the lineage of a record as `GraphML`
///
/// For yEd, Gephi, `NetworkX` and others.
#[utoipa::path(
    get,
    path = "/api/v1/records/{id}/lineage.graphml",
    tag = "lineage",
    params(
        ("id" = i64, Path, description = "The record's id"),
        ("direction" = Option<String>, Query, description = "`both` (default), `ancestors` or `descendants`"),
        ("depth" = Option<i64>, Query, description = "At most so many links away; not limited by default"),
        ("limit" = Option<i64>, Query, description = "1 to 500 records, default 500"),
    ),
    responses(
        (status = 200, description = "The lineage", content_type = "application/graphml+xml", body = String),
        (status = 404, description = "There is no such record, or it is not public", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn graphml(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = ("application/graphml+xml", "graphml");
    export(&state, &id, &parameters, &headers, format, graphml::write).await
}

/// Export the lineage of a record as GEXF 1.3
///
/// For Gephi.
#[utoipa::path(
    get,
    path = "/api/v1/records/{id}/lineage.gexf",
    tag = "lineage",
    params(
        ("id" = i64, Path, description = "The record's id"),
        ("direction" = Option<String>, Query, description = "`both` (default), `ancestors` or `descendants`"),
        ("depth" = Option<i64>, Query, description = "At most so many links away; not limited by default"),
        ("limit" = Option<i64>, Query, description = "1 to 500 records, default 500"),
    ),
    responses(
        (status = 200, description = "The lineage", content_type = "application/gexf+xml", body = String),
        (status = 404, description = "There is no such record, or it is not public", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn gexf(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = ("application/gexf+xml", "gexf");
    export(&state, &id, &parameters, &headers, format, gexf::write).await
}

/// Export the lineage of a record as PROV-JSON
///
/// Records are entities derived from their sources and attributed to their authors (W3C PROV).
#[utoipa::path(
    get,
    path = "/api/v1/records/{id}/lineage.prov.json",
    tag = "lineage",
    params(
        ("id" = i64, Path, description = "The record's id"),
        ("direction" = Option<String>, Query, description = "`both` (default), `ancestors` or `descendants`"),
        ("depth" = Option<i64>, Query, description = "At most so many links away; not limited by default"),
        ("limit" = Option<i64>, Query, description = "1 to 500 records, default 500"),
    ),
    responses(
        (status = 200, description = "The lineage", body = serde_json::Value),
        (status = 404, description = "There is no such record, or it is not public", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn prov(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = find(&state, &id, &parameters).await?;
    answer::json(&headers, &prov::document(&found, &state.site.public_url))
}

/// A lineage as `GraphML`.
pub(super) fn as_graphml(found: &Found, public_url: &str) -> String {
    graphml::write(found, public_url)
}

/// A lineage as GEXF.
pub(super) fn as_gexf(found: &Found, public_url: &str) -> String {
    gexf::write(found, public_url)
}

async fn find(state: &AppState, id: &str, parameters: &Parameters) -> Result<Found, Problem> {
    Asked::read(id, parameters, LIMIT_MAX)?.find(state).await
}

/// A file that browsers save under a name which tells what it is; `format` is its type and its ending.
async fn export(
    state: &AppState,
    id: &str,
    parameters: &Parameters,
    headers: &HeaderMap,
    (mime, ending): (&'static str, &str),
    write: fn(&Found, &str) -> String,
) -> Result<Response, Problem> {
    let found = find(state, id, parameters).await?;
    let file = write(&found, &state.site.public_url);
    let mut response = answer::bytes(headers, mime, file.into_bytes());
    let name = format!("attachment; filename=\"lineage-{id}.{ending}\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

#[cfg(test)]
mod tests;
