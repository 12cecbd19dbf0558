//! Reading members.

use super::command::known;
use super::{MemberLine, Profile, Remixer};
use crate::record::{CARD, RecordCard, read_cards};
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::MemberId;

/// The profile behind a handle.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn find_profile(db: &Db, handle: &str) -> Result<Profile> {
    let row = sql::first(
        db.reader(),
        "SELECT m.id, m.handle, m.name, m.bio, m.role, m.created_at,
            CASE WHEN m.password_hash IS NULL THEN m.corpus END,
            (SELECT count(*) FROM record r WHERE r.author_id = m.id AND r.status = 'published'),
            (SELECT count(DISTINCT l.remix_id) FROM record s
                JOIN remix_source l ON l.source_id = s.id
                JOIN record r ON r.id = l.remix_id
                WHERE s.author_id = m.id AND s.remix_count > 0
                    AND r.author_id <> m.id AND r.status = 'published')
         FROM member m WHERE m.handle = $1",
        values![known(handle)?],
    )
    .await?
    .ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(Profile {
        id: MemberId(columns.take()?),
        handle: columns.handle()?,
        name: columns.take()?,
        bio: columns.take()?,
        role: columns.word()?,
        joined_at: columns.time()?,
        corpus: columns.take()?,
        record_count: columns.take()?,
        remixed_count: columns.take()?,
    })
}

/// Other members who remixed this one's records, most first, at most `limit`.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_remixers(db: &Db, member: MemberId, limit: u64) -> Result<Vec<Remixer>> {
    let rows = sql::all(
        db.reader(),
        "SELECT m.handle, m.name, t.remixes FROM (
            SELECT r.author_id, count(DISTINCT l.remix_id) AS remixes FROM record s
            JOIN remix_source l ON l.source_id = s.id
            JOIN record r ON r.id = l.remix_id
            WHERE s.author_id = $1 AND s.remix_count > 0
                AND r.author_id <> $1 AND r.status = 'published'
            GROUP BY r.author_id
            ORDER BY remixes DESC, r.author_id LIMIT $2
         ) t JOIN member m ON m.id = t.author_id
         ORDER BY t.remixes DESC, m.id",
        values![member.0, at_most(limit)],
    )
    .await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok(Remixer {
                handle: columns.handle()?,
                name: columns.take()?,
                remix_count: columns.take()?,
            })
        })
        .collect()
}

/// Members whose handle or name begins with the words, at most `limit`.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn search_members(db: &Db, words: &str, limit: u64) -> Result<Vec<MemberLine>> {
    let words = domain::text::clean_line(words);
    let from = words.trim_start_matches('@').to_lowercase();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    // The last character there is: all that begins with `from` lies below.
    let to = format!("{from}\u{10ffff}");
    let name = match db.backend() {
        sea_orm::DbBackend::Postgres => "lower(name) COLLATE \"C\"",
        _ => "lower(name)",
    };
    let sql = format!(
        "SELECT m.handle, m.name,
            (SELECT count(*) FROM record r WHERE r.author_id = m.id AND r.status = 'published')
         FROM (
            SELECT * FROM (SELECT id FROM member WHERE handle >= $1 AND handle < $2
                ORDER BY handle LIMIT $3) AS by_handle
            UNION
            SELECT * FROM (SELECT id FROM member WHERE {name} >= $1 AND {name} < $2
                ORDER BY {name} LIMIT $3) AS by_name
         ) found JOIN member m ON m.id = found.id
         ORDER BY m.handle LIMIT $3"
    );
    let rows = sql::all(db.reader(), sql, values![from, to, at_most(limit)]).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok(MemberLine {
                handle: columns.handle()?,
                name: columns.take()?,
                record_count: columns.take()?,
            })
        })
        .collect()
}

/// The member's drafts, last changed first.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_drafts(db: &Db, member: MemberId) -> Result<Vec<RecordCard>> {
    let sql = format!(
        "SELECT {CARD} WHERE r.author_id = $1 AND r.published_at IS NULL AND r.status = 'draft'
         ORDER BY r.updated_at DESC, r.id DESC LIMIT 500"
    );
    read_cards(&sql::all(db.reader(), sql, values![member.0]).await?)
}

/// Whether anybody can sign in at all: `false` on a first start.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn anybody_can_sign_in(db: &Db) -> Result<bool> {
    let sql =
        "SELECT id FROM member WHERE password_hash IS NOT NULL AND suspended_at IS NULL LIMIT 1";
    Ok(sql::first(db.reader(), sql, Vec::new()).await?.is_some())
}

fn at_most(limit: u64) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
