//! Records' ids as the lineage's dense ones, and back, and who made each: 20 bytes a record.

use domain::{MemberId, RecordId};
use lineage::{Dag, Dense, LinkError};
use std::collections::HashMap;

/// A record as it is read: its id, its author's, and the dense ids of the sources that it named.
pub(super) struct NewRecord {
    pub(super) id: i64,
    pub(super) author: i64,
    pub(super) sources: Vec<Dense>,
}

/// What [`super::LiveLineage`] guards.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) dag: Dag,
    /// The id of each dense id.
    ids: Vec<i64>,
    /// The author of each dense id.
    authors: Vec<i64>,
    /// Dense ids, by ascending id.
    by_id: Vec<u32>,
    /// Links that claims added, as source and remix, in the order in which they were: the last sources of their
    /// remixes.
    added: Vec<(Dense, Dense)>,
}

impl Index {
    /// `ids` and `authors` in dense order, as many as `dag` has records.
    pub(super) fn new(dag: Dag, mut ids: Vec<i64>, mut authors: Vec<i64>) -> Self {
        ids.shrink_to_fit();
        authors.shrink_to_fit();
        let by_id = sorted(&ids);
        Self {
            dag,
            ids,
            authors,
            by_id,
            added: Vec::new(),
        }
    }

    /// Appends records in dense order.
    ///
    /// # Errors
    /// [`lineage::LinkError`] where a source is not there; those before it were appended.
    pub(super) fn append(&mut self, records: &[NewRecord]) -> Result<(), LinkError> {
        let known = self.ids.len();
        for record in records {
            self.dag.append(&record.sources)?;
            self.ids.push(record.id);
            self.authors.push(record.author);
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

    /// Takes the place of the links' lineage, which has these more. Nothing was appended since it was made.
    pub(super) fn relink(&mut self, dag: Dag, added: &[(Dense, Dense)]) {
        self.dag = dag;
        self.added.extend_from_slice(added);
    }

    /// How many links claims added.
    pub(crate) fn change_count(&self) -> usize {
        self.added.len()
    }

    /// The links that claims added, but for the first `known`, as source and remix.
    pub(crate) fn added_after(&self, known: usize) -> &[(Dense, Dense)] {
        self.added.get(known..).unwrap_or_default()
    }

    /// How many of each remix's sources claims added after the first `known` links: its last ones.
    pub(crate) fn later_sources(&self, known: usize) -> HashMap<Dense, usize> {
        let mut later = HashMap::new();
        for (_, remix) in self.added_after(known) {
            *later.entry(*remix).or_default() += 1;
        }
        later
    }

    /// Who made it.
    pub(crate) fn author(&self, dense: Dense) -> MemberId {
        MemberId(self.authors[dense.index()])
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
            + (self.ids.capacity() + self.authors.capacity()) * size_of::<i64>()
            + self.by_id.capacity() * size_of::<u32>()
    }
}

fn sorted(ids: &[i64]) -> Vec<u32> {
    let mut by_id: Vec<u32> = (0..ids.len() as u32).collect();
    by_id.sort_unstable_by_key(|dense| ids[*dense as usize]);
    by_id
}
