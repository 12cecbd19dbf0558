//! Building a lineage from records in dense order.

use super::rows::Rows;
use super::{Dag, Dense, LinkError, link};

/// Takes each record's sources in dense order.
#[derive(Default)]
pub struct DagBuilder {
    sources: Rows,
}

impl DagBuilder {
    /// Makes room for so many more records and links, where they are known.
    pub fn reserve(&mut self, records: usize, links: usize) {
        self.sources.reserve(records, links);
    }

    /// Adds the next record with its sources, in the order named, and answers
    /// its id.
    ///
    /// # Errors
    /// As for [`Dag::append`]; the builder is then as it was.
    pub fn push(&mut self, sources: &[Dense]) -> Result<Dense, LinkError> {
        let remix = link::check(self.sources.len(), self.sources.link_count(), sources)?;
        self.sources.push(sources);
        Ok(remix)
    }

    /// Packs the rows of the other direction: O(records + links).
    #[must_use]
    pub fn finish(self) -> Dag {
        Dag::from_sources(self.sources)
    }
}
