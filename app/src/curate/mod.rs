//! The curators' desk: what waits, reviewing it one by one, flags, shortlists. To members it does not exist.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod add;
#[cfg(feature = "ssr")]
pub mod flags;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
#[cfg(feature = "ssr")]
mod query;
#[cfg(feature = "ssr")]
mod remarks;
#[cfg(feature = "ssr")]
pub mod review;
#[cfg(feature = "ssr")]
pub mod shortlist;
#[cfg(feature = "ssr")]
mod shortlist_parts;
#[cfg(feature = "ssr")]
pub mod shortlists;

#[cfg(feature = "ssr")]
use crate::{
    AppError,
    ssr::{self, Site},
};
#[cfg(feature = "ssr")]
use db::session::Viewer;
#[cfg(feature = "ssr")]
use domain::{RecordId, Role, ShortlistId};

/// The server's parts and the curator who asks.
///
/// # Errors
/// [`AppError::SignInNeeded`]; [`AppError::NotFound`] for whoever is no curator.
#[cfg(feature = "ssr")]
fn at_the_desk() -> Result<(Site, Viewer), AppError> {
    let viewer = ssr::signed_in()?;
    match viewer.role >= Role::Curator {
        true => Ok((ssr::site()?, viewer)),
        false => Err(AppError::NotFound),
    }
}

/// The id that a page of the desk is about: the third part of its path (`/curate/records/17`), or, at an address that
/// a form was sent to (`/curate/records/rate?id=17`), in its query.
#[cfg(feature = "ssr")]
fn asked_id() -> Result<i64, AppError> {
    let path = ssr::path();
    let in_path = path.split('/').nth(3).and_then(ssr::parse_id);
    in_path
        .or_else(|| ssr::parse_id(&ssr::query("id")?))
        .ok_or(AppError::NotFound)
}

#[cfg(feature = "ssr")]
fn record_id(typed: &str) -> Result<RecordId, AppError> {
    ssr::parse_id(typed).map(RecordId).ok_or(AppError::NotFound)
}

#[cfg(feature = "ssr")]
fn shortlist_id(typed: &str) -> Result<ShortlistId, AppError> {
    ssr::parse_id(typed)
        .map(ShortlistId)
        .ok_or(AppError::NotFound)
}
