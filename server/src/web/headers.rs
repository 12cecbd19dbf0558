//! Headers that every answer carries.

use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use leptos::nonce::Nonce;
use sha2::{Digest, Sha256};
use std::sync::Arc;

const ALWAYS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// What may happen in an answer that is not a page of the app.
const STRICT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// What may happen in markup that is to be pasted elsewhere: opened here, it is a page without anything that runs.
pub(crate) const SANDBOX_POLICY: &str =
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The same of a picture with its own styles.
pub(crate) const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The policy of pages, but for the nonce. Their scripts are the same for everybody and named by their hashes, so
/// that a page can be, too; the nonce is for what an answer may have to say of its own.
#[derive(Clone, Debug)]
pub(crate) struct PagePolicy {
    hashes: Arc<str>,
}

impl PagePolicy {
    /// Allows these scripts.
    pub(crate) fn of(scripts: &[String]) -> Self {
        let hashes: Vec<String> = scripts
            .iter()
            .map(|script| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
            .collect();
        Self {
            hashes: hashes.join(" ").into(),
        }
    }

    /// The policy of one answer, with a nonce that no other has.
    pub(crate) fn of_an_answer(&self) -> HeaderValue {
        let (nonce, hashes) = (Nonce::new(), &self.hashes);
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' {hashes} 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
             img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
             worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
        );
        HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(STRICT_POLICY))
    }
}

/// Whether it is the address of the one thing that other sites may frame: a production's credits as a card.
fn is_card(path: &str) -> bool {
    let inside = path.strip_prefix("/productions/");
    inside
        .and_then(|inside| inside.strip_suffix("/credits/card"))
        .is_some_and(|id| !id.contains('/'))
}

/// Adds what an answer does not say itself.
pub(crate) async fn add_headers(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let is_framable = is_card(request.uri().path());
    let mut response = next.run(request).await;
    let status = response.status();
    // What a browser keeps is shown with the headers of the last answer, also of one that says it is still so.
    let is_framable = is_framable && (status.is_success() || status == StatusCode::NOT_MODIFIED);
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        // Browsers that know `frame-ancestors` follow it alone; the others would not show the card at all.
        if is_framable && name == "x-frame-options" {
            continue;
        }
        headers
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(HeaderName::from_static("content-security-policy"))
        .or_insert(HeaderValue::from_static(STRICT_POLICY));
    if state.site.public_url.starts_with("https://") {
        headers.insert(
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
    response
}
