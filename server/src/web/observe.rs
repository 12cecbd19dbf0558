//! A line in the log and a count for each request. Neither holds addresses, names, queries or ids of people:
//! a request is told by its route.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;

/// Gives the request an id, which its log lines and its answer carry, and notes how it went.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let id = format!("{:016x}", rand::random::<u64>());
    let begun = Instant::now();
    let method = known_method(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id, method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    let status = response.status().as_u16();
    // Those that watch the server ask every few seconds.
    let is_noise = matches!(
        route.as_str(),
        "/healthz" | "/readyz" | "/metrics" | "/pkg/{*file}"
    );
    span.in_scope(|| {
        if is_noise {
            tracing::debug!(status, ms = took.as_millis(), "answered");
        } else {
            tracing::info!(status, ms = took.as_millis(), "answered");
        }
    });
    let labels = [
        ("method", method.to_owned()),
        ("route", route),
        ("status", status.to_string()),
    ];
    metrics::counter!("understory_http_requests_total", &labels).increment(1);
    metrics::histogram!("understory_http_request_seconds", &labels[..2]).record(took.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// Anybody can make up a method; a label must not grow by it.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
