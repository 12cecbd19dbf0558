//! Files to send, and files that nobody needs any more.

use super::MediaFile;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::MediaId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

/// The file behind `/media/{id}` or `/media/{id}/{variant}`, where the viewer may see its record.
///
/// # Errors
/// [`crate::Error::NotFound`], also where it is another's draft or withdrawn.
pub async fn find_file(
    db: &Db,
    viewer: Option<&Viewer>,
    media: MediaId,
    variant: Option<&str>,
) -> Result<MediaFile> {
    let row = match variant {
        None => {
            let sql = "SELECT f.hash, f.mime, f.bytes, f.file_name, f.owner_id, r.status
                FROM media f JOIN record r ON r.media_id = f.id WHERE f.id = $1";
            sql::first(db.reader(), sql, values![media.0]).await?
        }
        Some(name) => {
            let sql = "SELECT v.hash, v.mime, v.bytes, f.file_name, f.owner_id, r.status
                FROM media_variant v JOIN media f ON f.id = v.media_id
                JOIN record r ON r.media_id = f.id WHERE v.media_id = $1 AND v.name = $2";
            sql::first(db.reader(), sql, values![media.0, name]).await?
        }
    };
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let mut file = MediaFile {
        hash: columns.take()?,
        mime: columns.take()?,
        bytes: columns.take()?,
        file_name: columns.take()?,
        public: false,
    };
    let owner: i64 = columns.take()?;
    let status: String = columns.take()?;
    file.public = status == "published";
    let is_owner = viewer.is_some_and(|viewer| viewer.member.0 == owner);
    if file.public || is_owner {
        Ok(file)
    } else {
        Err(Error::NotFound)
    }
}

/// Removes a record's file and its variants, once the record no longer names it. Answers the hashes that
/// nothing refers to any more.
pub(crate) async fn remove_media(
    tx: &DatabaseTransaction,
    media: Option<MediaId>,
) -> Result<Vec<String>> {
    let Some(media) = media else {
        return Ok(Vec::new());
    };
    let sql = "SELECT hash FROM media WHERE id = $1
        UNION SELECT hash FROM media_variant WHERE media_id = $1";
    let mut hashes = Vec::new();
    for row in sql::all(tx, sql, values![media.0]).await? {
        hashes.push(row.try_get_by_index(0)?);
    }
    let variants = "DELETE FROM media_variant WHERE media_id = $1";
    sql::run(tx, variants, values![media.0]).await?;
    sql::run(tx, "DELETE FROM media WHERE id = $1", values![media.0]).await?;
    without_references(tx, &hashes).await
}

/// Which of these hashes nothing refers to any more: their objects may be deleted.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn unreferenced(db: &Db, hashes: &[String]) -> Result<Vec<String>> {
    // On the connection that writes, which sees what was added last.
    without_references(db.writer(), hashes).await
}

async fn without_references<C: ConnectionTrait>(on: &C, hashes: &[String]) -> Result<Vec<String>> {
    let is_hash = |hash: &&String| hash.bytes().all(|b| b.is_ascii_hexdigit());
    let hashes: Vec<&String> = hashes.iter().filter(is_hash).collect();
    let (list, given) = match on.get_database_backend() {
        DbBackend::Postgres => (
            "unnest(CAST($1 AS text)::text[])",
            quoted('{', &hashes, '}'),
        ),
        _ => ("json_each($1)", quoted('[', &hashes, ']')),
    };
    let sql = format!(
        "SELECT given.value FROM {list} AS given(value)
         WHERE NOT EXISTS (SELECT 1 FROM media f WHERE f.hash = given.value)
            AND NOT EXISTS (SELECT 1 FROM media_variant v WHERE v.hash = given.value)"
    );
    let sql = match on.get_database_backend() {
        DbBackend::Postgres => sql,
        _ => sql.replace("given(value)", "given"),
    };
    let rows = sql::all(on, sql, values![given]).await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

fn quoted(open: char, hashes: &[&String], close: char) -> String {
    let quoted: Vec<String> = hashes.iter().map(|hash| format!("\"{hash}\"")).collect();
    format!("{open}{}{close}", quoted.join(","))
}
