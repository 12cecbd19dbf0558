//! `GET /api/v1/challenges`, one of them, its contributions, and its feed.

use super::answer;
use super::atom::{ENTRIES, Entry, Feed};
use super::parameters::{Parameters, path_id};
use super::problem::Problem;
use super::project_schema::{
    Challenge, ChallengeList, ChallengeSummary, Contribution, ContributionList,
};
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use db::Timestamp;
use db::challenge::{ChallengeFilter, ContributionSort};
use domain::{ChallengeId, ProjectId};

const SORTS: [(&str, ContributionSort); 2] = [
    ("newest", ContributionSort::Newest),
    ("hearts", ContributionSort::Hearts),
];

/// List challenges
///
/// Newest first.
#[utoipa::path(
    get,
    path = "/api/v1/challenges",
    tag = "projects",
    params(
        ("project" = Option<i64>, Query, description = "Issued in this project"),
        ("open" = Option<bool>, Query, description = "`true` for those that take contributions now"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100, default 50"),
    ),
    responses(
        (status = 200, description = "A page of the list", body = ChallengeList),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list_challenges(
    State(state): State<AppState>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let project = parameters.number("project", 1, i64::MAX)?.map(ProjectId);
    let open = parameters.parsed("open", "true or false")?.unwrap_or(false);
    let limit = parameters.number("limit", 1, 100)?.unwrap_or(50);
    let filter = ChallengeFilter { project, open };
    let after = parameters.text("after");
    let page = db::challenge::list(&state.site.db, filter, after, limit.unsigned_abs()).await?;
    let now = Timestamp::now();
    let summary = |card| ChallengeSummary::of(card, now, &state.site.public_url);
    let list = ChallengeList {
        challenges: page.rows.into_iter().map(summary).collect(),
        next: page.next,
    };
    answer::json(&headers, &list)
}

/// Read one challenge
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}",
    tag = "projects",
    params(("id" = i64, Path, description = "The challenge's id")),
    responses(
        (status = 200, description = "The challenge", body = Challenge),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_challenge(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let challenge = db::challenge::find(&state.site.db, path_id(&id)?).await?;
    let challenge = Challenge::of(challenge, Timestamp::now(), &state.site.public_url);
    answer::json(&headers, &challenge)
}

/// List what was entered for a challenge
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/contributions",
    tag = "projects",
    params(
        ("id" = i64, Path, description = "The challenge's id"),
        ("sort" = Option<String>, Query, description = "`newest` (default) or `hearts`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100, default 50"),
    ),
    responses(
        (status = 200, description = "A page of the list", body = ContributionList),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is no such challenge", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list_contributions(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id: ChallengeId = path_id(&id)?;
    let db = &state.site.db;
    let sort = parameters.word("sort", &SORTS)?;
    let limit = parameters.number("limit", 1, 100)?.unwrap_or(50);
    let limit = limit.unsigned_abs();
    let after = parameters.text("after");
    db::challenge::find(db, id).await?;
    let page = db::challenge::list_contributions(db, id, sort, after, limit).await?;
    let entered = |row| Contribution::of(row, &state.site.public_url);
    let list = ContributionList {
        contributions: page.rows.into_iter().map(entered).collect(),
        next: page.next,
    };
    answer::json(&headers, &list)
}

/// What is entered for a challenge, as an Atom feed
#[utoipa::path(
    get,
    path = "/challenges/{id}/feed.atom",
    tag = "projects",
    params(("id" = i64, Path, description = "The challenge's id")),
    responses(
        (status = 200, description = "The 50 newest contributions", content_type = "application/atom+xml"),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is no such challenge", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn feed(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id: ChallengeId = path_id(&id)?;
    let db = &state.site.db;
    let challenge = db::challenge::find(db, id).await?.card;
    let sort = ContributionSort::Newest;
    let page = db::challenge::list_contributions(db, id, sort, None, ENTRIES).await?;
    let base = &state.site.public_url;
    let entry = |row: db::challenge::Contribution| Entry::of(base, row.card, row.entered_at);
    let feed = Feed {
        title: format!("Contributions to {}", challenge.title),
        subtitle: "Records entered for this challenge, newest first".to_owned(),
        page: format!("{base}/challenges/{id}"),
        own: format!("{base}/challenges/{id}/feed.atom"),
        begun: challenge.created_at,
        entries: page.rows.into_iter().map(entry).collect(),
    };
    feed.answer(&headers)
}
