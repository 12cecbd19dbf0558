//! Commands on records.

use crate::session::Viewer;
use crate::{Db, Result};
use domain::RecordId;
use domain::license::License;
use domain::record::{Body, Details};
use domain::remix::NamedSource;

/// What a form about a record holds, checked and cleaned.
#[derive(Clone, Debug)]
pub struct DraftForm {
    /// Title, description, tags.
    pub details: Details,
    /// Text or code; `None` leaves a file's record as it is.
    pub body: Option<Body>,
    /// The chosen license, if any yet.
    pub license: Option<License>,
    /// The sources, checked by [`domain::remix::check_sources`].
    pub sources: Vec<NamedSource>,
}

/// Makes a draft of a typed record.
///
/// # Errors
/// [`crate::Error::TooOften`] past 20 an hour; [`crate::Error::Rule`] `UnknownSource`.
pub async fn create_draft(db: &Db, viewer: &Viewer, form: &DraftForm) -> Result<RecordId> {
    let _ = (db, viewer, form);
    unimplemented!()
}

/// Changes a draft of the viewer's own. `version` is the one the form was opened with.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Conflict::ChangedMeanwhile`], or a rule.
pub async fn save_draft(
    db: &Db,
    viewer: &Viewer,
    id: RecordId,
    version: i64,
    form: &DraftForm,
) -> Result<()> {
    let _ = (db, viewer, id, version, form);
    unimplemented!()
}

/// Publishes a draft of the viewer's own as it stands: checks it once more, takes the next `seq`, counts its sources'
/// remixes and makes it findable. A second call for a published record of one's own answers with success.
///
/// # Errors
/// [`crate::Error::NotFound`], or any rule of [`domain::record::Publishable`].
pub async fn publish(db: &Db, viewer: &Viewer, id: RecordId) -> Result<()> {
    let _ = (db, viewer, id);
    unimplemented!()
}

/// Changes description, title and tags of a published record of the viewer's own. Links and license stay.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Conflict::ChangedMeanwhile`].
pub async fn edit_published(
    db: &Db,
    viewer: &Viewer,
    id: RecordId,
    version: i64,
    details: &Details,
) -> Result<()> {
    let _ = (db, viewer, id, version, details);
    unimplemented!()
}

/// Withdraws a published record of the viewer's own (or, as an admin, of anybody): body, description, tags and media go,
/// title, credited name, license and links stay. Answers the hashes of files that may now be unreferenced.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn withdraw(db: &Db, viewer: &Viewer, id: RecordId) -> Result<Vec<String>> {
    let _ = (db, viewer, id);
    unimplemented!()
}

/// Deletes a draft of the viewer's own. Answers the hashes of files that may now be unreferenced.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn discard_draft(db: &Db, viewer: &Viewer, id: RecordId) -> Result<Vec<String>> {
    let _ = (db, viewer, id);
    unimplemented!()
}
