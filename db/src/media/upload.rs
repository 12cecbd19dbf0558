//! Adding an uploaded file, within the member's quota.

use super::Upload;
use crate::challenge::remember;
use crate::connect::transaction;
use crate::pace::{self, Act};
use crate::record::{NewDraft, insert_draft, write_sources};
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp, entity};
use domain::record::Details;
use domain::remix::{NamedSource, RemixError, check_sources};
use domain::text::{TITLE_MAX, clean_line};
use domain::{ChallengeId, MediaId, MemberId, RecordId, Rule};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait,
};

/// Bytes a member may keep.
const BYTES_MAX: i64 = 5_000_000_000;
/// Files a member may keep.
const FILES_MAX: i64 = 10_000;

/// Checks, before a byte is stored, that the member may upload so many bytes more (5 GB, 10,000 files, 20 records an hour).
///
/// # Errors
/// [`crate::Error::QuotaFull`] or [`crate::Error::TooOften`].
pub async fn check_quota(db: &Db, member: MemberId, bytes: i64) -> Result<()> {
    pace::check(db.reader(), member, Act::Record).await?;
    check_room(db.reader(), member, bytes).await
}

/// # Errors
/// [`Error::QuotaFull`].
async fn check_room<C: ConnectionTrait>(on: &C, member: MemberId, bytes: i64) -> Result<()> {
    let sql = "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT), count(*) FROM media
        WHERE owner_id = $1";
    let row = sql::first(on, sql, values![member.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let (used, files): (i64, i64) = (columns.take()?, columns.take()?);
    if files >= FILES_MAX || used.saturating_add(bytes.max(0)) > BYTES_MAX {
        return Err(Error::QuotaFull {
            used,
            limit: BYTES_MAX,
        });
    }
    Ok(())
}

/// Adds a stored file and makes a draft of it (title from the file's name), with these sources, and for this challenge.
///
/// # Errors
/// [`crate::Error::QuotaFull`], [`crate::Error::TooOften`], [`crate::Error::NotFound`] for a source or a challenge that
/// is not visible.
pub async fn add_upload(
    db: &Db,
    member: MemberId,
    upload: &Upload,
    sources: &[RecordId],
    challenge: Option<ChallengeId>,
) -> Result<RecordId> {
    let named: Vec<NamedSource> = sources
        .iter()
        .map(|source| NamedSource {
            source: *source,
            used: String::new(),
        })
        .collect();
    let named = check_sources(None, &named)?;
    transaction!(db, |tx| {
        pace::count(tx, member, Act::Record).await?;
        check_room(tx, member, upload.bytes).await?;
        let media = insert_media(tx, member, upload).await?;
        let details = Details {
            title: first_title(&upload.file_name),
            description: String::new(),
            tags: Vec::new(),
        };
        let new = NewDraft {
            author: member,
            details,
            medium: upload.medium,
            body: None,
            license: None,
            media: Some(media),
        };
        let id = insert_draft(tx, new).await?;
        remember(tx, id, challenge).await?;
        match write_sources(tx, id, &named).await {
            Err(Error::Rule(Rule::Remix(RemixError::UnknownSource { .. }))) => Err(Error::NotFound),
            result => result.map(|()| id),
        }
    })
}

async fn insert_media(
    tx: &DatabaseTransaction,
    owner: MemberId,
    upload: &Upload,
) -> Result<MediaId> {
    let smallest = upload.variants.iter().min_by_key(|variant| variant.width);
    let row = entity::media::ActiveModel {
        owner_id: Set(owner.0),
        hash: Set(upload.hash.clone()),
        mime: Set(upload.mime.clone()),
        medium: Set(upload.medium.to_string()),
        bytes: Set(upload.bytes),
        width: Set(upload.width),
        height: Set(upload.height),
        duration_ms: Set(upload.duration_ms),
        peaks: Set(upload.peaks.clone()),
        file_name: Set(upload.file_name.clone()),
        thumb_name: Set(smallest.map(|variant| variant.name.clone())),
        thumb_width: Set(smallest.map(|variant| variant.width)),
        thumb_height: Set(smallest.map(|variant| variant.height)),
        created_at: Set(Timestamp::now().0),
        ..Default::default()
    };
    let media = row.insert(tx).await?.id;
    let variants = upload
        .variants
        .iter()
        .map(|variant| entity::media_variant::ActiveModel {
            media_id: Set(media),
            name: Set(variant.name.clone()),
            hash: Set(variant.hash.clone()),
            mime: Set(variant.mime.clone()),
            bytes: Set(variant.bytes),
            width: Set(variant.width),
            height: Set(variant.height),
        });
    if !upload.variants.is_empty() {
        entity::media_variant::Entity::insert_many(variants)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(MediaId(media))
}

/// A file's name without its ending, as a title to begin with.
fn first_title(file_name: &str) -> String {
    let stem = match file_name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 5 => stem,
        _ => file_name,
    };
    let title: String = clean_line(&stem.replace('_', " "))
        .chars()
        .take(TITLE_MAX)
        .collect();
    if title.is_empty() {
        "Untitled".to_owned()
    } else {
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_title() {
        let rows = [
            ("rain_on_tin.wav", "rain on tin"),
            ("take 2.final.mp3", "take 2.final"),
            (".png", ".png"),
            ("", "Untitled"),
            ("no. 5 in the series", "no. 5 in the series"),
            ("gnp\u{202e}exe.png", "gnpexe"),
        ];
        for (name, title) in rows {
            assert_eq!(first_title(name), title);
        }
        assert_eq!(first_title(&"é".repeat(300)).chars().count(), TITLE_MAX);
    }
}
