//! Flags: a member says that something is not right with a record, and a curator answers. Nothing waits for them.

use super::{find_author, note_change};
use crate::connect::transaction;
use crate::cursor::{cursor, page};
use crate::notification::{Event, tell};
use crate::pace::{self, Act};
use crate::record::{CARD_COLUMNS, CARD_JOINS, Page, RecordCard, read_card};
use crate::session::Viewer;
use crate::shortlist::check_curator;
use crate::sql::{self, Columns, values};
use crate::{Conflict, Db, Error, Result, Timestamp};
use domain::curation::CurationError;
use domain::notification::Kind;
use domain::{Handle, MemberId, RecordId};
use sea_orm::{QueryResult, Value};

/// A flag that waits for an answer.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The id.
    pub id: i64,
    /// Who flagged it.
    pub by: Handle,
    /// Their name.
    pub by_name: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Flags a published record.
///
/// # Errors
/// [`Error::NotFound`]; [`Conflict::AlreadyDone`] where a flag of the viewer's on it waits already; [`Error::TooOften`].
pub async fn flag_record(db: &Db, viewer: &Viewer, record: RecordId, reason: &str) -> Result<()> {
    transaction!(db, |tx| {
        pace::wait(tx, viewer.member).await?;
        let sql = "SELECT id FROM record WHERE id = $1 AND status = 'published'";
        sql::first(tx, sql, values![record.0])
            .await?
            .ok_or(Error::NotFound)?;
        let sql = "INSERT INTO flag (record_id, member_id, reason, created_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let values = values![record.0, viewer.member.0, reason, Timestamp::now()];
        if sql::run(tx, sql, values).await? == 0 {
            return Err(Conflict::AlreadyDone.into());
        }
        pace::note(tx, viewer.member, Act::Flag).await
    })
}

/// Settles a flag with an answer, of which the member who set it is told.
///
/// # Errors
/// [`Error::NotFound`], also for whoever is no curator; [`CurationError::OwnFlag`] where the viewer set the flag or made
/// the record; [`Conflict::AlreadyDone`] where another curator was first.
pub async fn settle_flag(db: &Db, viewer: &Viewer, flag: i64, answer: &str) -> Result<()> {
    check_curator(viewer)?;
    transaction!(db, |tx| {
        let sql = "UPDATE flag SET settled_at = $2, settled_by = $3, answer = $4
            WHERE id = $1 AND settled_at IS NULL RETURNING record_id, member_id";
        let values = values![flag, Timestamp::now(), viewer.member.0, answer];
        let Some(row) = sql::first(tx, sql, values).await? else {
            let sql = "SELECT id FROM flag WHERE id = $1";
            let known = sql::first(tx, sql, values![flag]).await?;
            return Err(match known {
                Some(_) => Conflict::AlreadyDone.into(),
                None => Error::NotFound,
            });
        };
        let mut columns = Columns::of(&row);
        let (record, by) = (RecordId(columns.take()?), MemberId(columns.take()?));
        if by == viewer.member || find_author(tx, record).await? == viewer.member {
            return Err(CurationError::OwnFlag.into());
        }
        note_change(tx, record).await?;
        let mut event = Event::new(Kind::FlagSettled, viewer.member);
        event.record = Some(record);
        event.member = Some(by);
        answer.clone_into(&mut event.line);
        tell(tx, event).await
    })
}

/// The flags that wait for an answer with their records, first to last.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator; a rule for an `after` that no list gave.
pub async fn list_open_flags(
    db: &Db,
    viewer: &Viewer,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<(RecordCard, Flag)>> {
    check_curator(viewer)?;
    let limit = limit.clamp(1, 100);
    let (beyond, values): (&str, Vec<Value>) = match after.map(cursor).transpose()? {
        None => ("", Vec::new()),
        Some((at, id)) => ("AND (g.created_at, g.id) > ($1, $2)", values![at, id]),
    };
    let sql = format!(
        "SELECT {CARD_COLUMNS}, {FLAG} FROM flag g JOIN member b ON b.id = g.member_id
         JOIN record r ON r.id = g.record_id {CARD_JOINS}
         WHERE g.settled_at IS NULL {beyond} ORDER BY g.created_at, g.id LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let line = |row: &QueryResult| {
        let mut columns = Columns::of(row);
        Ok((read_card(&mut columns)?, read_flag(&mut columns)?))
    };
    let rows = rows.iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(page(rows, limit, |(_, flag)| (flag.at.0, flag.id)))
}

const FLAG: &str = "g.id, b.handle, b.name, g.reason, g.created_at";

fn read_flag(columns: &mut Columns<'_>) -> Result<Flag> {
    Ok(Flag {
        id: columns.take()?,
        by: columns.handle()?,
        by_name: columns.take()?,
        reason: columns.take()?,
        at: columns.time()?,
    })
}

/// The flags on a record that wait for an answer.
pub(super) async fn find_open_flags(db: &Db, record: RecordId) -> Result<Vec<Flag>> {
    let sql = format!(
        "SELECT {FLAG} FROM flag g JOIN member b ON b.id = g.member_id
         WHERE g.record_id = $1 AND g.settled_at IS NULL ORDER BY g.created_at, g.id LIMIT 100"
    );
    let rows = sql::all(db.reader(), sql, values![record.0]).await?;
    rows.iter()
        .map(|row| read_flag(&mut Columns::of(row)))
        .collect()
}
