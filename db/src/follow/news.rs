//! What those one follows put up and recommend.

use crate::record::{RecordCard, find_cards};
use crate::sql::{self, Columns, values};
use crate::{Db, Result};
use domain::{Handle, MemberId, RecordId};
use sea_orm::DbBackend;

/// Records looked at of each member who is followed.
const OF_EACH: i64 = 4;

/// A record that somebody recommends.
#[derive(Clone, Debug)]
pub struct Recommended {
    /// The record.
    pub card: RecordCard,
    /// Who recommends it.
    pub handle: Handle,
    /// Their name.
    pub name: String,
    /// Why.
    pub line: String,
}

/// The newest records of the members whom one follows, some of each, at most `limit`.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_followed_records(
    db: &Db,
    member: MemberId,
    limit: u64,
) -> Result<Vec<RecordCard>> {
    // The few newest of each are found in an index, so that it does not matter how much anybody put up.
    let sql = match db.backend() {
        DbBackend::Postgres => {
            "SELECT r.id FROM follow f CROSS JOIN LATERAL (
                SELECT id, published_at FROM record
                WHERE author_id = f.subject_id AND status = 'published'
                ORDER BY published_at DESC, id DESC LIMIT $2
             ) r WHERE f.member_id = $1 AND f.kind = 'member'
             ORDER BY r.published_at DESC, r.id DESC LIMIT $3"
        }
        _ => {
            "SELECT r.id FROM follow f, json_each((SELECT json_group_array(id) FROM (
                SELECT id FROM record
                WHERE author_id = f.subject_id AND status = 'published'
                ORDER BY published_at DESC, id DESC LIMIT $2))) j
             JOIN record r ON r.id = j.value
             WHERE f.member_id = $1 AND f.kind = 'member'
             ORDER BY r.published_at DESC, r.id DESC LIMIT $3"
        }
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(db.reader(), sql, values![member.0, OF_EACH, limit]).await?;
    let mut ids = Vec::with_capacity(rows.len());
    for row in &rows {
        ids.push(RecordId(row.try_get_by_index(0)?));
    }
    find_cards(db, &ids).await
}

/// The newest recommendations of the members whom one follows, some of each, at most `limit`; one's own records are left
/// out, and what was withdrawn.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_followed_recommendations(
    db: &Db,
    member: MemberId,
    limit: u64,
) -> Result<Vec<Recommended>> {
    let from = match db.backend() {
        DbBackend::Postgres => {
            "follow f CROSS JOIN LATERAL (
                SELECT record_id, created_at FROM recommendation WHERE member_id = f.subject_id
                ORDER BY created_at DESC, record_id DESC LIMIT $2
             ) j JOIN recommendation n ON n.record_id = j.record_id AND n.member_id = f.subject_id"
        }
        _ => {
            "follow f, json_each((SELECT json_group_array(record_id) FROM (
                SELECT record_id FROM recommendation WHERE member_id = f.subject_id
                ORDER BY created_at DESC, record_id DESC LIMIT $2))) j
             JOIN recommendation n ON n.record_id = j.value AND n.member_id = f.subject_id"
        }
    };
    let sql = format!(
        "SELECT n.record_id, m.handle, m.name, n.line FROM {from}
         JOIN record r ON r.id = n.record_id AND r.status = 'published' AND r.author_id <> $1
         JOIN member m ON m.id = n.member_id
         WHERE f.member_id = $1 AND f.kind = 'member'
         ORDER BY n.created_at DESC, n.record_id DESC LIMIT $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(db.reader(), sql, values![member.0, OF_EACH, limit]).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        let id = RecordId(columns.take()?);
        let (handle, name): (Handle, String) = (columns.handle()?, columns.take()?);
        let line: String = columns.take()?;
        found.push((id, handle, name, line));
    }
    let ids: Vec<RecordId> = found.iter().map(|(id, ..)| *id).collect();
    let cards = find_cards(db, &ids).await?;
    Ok(found
        .into_iter()
        .filter_map(|(id, handle, name, line)| {
            let card = cards.iter().find(|card| card.id == id)?.clone();
            Some(Recommended {
                card,
                handle,
                name,
                line,
            })
        })
        .collect())
}
