//! What pages and server functions need of the server. The only module that is gated on it.

pub mod cookie;
mod errors;
pub mod markdown;

pub use cookie::{session_cookie, session_cookie_name, session_token};
pub use errors::internal;

use crate::AppError;
use crate::form::{FormReturn, FormState};
use axum::http::request::Parts;
use db::session::{Origin, Viewer};
use db::{Db, LiveLineage, LiveMap};
use leptos::prelude::*;
use std::sync::Arc;
use tokio::sync::mpsc::UnboundedSender;

/// The server's parts, provided to every page and server function.
#[derive(Clone, Debug)]
pub struct Site {
    /// The database.
    pub db: Db,
    /// The lineage in memory.
    pub lineage: Arc<LiveLineage>,
    /// The map in memory.
    pub map: Arc<LiveMap>,
    /// Where the built styles and scripts lie.
    pub assets: Arc<Assets>,
    /// The address people reach the site at, without a slash at the end, such as `https://example.org`.
    pub public_url: Arc<str>,
    /// Takes hashes of stored files that may be unreferenced now; a job deletes those that are.
    pub forget_files: UnboundedSender<Vec<String>>,
    /// Takes questions to mail addresses; `None` where the site sends no mail.
    pub ask_address: Option<UnboundedSender<AddressQuestion>>,
}

/// Whether a mail address is its member's own, to be asked there.
#[derive(Clone, Debug)]
pub struct AddressQuestion {
    /// The address.
    pub address: String,
    /// The secret of the link by which it is answered.
    pub token: String,
    /// Who gave the address.
    pub handle: domain::Handle,
}

/// Paths of the built site, with their content's hash in the name.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The script that starts the islands.
    pub js: String,
    /// The islands themselves.
    pub wasm: String,
    /// The explorer's own style, which only pages that show it link.
    pub explorer_css: String,
    /// The script around the explorer, which only pages that show it load.
    pub explorer_js: String,
    /// The explorer itself.
    pub explorer_wasm: String,
    /// Keys and dragging at the desk, which only pages with `data-desk` load.
    pub desk_js: String,
    /// The script around the bell, which only members' pages load.
    pub bell_js: String,
    /// The bell itself.
    pub bell_wasm: String,
    /// The typeface of text, to be loaded early.
    pub font_text: String,
}

/// The address a request came from, as the server's session layer found it (listed proxies believed).
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub std::net::IpAddr);

/// The server's parts.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub fn site() -> Result<Site, AppError> {
    use_context::<Site>().ok_or_else(|| internal("no site in context"))
}

/// Who sends the request, if they are signed in.
#[must_use]
pub fn viewer() -> Option<Viewer> {
    use_context::<Parts>()?.extensions.get::<Viewer>().cloned()
}

/// Who sends the request.
///
/// # Errors
/// [`AppError::SignInNeeded`].
pub fn signed_in() -> Result<Viewer, AppError> {
    viewer().ok_or(AppError::SignInNeeded)
}

/// Where the request comes from.
#[must_use]
pub fn origin() -> Origin {
    let parts = use_context::<Parts>();
    let address = parts
        .as_ref()
        .and_then(|parts| parts.extensions.get::<ClientAddress>())
        .map_or(
            std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED),
            |client| client.0,
        );
    let browser = parts
        .as_ref()
        .and_then(|parts| parts.headers.get(axum::http::header::USER_AGENT))
        .map(|value| {
            String::from_utf8_lossy(value.as_bytes())
                .chars()
                .take(200)
                .collect()
        })
        .unwrap_or_default();
    Origin { address, browser }
}

/// How the form with this action stands on the page being rendered.
#[must_use]
pub fn form_state(action: &str) -> FormState {
    let parts = use_context::<Parts>();
    let returned = parts
        .as_ref()
        .and_then(|parts| parts.extensions.get::<FormReturn>());
    FormState::of(returned, action)
}

/// The form that came back to the page, if one did.
#[must_use]
pub fn returned_form() -> Option<FormReturn> {
    use_context::<Parts>()?.extensions.get().cloned()
}

/// Whether the page is shown because a form of it came back.
#[must_use]
pub fn is_form_return() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.extensions.get::<FormReturn>().is_some())
}

/// All values sent under a name with the form that came back to the page, if one did.
#[must_use]
pub fn returned_values(name: &str) -> Vec<String> {
    let parts = use_context::<Parts>();
    let returned = parts
        .as_ref()
        .and_then(|parts| parts.extensions.get::<FormReturn>());
    let values = returned.map(|form| form.values.iter());
    values
        .into_iter()
        .flatten()
        .filter(|(known, _)| known == name)
        .map(|(_, value)| value.clone())
        .collect()
}

/// Sets the page's HTTP status.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        axum::http::StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
}

/// Tells programs when they may try again.
pub fn set_retry_after(seconds: u64) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(
            axum::http::header::RETRY_AFTER,
            axum::http::HeaderValue::from(seconds),
        );
    }
}

/// The path of the page being rendered, such as `/records`.
#[must_use]
pub fn path() -> String {
    use_context::<Parts>().map_or_else(|| "/".to_owned(), |parts| parts.uri.path().to_owned())
}

/// The path of the page being rendered together with its query.
#[must_use]
pub fn path_and_query() -> String {
    use_context::<Parts>()
        .and_then(|parts| Some(parts.uri.path_and_query()?.as_str().to_owned()))
        .unwrap_or_else(|| "/".to_owned())
}

/// The query of the page being rendered as it stands in its address, without the question mark; perhaps empty.
#[must_use]
pub fn query_text() -> String {
    let address = path_and_query();
    let query = address.split_once('?').map(|(_, query)| query.to_owned());
    query.unwrap_or_default()
}

/// A value in the query of the page being rendered, decoded; `None` also where it is empty.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let found = query_pairs().into_iter().find(|(known, _)| known == name);
    found
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty())
}

/// The id that a page is about: the second part of its path, or, at an address that a form was sent to
/// (`/projects/edit?id=12`), in its query.
#[must_use]
pub fn asked_id() -> Option<i64> {
    let path = path();
    let in_path = path.split('/').nth(2).and_then(parse_id);
    in_path.or_else(|| parse_id(&query("id")?))
}

/// An id as it stands in addresses: digits alone.
#[must_use]
pub fn parse_id(text: &str) -> Option<i64> {
    let is_id = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_id.then(|| text.parse().ok()).flatten()
}

/// Names and values in the query of the page being rendered, decoded; none where it cannot be.
#[must_use]
pub fn query_pairs() -> Vec<(String, String)> {
    use_context::<Parts>()
        .and_then(|parts| axum::extract::Query::try_from_uri(&parts.uri).ok())
        .map(|pairs| pairs.0)
        .unwrap_or_default()
}

/// Sends the person on to a page of this site after something was done.
pub fn go_to(path: &str) {
    leptos_axum::redirect(path);
}

impl From<db::Error> for AppError {
    fn from(error: db::Error) -> Self {
        errors::from_db(error)
    }
}
