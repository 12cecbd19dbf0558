//! What forms that say something of a record are sent to. Their addresses also show the record's page.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use domain::{
    RecordId,
    curation::{LINE_MAX, parse_reason},
    text::{Field, required_line},
};

#[cfg(feature = "ssr")]
fn record_id(typed: &str) -> Result<RecordId, AppError> {
    ssr::parse_id(typed).map(RecordId).ok_or(AppError::NotFound)
}

/// Recommends a record with a line on why; the heart comes with it.
///
/// # Errors
/// [`AppError::NotFound`] where it is not published, a rule, [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/records/recommend")]
pub async fn recommend_record(
    #[server(default)] id: String,
    #[server(default)] line: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = record_id(&id)?;
    let line = required_line(Field::Line, &line, LINE_MAX)?;
    db::recommendation::recommend(&db, &viewer, id, &line).await?;
    ssr::go_to(&format!("/records/{id}?done=recommended#recommendations"));
    Ok(())
}

/// Takes a recommendation back; the heart stays.
///
/// # Errors
/// [`AppError::NotFound`] for what is no record's number.
#[server(prefix = "", endpoint = "/records/unrecommend")]
pub async fn take_recommendation_back(#[server(default)] id: String) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = record_id(&id)?;
    db::recommendation::take_back(&db, &viewer, id).await?;
    ssr::go_to(&format!("/records/{id}?done=unrecommended"));
    Ok(())
}

/// Tells curators that something is not right with a record. Nothing waits for them.
///
/// # Errors
/// [`AppError::NotFound`] where it is not published, [`AppError::AlreadyDone`], a rule, [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/records/flag")]
pub async fn flag_record(
    #[server(default)] id: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = record_id(&id)?;
    let reason = parse_reason(&reason)?;
    db::review::flag_record(&db, &viewer, id, &reason).await?;
    ssr::go_to(&format!("/records/{id}?done=flagged"));
    Ok(())
}
