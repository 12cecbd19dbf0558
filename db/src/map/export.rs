//! The records of a selection, to be written to a file.

use super::bits::Bits;
use super::columns::Columns;
use super::layout::Laid;
use super::{Answer, Expression, LiveMap, Unanswered};
use crate::record::{LineageLine, find_lineage_lines};
use crate::sql::{self, id_list, is_among, values};
use crate::{Db, Result};
use domain::RecordId;
use lineage::Dense;
use std::collections::HashMap;
use std::sync::Arc;

/// Records read at a time.
const CHUNK: usize = 5_000;

/// A record of a selection.
#[derive(Clone, Debug)]
pub struct Exported {
    /// Title, author and so on.
    pub line: LineageLine,
    /// The license's SPDX identifier; `None` where none is recorded.
    pub license: Option<String>,
    /// Its sources, whether or not they are selected, in the order named.
    pub sources: Vec<RecordId>,
}

impl LiveMap {
    /// An expression's records, the earliest published first.
    ///
    /// # Errors
    /// [`Unanswered::TooMany`] where they are more than `most`; and as [`LiveMap::select`].
    pub async fn export(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        expression: Expression,
        most: usize,
    ) -> Answer<Vec<Exported>> {
        let records = self.find_dense(db, epoch, expression, most).await?;
        let mut exported = Vec::with_capacity(records.len());
        for records in records.chunks(CHUNK) {
            exported.extend(self.read_exported(db, records).await?);
        }
        Ok(exported)
    }

    /// The ids of an expression's records, the earliest published first.
    ///
    /// # Errors
    /// [`Unanswered::TooMany`] where they are more than `most`; and as [`LiveMap::select`].
    pub async fn find_selected(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        expression: Expression,
        most: usize,
    ) -> Answer<Vec<RecordId>> {
        let records = self.find_dense(db, epoch, expression, most).await?;
        Ok(self.ids(records.into_iter()))
    }

    async fn find_dense(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        expression: Expression,
        most: usize,
    ) -> Answer<Vec<Dense>> {
        let look = |_: &Columns, laid: &Laid, bits: Bits| {
            let mut records: Vec<Dense> = bits
                .iter()
                .filter_map(|index| laid.map.dense(index))
                .collect();
            records.sort_unstable();
            records
        };
        let records = self.selected(db, epoch, expression, look).await?;
        if records.len() > most {
            return Err(Unanswered::TooMany {
                count: records.len() as u64,
                most: most as u64,
            });
        }
        Ok(records)
    }

    async fn read_exported(&self, db: &Db, records: &[Dense]) -> Result<Vec<Exported>> {
        let named: HashMap<RecordId, Vec<RecordId>> = self.lineage.look(|index| {
            let sources = |dense| index.dag.sources(dense).map(|source| index.id(source));
            let named = |dense: &Dense| (index.id(*dense), sources(*dense).collect());
            records.iter().map(named).collect()
        });
        let ids = self.ids(records.iter().copied());
        let lines = find_lineage_lines(db, &ids).await?;
        let mut licenses = find_licenses(db, &ids).await?;
        let mut named = named;
        let exported = lines.into_iter().map(|line| Exported {
            license: licenses.remove(&line.id),
            sources: named.remove(&line.id).unwrap_or_default(),
            line,
        });
        Ok(exported.collect())
    }
}

async fn find_licenses(db: &Db, ids: &[RecordId]) -> Result<HashMap<RecordId, String>> {
    let among = is_among(db.backend(), "id", 1);
    let sql = format!("SELECT id, license FROM record WHERE {among} AND license IS NOT NULL");
    let list = id_list(db.backend(), ids.iter().map(|id| id.0));
    let rows = sql::all(db.reader(), sql, values![list]).await?;
    let mut licenses = HashMap::with_capacity(rows.len());
    for row in &rows {
        let mut columns = sql::Columns::of(row);
        licenses.insert(RecordId(columns.take()?), columns.take()?);
    }
    Ok(licenses)
}
