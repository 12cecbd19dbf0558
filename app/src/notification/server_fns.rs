//! What forms about following and being told are sent to.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::notification::words::words;
#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use db::notification::Switch;
#[cfg(feature = "ssr")]
use domain::{NotificationId, follow::Subject, mail::Address};

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

/// Sets how one is told: the kinds that are ticked for the page and for mail. Where the site sends no mail, what was set
/// for it stays.
///
/// # Errors
/// [`AppError::SignInNeeded`].
#[server(prefix = "/me/notifications", endpoint = "settings")]
pub async fn set_switches(
    #[server(default)] in_page: Vec<String>,
    #[server(default)] by_mail: Vec<String>,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site {
        db, ask_address, ..
    } = ssr::site()?;
    let mut switches = db::notification::list_switches(&db, viewer.member).await?;
    for Switch {
        kind,
        in_page: page,
        by_mail: mail,
    } in &mut switches
    {
        let is_in = |list: &[String]| list.iter().any(|word| word == kind.as_str());
        *page = is_in(&in_page);
        if ask_address.is_some() {
            *mail = is_in(&by_mail);
        }
    }
    db::notification::set_switches(&db, viewer.member, &switches).await?;
    ssr::go_to("/me/notifications/settings?done=saved");
    Ok(())
}

/// Has a mail address asked whether it is one's own.
///
/// # Errors
/// A rule of the field, [`AppError::TooOften`]; [`AppError::NotFound`] where the site sends no mail.
#[server(prefix = "/me/notifications", endpoint = "mail")]
pub async fn ask_address(#[server(default)] address: String) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site {
        db, ask_address, ..
    } = ssr::site()?;
    let ask_address = ask_address.ok_or(AppError::NotFound)?;
    let address: Address = address.parse()?;
    let token = db::mail::ask_for_address(&db, viewer.member, &address).await?;
    // While the server stops nobody takes it; the member asks again.
    let _ = ask_address.send(ssr::AddressQuestion {
        address: address.to_string(),
        token,
        handle: viewer.handle,
    });
    ssr::go_to("/me/notifications/settings?done=asked");
    Ok(())
}

/// Forgets one's own mail addresses.
///
/// # Errors
/// [`AppError::SignInNeeded`].
#[server(prefix = "/me/notifications", endpoint = "no-mail")]
pub async fn remove_address() -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    db::mail::remove_address(&db, viewer.member).await?;
    ssr::go_to("/me/notifications/settings?done=no-mail");
    Ok(())
}

/// Says yes to the question behind a link that was mailed, signed in or not: who has it has the mailbox.
///
/// # Errors
/// [`AppError::NotFound`] where the link is not known, was used, or is older than a day.
#[server(prefix = "", endpoint = "/mail/confirm")]
pub async fn confirm_address(#[server(default)] token: String) -> Result<(), AppError> {
    let is_member = ssr::viewer().is_some();
    let Site { db, .. } = ssr::site()?;
    db::mail::confirm_address(&db, &token).await?;
    ssr::go_to(match is_member {
        true => "/me/notifications/settings?done=address",
        false => "/?done=address",
    });
    Ok(())
}
