//! What forms about claims are sent to.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use domain::{
    ClaimId, RecordId,
    remix::parse_reference,
    text::{Field, TextError},
};

/// Claims that a record used one of one's own.
///
/// # Errors
/// [`AppError::NotFound`] where the record is not public, [`AppError::TooOften`], or a rule.
#[server(prefix = "", endpoint = "/claims/new")]
pub async fn make_claim(
    #[server(default)] id: String,
    #[server(default)] claimed_source: String,
    #[server(default)] used: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let remix = ssr::parse_id(&id).map(RecordId).ok_or(AppError::NotFound)?;
    let source = match claimed_source.trim() {
        "" => return Err(TextError::Empty(Field::ClaimedSource).into()),
        typed => parse_reference(typed).ok_or(TextError::Malformed(Field::ClaimedSource))?,
    };
    let new = db::claim::NewClaim {
        source,
        remix,
        used,
        reason,
    };
    let claim = db::claim::make_claim(&db, &viewer, &new).await?;
    ssr::go_to(&format!("/claims/{claim}?done=claimed"));
    Ok(())
}

/// Accepts or declines a claim, or takes one's own back (`act` is `accept`, `decline` or `take-back`).
///
/// # Errors
/// [`AppError::NotFound`] for whom it does not concern, or a rule.
#[server(prefix = "", endpoint = "/claims/decide")]
pub async fn decide_claim(
    #[server(default)] id: String,
    #[server(default)] act: String,
    #[server(default)] answer: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, lineage, .. } = ssr::site()?;
    let id = ssr::parse_id(&id).map(ClaimId).ok_or(AppError::NotFound)?;
    let done = match act.as_str() {
        "accept" => {
            db::claim::decide(&db, &viewer, id, true, &answer).await?;
            // It is accepted already; the lineage catches up by itself soon where this fails.
            if let Err(error) = lineage.catch_up(&db).await {
                let _ = ssr::internal(&error.to_string());
            }
            "claim-accepted"
        }
        "decline" => {
            db::claim::decide(&db, &viewer, id, false, &answer).await?;
            "claim-declined"
        }
        "take-back" => {
            db::claim::take_back(&db, &viewer, id).await?;
            "claim-back"
        }
        _ => return Err(AppError::Malformed),
    };
    ssr::go_to(&format!("/claims/{id}?done={done}"));
    Ok(())
}
