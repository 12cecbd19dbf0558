//! Remixing: the list of sources a record names.

use crate::ids::{self, RecordId};
use crate::text::{self, Field};
use serde::{Deserialize, Serialize};

/// Most direct sources of a record.
pub const SOURCES_MAX: usize = 64;

/// Why a list of sources is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RemixError {
    /// More than [`SOURCES_MAX`].
    TooManySources {
        /// How many were named.
        count: usize,
    },
    /// The record names itself.
    OwnSource,
    /// No published record has this id (or the person may not see it).
    UnknownSource {
        /// What was named.
        source: RecordId,
    },
}

/// One source as a member names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedSource {
    /// The source.
    pub source: RecordId,
    /// What was used, or thanks; may be empty.
    pub used: String,
}

/// Checks and cleans a list of sources; one named twice keeps its first place and the first line that says something.
///
/// # Errors
/// [`RemixError::TooManySources`], [`RemixError::OwnSource`], or a text that is too long.
pub fn check_sources(
    remix: Option<RecordId>,
    named: &[NamedSource],
) -> Result<Vec<NamedSource>, crate::Rule> {
    let mut sources: Vec<NamedSource> = Vec::with_capacity(named.len());
    for NamedSource { source, used } in named {
        let used = text::optional_line(Field::Used, used, text::USED_MAX)?;
        if remix == Some(*source) {
            return Err(RemixError::OwnSource.into());
        }
        match sources.iter_mut().find(|known| known.source == *source) {
            Some(known) if known.used.is_empty() => known.used = used,
            Some(_) => {}
            None => sources.push(NamedSource {
                source: *source,
                used,
            }),
        }
    }
    if sources.len() > SOURCES_MAX {
        return Err(RemixError::TooManySources {
            count: sources.len(),
        }
        .into());
    }
    Ok(sources)
}

/// The record meant by what a person typed or pasted: an id, `#id`, or a URL whose path holds `/records/{id}`.
#[must_use]
pub fn parse_reference(typed: &str) -> Option<RecordId> {
    ids::parse_reference(typed, "records").map(RecordId)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(ids: impl IntoIterator<Item = i64>) -> Vec<NamedSource> {
        ids.into_iter()
            .map(|id| NamedSource {
                source: RecordId(id),
                used: String::new(),
            })
            .collect()
    }

    #[test]
    fn sixty_four_sources_and_no_more() {
        assert_eq!(check_sources(None, &named(1..=64)).unwrap().len(), 64);
        assert_eq!(
            check_sources(None, &named(1..=65)),
            Err(RemixError::TooManySources { count: 65 }.into())
        );
        let doubled: Vec<_> = named(1..=64).into_iter().chain(named(1..=64)).collect();
        assert_eq!(check_sources(None, &doubled).unwrap().len(), 64);
    }

    #[test]
    fn a_record_is_not_its_own_source() {
        assert_eq!(
            check_sources(Some(RecordId(3)), &named([1, 3])),
            Err(RemixError::OwnSource.into())
        );
    }

    #[test]
    fn a_source_named_twice_keeps_what_was_said() {
        let twice = [
            NamedSource {
                source: RecordId(1),
                used: String::new(),
            },
            NamedSource {
                source: RecordId(1),
                used: " The  chorus ".into(),
            },
        ];
        assert_eq!(check_sources(None, &twice).unwrap()[0].used, "The chorus");
    }

    #[test]
    fn references_as_people_paste_them() {
        let rows = [
            ("17", Some(17)),
            (" #17 ", Some(17)),
            ("https://example.org/records/17", Some(17)),
            ("/records/17/lineage?x=2#y", Some(17)),
            ("https://example.org/members/17", None),
            ("-17", None),
            ("+17", None),
            ("0", None),
            ("rain on tin", None),
            ("99999999999999999999", None),
        ];
        for (typed, id) in rows {
            assert_eq!(parse_reference(typed), id.map(RecordId), "{typed}");
        }
    }
}
