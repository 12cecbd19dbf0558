//! Reading productions.

use super::{Production, ProductionLine, may_edit, read_work};
use crate::cursor::{cursor, page};
use crate::record::Page;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::production::Status;
use domain::{MemberId, ProductionId, ProjectId, RecordId, ShortlistId};
use sea_orm::QueryResult;

const COLUMNS: &str = "p.id, p.title, p.body, p.status, p.status_reason, p.director_id, m.handle,
    m.name, p.final_record_id, p.final_url, p.shortlist_id, p.trail_public,
    (SELECT count(*) FROM production_record i WHERE i.production_id = p.id),
    p.version, p.created_at, p.updated_at, p.released_at
    FROM production p JOIN member m ON m.id = p.director_id";

fn read(row: &QueryResult) -> Result<Production> {
    let mut columns = Columns::of(row);
    Ok(Production {
        id: ProductionId(columns.take()?),
        title: columns.take()?,
        body: columns.take()?,
        status: columns.word()?,
        status_reason: columns.take()?,
        director_id: MemberId(columns.take()?),
        director: columns.handle()?,
        director_name: columns.take()?,
        final_work: read_work(columns.take()?, columns.take()?),
        shortlist: columns.take::<Option<i64>>()?.map(ShortlistId),
        trail_public: columns.take()?,
        included_count: columns.take()?,
        version: columns.take()?,
        created_at: columns.time()?,
        updated_at: columns.time()?,
        released_at: columns.maybe_time()?,
    })
}

/// One production. All are public, whatever their status.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find_production(db: &Db, id: ProductionId) -> Result<Production> {
    let sql = format!("SELECT {COLUMNS} WHERE p.id = $1");
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    read(&row.ok_or(Error::NotFound)?)
}

/// The private notes of a production, for those who may change it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn find_notes(db: &Db, viewer: &Viewer, id: ProductionId) -> Result<String> {
    let sql = "SELECT notes, director_id FROM production WHERE id = $1";
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let notes = columns.take()?;
    match may_edit(MemberId(columns.take()?), viewer) {
        true => Ok(notes),
        false => Err(Error::Forbidden),
    }
}

/// Productions, the newest first, of one status or all.
///
/// # Errors
/// A rule for an `after` that no list gave.
pub async fn list_productions(
    db: &Db,
    status: Option<Status>,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Production>> {
    let limit = limit.clamp(1, 100);
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut values = Vec::new();
    if let Some(status) = status {
        values.extend(values![status.as_str()]);
        conditions.push("p.status = $1".to_owned());
    }
    if let Some((at, id)) = after.map(cursor).transpose()? {
        values.extend(values![at, id]);
        let n = values.len();
        conditions.push(format!("(p.created_at, p.id) < (${}, ${n})", n - 1));
    }
    let sql = format!(
        "SELECT {COLUMNS} WHERE {} ORDER BY p.created_at DESC, p.id DESC LIMIT {}",
        conditions.join(" AND "),
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let productions = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(page(productions, limit, |row| (row.created_at.0, row.id.0)))
}

/// The productions that include a record, the newest first, at most `limit`.
///
/// # Errors
/// [`Error::Database`].
pub async fn productions_with(
    db: &Db,
    record: RecordId,
    limit: u64,
) -> Result<Vec<ProductionLine>> {
    let sql = "SELECT p.id, p.title, p.status FROM production_record i
        JOIN production p ON p.id = i.production_id
        WHERE i.record_id = $1 ORDER BY p.id DESC LIMIT $2";
    read_lines(db, sql, record.0, limit).await
}

/// The productions that came of a project, the newest first, at most `limit`.
///
/// # Errors
/// [`Error::Database`].
pub async fn productions_of(
    db: &Db,
    project: ProjectId,
    limit: u64,
) -> Result<Vec<ProductionLine>> {
    let sql = "SELECT id, title, status FROM production WHERE project_id = $1
        ORDER BY id DESC LIMIT $2";
    read_lines(db, sql, project.0, limit).await
}

/// The productions that a member directs and that are not released or given up, the last changed first, at most
/// `limit`.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_open_productions(
    db: &Db,
    director: MemberId,
    limit: u64,
) -> Result<Vec<ProductionLine>> {
    let sql = "SELECT id, title, status FROM production
        WHERE director_id = $1 AND status IN ('planned', 'in_production')
        ORDER BY updated_at DESC, id DESC LIMIT $2";
    read_lines(db, sql, director.0, limit).await
}

async fn read_lines(db: &Db, sql: &str, about: i64, limit: u64) -> Result<Vec<ProductionLine>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sql::all(db.reader(), sql, values![about, limit]).await?;
    let line = |row: &QueryResult| {
        let mut columns = Columns::of(row);
        Ok(ProductionLine {
            id: ProductionId(columns.take()?),
            title: columns.take()?,
            status: columns.word()?,
        })
    };
    rows.iter().map(line).collect()
}

/// Whether everybody may read how the records of a shortlist were selected: unless a production made from it withholds
/// that.
///
/// # Errors
/// [`Error::Database`].
pub async fn is_trail_public(db: &Db, shortlist: ShortlistId) -> Result<bool> {
    let sql = "SELECT 1 FROM production WHERE shortlist_id = $1 AND NOT trail_public LIMIT 1";
    let withheld = sql::first(db.reader(), sql, values![shortlist.0]).await?;
    Ok(withheld.is_none())
}
