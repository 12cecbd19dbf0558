//! `GET /api/v1/records/{id}/attribution`.

use super::answer;
use super::parameters::{Parameters, record_id};
use super::problem::Problem;
use crate::state::AppState;
use crate::web::headers::SANDBOX_POLICY;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use domain::RecordId;
use domain::attribution::Attribution;

/// Most records that an attribution names; it says how many more there are.
const LINES_MAX: usize = 500;

#[derive(Clone, Copy)]
enum Format {
    Text,
    Html,
    Json,
}

const FORMATS: [(&str, Format); 3] = [
    ("text", Format::Text),
    ("html", Format::Html),
    ("json", Format::Json),
];

/// The attribution of a published or withdrawn record.
pub(super) async fn read(
    state: &AppState,
    id: RecordId,
    most: usize,
) -> Result<Attribution, Problem> {
    let site = &state.site;
    let (chain, ancestors) =
        db::record::find_credit_chain(&site.db, &site.lineage, id, most).await?;
    app::record::credit::attribution(&site.public_url, &chain, ancestors)
        .ok_or_else(Problem::not_found)
}

/// Read how to credit a record
///
/// Names the work and everything that it was made from, nearest first: title, author, address and license of each.
#[utoipa::path(
    get,
    path = "/api/v1/records/{id}/attribution",
    tag = "records",
    params(
        ("id" = i64, Path, description = "The record's id"),
        ("format" = Option<String>, Query, description = "`text` (default), `html` to paste into a page, or `json`"),
    ),
    responses(
        (status = 200, description = "The credit, in the format asked for", content(
            (String = "text/plain"), (String = "text/html"), (serde_json::Value = "application/json")
        )),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is no such record, or it is not public", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_attribution(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = parameters.word("format", &FORMATS)?;
    let attribution = read(&state, record_id(&id)?, LINES_MAX).await?;
    Ok(match format {
        Format::Text => {
            let text = attribution.text().into_bytes();
            answer::bytes(&headers, "text/plain; charset=utf-8", text)
        }
        Format::Html => {
            let html = attribution.html().into_bytes();
            let mut response = answer::bytes(&headers, "text/html; charset=utf-8", html);
            // To be pasted elsewhere; opened here, it is a page without anything that runs.
            response.headers_mut().insert(
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static(SANDBOX_POLICY),
            );
            response
        }
        Format::Json => answer::json(&headers, &attribution)?,
    })
}
