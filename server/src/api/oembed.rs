//! `GET /oembed`: what a site that shows a link to a record is told, with full credits.
//!
//! But for a production's card of credits nothing of this site may be framed, and its files are not shown on other sites
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
use db::production::Production;
use db::record::RecordView;
use domain::attribution::{Attribution, escape};
use domain::{ProductionId, RecordId};

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
    if let Some(id) = production_at(url, &site.public_url) {
        let production = db::production::find_production(&site.db, id).await?;
        return answer::json(&headers, &credits_card(&production, &site.public_url, room));
    }
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

/// The production whose page, or whose credits, are at this address of this site.
fn production_at(url: &str, public_url: &str) -> Option<ProductionId> {
    let path = url
        .strip_prefix(public_url)?
        .strip_prefix("/productions/")?;
    let digits = path.split(['/', '?', '#']).next()?;
    super::parameters::path_id(digits).ok()
}

/// Pixels across and down of a production's card of credits.
const CARD: (i64, i64) = (420, 480);

/// The one thing of this site that others may frame.
fn credits_card(production: &Production, public_url: &str, room: Option<i64>) -> Embed {
    let (width, height) = (room.unwrap_or(CARD.0).min(CARD.0), CARD.1);
    let card = format!("{public_url}/productions/{}/credits/card", production.id);
    Embed {
        version: "1.0",
        r#type: "rich",
        title: format!("Credits of {}", production.title),
        author_name: production.director_name.clone(),
        author_url: format!("{public_url}/members/{}", production.director),
        provider_name: "Understory",
        provider_url: public_url.to_owned(),
        cache_age: 3600,
        attribution: format!("{public_url}/productions/{}/credits", production.id),
        license: None,
        html: format!(
            "<iframe src=\"{}\" title=\"Credits of {}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\"></iframe>",
            escape(&card),
            escape(&production.title)
        ),
        width,
        height: Some(height),
    }
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
