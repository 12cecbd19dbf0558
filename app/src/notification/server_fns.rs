//! What forms about following and being told are sent to.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use domain::follow::Subject;

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
