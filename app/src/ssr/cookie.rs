//! The session cookie.

use super::{Site, site};
use crate::AppError;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
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

/// The token of the session that the request came with.
#[must_use]
pub fn find_token() -> Option<String> {
    let name = session_cookie_name(&site().ok()?.public_url);
    session_token(&use_context::<Parts>()?.headers, name).map(str::to_owned)
}

/// The value of the first cookie of this name, where it is of the form that we hand out: base64url.
#[must_use]
pub fn session_token<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, token)| token)
        .filter(|token| (1..=128).contains(&token.len()))
        .filter(|token| {
            token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_as_strict_as_the_address_allows() {
        assert_eq!(
            session_cookie("https://example.org", Some("abc")),
            "__Host-session=abc; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            session_cookie("http://127.0.0.1:3000", None),
            "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn tokens_are_found_among_other_cookies() {
        let headers = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, HeaderValue::from_static(line));
            }
            headers
        };
        let found = |lines| session_token(&headers(lines), "session").map(str::to_owned);
        assert_eq!(found(&["a=1; session=x-Y_9; b"]), Some("x-Y_9".to_owned()));
        assert_eq!(found(&["a=1", "session=t"]), Some("t".to_owned()));
        assert_eq!(found(&["xsession=t; session2=u"]), None);
        assert_eq!(found(&["session="]), None);
        assert_eq!(found(&["session=a\"b"]), None);
    }
}
