//! What of a corpus is in the database already.

use super::claims::Place;
use super::read::{Corpus, Link};
use crate::sql::{self, Columns, values};
use crate::{Error, Result};
use sea_orm::ConnectionTrait;
use std::collections::{HashMap, HashSet};

/// What is there already, by the places of works in the files.
#[derive(Default)]
pub(super) struct Known {
    /// Record ids, 0 for what is new; empty where all is new.
    ids: Vec<i64>,
    /// Links between known records, as remix and source.
    pub(super) links: HashSet<(i64, i64)>,
    pub(super) count: u64,
}

impl Known {
    /// The id of the record that a work was imported as.
    pub(super) fn id(&self, work: u32) -> Option<i64> {
        let id = self.ids.get(work as usize).copied();
        id.filter(|id| *id != 0)
    }

    /// What becomes of a link of a remix that is there.
    pub(super) fn place_of(&self, link: &Link) -> Place {
        match self.id(link.remix).zip(self.id(link.source)) {
            Some(pair) if self.links.contains(&pair) => Place::There,
            _ => Place::New,
        }
    }

    /// Looks up all works of a corpus.
    pub(super) async fn find<C: ConnectionTrait>(
        on: &C,
        name: &str,
        corpus: &Corpus,
    ) -> Result<Self> {
        let by_id = find_ids(on, name).await?;
        if by_id.is_empty() {
            return Ok(Self::default());
        }
        let id_of = |id: &str| by_id.get(id).copied().unwrap_or(0);
        let ids: Vec<i64> = corpus.works.iter().map(|work| id_of(&work.id)).collect();
        let count = ids.iter().filter(|id| **id != 0).count() as u64;
        let links = find_links(on, &ids).await?;
        Ok(Self { ids, links, count })
    }
}

/// Record ids of a corpus by the ids in its files.
async fn find_ids<C: ConnectionTrait>(on: &C, name: &str) -> Result<HashMap<Box<str>, i64>> {
    let prefix = format!("{name}/");
    let length = prefix.chars().count() as i64;
    let mut by_id = HashMap::new();
    let mut last = 0;
    loop {
        let rows = sql::all(
            on,
            "SELECT id, substr(external_id, $2 + 1) FROM record
             WHERE id > $3 AND external_id IS NOT NULL AND substr(external_id, 1, $2) = $1
             ORDER BY id LIMIT 20000",
            values![&prefix, length as i32, last],
        )
        .await?;
        for row in &rows {
            let mut columns = Columns::of(row);
            last = columns.take()?;
            let id: String = columns.take()?;
            by_id.insert(id.into(), last);
        }
        if rows.is_empty() {
            return Ok(by_id);
        }
    }
}

/// The links of known records, many to a row.
async fn find_links<C: ConnectionTrait>(on: &C, ids: &[i64]) -> Result<HashSet<(i64, i64)>> {
    const CHUNK: i64 = 20_000;
    let known = || ids.iter().copied().filter(|id| *id != 0);
    let mut links = HashSet::new();
    let (Some(mut from), Some(last)) = (known().min(), known().max()) else {
        return Ok(links);
    };
    while from <= last {
        let text: Option<String> = sql::scalar(
            on,
            "SELECT string_agg(CAST(remix_id AS TEXT) || ',' || CAST(source_id AS TEXT), ',')
             FROM remix_source WHERE remix_id >= $1 AND remix_id < $2",
            values![from, from + CHUNK],
        )
        .await?;
        let text = text.unwrap_or_default();
        let mut numbers = text.split(',').filter(|number| !number.is_empty());
        while let (Some(remix), Some(source)) = (numbers.next(), numbers.next()) {
            let parse = |number: &str| number.parse().map_err(Error::failed);
            links.insert((parse(remix)?, parse(source)?));
        }
        from += CHUNK;
    }
    Ok(links)
}
