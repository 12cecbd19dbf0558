//! Titles of records on the map.

use super::{Answer, Expression, LiveMap, check_key};
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Result};
use domain::{Medium, RecordId};
use lineage::Dense;
use lineage::map::{MapRecord, Tile, TileKey};
use std::collections::HashMap;
use std::sync::Arc;

/// Most titles in one answer.
const TITLES_MAX: usize = 256;

/// What a page shows before the map comes alive: the records on which most hangs.
#[derive(Clone, Debug)]
pub struct FirstPicture {
    /// The records.
    pub tile: Tile,
    /// Index, id and title of each, in the order of the tile; a title may be empty.
    pub records: Vec<(u32, RecordId, String)>,
}

pub(super) fn by_medium(counts: &[u32; 5]) -> [(Medium, u32); 5] {
    Medium::ALL.map(|medium| (medium, counts[medium as usize]))
}

impl LiveMap {
    /// Titles of the records on which most hangs, of those that first show in a tile; by index. Records without a
    /// title are left out.
    ///
    /// # Errors
    /// As [`LiveMap::tile`].
    pub async fn labels(&self, db: &Db, epoch: &str, key: TileKey) -> Answer<Vec<(u32, String)>> {
        let heaviest = {
            let held = self.read();
            let map = &held.of_epoch(epoch)?.map;
            check_key(map, key)?;
            heaviest(map.tile(key).records, |index| map.dense(index))
        };
        self.titled(db, heaviest).await
    }

    /// The same of what was appended since the map was laid out, without the first `after` records.
    ///
    /// # Errors
    /// As [`LiveMap::new_records`].
    pub async fn new_labels(&self, db: &Db, epoch: &str, after: u32) -> Answer<Vec<(u32, String)>> {
        let heaviest = {
            let held = self.read();
            let map = &held.of_epoch(epoch)?.map;
            let records = map.delta(after).records.into_iter();
            heaviest(records.map(|(record, _)| record).collect(), |index| {
                map.dense(index)
            })
        };
        self.titled(db, heaviest).await
    }

    async fn titled(&self, db: &Db, records: Vec<(u32, Dense)>) -> Answer<Vec<(u32, String)>> {
        let mut titled = self.with_titles(db, &records).await?;
        titled.retain(|(_, _, title)| !title.is_empty());
        Ok(titled
            .into_iter()
            .map(|(index, _, title)| (index, title))
            .collect())
    }

    async fn with_titles(
        &self,
        db: &Db,
        records: &[(u32, Dense)],
    ) -> Result<Vec<(u32, RecordId, String)>> {
        let ids = self.ids(records.iter().map(|(_, dense)| *dense));
        let mut titles = find_titles(db, &ids).await?;
        let title = |id: &RecordId| titles.remove(id).unwrap_or_default();
        let titles: Vec<String> = ids.iter().map(title).collect();
        let indexes = records.iter().map(|(index, _)| *index);
        Ok(indexes
            .zip(ids)
            .zip(titles)
            .map(|((index, id), title)| (index, id, title))
            .collect())
    }

    /// At most `count` of an expression's records on which most hangs; the appended are left out.
    ///
    /// # Errors
    /// As [`LiveMap::select`].
    pub async fn heaviest(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        expression: Expression,
        count: usize,
    ) -> Answer<Tile> {
        self.selected(db, epoch, expression, move |_, laid, bits| {
            laid.map.heaviest_of(bits.iter(), count)
        })
        .await
    }

    /// The ids of records.
    pub(super) fn ids(&self, records: impl Iterator<Item = Dense>) -> Vec<RecordId> {
        self.lineage
            .look(|index| records.map(|dense| index.id(dense)).collect())
    }

    /// The at most `count` records on which most hangs, with their titles; `None` until the map is laid out.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn first_picture(&self, db: &Db, count: usize) -> Result<Option<FirstPicture>> {
        let found = {
            let held = self.read();
            held.laid.as_ref().map(|laid| {
                let tile = laid.heaviest(count);
                let records = tile.records.iter();
                let dense =
                    |record: &MapRecord| Some((record.index, laid.map.dense(record.index)?));
                let records: Vec<(u32, Dense)> = records.filter_map(dense).collect();
                (tile, records)
            })
        };
        let Some((tile, records)) = found else {
            return Ok(None);
        };
        let records = self.with_titles(db, &records).await?;
        Ok(Some(FirstPicture { tile, records }))
    }
}

fn heaviest(
    mut records: Vec<MapRecord>,
    dense: impl Fn(u32) -> Option<Dense>,
) -> Vec<(u32, Dense)> {
    records.sort_unstable_by_key(|record| (std::cmp::Reverse(record.size), record.index));
    records.truncate(TITLES_MAX);
    records.sort_unstable_by_key(|record| record.index);
    let found = records.into_iter().map(|record| record.index);
    found
        .filter_map(|index| Some((index, dense(index)?)))
        .collect()
}

/// Titles of published records and tombstones.
async fn find_titles(db: &Db, ids: &[RecordId]) -> Result<HashMap<RecordId, String>> {
    let among = is_among(db.backend(), "id", 1);
    let sql = format!("SELECT id, title FROM record WHERE {among} AND status <> 'draft'");
    let list = id_list(db.backend(), ids.iter().map(|id| id.0));
    let rows = sql::all(db.reader(), sql, values![list]).await?;
    let mut titles = HashMap::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        titles.insert(RecordId(columns.take()?), columns.take()?);
    }
    Ok(titles)
}
