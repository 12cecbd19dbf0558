//! The one table of routes, grouped by who asks, and the layers around them.

use crate::state::AppState;
use crate::web::{address, csrf, errors, headers, limits, observe, session, visitors};
use crate::{api, assets, forms, health, mail, media, minimal, notification, pages};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, on};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeMap;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// How long a page, a form or a call may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything that is served.
pub fn router(state: &AppState) -> Router {
    // For people: pages, and what their forms are sent to. For programs: the API.
    let read = Router::new()
        .merge(people())
        .merge(mail::routes())
        .merge(api::routes(state))
        .merge(minimal::routes())
        .fallback(nothing_here);
    let read = answered(read, state)
        .layer(from_fn_with_state(state.clone(), limits::limit_reads))
        .layer(from_fn_with_state(state.clone(), session::find_viewer));
    let tiles = answered(api::tiles(), state)
        .layer(from_fn_with_state(state.clone(), limits::limit_tiles))
        .layer(from_fn_with_state(state.clone(), session::find_viewer));
    // Files come and go as streams: they are neither compressed nor cut off by time.
    let files = media::routes(state).layer(from_fn_with_state(state.clone(), session::find_viewer));
    // Streams of events neither: they end when one side does.
    let streams = api::streams()
        .merge(notification::streams())
        .layer(from_fn_with_state(state.clone(), limits::limit_reads))
        .layer(from_fn_with_state(state.clone(), session::find_viewer));
    // For those that watch the server.
    let watch = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::measures));
    Router::new()
        .merge(read)
        .merge(tiles)
        .merge(files)
        .merge(streams)
        .merge(assets::routes())
        .merge(watch)
        .layer(DefaultBodyLimit::max(forms::BODY_MAX))
        .layer(CatchPanicLayer::custom(errors::after_panic))
        .layer(from_fn_with_state(state.clone(), errors::dress))
        .layer(from_fn_with_state(state.clone(), csrf::refuse_cross_site))
        .layer(from_fn_with_state(state.clone(), address::find_address))
        .layer(from_fn_with_state(state.clone(), headers::add_headers))
        .layer(from_fn(observe::observe))
        .with_state(state.clone())
}

/// What is answered as a whole: packed small, for many at once where it may be, and in time.
fn answered(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    routes
        .layer(compression())
        .layer(from_fn_with_state(state.clone(), visitors::share))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
}

/// Pages and server functions, which may share a path: a form is sent to its own page's.
fn people() -> Router<AppState> {
    let mut routes: BTreeMap<String, MethodRouter<AppState>> = BTreeMap::new();
    for path in pages::paths() {
        routes.insert(path, get(page));
    }
    for (path, method) in server_fn_paths() {
        let Ok(filter) = method.try_into() else {
            continue;
        };
        let known = routes.remove(path).unwrap_or_default();
        routes.insert(path.to_owned(), known.merge(on(filter, forms::call)));
    }
    routes
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| {
            router.route(&path, methods)
        })
}

async fn page(State(state): State<AppState>, request: Request) -> Response {
    pages::render(&state, request).await
}

/// An address that leads nowhere. One that would without its last slash is led there.
async fn nothing_here(State(state): State<AppState>, request: Request<Body>) -> Response {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let shorter = path.strip_suffix('/').unwrap_or(path);
    if reads
        && shorter != path
        && pages::is_page(&state.pages, shorter)
        && !shorter.starts_with("//")
    {
        return (
            StatusCode::PERMANENT_REDIRECT,
            [(header::LOCATION, shorter.to_owned())],
        )
            .into_response();
    }
    if !reads || path.starts_with("/api/") || !errors::wants_html(request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = pages::render(&state, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Brotli of quality 3 makes a record's page 6% larger than 4 does, in a third of the time.
fn compression() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Precise(3))
}
