//! Recommendations: a heart with a line on why.

use crate::connect::transaction;
use crate::cursor::{cursor, page};
use crate::heart;
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::record::{CARD_COLUMNS, CARD_JOINS, Page, RecordCard, read_card};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::curation::CurationError;
use domain::notification::Kind;
use domain::{Handle, MemberId, RecordId};
use sea_orm::{DatabaseTransaction, Value};

/// A recommendation as it stands at its record.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// Who recommends it.
    pub by: Handle,
    /// Their name.
    pub by_name: String,
    /// Their id.
    pub member: MemberId,
    /// Why.
    pub line: String,
    /// Since when.
    pub at: Timestamp,
}

/// A record that a member recommends.
#[derive(Clone, Debug)]
pub struct Recommended {
    /// The record; published.
    pub card: RecordCard,
    /// Why.
    pub line: String,
    /// Since when.
    pub at: Timestamp,
}

/// Recommends another's record with a line on why, and puts the heart where it is not there yet. A second line takes
/// the place of the first, which nobody is told of again.
///
/// # Errors
/// [`Error::NotFound`] where it is not published; [`CurationError::OwnRecord`]; [`Error::TooOften`].
pub async fn recommend(db: &Db, viewer: &Viewer, record: RecordId, line: &str) -> Result<()> {
    let member = viewer.member;
    transaction!(db, |tx| {
        check_others(tx, member, record).await?;
        pace::count(tx, member, Act::Recommendation).await?;
        if heart::put(tx, member, record).await? > 0 {
            heart::count_change(tx, record, 1).await?;
        }
        let change = "UPDATE recommendation SET line = $3 WHERE record_id = $1 AND member_id = $2";
        if sql::run(tx, change, values![record.0, member.0, line]).await? > 0 {
            return Ok(());
        }
        let sql = "INSERT INTO recommendation (record_id, member_id, line, created_at)
            VALUES ($1, $2, $3, $4)";
        let values = values![record.0, member.0, line, Timestamp::now()];
        sql::run(tx, sql, values).await?;
        let mut event = Event::new(Kind::Recommended, member);
        event.record = Some(record);
        line.clone_into(&mut event.line);
        tell(tx, event).await
    })
}

/// Takes a recommendation back; the heart stays. Does nothing where there is none.
///
/// # Errors
/// [`Error::Database`].
pub async fn take_back(db: &Db, viewer: &Viewer, record: RecordId) -> Result<()> {
    transaction!(db, |tx| {
        let sql = "DELETE FROM recommendation WHERE record_id = $1 AND member_id = $2";
        sql::run(tx, sql, values![record.0, viewer.member.0]).await?;
        Ok(())
    })
}

async fn check_others(tx: &DatabaseTransaction, member: MemberId, record: RecordId) -> Result<()> {
    let sql = "SELECT author_id FROM record WHERE id = $1 AND status = 'published'";
    let row = sql::first(tx, sql, values![record.0]).await?;
    let author: i64 = row.ok_or(Error::NotFound)?.try_get_by_index(0)?;
    if author == member.0 {
        return Err(CurationError::OwnRecord { record }.into());
    }
    Ok(())
}

/// Why members recommend a record, last first.
///
/// # Errors
/// A rule for an `after` that no list gave.
pub async fn list_recommendations_of(
    db: &Db,
    record: RecordId,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Recommendation>> {
    let (beyond, values) = beyond("n.created_at", "n.member_id", record.0, after)?;
    let limit = limit.clamp(1, 100);
    let sql = format!(
        "SELECT m.handle, m.name, m.id, n.line, n.created_at
         FROM recommendation n JOIN member m ON m.id = n.member_id
         WHERE n.record_id = $1 {beyond} ORDER BY n.created_at DESC, n.member_id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        found.push(Recommendation {
            by: columns.handle()?,
            by_name: columns.take()?,
            member: MemberId(columns.take()?),
            line: columns.take()?,
            at: columns.time()?,
        });
    }
    Ok(page(found, limit, |row| (row.at.0, row.member.0)))
}

/// What a member recommends, last first. Withdrawn records are left out: the words were about what is gone.
///
/// # Errors
/// A rule for an `after` that no list gave.
pub async fn list_recommendations_by(
    db: &Db,
    member: MemberId,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Recommended>> {
    let (beyond, values) = beyond("n.created_at", "n.record_id", member.0, after)?;
    let limit = limit.clamp(1, 100);
    let sql = format!(
        "SELECT {CARD_COLUMNS}, n.line, n.created_at
         FROM recommendation n JOIN record r ON r.id = n.record_id {CARD_JOINS}
         WHERE n.member_id = $1 AND r.status = 'published' {beyond}
         ORDER BY n.created_at DESC, n.record_id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        found.push(Recommended {
            card: read_card(&mut columns)?,
            line: columns.take()?,
            at: columns.time()?,
        });
    }
    Ok(page(found, limit, |row| (row.at.0, row.card.id.0)))
}

/// The condition that a row lies beyond the cursor, and the parameters of the query.
fn beyond(key: &str, id: &str, of: i64, after: Option<&str>) -> Result<(String, Vec<Value>)> {
    Ok(match after.map(cursor).transpose()? {
        None => (String::new(), values![of]),
        Some((at, last)) => (
            format!("AND ({key}, {id}) < ($2, $3)"),
            values![of, at, last],
        ),
    })
}

/// What a member said of a record.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Whether they hearted it.
    pub hearted: bool,
    /// Why they recommend it.
    pub line: Option<String>,
    /// Whether a flag of theirs waits for an answer.
    pub flagged: bool,
}

/// What a member said of a record.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_own(db: &Db, member: MemberId, record: RecordId) -> Result<Own> {
    let sql = "SELECT
        (SELECT 1 FROM heart WHERE record_id = $1 AND member_id = $2),
        (SELECT line FROM recommendation WHERE record_id = $1 AND member_id = $2),
        (SELECT 1 FROM flag WHERE record_id = $1 AND member_id = $2 AND settled_at IS NULL)";
    let row = sql::first(db.reader(), sql, values![record.0, member.0]).await?;
    let Some(row) = row else {
        return Ok(Own::default());
    };
    let mut columns = Columns::of(&row);
    Ok(Own {
        hearted: columns.take::<Option<i32>>()?.is_some(),
        line: columns.take()?,
        flagged: columns.take::<Option<i32>>()?.is_some(),
    })
}
