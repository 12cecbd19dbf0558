//! Ids, links, and what makes a link impossible.

use std::fmt;

/// Dense id of a record in the lineage: its publish sequence number minus one.
/// A source's is always smaller than its remix's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Dense(pub u32);

impl Dense {
    /// The id as an index into an array of all records.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One record was made from another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Link {
    pub source: Dense,
    pub remix: Dense,
    /// Place of the source among those the remix names; 0 is the first named.
    pub position: u32,
}

/// Why a record cannot be added to a lineage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkError {
    /// The source is not in the lineage (yet).
    UnknownSource { source: Dense, remix: Dense },
    /// The record names itself.
    OwnSource { remix: Dense },
    /// The source is named more than once.
    Duplicate { source: Dense, remix: Dense },
    /// The lineage cannot hold more records or links (about 4 billion).
    Full,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSource { source, remix } => {
                write!(
                    f,
                    "record {} names source {}, which is not there",
                    remix.0, source.0
                )
            }
            Self::OwnSource { remix } => write!(f, "record {} names itself as source", remix.0),
            Self::Duplicate { source, remix } => {
                write!(f, "record {} names source {} twice", remix.0, source.0)
            }
            Self::Full => write!(f, "the lineage is full"),
        }
    }
}

impl std::error::Error for LinkError {}

/// The id that a record with these sources gets as the next one.
pub(super) fn check(records: usize, links: usize, sources: &[Dense]) -> Result<Dense, LinkError> {
    let next = u32::try_from(records).map_err(|_| LinkError::Full)?;
    if next == u32::MAX || u32::try_from(links + sources.len()).is_err() {
        return Err(LinkError::Full);
    }
    let remix = Dense(next);
    for &source in sources {
        if source == remix {
            return Err(LinkError::OwnSource { remix });
        }
        if source > remix {
            return Err(LinkError::UnknownSource { source, remix });
        }
    }
    match duplicate(sources) {
        Some(source) => Err(LinkError::Duplicate { source, remix }),
        None => Ok(remix),
    }
}

fn duplicate(sources: &[Dense]) -> Option<Dense> {
    if sources.len() <= 32 {
        let mut seen = sources.iter().enumerate();
        return seen.find_map(|(i, s)| sources[..i].contains(s).then_some(*s));
    }
    let mut sorted = sources.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).find(|w| w[0] == w[1]).map(|w| w[0])
}
