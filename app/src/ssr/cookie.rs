//! The session cookie.

use super::{Site, site};
use crate::AppError;
use axum::http::{HeaderValue, header};
use leptos::prelude::use_context;

/// The cookie's name: with the `__Host-` prefix, which browsers hold to https and this very host.
#[must_use]
pub fn session_cookie_name(public_url: &str) -> &'static str {
    if public_url.starts_with("https://") {
        "__Host-session"
    } else {
        "session"
    }
}

/// The whole `Set-Cookie` value for a token, or one that removes the cookie where there is none.
#[must_use]
pub fn session_cookie(public_url: &str, token: Option<&str>) -> String {
    let name = session_cookie_name(public_url);
    let secure = if public_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    match token {
        Some(token) => {
            let age = db::session::TOTAL_SECONDS;
            format!("{name}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
        }
        None => format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"),
    }
}

/// Hands the browser a session, or takes it away.
///
/// # Errors
/// [`AppError::Internal`] outside a request.
pub fn set_session(token: Option<&str>) -> Result<(), AppError> {
    let Site { public_url, .. } = site()?;
    let value = HeaderValue::from_str(&session_cookie(&public_url, token))
        .map_err(|error| super::internal(&error.to_string()))?;
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(header::SET_COOKIE, value);
    }
    Ok(())
}
