//! Records' ids as the lineage's dense ones, and back: 12 bytes a record.

use domain::RecordId;
use lineage::{Dag, Dense};

/// What [`super::LiveLineage`] guards.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) dag: Dag,
    /// The id of each dense id.
    ids: Vec<i64>,
    /// Dense ids, by ascending id.
    by_id: Vec<u32>,
}

impl Index {
    /// `ids` in dense order, as many as `dag` has records.
    pub(super) fn new(dag: Dag, mut ids: Vec<i64>) -> Self {
        ids.shrink_to_fit();
        let by_id = sorted(&ids);
        Self { dag, ids, by_id }
    }

    /// Appends records in dense order, each with its sources' ids in the order named.
    ///
    /// # Errors
    /// [`lineage::LinkError`] where a source is not there; those before it were appended.
    pub(super) fn append(
        &mut self,
        records: &[(i64, Vec<Dense>)],
    ) -> Result<(), lineage::LinkError> {
        let known = self.ids.len();
        for (id, sources) in records {
            self.dag.append(sources)?;
            self.ids.push(*id);
        }
        if records.len() > 64 {
            self.by_id = sorted(&self.ids);
            return Ok(());
        }
        for dense in known..self.ids.len() {
            let id = self.ids[dense];
            let place = self.by_id.partition_point(|d| self.ids[*d as usize] < id);
            self.by_id.insert(place, dense as u32);
        }
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn dense(&self, record: RecordId) -> Option<Dense> {
        let found = self
            .by_id
            .binary_search_by_key(&record.0, |dense| self.ids[*dense as usize]);
        found.ok().map(|at| Dense(self.by_id[at]))
    }

    pub(crate) fn id(&self, dense: Dense) -> RecordId {
        RecordId(self.ids[dense.index()])
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.dag.memory_bytes()
            + self.ids.capacity() * size_of::<i64>()
            + self.by_id.capacity() * size_of::<u32>()
    }
}

fn sorted(ids: &[i64]) -> Vec<u32> {
    let mut by_id: Vec<u32> = (0..ids.len() as u32).collect();
    by_id.sort_unstable_by_key(|dense| ids[*dense as usize]);
    by_id
}
