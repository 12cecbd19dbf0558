//! Reading shortlists.

use super::{Shortlist, ShortlistEvent, ShortlistRecord, VoteView, check_curator};
use crate::cursor::{cursor, page};
use crate::record::{CARD_COLUMNS, CARD_JOINS, Page, read_card};
use crate::session::Viewer;
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Error, Result};
use domain::curation::Vote;
use domain::production::INCLUDED_MAX;
use domain::{ProjectId, RecordId, ShortlistId};
use sea_orm::{QueryResult, Value};
use std::collections::HashMap;

const COLUMNS: &str = "s.id, s.title, s.body, s.project_id, p.title, m.handle, m.name, \
    s.record_count, s.version, s.created_at, s.updated_at, s.closed_at";
const JOINS: &str = "FROM shortlist s JOIN member m ON m.id = s.started_by \
    LEFT JOIN project p ON p.id = s.project_id";

/// How the records of a shortlist are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Most votes first, less those against.
    #[default]
    Votes,
    /// Last added first.
    Added,
}

/// A shortlist.
///
/// # Errors
/// [`Error::NotFound`], also for whoever is no curator.
pub async fn find_shortlist(db: &Db, viewer: &Viewer, id: ShortlistId) -> Result<Shortlist> {
    check_curator(viewer)?;
    let sql = format!("SELECT {COLUMNS} {JOINS} WHERE s.id = $1");
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    read(&row.ok_or(Error::NotFound)?)
}

/// All shortlists, the one on which something was last done first.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator; a rule for an `after` that no list gave.
pub async fn list_shortlists(
    db: &Db,
    viewer: &Viewer,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Shortlist>> {
    check_curator(viewer)?;
    let limit = limit.clamp(1, 100);
    let (beyond, values) = match after.map(cursor).transpose()? {
        None => (String::new(), Vec::new()),
        Some((at, id)) => (
            "WHERE (s.updated_at, s.id) < ($1, $2)".to_owned(),
            values![at, id],
        ),
    };
    let sql = format!(
        "SELECT {COLUMNS} {JOINS} {beyond} ORDER BY s.updated_at DESC, s.id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let rows = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(page(rows, limit, |shortlist| {
        (shortlist.updated_at.0, shortlist.id.0)
    }))
}

/// A shortlist to send records to.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The id.
    pub id: ShortlistId,
    /// The title.
    pub title: String,
}

/// The open shortlists on which something was last done, at most 100.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator.
pub async fn list_open_shortlists(db: &Db, viewer: &Viewer) -> Result<Vec<Choice>> {
    check_curator(viewer)?;
    let sql = "SELECT id, title FROM shortlist WHERE closed_at IS NULL
        ORDER BY updated_at DESC, id DESC LIMIT 100";
    let rows = sql::all(db.reader(), sql, Vec::new()).await?;
    let choice = |row: &QueryResult| {
        let mut columns = Columns::of(row);
        Ok(Choice {
            id: ShortlistId(columns.take()?),
            title: columns.take()?,
        })
    };
    rows.iter().map(choice).collect()
}

/// The records on a shortlist with their votes. Whoever calls has found the shortlist first.
///
/// # Errors
/// A rule for an `after` that no list gave.
pub async fn list_shortlist_records(
    db: &Db,
    id: ShortlistId,
    order: Order,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<ShortlistRecord>> {
    let limit = limit.clamp(1, 100);
    let key = match order {
        Order::Votes => "l.vote_sum",
        Order::Added => "l.added_at",
    };
    let mut values: Vec<Value> = values![id.0];
    let beyond = match after.map(cursor).transpose()? {
        None => String::new(),
        Some((key_value, record)) => {
            values.extend(values![key_value, record]);
            format!("AND ({key}, l.record_id) < ($2, $3)")
        }
    };
    let sql = format!(
        "SELECT {CARD_COLUMNS}, l.reason, a.handle, a.name, l.added_at, l.vote_sum
         FROM shortlist_record l JOIN record r ON r.id = l.record_id {CARD_JOINS}
         JOIN member a ON a.id = l.added_by
         WHERE l.shortlist_id = $1 {beyond} ORDER BY {key} DESC, l.record_id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let records = rows.iter().map(read_record).collect::<Result<Vec<_>>>()?;
    let mut page = page(records, limit, |record| {
        let key = match order {
            Order::Votes => record.vote_sum,
            Order::Added => record.added_at.0,
        };
        (key, record.card.id.0)
    });
    add_votes(db, id, &mut page.rows).await?;
    Ok(page)
}

fn read_record(row: &QueryResult) -> Result<ShortlistRecord> {
    let mut columns = Columns::of(row);
    Ok(ShortlistRecord {
        card: read_card(&mut columns)?,
        reason: columns.take()?,
        added_by: columns.handle()?,
        added_by_name: columns.take()?,
        added_at: columns.time()?,
        vote_sum: columns.take()?,
        votes: Vec::new(),
    })
}

/// Reads the votes on all of these records at once.
async fn add_votes(db: &Db, id: ShortlistId, records: &mut [ShortlistRecord]) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let among = is_among(db.backend(), "v.record_id", 2);
    let sql = format!(
        "SELECT v.record_id, m.handle, m.name, v.vote, v.reason, v.voted_at
         FROM shortlist_vote v JOIN member m ON m.id = v.curator_id
         WHERE v.shortlist_id = $1 AND {among} ORDER BY v.voted_at, v.curator_id"
    );
    let ids = id_list(db.backend(), records.iter().map(|record| record.card.id.0));
    let mut votes: HashMap<RecordId, Vec<VoteView>> = HashMap::new();
    for row in &sql::all(db.reader(), sql, values![id.0, ids]).await? {
        let mut columns = Columns::of(row);
        let record = RecordId(columns.take()?);
        let vote = VoteView {
            by: columns.handle()?,
            by_name: columns.take()?,
            vote: Vote::of(columns.take()?).ok_or_else(|| Error::failed("an unknown vote"))?,
            reason: columns.take()?,
            at: columns.time()?,
        };
        votes.entry(record).or_default().push(vote);
    }
    for record in records {
        record.votes = votes.remove(&record.card.id).unwrap_or_default();
    }
    Ok(())
}

/// The selection trail of a shortlist, or of one record on it, last step first. Whoever calls has found the
/// shortlist first.
///
/// # Errors
/// A rule for an `after` that no list gave.
pub async fn list_shortlist_events(
    db: &Db,
    id: ShortlistId,
    record: Option<RecordId>,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<ShortlistEvent>> {
    let limit = limit.clamp(1, 100);
    let mut values: Vec<Value> = values![id.0];
    let mut conditions = String::new();
    if let Some(record) = record {
        values.extend(values![record.0]);
        conditions.push_str(&format!(" AND e.record_id = ${}", values.len()));
    }
    if let Some((at, event)) = after.map(cursor).transpose()? {
        values.extend(values![at, event]);
        let n = values.len();
        conditions.push_str(&format!(" AND (e.at, e.id) < (${}, ${n})", n - 1));
    }
    let sql = format!(
        "SELECT e.id, e.what, e.record_id, r.title, m.handle, m.name, e.reason, e.at
         FROM shortlist_event e JOIN member m ON m.id = e.member_id
         LEFT JOIN record r ON r.id = e.record_id
         WHERE e.shortlist_id = $1{conditions} ORDER BY e.at DESC, e.id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let events = rows.iter().map(read_event).collect::<Result<Vec<_>>>()?;
    Ok(page(events, limit, |event| (event.at.0, event.id)))
}

fn read_event(row: &QueryResult) -> Result<ShortlistEvent> {
    let mut columns = Columns::of(row);
    let (id, step) = (columns.take()?, columns.word()?);
    let (record, title): (Option<i64>, Option<String>) = (columns.take()?, columns.take()?);
    Ok(ShortlistEvent {
        id,
        step,
        record: record.map(RecordId).zip(title),
        by: columns.handle()?,
        by_name: columns.take()?,
        reason: columns.take()?,
        at: columns.time()?,
    })
}

fn read(row: &QueryResult) -> Result<Shortlist> {
    let mut columns = Columns::of(row);
    let (id, title, body) = (
        ShortlistId(columns.take()?),
        columns.take()?,
        columns.take()?,
    );
    let project: Option<i64> = columns.take()?;
    let project_title: Option<String> = columns.take()?;
    Ok(Shortlist {
        id,
        title,
        body,
        project: project.map(ProjectId).zip(project_title),
        started_by: columns.handle()?,
        started_by_name: columns.take()?,
        record_count: columns.take()?,
        version: columns.take()?,
        created_at: columns.time()?,
        updated_at: columns.time()?,
        closed_at: columns.maybe_time()?,
    })
}

/// The published records on a shortlist, those with the most votes first.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator.
pub async fn find_published(db: &Db, viewer: &Viewer, id: ShortlistId) -> Result<Vec<RecordId>> {
    check_curator(viewer)?;
    let sql = "SELECT l.record_id FROM shortlist_record l JOIN record r ON r.id = l.record_id
        WHERE l.shortlist_id = $1 AND r.status = 'published'
        ORDER BY l.vote_sum DESC, l.record_id DESC LIMIT $2";
    let most = INCLUDED_MAX as i64 * 2;
    let rows = sql::all(db.reader(), sql, values![id.0, most]).await?;
    let record = |row: &QueryResult| Ok(RecordId(row.try_get_by_index(0)?));
    rows.iter().map(record).collect()
}
