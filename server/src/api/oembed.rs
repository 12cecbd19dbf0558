//! `GET /oembed`: what a site that shows a link to a record is told, with full credits.
//!
//! Nothing of this site may be framed, and its files are not shown on other sites
//! (`Cross-Origin-Resource-Policy`), so that an embed is a quotation that links to the record and credits
//! everybody, never a photo or a player that would stay blank.

use super::answer;
use super::attribution;
use super::parameters::Parameters;
use super::problem::Problem;
use super::schema::Embed;
use crate::state::AppState;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use db::record::RecordView;
use domain::RecordId;
use domain::attribution::{Attribution, escape};

/// Most records credited in an embed; it links to the whole lineage.
const LINES_MAX: usize = 50;

/// Describe a link to a record (oEmbed 1.0)
#[utoipa::path(
    get,
    path = "/api/v1/oembed",
    tag = "embedding",
    params(
        ("url" = String, Query, description = "The address of a record's page"),
        ("format" = Option<String>, Query, description = "`json`"),
        ("maxwidth" = Option<i64>, Query, description = "Pixels that there is room for"),
    ),
    responses(
        (status = 200, description = "How to show it", body = Embed),
        (status = 404, description = "No record of this site, or not a public one", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Another format than JSON", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn embed(
    State(state): State<AppState>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if parameters
        .text("format")
        .is_some_and(|format| format != "json")
    {
        return Err(Problem::unsupported_format("json"));
    }
    let url = parameters
        .text("url")
        .ok_or_else(|| Problem::parameter("url", "the address of a record's page"))?;
    let room = parameters.number("maxwidth", 1, i64::MAX)?;
    let site = &state.site;
    let id = record_at(url, &site.public_url).ok_or_else(Problem::not_found)?;
    let record = db::record::find_record(&site.db, None, id).await?;
    let credit = attribution::read(&state, id, LINES_MAX).await?;
    answer::json(
        &headers,
        &describe(&record, &credit, &site.public_url, room),
    )
}

/// The record whose page, or a page below it, is at this address of this site.
fn record_at(url: &str, public_url: &str) -> Option<RecordId> {
    let path = url.strip_prefix(public_url)?.strip_prefix("/records/")?;
    let digits = path.split(['/', '?', '#']).next()?;
    super::parameters::record_id(digits).ok()
}

/// Pixels across that a quotation is set in, where there is room for so many.
const WIDTH: i64 = 600;

fn describe(
    record: &RecordView,
    credit: &Attribution,
    public_url: &str,
    room: Option<i64>,
) -> Embed {
    let title = match credit.work.title.as_str() {
        "" => "Untitled",
        title => title,
    };
    Embed {
        version: "1.0",
        r#type: "rich",
        title: title.to_owned(),
        author_name: credit.work.author.clone(),
        author_url: format!("{public_url}/members/{}", record.card.author),
        provider_name: "Understory",
        provider_url: public_url.to_owned(),
        cache_age: 3600,
        attribution: credit.text(),
        license: record.card.license.clone(),
        html: format!(
            "<blockquote class=\"understory\" cite=\"{}\">\n{}\n</blockquote>",
            escape(&credit.work.url),
            credit.html()
        ),
        width: room.unwrap_or(WIDTH).min(WIDTH),
        height: None,
    }
}
