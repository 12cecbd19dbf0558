//! `GET /api/v1/projects` and `/api/v1/projects/{id}`.

use super::answer;
use super::parameters::{Parameters, path_id};
use super::problem::Problem;
use super::project_schema::{Project, ProjectList, ProjectSummary};
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use db::project::ProjectSort;

const SORTS: [(&str, ProjectSort); 2] = [
    ("newest", ProjectSort::Newest),
    ("rating", ProjectSort::Rating),
];

/// List projects
#[utoipa::path(
    get,
    path = "/api/v1/projects",
    tag = "projects",
    params(
        ("sort" = Option<String>, Query, description = "`newest` (default) or `rating`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100, default 50"),
    ),
    responses(
        (status = 200, description = "A page of the list", body = ProjectList),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list_projects(
    State(state): State<AppState>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let sort = parameters.word("sort", &SORTS)?;
    let limit = parameters.number("limit", 1, 100)?.unwrap_or(50);
    let after = parameters.text("after");
    let page = db::project::list(&state.site.db, sort, after, limit.unsigned_abs()).await?;
    let summary = |card| ProjectSummary::of(card, &state.site.public_url);
    let list = ProjectList {
        projects: page.rows.into_iter().map(summary).collect(),
        next: page.next,
    };
    answer::json(&headers, &list)
}

/// Read one project
#[utoipa::path(
    get,
    path = "/api/v1/projects/{id}",
    tag = "projects",
    params(("id" = i64, Path, description = "The project's id")),
    responses(
        (status = 200, description = "The project", body = Project),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_project(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let project = db::project::find(&state.site.db, path_id(&id)?).await?;
    answer::json(&headers, &Project::of(project, &state.site.public_url))
}
