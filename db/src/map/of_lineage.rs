//! What the map knows of one record's lineage: its numbers, and its records' indexes.

use super::layout::{slices, span};
use super::{Answer, LiveMap, MapInfo, titles};
use crate::{Db, Timestamp};
use domain::RecordId;
use std::cmp::Reverse;
use std::collections::HashMap;

/// A lineage in numbers.
#[derive(Clone, Debug)]
pub struct LineageInfo {
    /// As of the whole map, but all that is counted is counted within the lineage, and nothing is `new`.
    pub info: MapInfo,
    /// Records under each license (SPDX), most first.
    pub licenses: Vec<(String, i64)>,
}

impl LiveMap {
    /// The numbers of a record's lineage: itself, what it came from, what came from it. `None` until the map is laid
    /// out, and where there is no such record.
    #[must_use]
    pub fn lineage_info(&self, id: RecordId) -> Option<LineageInfo> {
        let mut info = self.info()?;
        let denses = self.denses_of(id);
        let held = self.read();
        let columns = &held.columns;
        // Of a record that was published a moment ago nothing is known yet.
        let known = denses.iter().copied();
        let denses: Vec<_> = known
            .filter(|dense| dense.index() < columns.len())
            .collect();
        if denses.is_empty() {
            return None;
        }
        let times = || denses.iter().map(|dense| columns.time(*dense));
        let count = |is: &dyn Fn(lineage::Dense) -> bool| {
            denses.iter().filter(|dense| is(**dense)).count() as u32
        };
        let mut mediums = [0; 5];
        let mut licenses: HashMap<&str, i64> = HashMap::new();
        for dense in &denses {
            mediums[columns.medium(*dense) as usize] += 1;
            *licenses.entry(columns.license(*dense)).or_default() += 1;
        }
        let (from, to) = span(times());
        info.records = denses.len() as u32;
        info.new = 0;
        info.from = Some(Timestamp(from));
        info.to = Some(Timestamp(to));
        info.months = slices(times(), (from, to));
        info.mediums = titles::by_medium(&mediums);
        info.never_remixed = count(&|dense| columns.is_never_remixed(dense));
        info.several_sources = count(&|dense| columns.has_several_sources(dense));
        let named = licenses.into_iter().filter(|(name, _)| !name.is_empty());
        let mut licenses: Vec<_> = named
            .map(|(name, count)| (name.to_owned(), count))
            .collect();
        licenses.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        Some(LineageInfo { info, licenses })
    }

    /// How many records were appended to the map, and the indexes of these; `None` for one that is not public.
    ///
    /// # Errors
    /// [`super::Unanswered::Stale`], [`super::Unanswered::NotYet`].
    pub async fn indexes(
        &self,
        db: &Db,
        epoch: &str,
        ids: &[RecordId],
    ) -> Answer<(u32, Vec<Option<u32>>)> {
        let found = self.indexes_now(epoch, ids)?;
        if found.1.iter().all(Option::is_some) {
            return Ok(found);
        }
        // What was published a moment ago is in the lineage before it is on the map.
        self.catch_up(db).await?;
        self.indexes_now(epoch, ids)
    }

    fn indexes_now(&self, epoch: &str, ids: &[RecordId]) -> Answer<(u32, Vec<Option<u32>>)> {
        let dense = |id: &RecordId| self.lineage.look(|index| index.dense(*id));
        let denses: Vec<_> = ids.iter().map(dense).collect();
        let held = self.read();
        let laid = held.of_epoch(epoch)?;
        let indexes = denses.iter().map(|dense| laid.map.index((*dense)?));
        Ok((laid.new_len(), indexes.collect()))
    }
}
