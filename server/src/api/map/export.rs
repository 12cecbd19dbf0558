//! `GET /api/v1/map/{epoch}/export.csv`, `.graphml` and `.gexf`.

use super::super::graph;
use super::super::lineage::Found;
use super::super::parameters::Parameters;
use super::super::problem::Problem;
use super::expression;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use db::lineage::Neighbourhood;
use db::map::Exported;
use domain::RecordId;
use std::collections::HashSet;

/// Most records of one file.
const RECORDS_MAX: usize = 100_000;

/// Export records of the map as CSV
///
/// Takes the parameters of `select`; at most 100,000 records. `sources` holds ids separated by spaces. A text that
/// a spreadsheet would take for a formula begins with an apostrophe. `withdrawn` is `true` for tombstones.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/export.csv",
    tag = "map",
    params(("epoch" = String, Path, description = "`epoch` of the map")),
    responses(
        (status = 200, description = "The records", content_type = "text/csv", body = String),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value, or they are too many", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn csv(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    let records = find(&state, &epoch, &parameters).await?;
    let public_url = state.site.public_url;
    let file = write(move || as_csv(&records, &public_url)).await?;
    Ok(as_file(file, "text/csv; charset=utf-8", "csv"))
}

/// Export records of the map as `GraphML`
///
/// With the links among them. Takes the parameters of `select`; at most 100,000 records.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/export.graphml",
    tag = "map",
    params(("epoch" = String, Path, description = "`epoch` of the map")),
    responses(
        (status = 200, description = "The records", content_type = "application/graphml+xml", body = String),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value, or they are too many", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn graphml(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    let kind = ("application/graphml+xml", "graphml");
    graph_file(state, &epoch, &parameters, graph::as_graphml, kind).await
}

/// Export records of the map as GEXF 1.3
///
/// With the links among them. Takes the parameters of `select`; at most 100,000 records.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/export.gexf",
    tag = "map",
    params(("epoch" = String, Path, description = "`epoch` of the map")),
    responses(
        (status = 200, description = "The records", content_type = "application/gexf+xml", body = String),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value, or they are too many", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn gexf(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
) -> Result<Response, Problem> {
    let kind = ("application/gexf+xml", "gexf");
    graph_file(state, &epoch, &parameters, graph::as_gexf, kind).await
}

/// The records and the links among them as a file of a kind: its type, and how its name ends.
async fn graph_file(
    state: AppState,
    epoch: &str,
    parameters: &Parameters,
    form: fn(&Found, &str) -> String,
    (mime, ending): (&'static str, &str),
) -> Result<Response, Problem> {
    let found = find_graph(&state, epoch, parameters).await?;
    let public_url = state.site.public_url;
    let file = write(move || Ok(form(&found, &public_url))).await?;
    Ok(as_file(file, mime, ending))
}

async fn find(
    state: &AppState,
    epoch: &str,
    parameters: &Parameters,
) -> Result<Vec<Exported>, Problem> {
    let expression = expression::read(parameters)?;
    let site = &state.site;
    Ok(site
        .map
        .export(&site.db, epoch, expression, RECORDS_MAX)
        .await?)
}

async fn find_graph(
    state: &AppState,
    epoch: &str,
    parameters: &Parameters,
) -> Result<Found, Problem> {
    let records = find(state, epoch, parameters).await?;
    let ids: HashSet<RecordId> = records.iter().map(|record| record.line.id).collect();
    let mut near = Neighbourhood::default();
    for record in &records {
        let known = record.sources.iter().filter(|source| ids.contains(source));
        near.links
            .extend(known.map(|source| (*source, record.line.id)));
    }
    let used = db::record::find_used(&state.site.db, &near.links).await?;
    let lines = records.into_iter().map(|record| record.line).collect();
    Ok(Found { near, lines, used })
}

/// Writes a file where it holds up nobody.
async fn write<T: Send + 'static>(
    file: impl FnOnce() -> Result<T, csv::Error> + Send + 'static,
) -> Result<T, Problem> {
    let written = tokio::task::spawn_blocking(file).await;
    written
        .map_err(std::io::Error::other)
        .and_then(|file| file.map_err(std::io::Error::from))
        .map_err(Problem::from_io)
}

fn as_csv(records: &[Exported], public_url: &str) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::with_capacity(records.len() * 128));
    out.write_record([
        "id",
        "title",
        "medium",
        "author",
        "license",
        "published_at",
        "url",
        "sources",
        "withdrawn",
    ])?;
    for record in records {
        let line = &record.line;
        let sources: Vec<String> = record.sources.iter().map(ToString::to_string).collect();
        out.write_record([
            line.id.to_string().as_str(),
            &as_text(&line.title),
            line.medium.as_str(),
            &as_text(&line.author_name),
            &as_text(record.license.as_deref().unwrap_or_default()),
            &line.published_at.rfc3339(),
            &format!("{public_url}/records/{}", line.id),
            &sources.join(" "),
            if line.withdrawn { "true" } else { "false" },
        ])?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

/// Spreadsheets run what begins like a formula.
pub(in super::super) fn as_text(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

fn as_file(body: impl IntoResponse, mime: &'static str, ending: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("attachment; filename=\"understory-map.{ending}\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(as_text(text), format!("'{text}"));
        }
        assert_eq!(as_text("Rain = tin"), "Rain = tin");
    }
}
