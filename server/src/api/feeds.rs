//! Atom feeds of a record's remixes and of a member's records.

use super::atom::{ENTRIES, Entry, Feed};
use super::parameters::path_id;
use super::problem::Problem;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use db::record::{RecordCard, RecordFilter, Sort, list_records};
use domain::{Handle, RecordId};

/// What is made from a record, as an Atom feed
#[utoipa::path(
    get,
    path = "/records/{id}/remixes.atom",
    tag = "records",
    params(("id" = i64, Path, description = "The record's id")),
    responses(
        (status = 200, description = "The 50 newest remixes", content_type = "application/atom+xml"),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is no such record", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn remixes(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id: RecordId = path_id(&id)?;
    let db = &state.site.db;
    let record = db::record::find_record(db, None, id).await?.card;
    let filter = RecordFilter {
        remix_of: Some(id),
        ..RecordFilter::default()
    };
    let page = list_records(db, &filter, Sort::Newest, None, ENTRIES).await?;
    let base = &state.site.public_url;
    let feed = Feed {
        title: format!("Remixes of {}", app::ui::text::title(&record.title)),
        subtitle: "Records made from this one, newest first".to_owned(),
        page: format!("{base}/records/{id}#remixes"),
        own: format!("{base}/records/{id}/remixes.atom"),
        begun: record.at,
        entries: entries(base, page.rows),
    };
    feed.answer(&headers)
}

/// What a member puts up, as an Atom feed
#[utoipa::path(
    get,
    path = "/members/{handle}/feed.atom",
    tag = "records",
    params(("handle" = String, Path, description = "The member's handle")),
    responses(
        (status = 200, description = "The 50 newest records", content_type = "application/atom+xml"),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is no such member", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn member(
    State(state): State<AppState>,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let handle: Handle = handle.parse().map_err(|_| Problem::not_found())?;
    let db = &state.site.db;
    let member = db::member::find_profile(db, handle.as_str()).await?;
    let filter = RecordFilter {
        author: Some(handle.to_string()),
        ..RecordFilter::default()
    };
    let page = list_records(db, &filter, Sort::Newest, None, ENTRIES).await?;
    let base = &state.site.public_url;
    let feed = Feed {
        title: member.name,
        subtitle: "Records put up by this member, newest first".to_owned(),
        page: format!("{base}/members/{handle}"),
        own: format!("{base}/members/{handle}/feed.atom"),
        begun: member.joined_at,
        entries: entries(base, page.rows),
    };
    feed.answer(&headers)
}

fn entries(base: &str, cards: Vec<RecordCard>) -> Vec<Entry> {
    let entry = |card: RecordCard| {
        let at = card.at;
        Entry::of(base, card, at)
    };
    cards.into_iter().map(entry).collect()
}
