//! `GET /api/v1/productions` and `GET /api/v1/productions/{id}`.

use super::answer;
use super::parameters::{Parameters, path_id};
use super::problem::Problem;
use super::schema::Author;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use db::production::{Included, Production};
use domain::ProductionId;
use domain::production::{INCLUDED_MAX, Status, Work};
use serde::Serialize;
use utoipa::ToSchema;

/// A production in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProductionSummary {
    id: i64,
    title: String,
    /// `planned`, `in_production`, `released` or `abandoned`.
    status: &'static str,
    /// Why it was abandoned; else perhaps empty.
    status_reason: String,
    director: Author,
    included_count: i64,
    #[schema(format = DateTime)]
    planned_at: String,
    #[schema(format = DateTime)]
    released_at: Option<String>,
    /// Its page.
    url: String,
}

impl ProductionSummary {
    fn of(production: &Production, public_url: &str) -> Self {
        Self {
            id: production.id.0,
            title: production.title.clone(),
            status: production.status.as_str(),
            status_reason: production.status_reason.clone(),
            director: Author {
                handle: production.director.to_string(),
                name: production.director_name.clone(),
            },
            included_count: production.included_count,
            planned_at: production.created_at.rfc3339(),
            released_at: production.released_at.map(db::Timestamp::rfc3339),
            url: format!("{public_url}/productions/{}", production.id),
        }
    }
}

/// A page of a list of productions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProductionList {
    productions: Vec<ProductionSummary>,
    /// To be given as `after` for what follows; null at the end.
    next: Option<String>,
}

/// A record that a production includes.
#[derive(Debug, Serialize, ToSchema)]
struct IncludedRecord {
    id: i64,
    title: String,
    author: Author,
    /// How much of the work it is, beside the others.
    weight: i64,
    /// What it is in the work; may be empty.
    note: String,
    url: String,
}

impl IncludedRecord {
    fn of(row: Included, public_url: &str) -> Self {
        Self {
            id: row.card.id.0,
            url: format!("{public_url}/records/{}", row.card.id),
            title: row.card.title,
            author: Author {
                handle: row.card.author.to_string(),
                name: row.card.author_name,
            },
            weight: row.weight,
            note: row.note,
        }
    }
}

/// A production with all that it includes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProductionDetail {
    #[serde(flatten)]
    summary: ProductionSummary,
    /// Markdown; may be empty.
    body: String,
    /// Where the final work is, here or elsewhere; null where there is none yet.
    final_work: Option<String>,
    /// In the order in which the director put them; at most 1,000.
    included: Vec<IncludedRecord>,
    /// Where its credits are.
    credits_url: String,
}

/// List productions
///
/// The newest first. Goes on with `after`, which is the `next` of the page before.
#[utoipa::path(
    get,
    path = "/api/v1/productions",
    tag = "productions",
    params(
        ("status" = Option<String>, Query, description = "`planned`, `in_production`, `released` or `abandoned`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100, default 50"),
    ),
    responses(
        (status = 200, description = "A page of the list", body = ProductionList),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list_productions(
    State(state): State<AppState>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wanted = "planned, in_production, released or abandoned";
    let status: Option<Status> = parameters.parsed("status", wanted)?;
    let limit = parameters.number("limit", 1, 100)?.unwrap_or(50);
    let after = parameters.text("after");
    let (db, limit) = (&state.site.db, limit.unsigned_abs());
    let page = db::production::list_productions(db, status, after, limit).await?;
    let summary = |row: &Production| ProductionSummary::of(row, &state.site.public_url);
    let list = ProductionList {
        productions: page.rows.iter().map(summary).collect(),
        next: page.next,
    };
    answer::json(&headers, &list)
}

/// Read one production
///
/// With all that it includes in one answer, in its order: at most 1,000 records, so that there are no pages of them.
#[utoipa::path(
    get,
    path = "/api/v1/productions/{id}",
    tag = "productions",
    params(("id" = i64, Path, description = "The production's id")),
    responses(
        (status = 200, description = "The production", body = ProductionDetail),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_production(
    State(state): State<AppState>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (db, public_url) = (&state.site.db, &state.site.public_url);
    let production = db::production::find_production(db, path_id::<ProductionId>(&path)?).await?;
    let included = db::production::list_included(db, production.id, 0, INCLUDED_MAX as u64).await?;
    let included = included
        .into_iter()
        .map(|row| IncludedRecord::of(row, public_url));
    let detail = ProductionDetail {
        summary: ProductionSummary::of(&production, public_url),
        final_work: production.final_work.map(|work| match work {
            Work::Record(id) => format!("{public_url}/records/{id}"),
            Work::Link(url) => url,
        }),
        body: production.body,
        included: included.collect(),
        credits_url: format!("{public_url}/api/v1/productions/{}/credits", production.id),
    };
    answer::json(&headers, &detail)
}
