//! `/api/v1/map/...`: the map of all public records.
//!
//! Places and indexes hold for one epoch, which stands in the address: so tiles may be kept for ever, and
//! whoever has an old map is told so (410) in place of being given what does not fit it.

pub(super) mod detail;
pub(super) mod export;
mod expression;
pub(super) mod flow;
pub(super) mod info;
pub(super) mod lineage;
pub(super) mod live;
mod schema;
pub(super) mod select;
pub(super) mod siblings;
pub(super) mod summary;
pub(super) mod tiles;

pub(crate) use live::Listeners;
pub(super) use schema::{MapDetail, MapLineage, MapSiblings, MapSummary};

use super::problem::Problem;
use crate::state::AppState;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use db::map::Unanswered;

/// Tiles and their titles.
pub(super) fn tile_routes() -> Router<AppState> {
    Router::new()
        .route(
            "/api/v1/map/{epoch}/tiles/{level}/{x}/{y}",
            get(tiles::find_tile),
        )
        .route(
            "/api/v1/map/{epoch}/labels/{level}/{x}/{y}",
            get(tiles::find_labels),
        )
}

/// All else but the stream of events.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/v1/map", get(info::find_map))
        .route("/api/v1/map/{epoch}/new", get(tiles::find_new))
        .route(
            "/api/v1/map/{epoch}/new/labels",
            get(tiles::find_new_labels),
        )
        .route("/api/v1/map/{epoch}/select", get(select::select))
        .route("/api/v1/map/{epoch}/flow", get(flow::find_flow))
        .route("/api/v1/map/{epoch}/heaviest", get(select::find_heaviest))
        .route("/api/v1/map/{epoch}/summary", get(summary::summarise))
        .route("/api/v1/map/{epoch}/export.csv", get(export::csv))
        .route("/api/v1/map/{epoch}/export.graphml", get(export::graphml))
        .route("/api/v1/map/{epoch}/export.gexf", get(export::gexf))
        .route(
            "/api/v1/map/{epoch}/records/{index}",
            get(detail::find_detail),
        )
        .route("/api/v1/map/{epoch}/find", get(detail::find_by_id))
        .route("/api/v1/map/{epoch}/siblings", get(siblings::find_siblings))
        .route("/api/v1/map/{epoch}/lineage", get(lineage::find_lineage))
}

impl From<Unanswered> for Problem {
    fn from(cause: Unanswered) -> Self {
        match cause {
            Unanswered::NotYet => Self::not_yet(),
            Unanswered::Stale => Self::stale(),
            Unanswered::NotFound => Self::not_found(),
            Unanswered::Busy => Self::unavailable(),
            Unanswered::TooMany { count, most } => Self::too_many(count, most),
            Unanswered::Failed(error) => error.into(),
        }
    }
}

/// What the map says of a place that is none.
fn number<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|_| is_number)
        .ok_or_else(Problem::not_found)
}

fn keep(mut response: Response, how: &'static str) -> Response {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
    response
}
