//! Reading the lineage from the database.
//!
//! Numbers come as text, many to a row: a row for each record would cost more than all else.

use super::index::{Index, NewRecord};
use crate::sql::{self, values};
use crate::{Db, Error, Result};
use lineage::{Dag, Dense};

/// Records to a row.
const CHUNK: i64 = 20_000;

/// What was published after `seq`, at most [`CHUNK`] records: id and author's id by turns, in the order of `seq`.
async fn ids_after(db: &Db, seq: i64) -> Result<Vec<i64>> {
    let sql =
        "SELECT string_agg(CAST(id AS TEXT) || ',' || CAST(author_id AS TEXT), ',' ORDER BY seq)
        FROM record WHERE seq > $1 AND seq <= $2";
    numbers(db, sql, values![seq, seq + CHUNK]).await
}

/// The links that claims added, but for the first `known`, of records with a `seq` up to `last`, in the order in
/// which they were: as source and remix.
pub(super) async fn added_after(db: &Db, known: usize, last: i64) -> Result<Vec<(Dense, Dense)>> {
    let sql =
        "SELECT string_agg(CAST(s.seq AS TEXT) || ',' || CAST(r.seq AS TEXT), ',' ORDER BY l.added)
        FROM remix_source l JOIN record r ON r.id = l.remix_id JOIN record s ON s.id = l.source_id
        WHERE l.added > $1";
    let mut links = Vec::new();
    for link in numbers(db, sql, values![known as i64])
        .await?
        .as_chunks::<2>()
        .0
    {
        let [source, remix] = *link;
        // The rest is read once its records are.
        if remix > last {
            break;
        }
        links.push((Dense(to_dense(source - 1)?), Dense(to_dense(remix - 1)?)));
    }
    Ok(links)
}

/// The links of remixes with these ids, from the one to the other, as remix, source, position by turns.
async fn links_between(db: &Db, from: i64, to: i64) -> Result<Vec<i64>> {
    let sql = "SELECT string_agg(CAST(remix_id AS TEXT) || ',' || CAST(source_id AS TEXT)
            || ',' || CAST(position AS TEXT), ',')
        FROM remix_source WHERE remix_id >= $1 AND remix_id < $2 AND added IS NULL";
    numbers(db, sql, values![from, to]).await
}

/// The links of records published after `seq` and up to `last`, as remix's `seq`, source's `seq` by turns, in
/// the order of remixes and of the sources that each names.
async fn links_after(db: &Db, seq: i64, last: i64) -> Result<Vec<i64>> {
    let sql = "SELECT string_agg(CAST(r.seq AS TEXT) || ',' || CAST(s.seq AS TEXT), ','
            ORDER BY r.seq, l.position, s.seq)
        FROM record r JOIN remix_source l ON l.remix_id = r.id
        JOIN record s ON s.id = l.source_id
        WHERE r.seq > $1 AND r.seq <= $2 AND l.added IS NULL";
    numbers(db, sql, values![seq, last]).await
}

async fn numbers(db: &Db, sql: &str, values: Vec<sea_orm::Value>) -> Result<Vec<i64>> {
    let text: Option<String> = sql::scalar(db.reader(), sql, values).await?;
    let text = text.unwrap_or_default();
    let mut numbers = Vec::with_capacity(text.len() / 6);
    for number in text.split(',').filter(|number| !number.is_empty()) {
        numbers.push(number.parse().map_err(Error::failed)?);
    }
    Ok(numbers)
}

/// What was published after `seq`, with the dense ids of its sources, at most [`CHUNK`] records.
pub(super) async fn records_after(db: &Db, seq: i64) -> Result<Vec<NewRecord>> {
    let ids = ids_after(db, seq).await?;
    let record = |&[id, author]: &[i64; 2]| NewRecord {
        id,
        author,
        sources: Vec::new(),
    };
    let mut records: Vec<NewRecord> = ids.as_chunks::<2>().0.iter().map(record).collect();
    let last = seq + records.len() as i64;
    let links = links_after(db, seq, last).await?;
    for link in links.chunks_exact(2) {
        let remix = records.get_mut(to_index(link[0] - seq - 1)?);
        let remix = remix.ok_or_else(|| Error::failed("a link of an unknown remix"))?;
        remix.sources.push(Dense(to_dense(link[1] - 1)?));
    }
    Ok(records)
}

/// Reads everything but the links that claims added.
pub(super) async fn everything(db: &Db) -> Result<Index> {
    let (mut ids, mut authors) = (Vec::new(), Vec::new());
    loop {
        let more = ids_after(db, ids.len() as i64).await?;
        for [id, author] in more.as_chunks::<2>().0 {
            ids.push(*id);
            authors.push(*author);
        }
        if more.is_empty() {
            break;
        }
    }
    let places = Places::of(&ids);
    let mut links = Vec::new();
    let (mut from, end) = (places.least, places.end());
    while from < end {
        let to = end.min(from + CHUNK);
        for link in links_between(db, from, to).await?.chunks_exact(3) {
            // Drafts have links as well.
            if let (Some(remix), Some(source)) = (places.dense(link[0]), places.dense(link[1])) {
                links.push((remix, link[2], source));
            }
        }
        from = to;
    }
    build(ids, authors, links)
}

fn build(ids: Vec<i64>, authors: Vec<i64>, mut links: Vec<(u32, i64, u32)>) -> Result<Index> {
    links.sort_unstable();
    let mut builder = Dag::builder();
    builder.reserve(ids.len(), links.len());
    let mut links = links.into_iter().peekable();
    let mut sources = Vec::new();
    for remix in 0..ids.len() as u32 {
        sources.clear();
        while let Some((_, _, source)) = links.next_if(|link| link.0 == remix) {
            sources.push(Dense(source));
        }
        builder.push(&sources).map_err(Error::failed)?;
    }
    Ok(Index::new(builder.finish(), ids, authors))
}

/// Where each id stands, while everything is read: a table over all ids where they lie close together.
struct Places {
    least: i64,
    table: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl Places {
    fn of(ids: &[i64]) -> Self {
        let least = ids.iter().copied().min().unwrap_or(0);
        let most = ids.iter().copied().max().unwrap_or(-1);
        let mut table = vec![NOWHERE; to_index(most - least + 1).unwrap_or(0)];
        for (dense, id) in (0..).zip(ids) {
            if let Ok(at) = to_index(id - least) {
                table[at] = dense;
            }
        }
        Self { least, table }
    }

    fn end(&self) -> i64 {
        self.least + self.table.len() as i64
    }

    fn dense(&self, id: i64) -> Option<u32> {
        let at = to_index(id - self.least).ok()?;
        self.table.get(at).copied().filter(|at| *at != NOWHERE)
    }
}

fn to_index(number: i64) -> Result<usize> {
    usize::try_from(number).map_err(Error::failed)
}

fn to_dense(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(Error::failed)
}
