//! What forms about following and being told are sent to.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::notification::words::words;
#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use domain::{NotificationId, follow::Subject};

/// Follows a member, project or challenge, or no longer (`on` is `true` or `false`); then back to the page.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::TooOften`], or a rule.
#[server(prefix = "", endpoint = "/follow")]
pub async fn follow(
    #[server(default)] kind: String,
    #[server(default)] id: String,
    #[server(default)] on: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let subject = Subject::of(&kind, id).ok_or(AppError::NotFound)?;
    let on = on.parse().map_err(|_| AppError::Malformed)?;
    db::follow::set_follow(&db, viewer.member, subject, on).await?;
    Ok(())
}

/// Marks one of one's own notifications as read and goes to what it is about.
///
/// # Errors
/// [`AppError::NotFound`] for another's.
#[server(prefix = "/me/notifications", endpoint = "open")]
pub async fn open_notification(#[server(default)] id: String) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = NotificationId(id.parse().map_err(|_| AppError::NotFound)?);
    let opened = db::notification::open_notification(&db, viewer.member, id).await?;
    ssr::go_to(&words(&opened).href);
    Ok(())
}

/// Marks all of one's own notifications as read, up to the last one that was seen.
///
/// # Errors
/// [`AppError::Malformed`], [`AppError::SignInNeeded`].
#[server(prefix = "/me/notifications", endpoint = "read")]
pub async fn read_notifications(#[server(default)] up_to: String) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let up_to = NotificationId(up_to.parse().map_err(|_| AppError::Malformed)?);
    db::notification::mark_all_read(&db, viewer.member, up_to).await?;
    ssr::go_to("/me/notifications?done=read");
    Ok(())
}
