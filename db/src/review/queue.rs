//! What waits at the desk, and what curators know of a record.

use super::flag::find_open_flags;
use super::{CuratorTag, Rating, Review};
use crate::record::{RecordFilter, count_records};
use crate::session::Viewer;
use crate::shortlist::check_curator;
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Error, Result};
use domain::project::Stars;
use domain::{RecordId, ShortlistId};
use sea_orm::DbBackend;
use std::collections::HashMap;

/// Rows of a narrowed queue that are counted at most.
const COUNTED: i64 = 10_000;

/// How much waits at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Records that nobody rated.
    pub unrated: i64,
    /// Records that somebody rated.
    pub rated: i64,
    /// Flags without an answer.
    pub flags: i64,
    /// Records in the queue that was asked for; `None` where they are more than 10,000.
    pub shown: Option<i64>,
}

/// Counts what waits. How many are unrated follows from how many were published, withdrawn and rated: the first two
/// are kept, and the rated ones are few.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator.
pub async fn count_waiting(
    db: &Db,
    viewer: &Viewer,
    filter: &RecordFilter,
    is_narrowed: bool,
) -> Result<Waiting> {
    check_curator(viewer)?;
    let hint = match db.backend() {
        DbBackend::Sqlite => "INDEXED BY record_rated",
        _ => "",
    };
    let sql = format!(
        "SELECT (SELECT value FROM counter WHERE name = 'record_seq'),
            (SELECT withdrawn FROM map_epoch),
            (SELECT count(*) FROM record {hint} WHERE status = 'published' AND rating_count > 0),
            (SELECT count(*) FROM flag WHERE settled_at IS NULL)"
    );
    let row = sql::first(db.reader(), sql, Vec::new()).await?;
    let row = row.ok_or_else(|| Error::failed("nothing was counted"))?;
    let mut columns = Columns::of(&row);
    let (published, withdrawn): (i64, i64) = (columns.take()?, columns.take()?);
    let (rated, flags): (i64, i64) = (columns.take()?, columns.take()?);
    let unrated = published - withdrawn - rated;
    let shown = match (is_narrowed, filter.rated) {
        (false, Some(true)) => Some(rated),
        (false, Some(false)) => Some(unrated),
        _ => {
            let count = count_records(db, filter, COUNTED + 1).await?;
            (count <= COUNTED).then_some(count)
        }
    };
    Ok(Waiting {
        unrated,
        rated,
        flags,
        shown,
    })
}

/// What a line of the queue tells beside the record's card.
#[derive(Clone, Debug, Default)]
pub struct DeskFacts {
    /// See [`super::Seen`].
    pub version: i64,
    /// How many curators rated it.
    pub rating_count: i64,
    /// The curators' tags.
    pub tags: Vec<String>,
    /// How many flags on it wait for an answer.
    pub flags: i64,
    /// On how many shortlists it is.
    pub shortlists: i64,
}

/// What the lines of these records tell, in two queries for all of them.
///
/// # Errors
/// [`Error::NotFound`] for whoever is no curator.
pub async fn find_facts(
    db: &Db,
    viewer: &Viewer,
    records: &[RecordId],
) -> Result<HashMap<RecordId, DeskFacts>> {
    check_curator(viewer)?;
    let list = id_list(db.backend(), records.iter().map(|id| id.0));
    let sql = format!(
        "SELECT r.id, r.review_version, r.rating_count,
            (SELECT count(*) FROM flag g WHERE g.record_id = r.id AND g.settled_at IS NULL),
            (SELECT count(*) FROM shortlist_record l WHERE l.record_id = r.id)
         FROM record r WHERE {}",
        is_among(db.backend(), "r.id", 1)
    );
    let mut facts = HashMap::with_capacity(records.len());
    for row in &sql::all(db.reader(), sql, values![list.as_str()]).await? {
        let mut columns = Columns::of(row);
        let id = RecordId(columns.take()?);
        let of_record = DeskFacts {
            version: columns.take()?,
            rating_count: columns.take()?,
            tags: Vec::new(),
            flags: columns.take()?,
            shortlists: columns.take()?,
        };
        facts.insert(id, of_record);
    }
    let sql = format!(
        "SELECT record_id, tag FROM curator_tag WHERE {} ORDER BY record_id, tag",
        is_among(db.backend(), "record_id", 1)
    );
    for row in &sql::all(db.reader(), sql, values![list]).await? {
        let mut columns = Columns::of(row);
        if let Some(of_record) = facts.get_mut(&RecordId(columns.take()?)) {
            of_record.tags.push(columns.take()?);
        }
    }
    Ok(facts)
}

/// All that curators know of a published record.
///
/// # Errors
/// [`Error::NotFound`], also for whoever is no curator.
pub async fn find_review(db: &Db, viewer: &Viewer, record: RecordId) -> Result<Review> {
    check_curator(viewer)?;
    let sql = "SELECT review_version FROM record WHERE id = $1 AND status = 'published'";
    let row = sql::first(db.reader(), sql, values![record.0]).await?;
    let version = row.ok_or(Error::NotFound)?.try_get_by_index(0)?;
    Ok(Review {
        version,
        ratings: find_ratings(db, record).await?,
        tags: find_tags(db, record).await?,
        flags: find_open_flags(db, record).await?,
        shortlists: find_shortlists(db, record).await?,
    })
}

async fn find_ratings(db: &Db, record: RecordId) -> Result<Vec<Rating>> {
    let sql = "SELECT m.handle, m.name, g.stars, g.reason, g.updated_at
        FROM record_rating g JOIN member m ON m.id = g.curator_id
        WHERE g.record_id = $1 ORDER BY g.updated_at DESC, g.curator_id";
    let rows = sql::all(db.reader(), sql, values![record.0]).await?;
    let mut ratings = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        ratings.push(Rating {
            by: columns.handle()?,
            by_name: columns.take()?,
            stars: Stars::new(columns.take()?)
                .ok_or_else(|| Error::failed("a rating beyond 1 to 5"))?,
            reason: columns.take()?,
            at: columns.time()?,
        });
    }
    Ok(ratings)
}

async fn find_tags(db: &Db, record: RecordId) -> Result<Vec<CuratorTag>> {
    let sql = "SELECT t.tag, m.name FROM curator_tag t JOIN member m ON m.id = t.curator_id
        WHERE t.record_id = $1 ORDER BY t.tag";
    let rows = sql::all(db.reader(), sql, values![record.0]).await?;
    let mut tags = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        tags.push(CuratorTag {
            tag: columns.take()?,
            by_name: columns.take()?,
        });
    }
    Ok(tags)
}

async fn find_shortlists(db: &Db, record: RecordId) -> Result<Vec<(ShortlistId, String)>> {
    let sql =
        "SELECT s.id, s.title FROM shortlist_record l JOIN shortlist s ON s.id = l.shortlist_id
        WHERE l.record_id = $1 ORDER BY s.updated_at DESC, s.id DESC LIMIT 100";
    let rows = sql::all(db.reader(), sql, values![record.0]).await?;
    let mut shortlists = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        shortlists.push((ShortlistId(columns.take()?), columns.take()?));
    }
    Ok(shortlists)
}
