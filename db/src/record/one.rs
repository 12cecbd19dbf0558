//! One record with all that its page shows.

use super::cards::{CARD_COLUMNS, CARD_JOINS, read_card};
use super::view::{RecordView, SourceView};
use crate::media::{MediaView, Variant};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::record::Status;
use domain::{MediaId, MemberId, RecordId};
use sea_orm::QueryResult;

/// All of one record, in a number of queries that does not grow with its sources: one for the record with its tags
/// and file, one for its sources if it has any, one for the file's variants if it has a file.
///
/// # Errors
/// [`crate::Error::NotFound`] where there is none, or it is another's draft.
pub async fn find_record(db: &Db, viewer: Option<&Viewer>, id: RecordId) -> Result<RecordView> {
    let sql = format!(
        "SELECT {CARD_COLUMNS}, r.author_id, r.body, r.language, r.description, r.url,
            r.external_id, r.published_at, r.withdrawn_at, r.version,
            (SELECT string_agg(t.tag, ',' ORDER BY t.position) FROM record_tag t
                WHERE t.record_id = r.id),
            f.mime, f.bytes, f.width, f.height, f.file_name, f.id,
            EXISTS (SELECT 1 FROM contribution c WHERE c.record_id = r.id)
                OR EXISTS (SELECT 1 FROM challenge_source h WHERE h.record_id = r.id),
            EXISTS (SELECT 1 FROM production_record p WHERE p.record_id = r.id)
         FROM record r {CARD_JOINS} WHERE r.id = $1"
    );
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    let mut record = read_record(&row.ok_or(Error::NotFound)?)?;
    let is_author = viewer.is_some_and(|viewer| viewer.member == record.author_id);
    if record.card.status == Status::Draft && !is_author {
        return Err(Error::NotFound);
    }
    if record.card.source_count > 0 {
        record.sources = find_sources(db, id).await?;
    }
    if let Some(media) = &mut record.media {
        media.variants = find_variants(db, media.id).await?;
    }
    Ok(record)
}

fn read_record(row: &QueryResult) -> Result<RecordView> {
    let mut columns = Columns::of(row);
    let card = read_card(&mut columns)?;
    let author_id = MemberId(columns.take()?);
    let (body, language, description) = (columns.take()?, columns.take()?, columns.take()?);
    let (url, external_id) = (columns.take()?, columns.take()?);
    let (published_at, withdrawn_at) = (columns.maybe_time()?, columns.maybe_time()?);
    let version = columns.take()?;
    let tags: Option<String> = columns.take()?;
    // No tag holds a comma: it separates them where they are typed.
    let tags = tags.map_or_else(Vec::new, |tags| {
        tags.split(',').map(str::to_owned).collect()
    });
    let media = read_media(&mut columns, card.duration_ms, card.peaks.clone())?;
    Ok(RecordView {
        author_id,
        body,
        language,
        description,
        tags,
        media,
        is_in_challenge: columns.take()?,
        is_in_production: columns.take()?,
        url,
        external_id,
        sources: Vec::new(),
        published_at,
        withdrawn_at,
        version,
        card,
    })
}

fn read_media(
    columns: &mut Columns<'_>,
    duration_ms: Option<i64>,
    peaks: Option<Vec<u8>>,
) -> Result<Option<MediaView>> {
    let (mime, bytes): (Option<String>, Option<i64>) = (columns.take()?, columns.take()?);
    let (width, height) = (columns.take()?, columns.take()?);
    let (file_name, id): (Option<String>, Option<i64>) = (columns.take()?, columns.take()?);
    let (Some(mime), Some(bytes), Some(file_name), Some(id)) = (mime, bytes, file_name, id) else {
        return Ok(None);
    };
    Ok(Some(MediaView {
        id: MediaId(id),
        mime,
        bytes,
        width,
        height,
        duration_ms,
        peaks,
        file_name,
        variants: Vec::new(),
    }))
}

async fn find_sources(db: &Db, remix: RecordId) -> Result<Vec<SourceView>> {
    let sql = format!(
        "SELECT {CARD_COLUMNS}, l.used, l.added IS NOT NULL
         FROM remix_source l JOIN record r ON r.id = l.source_id {CARD_JOINS}
         WHERE l.remix_id = $1 ORDER BY l.position, l.source_id"
    );
    let rows = sql::all(db.reader(), sql, values![remix.0]).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok(SourceView {
                card: read_card(&mut columns)?,
                used: columns.take()?,
                is_added: columns.take()?,
            })
        })
        .collect()
}

async fn find_variants(db: &Db, media: MediaId) -> Result<Vec<Variant>> {
    let sql = "SELECT name, hash, mime, bytes, width, height FROM media_variant
         WHERE media_id = $1 ORDER BY width, name";
    let rows = sql::all(db.reader(), sql, values![media.0]).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok(Variant {
                name: columns.take()?,
                hash: columns.take()?,
                mime: columns.take()?,
                bytes: columns.take()?,
                width: columns.take()?,
                height: columns.take()?,
            })
        })
        .collect()
}
