//! The least that a page of Leptos can be. `bench` measures the record's page against it; it is there only
//! where `UNDERSTORY_BENCH_PAGES` is set.

use crate::owned::apart;
use crate::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::get;
use leptos::prelude::*;

/// `/bench/minimal`, or nothing.
pub(crate) fn routes() -> Router<AppState> {
    match std::env::var_os("UNDERSTORY_BENCH_PAGES") {
        Some(_) => Router::new().route("/bench/minimal", get(minimal)),
        None => Router::new(),
    }
}

async fn minimal(request: Request) -> Response {
    let render = leptos_axum::render_app_async_stream_with_context(|| {}, document);
    apart(render(request)).await
}

fn document() -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head><title>"Minimal"</title></head>
            <body><h1>"Hello"</h1></body>
        </html>
    }
}
