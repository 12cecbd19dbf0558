//! Reading what the map needs from the database: numbers as text, many to a row, as the lineage is read.

use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::Medium;

/// Records read at a time.
pub(super) const CHUNK: usize = 20_000;

/// Records that follow one another in the order of `seq`.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// SPDX identifiers; empty for what has no license.
    pub(super) licenses: Vec<String>,
    pub(super) rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) medium: Medium,
    pub(super) withdrawn: bool,
    pub(super) time: i64,
    pub(super) author: i64,
    /// Place in [`Chunk::licenses`].
    pub(super) license: usize,
}

/// Reads the records with dense ids from `from` up to `to`.
pub(super) async fn chunk(db: &Db, from: usize, to: usize) -> Result<Chunk> {
    let sql = "SELECT coalesce(license, ''), string_agg(CAST(seq AS TEXT) || ',' || CAST(published_at AS TEXT)
            || ',' || CAST(author_id AS TEXT) || ','
            || CASE medium WHEN 'text' THEN '0' WHEN 'image' THEN '1' WHEN 'audio' THEN '2'
                WHEN 'video' THEN '3' ELSE '4' END
            || CASE status WHEN 'withdrawn' THEN '1' ELSE '0' END, ',')
        FROM record WHERE seq > $1 AND seq <= $2 GROUP BY coalesce(license, '')";
    let bounds = values![from as i64, to as i64];
    let groups = sql::all(db.reader(), sql, bounds).await?;
    let mut licenses = Vec::with_capacity(groups.len());
    let mut rows: Vec<Option<Row>> = vec![None; to - from];
    for group in &groups {
        let mut columns = Columns::of(group);
        licenses.push(columns.take()?);
        let text: String = columns.take()?;
        for numbers in numbers(&text)?.as_chunks::<4>().0 {
            let [seq, time, author, kind] = *numbers;
            let at = usize::try_from(seq - 1).map_err(Error::failed)?;
            let row = rows.get_mut(at.wrapping_sub(from));
            *row.ok_or_else(|| Error::failed("a record outside its range"))? = Some(Row {
                medium: Medium::ALL[usize::try_from(kind / 10).unwrap_or(0).min(4)],
                withdrawn: kind % 10 == 1,
                time,
                author,
                license: licenses.len() - 1,
            });
        }
    }
    let rows: Option<Vec<Row>> = rows.into_iter().collect();
    Ok(Chunk {
        licenses,
        rows: rows.ok_or_else(|| Error::failed("the order of publication has a gap"))?,
    })
}

fn numbers(text: &str) -> Result<Vec<i64>> {
    let mut numbers = Vec::with_capacity(text.len() / 8);
    for number in text.split(',').filter(|number| !number.is_empty()) {
        numbers.push(number.parse().map_err(Error::failed)?);
    }
    Ok(numbers)
}

/// Dense ids from a query of one row with the `seq` of records.
pub(super) async fn denses(db: &Db, sql: &str, values: Vec<sea_orm::Value>) -> Result<Vec<u32>> {
    let text: Option<String> = sql::scalar(db.reader(), sql, values).await?;
    let seqs = numbers(&text.unwrap_or_default())?;
    let dense = |seq: i64| u32::try_from(seq - 1).map_err(Error::failed);
    seqs.into_iter().map(dense).collect()
}

/// All tombstones.
pub(super) async fn withdrawn(db: &Db) -> Result<Vec<u32>> {
    let sql = "SELECT string_agg(CAST(seq AS TEXT), ',') FROM record WHERE status = 'withdrawn'";
    denses(db, sql, Vec::new()).await
}

/// What all processes agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Agreed {
    /// How many records are laid out together.
    pub(super) base: usize,
    /// How many of the links that claims added are laid out with them; the others wait for the next layout.
    pub(super) changes: usize,
    /// How many records were ever withdrawn.
    pub(super) withdrawn: i64,
}

pub(super) async fn agreed(db: &Db) -> Result<Agreed> {
    let sql = "SELECT base, changes, withdrawn FROM map_epoch";
    let row = sql::first(db.reader(), sql, Vec::new()).await?;
    let row = row.ok_or_else(|| Error::failed("the map's row is missing"))?;
    let mut columns = Columns::of(&row);
    let (base, changes): (i64, i64) = (columns.take()?, columns.take()?);
    Ok(Agreed {
        base: usize::try_from(base).map_err(Error::failed)?,
        changes: usize::try_from(changes).map_err(Error::failed)?,
        withdrawn: columns.take()?,
    })
}

/// Changes how many records are laid out together, and with how many added links, unless another process did so
/// meanwhile. Answers what is agreed now.
pub(super) async fn agree(db: &Db, known: usize, base: usize, changes: usize) -> Result<Agreed> {
    let sql = "UPDATE map_epoch SET base = $2, changes = $3, made_at = $4 WHERE base = $1";
    let values = values![known as i64, base as i64, changes as i64, Timestamp::now()];
    sql::run(db.writer(), sql, values).await?;
    agreed(db).await
}
