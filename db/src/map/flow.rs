//! How much of what a production includes flows through each link.

use super::evaluate::blocking;
use super::{Answer, LiveMap};
use crate::Db;
use crate::sql::{self, Columns, values};
use domain::{ProductionId, RecordId};
use lineage::map::Tile;
use lineage::{Dag, Dense};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// The lineage of what a production includes, on the map.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The weight of all that it includes.
    pub total: u64,
    /// What it includes and what that came from, without the appended.
    pub tile: Tile,
    /// For each record of the tile, the weight of what came from it or is it: this much flows through its link.
    pub shares: Vec<u64>,
}

impl LiveMap {
    /// At most `count` of the records through which most of a production flows.
    ///
    /// # Errors
    /// [`super::Unanswered::NotFound`] where there is no such production; and as [`LiveMap::select`].
    pub async fn flow(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        production: ProductionId,
        count: usize,
    ) -> Answer<Flow> {
        self.check(epoch)?;
        crate::production::find_production(db, production).await?;
        let included = weights(db, production).await?;
        let permit = self.permit().await?;
        let (this, epoch) = (Arc::clone(self), epoch.to_owned());
        blocking(permit, move || {
            let shares = this.shares(&included);
            let held = this.read();
            let map = &held.of_epoch(&epoch)?.map;
            let mut known: Vec<(u32, u64)> = shares
                .into_iter()
                .filter_map(|(dense, share)| Some((map.index(dense)?, share)))
                .filter(|(index, _)| *index < map.base_len())
                .collect();
            known.sort_unstable_by_key(|&(index, share)| (Reverse(share), index));
            known.truncate(count);
            let tile = map.heaviest_of(known.iter().map(|(index, _)| *index), count);
            known.sort_unstable();
            Ok(Flow {
                total: included.iter().map(|(_, weight)| weight).sum(),
                tile,
                shares: known.into_iter().map(|(_, share)| share).collect(),
            })
        })
        .await
    }

    /// What of the weights of some records flows through each record they came from, and through each itself.
    fn shares(&self, included: &[(RecordId, u64)]) -> HashMap<Dense, u64> {
        let mut shares = HashMap::new();
        // Some by themselves: whoever adds to the lineage waits for one walk, not for all.
        for some in included.chunks(Dag::FLOWS_AT_ONCE) {
            let flow = self.lineage.look(|index| {
                let known = |(id, weight): &(RecordId, u64)| Some((index.dense(*id)?, *weight));
                let weights: Vec<(Dense, u64)> = some.iter().filter_map(known).collect();
                index.dag.flow(&weights)
            });
            for (dense, share) in flow {
                *shares.entry(dense).or_insert(0) += share;
            }
        }
        shares
    }
}

async fn weights(db: &Db, production: ProductionId) -> crate::Result<Vec<(RecordId, u64)>> {
    let sql = "SELECT record_id, weight FROM production_record WHERE production_id = $1";
    let rows = sql::all(db.reader(), sql, values![production.0]).await?;
    let mut weights = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        let (id, weight): (i64, i64) = (columns.take()?, columns.take()?);
        weights.push((RecordId(id), weight.unsigned_abs()));
    }
    Ok(weights)
}
