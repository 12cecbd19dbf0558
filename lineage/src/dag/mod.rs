//! The lineage in memory: compressed sparse rows in both directions, and an
//! overlay for what was appended since the rows were last packed.

mod bits;
mod builder;
mod link;
mod neighbourhood;
mod overlay;
mod reach;
mod rows;

pub use builder::DagBuilder;
pub use link::{Dense, Link, LinkError};
pub use neighbourhood::{Counts, Direction, Nearest, Neighbourhood};

use overlay::Overlay;
use rows::Rows;

/// Records and the links between them, in dense order.
///
/// A record's sources all have smaller ids than the record itself, so no cycle
/// can be represented. Reads take `&self` and share nothing, so any number of
/// readers may work at once. An id that is not in the lineage reads as a
/// record without links.
#[derive(Clone, Default)]
pub struct Dag {
    /// Sources of every record, in the order named.
    sources: Rows,
    /// Remixes of the records that were there when the rows were last packed,
    /// ascending.
    remixes: Rows,
    /// Remixes appended since.
    overlay: Overlay,
}

/// Appended links tolerated before the remix rows are packed again: this many,
/// or a quarter of those packed, whichever is more. It keeps appending
/// amortised at O(its links) and the overlay small.
const OVERLAY_MIN: usize = 4096;

impl Dag {
    /// A lineage without records.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds a lineage record by record without holding its rows twice.
    #[must_use]
    pub fn builder() -> DagBuilder {
        DagBuilder::default()
    }

    fn from_sources(mut sources: Rows) -> Self {
        sources.shrink();
        let remixes = sources.reversed();
        Self {
            sources,
            remixes,
            overlay: Overlay::default(),
        }
    }

    /// Adds the next record with its sources, in the order named, and answers
    /// its id. Amortised O(its links).
    ///
    /// # Errors
    /// When a source is not in the lineage, is the record itself, or is named
    /// twice; the lineage is then as it was.
    pub fn append(&mut self, sources: &[Dense]) -> Result<Dense, LinkError> {
        let remix = link::check(self.len(), self.link_count(), sources)?;
        self.sources.push(sources);
        for &source in sources {
            self.overlay.push(source, remix);
        }
        if self.overlay.len() > OVERLAY_MIN.max(self.remixes.link_count() / 4) {
            self.pack();
        }
        Ok(remix)
    }

    /// This lineage with more links between records that it has, each behind
    /// the sources that its remix named before, in the order given; those that
    /// are there already stay as they are. O(records + links), so that many
    /// links are best added at once; nobody who reads waits for it.
    ///
    /// # Errors
    /// When a record is not in the lineage, or a source is not earlier than its
    /// remix.
    pub fn linked(&self, links: &[(Dense, Dense)]) -> Result<Self, LinkError> {
        let mut more: Vec<(Dense, Dense)> = Vec::with_capacity(links.len());
        for &(source, remix) in links {
            if source >= remix || !self.contains(remix) {
                return Err(LinkError::UnknownSource { source, remix });
            }
            let is_known = self.sources.row(remix).contains(&source);
            if !is_known && !more.contains(&(remix, source)) {
                more.push((remix, source));
            }
        }
        if u32::try_from(self.link_count() + more.len()).is_err() {
            return Err(LinkError::Full);
        }
        more.sort_by_key(|(remix, _)| *remix);
        Ok(Self::from_sources(self.sources.extended(&more)))
    }

    /// Packs appended links into the rows. Called by `append` when it is due;
    /// O(records + links).
    fn pack(&mut self) {
        self.remixes = self.sources.reversed();
        self.overlay = Overlay::default();
    }

    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of links.
    #[must_use]
    pub fn link_count(&self) -> usize {
        self.sources.link_count()
    }

    /// Whether the lineage has a record of this id.
    #[must_use]
    pub fn contains(&self, record: Dense) -> bool {
        record.index() < self.len()
    }

    /// The record's direct sources, in the order named; the first is primary.
    pub fn sources(&self, record: Dense) -> impl ExactSizeIterator<Item = Dense> + '_ {
        self.sources.row(record).iter().copied()
    }

    /// The record's direct remixes, earliest first.
    pub fn remixes(&self, record: Dense) -> impl Iterator<Item = Dense> + '_ {
        self.remixes
            .row(record)
            .iter()
            .copied()
            .chain(self.overlay.remixes(record))
    }

    /// Number of direct sources.
    #[must_use]
    pub fn source_count(&self, record: Dense) -> usize {
        self.sources.row(record).len()
    }

    /// Number of direct remixes.
    #[must_use]
    pub fn remix_count(&self, record: Dense) -> usize {
        self.remixes.row(record).len() + self.overlay.remixes(record).count()
    }

    /// Bytes held on the heap, reserved room included.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.sources.memory_bytes() + self.remixes.memory_bytes() + self.overlay.memory_bytes()
    }
}

impl std::fmt::Debug for Dag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dag")
            .field("records", &self.len())
            .field("links", &self.link_count())
            .finish()
    }
}
