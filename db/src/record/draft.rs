//! Making and changing drafts.

use super::excerpt;
use crate::challenge::remember;
use crate::connect::transaction;
use crate::pace::{self, Act};
use crate::session::Viewer;
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Conflict, Db, Error, Result, Timestamp, entity};
use domain::license::License;
use domain::record::{Body, Details, RecordError, Status};
use domain::remix::{NamedSource, RemixError};
use domain::text::{Field, TextError};
use domain::{ChallengeId, MediaId, Medium, MemberId, RecordId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait,
};

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
    create_draft_for(db, viewer, form, None).await
}

/// [`create_draft`], which is entered for a challenge once it is published.
///
/// # Errors
/// As [`create_draft`]; [`crate::Error::NotFound`] where there is no such challenge.
pub async fn create_draft_for(
    db: &Db,
    viewer: &Viewer,
    form: &DraftForm,
    challenge: Option<ChallengeId>,
) -> Result<RecordId> {
    let Some(body) = &form.body else {
        return Err(TextError::Malformed(Field::Medium).into());
    };
    transaction!(db, |tx| {
        pace::count(tx, viewer.member, Act::Record).await?;
        let new = NewDraft {
            author: viewer.member,
            details: form.details.clone(),
            medium: body.medium,
            body: Some(body.clone()),
            license: form.license,
            media: None,
        };
        let id = insert_draft(tx, new).await?;
        write_sources(tx, id, &form.sources).await?;
        remember(tx, id, challenge).await?;
        Ok(id)
    })
}

/// A draft to be written.
pub(crate) struct NewDraft {
    pub(crate) author: MemberId,
    pub(crate) details: Details,
    pub(crate) medium: Medium,
    pub(crate) body: Option<Body>,
    pub(crate) license: Option<License>,
    pub(crate) media: Option<MediaId>,
}

/// Writes a draft with its tags.
pub(crate) async fn insert_draft(tx: &DatabaseTransaction, new: NewDraft) -> Result<RecordId> {
    let now = Timestamp::now().0;
    let author = entity::member::Entity::find_by_id(new.author.0)
        .one(tx)
        .await?;
    let (text, language) = new
        .body
        .map_or_else(Default::default, |body| (body.text, body.language));
    let row = entity::record::ActiveModel {
        author_id: Set(new.author.0),
        credited_name: Set(author.ok_or(Error::NotFound)?.name),
        title: Set(new.details.title),
        medium: Set(new.medium.to_string()),
        license: Set(new.license.map(|license| license.to_string())),
        status: Set(Status::Draft.as_str().to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
        media_id: Set(new.media.map(|media| media.0)),
        language: Set(language),
        excerpt: Set(excerpt(&text)),
        description: Set(new.details.description),
        body: Set(text),
        ..Default::default()
    };
    let id = RecordId(row.insert(tx).await?.id);
    write_tags(tx, id, &new.details.tags, None).await?;
    Ok(id)
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
    transaction!(db, |tx| save(tx, viewer, id, version, form).await)
}

/// [`save_draft`], and the challenge that it is entered for once it is published, or none.
///
/// # Errors
/// As [`save_draft`]; [`crate::Error::NotFound`] where there is no such challenge.
pub async fn save_draft_for(
    db: &Db,
    viewer: &Viewer,
    id: RecordId,
    version: i64,
    form: &DraftForm,
    challenge: Option<ChallengeId>,
) -> Result<()> {
    transaction!(db, |tx| {
        save(tx, viewer, id, version, form).await?;
        remember(tx, id, challenge).await
    })
}

async fn save(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: RecordId,
    version: i64,
    form: &DraftForm,
) -> Result<()> {
    let own = find_own(tx, viewer, id).await?;
    match own.status {
        Status::Draft => {}
        Status::Published => return Err(RecordError::AlreadyPublished.into()),
        Status::Withdrawn => return Err(RecordError::Withdrawn.into()),
    }
    own.check_version(version)?;
    let Details {
        title,
        description,
        tags,
    } = &form.details;
    let license = form.license.map(License::spdx);
    sql::run(
        tx,
        "UPDATE record SET title = $2, description = $3, license = $4, updated_at = $5,
            version = version + 1 WHERE id = $1",
        values![id.0, title, description, license, Timestamp::now()],
    )
    .await?;
    if let Some(body) = &form.body {
        if own.media.is_some() {
            return Err(TextError::Malformed(Field::Medium).into());
        }
        let medium = body.medium.as_str();
        sql::run(
            tx,
            "UPDATE record SET medium = $2, body = $3, excerpt = $4, language = $5
             WHERE id = $1",
            values![
                id.0,
                medium,
                &body.text,
                excerpt(&body.text),
                &body.language
            ],
        )
        .await?;
    }
    write_tags(tx, id, tags, None).await?;
    write_sources(tx, id, &form.sources).await
}

/// A record of the viewer's own, as it stands within a transaction.
pub(crate) struct Own {
    pub(crate) status: Status,
    version: i64,
    pub(crate) media: Option<MediaId>,
    pub(crate) medium: Medium,
}

impl Own {
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`].
    pub(crate) fn check_version(&self, version: i64) -> Result<()> {
        if self.version == version {
            Ok(())
        } else {
            Err(Conflict::ChangedMeanwhile.into())
        }
    }
}

/// Finds a record of the viewer's own and holds it until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`], also where it is another's.
pub(super) async fn find_own(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: RecordId,
) -> Result<Own> {
    let (own, author) = find_held(tx, id).await?;
    if author == viewer.member {
        Ok(own)
    } else {
        Err(Error::NotFound)
    }
}

/// Finds a record with its author and holds it until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn find_held(tx: &DatabaseTransaction, id: RecordId) -> Result<(Own, MemberId)> {
    let hold = sql::for_update(tx);
    let sql = format!(
        "SELECT status, version, media_id, medium, author_id FROM record WHERE id = $1{hold}"
    );
    let row = sql::first(tx, sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let own = Own {
        status: super::cards::read_status(&mut columns)?,
        version: columns.take()?,
        media: columns.take::<Option<i64>>()?.map(MediaId),
        medium: columns.word()?,
    };
    Ok((own, MemberId(columns.take()?)))
}

/// Replaces a record's tags.
pub(super) async fn write_tags(
    tx: &DatabaseTransaction,
    id: RecordId,
    tags: &[String],
    published_at: Option<i64>,
) -> Result<()> {
    let clear = "DELETE FROM record_tag WHERE record_id = $1";
    sql::run(tx, clear, values![id.0]).await?;
    let rows = (0..)
        .zip(tags)
        .map(|(position, tag)| entity::record_tag::ActiveModel {
            record_id: Set(id.0),
            tag: Set(tag.clone()),
            position: Set(position),
            published_at: Set(published_at),
        });
    if !tags.is_empty() {
        entity::record_tag::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Replaces the sources of a draft.
///
/// # Errors
/// [`RemixError::UnknownSource`] for one that is not published.
pub(crate) async fn write_sources(
    tx: &DatabaseTransaction,
    id: RecordId,
    sources: &[NamedSource],
) -> Result<()> {
    if sources.iter().any(|named| named.source == id) {
        return Err(RemixError::OwnSource.into());
    }
    check_published(tx, sources).await?;
    let clear = "DELETE FROM remix_source WHERE remix_id = $1";
    sql::run(tx, clear, values![id.0]).await?;
    let count = sources.len() as i64;
    let sql = "UPDATE record SET source_count = $2 WHERE id = $1";
    sql::run(tx, sql, values![id.0, count]).await?;
    let rows = (0..)
        .zip(sources)
        .map(|(position, named)| entity::remix_source::ActiveModel {
            remix_id: Set(id.0),
            source_id: Set(named.source.0),
            position: Set(position),
            used: Set(named.used.clone()),
            weight: Set(1),
        });
    if !sources.is_empty() {
        entity::remix_source::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

async fn check_published(tx: &DatabaseTransaction, sources: &[NamedSource]) -> Result<()> {
    let backend = tx.get_database_backend();
    let among = is_among(backend, "id", 1);
    let sql = format!("SELECT id FROM record WHERE {among} AND status = 'published'");
    let list = id_list(backend, sources.iter().map(|named| named.source.0));
    let mut published = Vec::with_capacity(sources.len());
    for row in sql::all(tx, sql, values![list]).await? {
        published.push(row.try_get_by_index::<i64>(0)?);
    }
    match sources.iter().find(|n| !published.contains(&n.source.0)) {
        Some(NamedSource { source, .. }) => {
            Err(RemixError::UnknownSource { source: *source }.into())
        }
        None => Ok(()),
    }
}
