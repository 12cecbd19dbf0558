//! The REST API, version 1: everybody's, read without an account.
//!
//! Whoever asks gets the same answer, signed in or not: drafts are absent, and tombstones keep what stays
//! of them. So any page on the web may read it (`Access-Control-Allow-Origin: *`; browsers then send no
//! cookies), and any cache may keep it as long as it asks whether it still holds (`ETag`).

mod answer;
mod atom;
mod attribution;
mod card;
mod challenge;
mod credits;
mod feeds;
mod graph;
mod lineage;
mod list;
mod map;
mod oembed;
mod one;
mod openapi;
mod parameters;
mod problem;
mod production;
mod project;
mod project_schema;
mod schema;

pub(crate) use map::Listeners;

use crate::state::AppState;
use axum::Router;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;

/// `/api/v1/...`, and `/oembed` as consumers find it.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let _ = state;
    Router::new()
        .route("/api/v1/records", get(list::list_records))
        .route("/api/v1/records/{id}", get(one::find_record))
        .route("/api/v1/records/{id}/lineage", get(lineage::find_lineage))
        .route(
            "/api/v1/records/{id}/attribution",
            get(attribution::find_attribution),
        )
        .route("/api/v1/records/{id}/lineage.svg", get(graph::svg))
        .route("/api/v1/records/{id}/lineage.graphml", get(graph::graphml))
        .route("/api/v1/records/{id}/lineage.gexf", get(graph::gexf))
        .route("/api/v1/records/{id}/lineage.prov.json", get(graph::prov))
        .route("/api/v1/oembed", get(oembed::embed))
        .route("/oembed", get(oembed::embed))
        .route("/api/v1/projects", get(project::list_projects))
        .route("/api/v1/projects/{id}", get(project::find_project))
        .route("/api/v1/challenges", get(challenge::list_challenges))
        .route("/api/v1/challenges/{id}", get(challenge::find_challenge))
        .route(
            "/api/v1/challenges/{id}/contributions",
            get(challenge::list_contributions),
        )
        .route("/challenges/{id}/feed.atom", get(challenge::feed))
        .route("/records/{id}/remixes.atom", get(feeds::remixes))
        .route("/members/{handle}/feed.atom", get(feeds::member))
        .route("/api/v1/productions", get(production::list_productions))
        .route("/api/v1/productions/{id}", get(production::find_production))
        .route(
            "/api/v1/productions/{id}/credits",
            get(credits::find_credits),
        )
        .route("/productions/{id}/credits/card", get(card::show))
        .route("/api/v1/openapi.json", get(openapi::describe))
        .merge(map::routes())
        .layer(map_response(open_to_all))
}

/// What views of the map are made of, asked for by the dozen.
pub(crate) fn tiles() -> Router<AppState> {
    map::tile_routes().layer(map_response(open_to_all))
}

/// What goes on for as long as somebody listens.
pub(crate) fn streams() -> Router<AppState> {
    Router::new()
        .route("/api/v1/map/live", get(map::live::listen))
        .layer(map_response(open_to_all))
}

/// Lets pages of other sites read the answer. They see no more than anybody does.
async fn open_to_all(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("etag, retry-after, understory-count"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}
