//! Answers for what no page or call answered: in the site's look for people, as JSON for programs.

use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Json, Response};
use serde_json::json;
use std::any::Any;
use std::time::Duration;

/// An error without words; [`dress`] gives it some that fit who asked.
pub(crate) fn plain(status: StatusCode) -> Response {
    status.into_response()
}

/// Whether the answer is for a person's browser.
pub(crate) fn wants_html(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// What a handler that panicked answers; the cause is in the log.
pub(crate) fn after_panic(panic: Box<dyn Any + Send>) -> Response<Body> {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    let _logged = app::ssr::internal(&format!("panic: {}", words.unwrap_or("without words")));
    plain(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Gives words to errors that have none, and tells a database that is down from a failure of ours.
pub(crate) async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let html = wants_html(request.headers());
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let mut status = response.status();
    if status == StatusCode::INTERNAL_SERVER_ERROR && !is_up(&state).await {
        status = StatusCode::SERVICE_UNAVAILABLE;
    }
    if !(status.is_client_error() || status.is_server_error())
        || (has_words(&response) && status == response.status())
    {
        return response;
    }
    let mut dressed = in_words(&state, status, html, is_api);
    for name in [header::RETRY_AFTER, header::ALLOW, header::CACHE_CONTROL] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        dressed
            .headers_mut()
            .entry(header::RETRY_AFTER)
            .or_insert(HeaderValue::from_static("5"));
    }
    dressed
}

/// Whether the database answers within a second.
async fn is_up(state: &AppState) -> bool {
    let asked = tokio::time::timeout(Duration::from_secs(1), state.site.db.ready()).await;
    matches!(asked, Ok(Ok(())))
}

/// What axum itself refuses is told in plain text, which may repeat what was sent: that does not count.
fn has_words(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"))
}

fn in_words(state: &AppState, status: StatusCode, html: bool, is_api: bool) -> Response {
    let (title, text) = words(status);
    if is_api {
        let problem = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": text });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        return (status, kind, problem.to_string()).into_response();
    }
    if html {
        return (status, Html(page(&state.site.assets.css, title, text))).into_response();
    }
    (
        status,
        Json(json!({ "code": status.as_u16(), "message": text })),
    )
        .into_response()
}

/// What happened, and what to do next.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => (
            "That did not arrive whole",
            "Go back, check it, and send it again.",
        ),
        403 => (
            "That came from elsewhere",
            "The request did not come from a page of this site, so nothing was done. Go back to the page, reload it, and try again.",
        ),
        404 => (
            "Nothing grows here",
            "There is no such page, or it is not public. Check the address, or look among the records.",
        ),
        405 => (
            "That cannot be done here",
            "This address answers in another way. Start again from the records.",
        ),
        408 | 504 => (
            "That took too long",
            "It was stopped before it was done. Try again in a moment.",
        ),
        413 => (
            "That is too large",
            "Nothing was saved, and nothing of it was kept here. Go back: your browser has what you typed as a rule. Copy it, see that you are signed in, and shorten it: a text holds 200,000 characters. Put longer works up as a file.",
        ),
        415 => (
            "That is of another form",
            "What was sent is not of a form that is understood here.",
        ),
        422 => (
            "That is not how it is asked",
            "Check what you sent, and try again.",
        ),
        429 => (
            "A little too fast",
            "Too many pages in a short time. Wait some seconds, then go on.",
        ),
        503 => (
            "Back in a moment",
            "The site cannot reach its records just now. Nothing is lost; try again in some seconds.",
        ),
        status if status < 500 => ("That did not work", "Go back, check it, and try again."),
        _ => (
            "Something broke on our side",
            "It is written down, and nothing of yours was changed. Try again in a moment.",
        ),
    }
}

/// A page that stands on its own, so that it can be shown whatever else fails.
fn page(css: &str, title: &str, text: &str) -> String {
    format!(
        r#"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title} · Understory</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="{css}"></head>
<body><header class="site-header"><div class="wrap"><a class="brand" href="/">Understory</a></div></header>
<main id="main"><div class="wrap page error-page"><h1>{title}</h1><p>{text}</p>
<div class="acts"><a class="btn btn-main" href="/records">See the records</a><a class="btn" href="/">Home</a></div></div></main>
</body></html>
"#
    )
}
