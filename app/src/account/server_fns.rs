//! What the forms of accounts are sent to. Each path is also that of a page, or lies beside it.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    account::return_path::{return_path, with_notice},
    ssr::{self, Site, cookie},
};
#[cfg(feature = "ssr")]
use domain::{
    Handle, SessionId,
    text::{self, Field},
};

/// Signs in, under a new session; the one that the request came with ends.
///
/// # Errors
/// [`AppError::WrongHandleOrPassword`], whichever of them it is, and [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/sign-in")]
pub async fn sign_in(
    #[server(default)] handle: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let Site { db, .. } = ssr::site()?;
    let (origin, before) = (ssr::origin(), cookie::find_token());
    // What cannot be a handle goes on as it is, so that it takes the same time and counts the same.
    let handle = handle
        .parse::<Handle>()
        .map_or_else(|_| handle.chars().take(40).collect(), String::from);
    let token = db::session::sign_in(&db, &handle, &password, &origin)
        .await
        .map_err(|error| match error {
            db::Error::NotFound => AppError::WrongHandleOrPassword,
            other => other.into(),
        })?;
    if let Some(before) = before {
        db::session::sign_out(&db, &before).await?;
    }
    cookie::set_session(Some(&token))?;
    ssr::go_to(return_path(&next));
    Ok(())
}

/// Makes a member and signs them in.
///
/// # Errors
/// A rule of the fields, [`AppError::HandleTaken`], or [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/sign-up")]
pub async fn sign_up(
    #[server(default)] handle: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let Site { db, .. } = ssr::site()?;
    let (origin, before) = (ssr::origin(), cookie::find_token());
    // In the order of the form, so that the first field that is wrong is named first.
    let name = text::required_line(Field::Name, &name, text::NAME_MAX)?;
    let token = db::session::sign_up(&db, &handle, &name, &password, &origin).await?;
    if let Some(before) = before {
        db::session::sign_out(&db, &before).await?;
    }
    cookie::set_session(Some(&token))?;
    ssr::go_to(&with_notice(return_path(&next), "joined"));
    Ok(())
}

/// Ends the session that the request came with. Does nothing more where there is none.
///
/// # Errors
/// [`AppError::Internal`].
#[server(prefix = "", endpoint = "/sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    let Site { db, .. } = ssr::site()?;
    if let Some(token) = cookie::find_token() {
        db::session::sign_out(&db, &token).await?;
    }
    cookie::set_session(None)?;
    ssr::go_to("/?done=signed-out");
    Ok(())
}

/// Changes one's password: every session ends, and a new one begins here.
///
/// # Errors
/// [`AppError::WrongPassword`], a rule of the new one, [`AppError::SignInNeeded`], or [`AppError::TooOften`].
#[server(prefix = "/me", endpoint = "password")]
pub async fn change_password(
    #[server(default)] password: String,
    #[server(default)] new_password: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let origin = ssr::origin();
    let token = db::session::change_password(&db, &viewer, &password, &new_password, &origin)
        .await
        .map_err(|error| match error {
            db::Error::Forbidden => AppError::WrongPassword,
            other => other.into(),
        })?;
    cookie::set_session(Some(&token))?;
    ssr::go_to("/me?done=password");
    Ok(())
}

/// Ends one of one's own sessions; the one at hand is signed out.
///
/// # Errors
/// [`AppError::NotFound`] for another's or one that has ended, [`AppError::SignInNeeded`].
#[server(prefix = "/me", endpoint = "end-session")]
pub async fn end_session(session: i64) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let session = SessionId(session);
    db::session::end_session(&db, viewer.member, session).await?;
    if session == viewer.session {
        cookie::set_session(None)?;
        ssr::go_to("/?done=signed-out");
    } else {
        ssr::go_to("/me?done=session-ended#sessions");
    }
    Ok(())
}

/// Changes one's own name and what one says about oneself.
///
/// # Errors
/// A rule of the fields, [`AppError::SignInNeeded`].
#[server(prefix = "/me", endpoint = "profile")]
pub async fn edit_profile(
    #[server(default)] name: String,
    #[server(default)] bio: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    db::member::edit_profile(&db, viewer.member, &name, &bio).await?;
    ssr::go_to("/me?done=profile");
    Ok(())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    #[test]
    fn forms_are_sent_where_their_pages_are() {
        let paths: Vec<_> = leptos::server_fn::axum::server_fn_paths().collect();
        for path in [
            "/sign-in",
            "/sign-up",
            "/sign-out",
            "/me/password",
            "/me/end-session",
            "/me/profile",
        ] {
            let found = paths.iter().find(|(known, _)| *known == path);
            assert_eq!(
                found.map(|(_, method)| method.as_str()),
                Some("POST"),
                "{path}"
            );
        }
    }
}
