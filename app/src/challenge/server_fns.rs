//! What forms about challenges are sent to.

use crate::AppError;
use crate::record::server_fns::SourceFields;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::typed;
#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use domain::{
    ChallengeId, ProjectId, RecordId,
    challenge::ChallengeError,
    remix::parse_reference,
    text::{Field, TextError},
};

/// A form about a challenge, as it was typed; what is not sent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChallengeFields {
    /// The challenge, where there is one already.
    pub id: String,
    /// The version of it that the form was opened with.
    pub version: String,
    /// The project it is issued in; empty for none.
    pub project: String,
    /// The title.
    pub title: String,
    /// What is asked, in Markdown.
    pub asked: String,
    /// Empty for any.
    pub medium: String,
    /// `2026-05-14T18:00` in UTC; empty for none.
    pub deadline: String,
    /// `none` or `budget`.
    pub pay: String,
    /// An amount such as `1200.50`.
    pub budget: String,
    /// ISO 4217.
    pub currency: String,
    /// How many contributors are expected.
    pub contributors: String,
    /// What work gets that is not used.
    pub unused_work: String,
    /// What to look for among records to start from.
    pub find: String,
    /// What was looked for already.
    pub found: String,
    /// `save`, or `enter` for the Enter key.
    pub intent: String,
    /// `find`, `add:ID` or `remove:ID`; empty for none.
    pub step: String,
}

/// Issues a challenge.
///
/// # Errors
/// [`AppError::Continue`] for a step of the records, or a rule of the fields; then nothing is kept but the form.
#[server(prefix = "", endpoint = "/challenges/new")]
pub async fn issue_challenge(
    #[server(flatten)] fields: ChallengeFields,
    #[server(default)] sources: Vec<SourceFields>,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let form = typed::form(&fields, &sources)?;
    let project = match fields.project.as_str() {
        "" => None,
        id => Some(ProjectId(ssr::parse_id(id).ok_or(AppError::NotFound)?)),
    };
    let id = db::challenge::issue(&db, &viewer, project, &form).await?;
    ssr::go_to(&format!("/challenges/{id}?done=issued"));
    Ok(())
}

/// Changes a challenge.
///
/// # Errors
/// [`AppError::Continue`] for a step, [`AppError::Forbidden`] for who does not lead it,
/// [`AppError::ChangedMeanwhile`], or a rule of the fields.
#[server(prefix = "", endpoint = "/challenges/edit")]
pub async fn edit_challenge(
    #[server(flatten)] fields: ChallengeFields,
    #[server(default)] sources: Vec<SourceFields>,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = ChallengeId(ssr::parse_id(&fields.id).ok_or(AppError::NotFound)?);
    let view = db::challenge::find(&db, id).await?;
    if !view.is_led_by(&viewer) {
        return Err(AppError::Forbidden);
    }
    let version = fields.version.parse().map_err(|_| AppError::Malformed)?;
    let form = typed::form(&fields, &sources)?;
    db::challenge::edit(&db, &viewer, id, version, &form).await?;
    ssr::go_to(&format!("/challenges/{id}?done=saved"));
    Ok(())
}

/// Closes a challenge (`closed` is `true`), or opens again what was closed by hand.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], or a rule.
#[server(prefix = "", endpoint = "/challenges/close")]
pub async fn close_challenge(
    #[server(default)] id: String,
    #[server(default)] closed: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = ChallengeId(ssr::parse_id(&id).ok_or(AppError::NotFound)?);
    let closed: bool = closed.parse().map_err(|_| AppError::Malformed)?;
    db::challenge::set_closed(&db, &viewer, id, closed).await?;
    let done = if closed { "closed" } else { "reopened" };
    ssr::go_to(&format!("/challenges/{id}?done={done}"));
    Ok(())
}

/// Enters a published record of one's own: the one that was typed, or else the one that was chosen.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such challenge, or a rule.
#[server(prefix = "", endpoint = "/challenges/enter")]
pub async fn enter_record(
    #[server(default)] id: String,
    #[server(default)] chosen: String,
    #[server(default)] record: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = ChallengeId(ssr::parse_id(&id).ok_or(AppError::NotFound)?);
    let record = match (record.trim(), ssr::parse_id(&chosen)) {
        ("", Some(chosen)) => RecordId(chosen),
        ("", None) => return Err(TextError::Empty(Field::Record).into()),
        (typed, _) => parse_reference(typed).ok_or(ChallengeError::UnknownRecord)?,
    };
    db::challenge::enter(&db, &viewer, id, record).await?;
    ssr::go_to(&format!("/challenges/{id}?done=entered#yours"));
    Ok(())
}

/// Takes a record of one's own back, while the challenge is open.
///
/// # Errors
/// [`AppError::NotFound`] where it is not entered or another's, or a rule.
#[server(prefix = "", endpoint = "/challenges/take-back")]
pub async fn take_back(
    #[server(default)] id: String,
    #[server(default)] record: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = ChallengeId(ssr::parse_id(&id).ok_or(AppError::NotFound)?);
    let record = RecordId(ssr::parse_id(&record).ok_or(AppError::NotFound)?);
    db::challenge::take_back(&db, &viewer, id, record).await?;
    ssr::go_to(&format!("/challenges/{id}?done=taken-back"));
    Ok(())
}
