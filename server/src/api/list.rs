//! `GET /api/v1/records`.

use super::answer;
use super::parameters::Parameters;
use super::problem::Problem;
use super::schema::{RecordList, RecordSummary};
use crate::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use db::record::{RecordFilter, Sort};
use domain::{Handle, Medium, ProjectId};

const SORTS: [(&str, Sort); 4] = [
    ("newest", Sort::Newest),
    ("oldest", Sort::Oldest),
    ("hearts", Sort::Hearts),
    ("remixes", Sort::Remixes),
];

/// List published records
///
/// All conditions must hold. Goes on with `after`, which is the `next` of the page before; what is
/// published meanwhile neither repeats nor hides a record.
#[utoipa::path(
    get,
    path = "/api/v1/records",
    tag = "records",
    params(
        ("medium" = Option<String>, Query, description = "`text`, `image`, `audio`, `video` or `code`"),
        ("tag" = Option<String>, Query, description = "With this tag"),
        ("author" = Option<String>, Query, description = "By the member with this handle"),
        ("license" = Option<String>, Query, description = "Under the license with this SPDX identifier"),
        ("project" = Option<i64>, Query, description = "Entered for a challenge of this project"),
        ("q" = Option<String>, Query, description = "With all of these words in title, text, tags or author's name; the last may be unfinished"),
        ("sort" = Option<String>, Query, description = "`newest` (default), `oldest`, `hearts` or `remixes`"),
        ("min_remixes" = Option<i64>, Query, description = "With at least so many remixes"),
        ("max_remixes" = Option<i64>, Query, description = "With at most so many remixes; 0 for what was never remixed"),
        ("external_id" = Option<String>, Query, description = "`CORPUS/ID` of an imported record"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<i64>, Query, description = "1 to 100, default 50"),
    ),
    responses(
        (status = 200, description = "A page of the list", body = RecordList),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list_records(
    State(state): State<AppState>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let filter = filter(&parameters)?;
    let sort = parameters.word("sort", &SORTS)?;
    let limit = parameters.number("limit", 1, 100)?.unwrap_or(50);
    let after = parameters.text("after");
    let limit = limit.unsigned_abs();
    let page = db::record::list_records(&state.site.db, &filter, sort, after, limit).await?;
    let summary = |card| RecordSummary::of(card, &state.site.public_url);
    let list = RecordList {
        records: page.rows.into_iter().map(summary).collect(),
        next: page.next,
    };
    answer::json(&headers, &list)
}

fn filter(parameters: &Parameters) -> Result<RecordFilter, Problem> {
    let medium = "text, image, audio, video or code";
    let author: Option<Handle> = parameters.parsed("author", "a handle")?;
    let tag = parameters.short_text("tag", domain::text::TAG_MAX)?;
    if tag
        .as_deref()
        .is_some_and(|tag| domain::text::clean_tag(tag).is_none())
    {
        return Err(Problem::parameter("tag", "a tag"));
    }
    Ok(RecordFilter {
        medium: parameters.parsed::<Medium>("medium", medium)?,
        tag,
        author: author.map(|handle| handle.to_string()),
        license: parameters.short_text("license", 100)?,
        q: parameters.short_text("q", 200)?,
        min_remixes: parameters.number("min_remixes", 0, i64::MAX)?,
        max_remixes: parameters.number("max_remixes", 0, i64::MAX)?,
        external_id: parameters.short_text("external_id", 500)?,
        project: parameters.number("project", 1, i64::MAX)?.map(ProjectId),
        ..RecordFilter::default()
    })
}
