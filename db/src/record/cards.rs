//! Records by their ids, as cards or as lines of a lineage.

use super::view::{LineageLine, RecordCard, Thumbnail};
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Error, Result};
use domain::record::Status;
use domain::{MediaId, RecordId};
use sea_orm::QueryResult;
use std::collections::HashMap;

macro_rules! card_columns {
    () => {
        "r.id, r.title, r.medium, r.status, m.handle, r.credited_name, \
         coalesce(r.published_at, r.updated_at), r.remix_count, r.source_count, r.heart_count, \
         r.license, r.excerpt, f.id, f.thumb_name, f.thumb_width, f.thumb_height, \
         f.duration_ms, f.peaks"
    };
}

macro_rules! card_joins {
    () => {
        "LEFT JOIN member m ON m.id = r.author_id LEFT JOIN media f ON f.id = r.media_id"
    };
}

/// What [`read_card`] reads, of `record r` with [`CARD_JOINS`].
pub(crate) const CARD_COLUMNS: &str = card_columns!();

/// Left joins, so that a planner starts from the record: every record has its author.
pub(crate) const CARD_JOINS: &str = card_joins!();

/// A query of cards but for its condition and order.
pub(crate) const CARD: &str = concat!(card_columns!(), " FROM record r ", card_joins!());

/// The next columns as a card.
pub(crate) fn read_card(columns: &mut Columns<'_>) -> Result<RecordCard> {
    Ok(RecordCard {
        id: RecordId(columns.take()?),
        title: columns.take()?,
        medium: columns.word()?,
        status: read_status(columns)?,
        author: columns.handle()?,
        author_name: columns.take()?,
        at: columns.time()?,
        remix_count: columns.take()?,
        source_count: columns.take()?,
        heart_count: columns.take()?,
        license: columns.take()?,
        excerpt: columns.take()?,
        thumbnail: read_thumbnail(columns)?,
        duration_ms: columns.take()?,
        peaks: columns.take()?,
    })
}

fn read_thumbnail(columns: &mut Columns<'_>) -> Result<Option<Thumbnail>> {
    let media: Option<i64> = columns.take()?;
    let variant: Option<String> = columns.take()?;
    let (width, height) = (columns.take()?, columns.take()?);
    let (Some(media), Some(variant), Some(width), Some(height)) = (media, variant, width, height)
    else {
        return Ok(None);
    };
    Ok(Some(Thumbnail {
        media: MediaId(media),
        variant,
        width,
        height,
    }))
}

pub(super) fn read_status(columns: &mut Columns<'_>) -> Result<Status> {
    let word: String = columns.take()?;
    Status::from_word(&word).ok_or_else(|| Error::failed(format!("unknown status {word}")))
}

/// Rows of [`CARD`].
pub(crate) fn read_cards(rows: &[QueryResult]) -> Result<Vec<RecordCard>> {
    rows.iter()
        .map(|row| read_card(&mut Columns::of(row)))
        .collect()
}

/// Cards of these records (published ones and tombstones), in the order asked for; unknown ones are left out.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_cards(db: &Db, ids: &[RecordId]) -> Result<Vec<RecordCard>> {
    let among = is_among(db.backend(), "r.id", 1);
    let sql = format!("SELECT {CARD} WHERE {among} AND r.status <> 'draft'");
    let list = id_list(db.backend(), ids.iter().map(|id| id.0));
    let cards = read_cards(&sql::all(db.reader(), sql, values![list]).await?)?;
    Ok(in_order(ids, cards, |card| card.id))
}

/// What a lineage shows of these records (published ones and tombstones), in the order asked for; unknown ones
/// are left out.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_lineage_lines(db: &Db, ids: &[RecordId]) -> Result<Vec<LineageLine>> {
    let among = is_among(db.backend(), "r.id", 1);
    let sql = format!(
        "SELECT r.id, r.title, r.medium, m.handle, r.credited_name, r.license, r.published_at, r.status
         FROM record r LEFT JOIN member m ON m.id = r.author_id
         WHERE {among} AND r.status <> 'draft'"
    );
    let list = id_list(db.backend(), ids.iter().map(|id| id.0));
    let rows = sql::all(db.reader(), sql, values![list]).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        lines.push(LineageLine {
            id: RecordId(columns.take()?),
            title: columns.take()?,
            medium: columns.word()?,
            author: columns.handle()?,
            author_name: columns.take()?,
            license: columns.take()?,
            published_at: columns.time()?,
            withdrawn: read_status(&mut columns)? == Status::Withdrawn,
        });
    }
    Ok(in_order(ids, lines, |line| line.id))
}

/// What was found, in the order of `ids`, once for each time it is asked for.
fn in_order<T: Clone>(ids: &[RecordId], found: Vec<T>, id_of: impl Fn(&T) -> RecordId) -> Vec<T> {
    let mut by_id: HashMap<RecordId, T> = HashMap::with_capacity(found.len());
    by_id.extend(found.into_iter().map(|found| (id_of(&found), found)));
    let mut ordered = Vec::with_capacity(ids.len());
    let mut given: HashMap<RecordId, usize> = HashMap::new();
    for id in ids {
        if let Some(found) = by_id.remove(id) {
            given.insert(*id, ordered.len());
            ordered.push(found);
        } else if let Some(at) = given.get(id) {
            ordered.push(ordered[*at].clone());
        }
    }
    ordered
}

/// What was used, for links given as `(source, remix)`, in the same order.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_used(db: &Db, links: &[(RecordId, RecordId)]) -> Result<Vec<String>> {
    let mut remixes: Vec<i64> = links.iter().map(|(_, remix)| remix.0).collect();
    remixes.sort_unstable();
    remixes.dedup();
    let among = is_among(db.backend(), "remix_id", 1);
    let sql =
        format!("SELECT source_id, remix_id, used FROM remix_source WHERE {among} AND used <> ''");
    let list = id_list(db.backend(), remixes);
    let mut used: HashMap<(i64, i64), String> = HashMap::new();
    for row in &sql::all(db.reader(), sql, values![list]).await? {
        let mut columns = Columns::of(row);
        used.insert((columns.take()?, columns.take()?), columns.take()?);
    }
    let of = |(source, remix): &(RecordId, RecordId)| used.get(&(source.0, remix.0));
    Ok(links
        .iter()
        .map(|link| of(link).cloned().unwrap_or_default())
        .collect())
}
