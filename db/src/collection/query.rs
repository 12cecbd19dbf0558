//! Reading collections.

use super::{Collection, CollectionRecord};
use crate::cursor::{cursor, page};
use crate::record::{CARD_COLUMNS, CARD_JOINS, Page, read_card};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::{CollectionId, MemberId, RecordId};
use sea_orm::{QueryResult, Value};

const COLLECTION: &str = "c.id, c.title, c.body, c.public, c.owner_id, m.handle, m.name, \
    c.record_count, c.version, c.updated_at FROM collection c JOIN member m ON m.id = c.owner_id";

/// A collection.
///
/// # Errors
/// [`Error::NotFound`], also where it is another's and not public.
pub async fn find_collection(
    db: &Db,
    viewer: Option<&Viewer>,
    id: CollectionId,
) -> Result<Collection> {
    let sql = format!("SELECT {COLLECTION} WHERE c.id = $1");
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    let collection = read(&row.ok_or(Error::NotFound)?)?;
    let own = viewer.is_some_and(|viewer| viewer.member == collection.owner);
    if collection.public || own {
        Ok(collection)
    } else {
        Err(Error::NotFound)
    }
}

/// A member's collections, last changed first: the public ones, or all to the member themselves.
///
/// # Errors
/// A rule for an `after` that no list gave.
pub async fn list_collections(
    db: &Db,
    viewer: Option<&Viewer>,
    owner: MemberId,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Collection>> {
    let limit = limit.clamp(1, 100);
    let public = match viewer.is_some_and(|viewer| viewer.member == owner) {
        true => "",
        false => "AND c.public",
    };
    let (beyond, values): (&str, Vec<Value>) = match after.map(cursor).transpose()? {
        None => ("", values![owner.0]),
        Some((at, id)) => (
            "AND (c.updated_at, c.id) < ($2, $3)",
            values![owner.0, at, id],
        ),
    };
    let sql = format!(
        "SELECT {COLLECTION} WHERE c.owner_id = $1 {public} {beyond}
         ORDER BY c.updated_at DESC, c.id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let rows = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(page(rows, limit, |collection| {
        (collection.updated_at.0, collection.id.0)
    }))
}

/// One of the viewer's collections, to add to.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The id.
    pub id: CollectionId,
    /// The title.
    pub title: String,
    /// Whether it holds the record that was asked about.
    pub holds: bool,
}

/// The collections that a member changed last, and whether each holds a record; at most `limit`.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_own_collections(
    db: &Db,
    owner: MemberId,
    record: Option<RecordId>,
    limit: u64,
) -> Result<Vec<Choice>> {
    let sql = format!(
        "SELECT c.id, c.title, l.record_id FROM collection c
         LEFT JOIN collection_record l ON l.collection_id = c.id AND l.record_id = $2
         WHERE c.owner_id = $1 ORDER BY c.updated_at DESC, c.id DESC LIMIT {limit}"
    );
    let record = record.map(|record| record.0);
    let rows = sql::all(db.reader(), sql, values![owner.0, record]).await?;
    let choice = |row: &QueryResult| {
        let mut columns = Columns::of(row);
        Ok(Choice {
            id: CollectionId(columns.take()?),
            title: columns.take()?,
            holds: columns.take::<Option<i64>>()?.is_some(),
        })
    };
    rows.iter().map(choice).collect()
}

/// The records of a collection in their order, from the place after `after` on. Whoever calls has found the
/// collection first.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_collection_records(
    db: &Db,
    id: CollectionId,
    after: i64,
    limit: u64,
) -> Result<Vec<CollectionRecord>> {
    let sql = format!(
        "SELECT {CARD_COLUMNS}, l.note, l.position
         FROM collection_record l JOIN record r ON r.id = l.record_id {CARD_JOINS}
         WHERE l.collection_id = $1 AND l.position > $2 ORDER BY l.position LIMIT {}",
        limit.clamp(1, 100)
    );
    let rows = sql::all(db.reader(), sql, values![id.0, after]).await?;
    let record = |row: &QueryResult| {
        let mut columns = Columns::of(row);
        Ok(CollectionRecord {
            card: read_card(&mut columns)?,
            note: columns.take()?,
            place: columns.take()?,
        })
    };
    rows.iter().map(record).collect()
}

fn read(row: &QueryResult) -> Result<Collection> {
    let mut columns = Columns::of(row);
    Ok(Collection {
        id: CollectionId(columns.take()?),
        title: columns.take()?,
        body: columns.take()?,
        public: columns.take()?,
        owner: MemberId(columns.take()?),
        owner_handle: columns.handle()?,
        owner_name: columns.take()?,
        record_count: columns.take()?,
        version: columns.take()?,
        updated_at: columns.time()?,
    })
}
