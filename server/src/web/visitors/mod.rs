//! Visitors who ask for the same page at the same time are sent the same page, rendered and compressed once.
//!
//! A page is shared for a second at most, which is how far another process may be ahead of this one, and never past
//! a change that this process made. Members' pages, queries and anything but a page that is there are not shared.

mod kept;

use super::accept::{accepts, is_known};
use super::session;
use crate::pages;
use crate::state::AppState;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use db::session::Viewer;
use kept::Kept;
use std::sync::Arc;

/// Larger pages are not kept.
const BYTES_MAX: usize = 256 * 1024;

/// Pages as visitors were shown them a moment ago. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Visitors(Arc<Kept<Key, Page>>);

/// A path, and how the page is compressed.
type Key = (String, &'static str);

/// A page as it is sent to everybody, but for the policy with its nonce.
#[derive(Clone)]
struct Page {
    headers: HeaderMap,
    tag: HeaderValue,
    body: Bytes,
}

impl Visitors {
    /// Lets go of pages that are no longer shown.
    pub(crate) fn sweep(&self) {
        self.0.sweep();
    }
}

/// Answers visitors with the page that others are shown, where that can be.
pub(crate) async fn share(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !may_share(&state, &request) {
        return next.run(request).await;
    }
    let known = request.headers().clone();
    let key = (request.uri().path().to_owned(), encoding(&known));
    let mut work = Some((request, next));
    let mut own = None;
    let make = async {
        let (request, next) = work.take()?;
        match Page::of(next.run(for_nobody(&request, key.1)).await).await {
            Ok(page) => Some(page),
            Err(response) => {
                own = Some(response);
                None
            }
        }
    };
    let page = state
        .visitors
        .0
        .find(&key, state.site.db.changes(), make)
        .await;
    match (page, own, work) {
        (Some(page), ..) => page.answer(&state, &known),
        (None, Some(own), _) => own,
        (None, None, Some((request, next))) => next.run(request).await,
        (None, None, None) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whether nothing but the path can make a difference to the answer.
fn may_share(state: &AppState, request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
        && request.uri().query().is_none()
        && request.extensions().get::<Viewer>().is_none()
        && session::session_token(request.headers(), &state.site.public_url).is_none()
        && pages::is_page(&state.pages, request.uri().path())
}

fn encoding(headers: &HeaderMap) -> &'static str {
    ["br", "gzip"]
        .into_iter()
        .find(|encoding| accepts(headers, encoding))
        .unwrap_or("identity")
}

/// The same request without anything of whoever sent it.
fn for_nobody(request: &Request, encoding: &'static str) -> Request {
    let mut bare = Request::new(Body::empty());
    *bare.uri_mut() = request.uri().clone();
    bare.headers_mut()
        .insert(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding));
    bare
}

impl Page {
    /// The answer, taken in whole; or as it was, where it is not to be kept.
    async fn of(response: Response) -> Result<Self, Response> {
        let is_page = response.status() == StatusCode::OK
            && !response.headers().contains_key(header::SET_COOKIE)
            && !response.headers().contains_key(header::CACHE_CONTROL);
        if !is_page {
            return Err(response);
        }
        let (mut parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        let hash = blake3::hash(&body).to_hex();
        let tag = HeaderValue::from_str(&format!("\"{}\"", &hash[..20]));
        let Some(tag) = tag.ok().filter(|_| body.len() <= BYTES_MAX) else {
            return Err(Response::from_parts(parts, Body::from(body)));
        };
        parts.headers.remove(header::CONTENT_SECURITY_POLICY);
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.insert(header::ETAG, tag.clone());
        parts.headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        parts
            .headers
            .insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        Ok(Self {
            headers: parts.headers,
            tag,
            body,
        })
    }

    /// For somebody with these headers: the page, or word that they have it.
    fn answer(self, state: &AppState, headers: &HeaderMap) -> Response {
        let known = self.tag.to_str().is_ok_and(|tag| is_known(headers, tag));
        let mut response = match known {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => Response::new(Body::from(self.body)),
        };
        *response.headers_mut() = self.headers;
        if known {
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().remove(header::CONTENT_ENCODING);
        }
        // Browsers put the headers of a 304 in place of those they hold.
        response.headers_mut().insert(
            header::CONTENT_SECURITY_POLICY,
            state.page_policy.of_an_answer(),
        );
        response
    }
}
