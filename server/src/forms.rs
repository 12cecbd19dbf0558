//! Plain forms to server functions: on success to the next page, on refusal back to the form with all that was typed.
//!
//! The function is always called as a program would call it (`Accept: application/json`), so that leptos
//! puts no error into an address and follows no `Referer`; what a browser gets is decided here.

use crate::owned::apart;
use crate::pages;
use crate::state::AppState;
use crate::web::csrf::is_own_origin;
use crate::web::errors::{plain, wants_html};
use app::{AppError, FormReturn};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use db::session::Viewer;
use leptos::prelude::provide_context;

/// The most bytes of a form or a call, but for forms of members.
pub(crate) const BODY_MAX: usize = 256 * 1024;
/// The most bytes of a member's form: two long texts, each character of which takes up to 12 bytes, and the rest.
const MEMBERS_BODY_MAX: usize = 2 * 12 * domain::text::BODY_MAX + BODY_MAX;
/// The most fields of a form.
const FIELDS_MAX: usize = 200;

/// Runs the server function at the request's path.
pub(crate) async fn call(State(state): State<AppState>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    if !is_urlencoded(&parts.headers) {
        return plain(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let most = match parts.extensions.get::<Viewer>() {
        Some(_) => MEMBERS_BODY_MAX,
        None => BODY_MAX,
    };
    let Ok(body) = to_bytes(body, most).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let values: Vec<(String, String)> = form_urlencoded::parse(&body)
        .into_owned()
        .take(FIELDS_MAX + 1)
        .collect();
    if values.len() > FIELDS_MAX {
        return plain(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let original = parts.clone();
    parts
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    parts.headers.remove(header::REFERER);
    let answer = run(&state, Request::from_parts(parts, Body::from(body))).await;
    match refusal(answer).await {
        Ok(answer) if wants_html(&original.headers) => go_on(&state, &original, &answer),
        Ok(answer) => answer,
        Err(error) if wants_html(&original.headers) => {
            let action = original.uri.path().to_owned();
            come_back(
                &state,
                &original,
                FormReturn {
                    action,
                    error,
                    values,
                },
            )
            .await
        }
        Err(error) => refused(&error),
    }
}

fn is_urlencoded(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    // A form without any field has neither a body nor a type.
    kind.is_none_or(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

async fn run(state: &AppState, request: Request) -> Response {
    let site = state.site.clone();
    apart(leptos_axum::handle_server_fns_with_context(
        move || provide_context(site.clone()),
        request,
    ))
    .await
    .into_response()
}

/// Tells a refusal from a success.
async fn refusal(answer: Response) -> Result<Response, AppError> {
    if !answer.headers().contains_key("serverfnerror") {
        return Ok(answer);
    }
    let body = to_bytes(answer.into_body(), BODY_MAX)
        .await
        .unwrap_or_else(|_| Bytes::new());
    Err(serde_json::from_slice(&body)
        .unwrap_or_else(|cause| app::ssr::internal(&cause.to_string())))
}

/// To the page that the function named, or back to the one the form is on.
fn go_on(state: &AppState, request: &Parts, answer: &Response) -> Response {
    let named = answer
        .headers()
        .get(header::LOCATION)
        .and_then(|place| place.to_str().ok());
    let place = match named {
        Some(path) if is_own_path(path) => path.to_owned(),
        Some(_) => "/".to_owned(),
        None => own_referer(state, &request.headers).unwrap_or_else(|| "/".to_owned()),
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    for cookie in answer.headers().get_all(header::SET_COOKIE) {
        headers.append(header::SET_COOKIE, cookie.clone());
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::LOCATION,
        HeaderValue::from_str(&place).unwrap_or(HeaderValue::from_static("/")),
    );
    response
}

/// A path of this site, and nothing that a browser would take for another's address.
fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

/// The path and query of the page that a form was sent from, where it is one of this site's.
fn own_referer(state: &AppState, headers: &HeaderMap) -> Option<String> {
    let referer: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let origin = format!("{}://{}", referer.scheme_str()?, referer.authority()?);
    let place = referer.path_and_query()?.as_str();
    (is_own_origin(&origin, headers, &state.site.public_url) && is_own_path(place))
        .then(|| place.to_owned())
}

/// Shows the form's page again, with what was typed and why it came back. Passwords are not sent back.
///
/// `request` is the form's own request, whose viewer and address the page is rendered for.
pub(crate) async fn come_back(state: &AppState, request: &Parts, mut form: FormReturn) -> Response {
    let status =
        StatusCode::from_u16(form.error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = retry_after(&form.error);
    form.values.retain(|(name, _)| !name.contains("password"));
    let referer = own_referer(state, &request.headers);
    let place = referer
        .filter(|place| pages::is_page(&state.pages, place.split('?').next().unwrap_or_default()))
        .or_else(|| pages::is_page(&state.pages, &form.action).then(|| form.action.clone()))
        .unwrap_or_else(|| "/".to_owned());
    let mut page = Request::new(Body::empty());
    *page.method_mut() = Method::GET;
    *page.uri_mut() = place.parse().unwrap_or_default();
    *page.headers_mut() = request.headers.clone();
    for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
        page.headers_mut().remove(name);
    }
    *page.extensions_mut() = request.extensions.clone();
    page.extensions_mut().insert(form);
    let mut response = pages::render(state, page).await;
    if response.status().is_success() || !status.is_success() {
        *response.status_mut() = status;
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, seconds);
    }
    response
}

/// The same for programs.
fn refused(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(error)).into_response();
    // The islands' client knows an error by this header.
    response
        .headers_mut()
        .insert("serverfnerror", HeaderValue::from_static("1"));
    if let Some(seconds) = retry_after(error) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

fn retry_after(error: &AppError) -> Option<HeaderValue> {
    match error {
        AppError::TooOften { retry_after } => Some(HeaderValue::from(*retry_after)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn redirects_stay_here() {
        let rows = [
            ("/records/7", true),
            ("/", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("javascript:alert(1)", false),
            ("/a\r\nb", false),
        ];
        for (path, expected) in rows {
            assert_eq!(is_own_path(path), expected, "{path}");
        }
    }
}
