//! What forms about collections are sent to. Their addresses also show the page that the form is on.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::selection;
#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use db::collection::CollectionForm;
#[cfg(feature = "ssr")]
use domain::{
    CollectionId, RecordId,
    curation::{Heading, LINE_MAX},
    text::{Field, TextError, optional_line},
};

#[cfg(feature = "ssr")]
fn collection_id(typed: &str) -> Result<CollectionId, AppError> {
    ssr::parse_id(typed)
        .map(CollectionId)
        .ok_or(AppError::NotFound)
}

#[cfg(feature = "ssr")]
fn record_id(typed: &str) -> Result<RecordId, AppError> {
    ssr::parse_id(typed).map(RecordId).ok_or(AppError::NotFound)
}

#[cfg(feature = "ssr")]
fn form(title: &str, body: &str, public: &str) -> Result<CollectionForm, AppError> {
    Ok(CollectionForm {
        heading: Heading::parse(title, body)?,
        public: public.parse().map_err(|_| AppError::Malformed)?,
    })
}

/// Makes a collection, with what the address selects in it (`?record=17`), if anything.
///
/// # Errors
/// A rule of the fields, [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/collections/new")]
pub async fn create_collection(
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] public: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let site = ssr::site()?;
    let pairs = ssr::query_pairs();
    let form = form(&title, &body, &public)?;
    let records = match selection::is_empty(&pairs) {
        true => Vec::new(),
        false => selection::find(&site, &pairs).await?,
    };
    let id = db::collection::create_collection(&site.db, &viewer, &form, &records).await?;
    ssr::go_to(&format!("/collections/{id}?done=collection"));
    Ok(())
}

/// Changes title, text, and who sees it.
///
/// # Errors
/// [`AppError::NotFound`] for another's, [`AppError::ChangedMeanwhile`], or a rule of the fields.
#[server(prefix = "", endpoint = "/collections/edit")]
pub async fn edit_collection(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] public: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = collection_id(&id)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    let form = form(&title, &body, &public)?;
    db::collection::edit_collection(&db, &viewer, id, version, &form).await?;
    ssr::go_to(&format!("/collections/{id}?done=saved"));
    Ok(())
}

/// Deletes a collection; its records stay where they are.
///
/// # Errors
/// [`AppError::NotFound`] for another's, [`AppError::ChangedMeanwhile`].
#[server(prefix = "", endpoint = "/collections/delete")]
pub async fn delete_collection(
    #[server(default)] id: String,
    #[server(default)] version: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = collection_id(&id)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    db::collection::delete_collection(&db, &viewer, id, version).await?;
    let own = format!("/members/{}/collections", viewer.handle);
    ssr::go_to(&format!("{own}?done=collection-gone"));
    Ok(())
}

/// Puts what the address selects (`?record=17&record=18`, or an expression of the explorer) at the end of a collection.
///
/// # Errors
/// [`AppError::NotFound`] for another's, or a rule; then nothing is added.
#[server(prefix = "", endpoint = "/collections/add")]
pub async fn add_to_collection(
    #[server(default)] collection: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let site = ssr::site()?;
    let pairs = ssr::query_pairs();
    if collection.is_empty() {
        return Err(TextError::Empty(Field::Collection).into());
    }
    let id = collection_id(&collection)?;
    let note = optional_line(Field::Note, &note, LINE_MAX)?;
    let records = selection::find(&site, &pairs).await?;
    db::collection::add_to_collection(&site.db, &viewer, id, &records, &note).await?;
    ssr::go_to(&format!("/collections/{id}?done=added"));
    Ok(())
}

/// Moves a record within a collection: `up`, `down`, `top`, or to a place.
///
/// # Errors
/// [`AppError::NotFound`] for another's, [`AppError::ChangedMeanwhile`].
#[server(prefix = "", endpoint = "/collections/move")]
pub async fn move_in_collection(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] record: String,
    #[server(default)] to: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let (id, record) = (collection_id(&id)?, record_id(&record)?);
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    let wanted = to.parse().map_err(|_| AppError::Malformed)?;
    db::collection::move_record(&db, &viewer, id, version, record, wanted).await?;
    ssr::go_to(&format!("/collections/{id}?arrange=1#record-{record}"));
    Ok(())
}

/// Writes the note on a record of a collection.
///
/// # Errors
/// [`AppError::NotFound`] for another's, [`AppError::ChangedMeanwhile`], or a rule.
#[server(prefix = "", endpoint = "/collections/note")]
pub async fn note_in_collection(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] record: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let (id, record) = (collection_id(&id)?, record_id(&record)?);
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    let note = optional_line(Field::Note, &note, LINE_MAX)?;
    db::collection::write_note(&db, &viewer, id, version, record, &note).await?;
    ssr::go_to(&format!(
        "/collections/{id}?arrange=1&done=saved#record-{record}"
    ));
    Ok(())
}

/// Takes a record out of a collection.
///
/// # Errors
/// [`AppError::NotFound`] for another's, [`AppError::ChangedMeanwhile`].
#[server(prefix = "", endpoint = "/collections/remove")]
pub async fn remove_from_collection(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] record: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let (id, record) = (collection_id(&id)?, record_id(&record)?);
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    db::collection::remove_record(&db, &viewer, id, version, record).await?;
    ssr::go_to(&format!("/collections/{id}?arrange=1&done=taken-out"));
    Ok(())
}
