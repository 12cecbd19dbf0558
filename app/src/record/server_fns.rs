//! What forms about records are sent to.
//!
//! A form is sent to an address that also shows its page (`/records/edit?id=12`), so that one that came
//! back can be sent again.

use crate::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{
    address::parse_id,
    contribute,
    steps::{Wanted, wanted},
    typed,
};
#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use db::session::Viewer;
#[cfg(feature = "ssr")]
use domain::{RecordId, Rule, challenge::ChallengeError, record::Status};

/// A form about a record, as it was typed; what is not sent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordFields {
    /// The record, where there is one already.
    pub id: String,
    /// The version of it that the form was opened with.
    pub version: String,
    /// `text` or `code`.
    pub medium: String,
    /// The title.
    pub title: String,
    /// Text or code.
    pub body: String,
    /// The language of code.
    pub language: String,
    /// Markdown.
    pub description: String,
    /// Separated by commas.
    pub tags: String,
    /// SPDX; empty for none yet.
    pub license: String,
    /// The challenge it is entered for once it is published; empty for none.
    pub challenge: String,
    /// What to look for among possible sources.
    pub find: String,
    /// What was looked for already.
    pub found: String,
    /// `save`, `publish`, or `enter` for the Enter key.
    pub intent: String,
    /// `find`, `add:ID` or `remove:ID`; empty for none.
    pub step: String,
}

/// A chosen source, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceFields {
    /// Its id.
    pub id: String,
    /// What was used.
    pub used: String,
}

/// Makes a draft of a typed record, and publishes it where that is asked.
///
/// # Errors
/// [`AppError::Continue`] for a step of the sources, or a rule of the fields; then nothing is kept but the form.
#[server(prefix = "", endpoint = "/records/new")]
pub async fn create_record(
    #[server(flatten)] fields: RecordFields,
    #[server(default)] sources: Vec<SourceFields>,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let wanted = wanted(&fields);
    if wanted == Wanted::Step {
        return Err(AppError::Continue);
    }
    let form = typed::draft(None, &fields, &sources, true)?;
    let challenge = contribute::parse(&fields.challenge)?;
    if wanted == Wanted::Publish {
        typed::check_publishable(&db, &form, false).await?;
        contribute::check(&db, challenge, form.body.as_ref().map(|body| body.medium)).await?;
    }
    let id = db::record::create_draft_for(&db, &viewer, &form, challenge).await?;
    finish(&viewer, id, wanted).await
}

/// Saves a draft, and publishes it where that is asked; or changes what may still change of a published record.
///
/// # Errors
/// [`AppError::Continue`] for a step of the sources, [`AppError::NotFound`] for another's record,
/// [`AppError::ChangedMeanwhile`], or a rule of the fields.
#[server(prefix = "", endpoint = "/records/edit")]
pub async fn edit_record(
    #[server(flatten)] fields: RecordFields,
    #[server(default)] sources: Vec<SourceFields>,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = parse_id(&fields.id).ok_or(AppError::NotFound)?;
    let record = db::record::find_record(&db, Some(&viewer), id).await?;
    if record.author_id != viewer.member {
        return Err(AppError::NotFound);
    }
    let version = fields.version.parse().map_err(|_| AppError::Malformed)?;
    if record.card.status != Status::Draft {
        let details = typed::details(&fields)?;
        db::record::edit_published(&db, &viewer, id, version, &details).await?;
        ssr::go_to(&format!("/records/{id}?done=saved"));
        return Ok(());
    }
    let wanted = wanted(&fields);
    if wanted == Wanted::Step {
        return Err(AppError::Continue);
    }
    let holds_file = record.media.is_some();
    let form = typed::draft(Some(id), &fields, &sources, !holds_file)?;
    let challenge = contribute::parse(&fields.challenge)?;
    if wanted == Wanted::Publish {
        typed::check_publishable(&db, &form, holds_file).await?;
        let medium = form.body.as_ref().map(|body| body.medium);
        contribute::check(&db, challenge, medium.or(Some(record.card.medium))).await?;
    }
    db::record::save_draft_for(&db, &viewer, id, version, &form, challenge).await?;
    finish(&viewer, id, wanted).await
}

/// Publishes a draft as it stands; `alone` is `true` to leave out the challenge that it was meant for.
///
/// # Errors
/// [`AppError::NotFound`] for another's, or what is missing still.
#[server(prefix = "", endpoint = "/records/publish")]
pub async fn publish_record(
    #[server(default)] id: String,
    #[server(default)] alone: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = parse_id(&id).ok_or(AppError::NotFound)?;
    if alone == "true" {
        db::record::publish_alone(&db, &viewer, id).await?;
        return publish_and_go(&viewer, id).await;
    }
    // Here the form says why it is not entered, where it is not.
    let medium = db::record::find_record(&db, Some(&viewer), id)
        .await?
        .card
        .medium;
    let challenge = db::challenge::find_of_draft(&db, id).await?;
    contribute::check(&db, challenge, Some(medium)).await?;
    publish_and_go(&viewer, id).await
}

/// Withdraws a published record: a tombstone stays.
///
/// # Errors
/// [`AppError::NotFound`] for another's (but an admin may withdraw any).
#[server(prefix = "", endpoint = "/records/withdraw")]
pub async fn withdraw_record(#[server(default)] id: String) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let site = ssr::site()?;
    let id = parse_id(&id).ok_or(AppError::NotFound)?;
    let files = db::record::withdraw(&site.db, &viewer, id).await?;
    forget(&site, files);
    ssr::go_to(&format!("/records/{id}?done=withdrawn"));
    Ok(())
}

/// Deletes a draft.
///
/// # Errors
/// [`AppError::NotFound`] for another's.
#[server(prefix = "", endpoint = "/records/discard")]
pub async fn discard_draft(#[server(default)] id: String) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let site = ssr::site()?;
    let id = parse_id(&id).ok_or(AppError::NotFound)?;
    let files = db::record::discard_draft(&site.db, &viewer, id).await?;
    forget(&site, files);
    ssr::go_to("/me?done=discarded");
    Ok(())
}

/// Puts a heart on a record, or takes it back (`on` is `true` or `false`).
///
/// # Errors
/// [`AppError::NotFound`] where it is not published, [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/records/heart")]
pub async fn set_heart(
    #[server(default)] id: String,
    #[server(default)] on: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = parse_id(&id).ok_or(AppError::NotFound)?;
    let on = on.parse().map_err(|_| AppError::Malformed)?;
    db::heart::set_heart(&db, viewer.member, id, on).await?;
    Ok(())
}

/// Publishes where that is wanted, and goes on to the record's page.
#[cfg(feature = "ssr")]
async fn finish(viewer: &Viewer, id: RecordId, wanted: Wanted) -> Result<(), AppError> {
    if wanted != Wanted::Publish {
        ssr::go_to(&format!("/records/{id}?done=draft"));
        return Ok(());
    }
    publish_and_go(viewer, id).await
}

/// Publishes a draft and goes on to its page. Where its challenge closed at this very moment it stays a draft.
#[cfg(feature = "ssr")]
async fn publish_and_go(viewer: &Viewer, id: RecordId) -> Result<(), AppError> {
    let Site { db, lineage, .. } = ssr::site()?;
    let challenge = db::challenge::find_of_draft(&db, id).await?;
    match db::record::publish(&db, viewer, id).await {
        Err(db::Error::Rule(Rule::Challenge(ChallengeError::Closed))) => {
            ssr::go_to(&format!("/records/{id}?done=late"));
            return Ok(());
        }
        result => result?,
    }
    // It is published already; the lineage catches up by itself soon where this fails.
    if let Err(error) = lineage.catch_up(&db).await {
        let _ = ssr::internal(&error.to_string());
    }
    let done = match challenge {
        Some(_) => "contributed",
        None => "published",
    };
    ssr::go_to(&format!("/records/{id}?done={done}"));
    Ok(())
}

/// Hands files that may be unreferenced to the job that deletes them.
#[cfg(feature = "ssr")]
fn forget(site: &Site, files: Vec<String>) {
    if !files.is_empty() {
        // While the server stops nobody listens; the next start looks for itself.
        let _ = site.forget_files.send(files);
    }
}
