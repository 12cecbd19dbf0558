//! What is selected on the map, as it is asked for.

use crate::Timestamp;
use domain::{Handle, Medium, ProductionId, ProjectId, RecordId};

/// Records named in one way or another, and what each must be.
#[derive(Clone, Debug, Default)]
pub struct Expression {
    /// United; none for all records.
    pub terms: Vec<Term>,
    /// What each record must be.
    pub filter: Filter,
}

/// A way to name records.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// These.
    Records(Vec<RecordId>),
    /// These and all that hangs on them by primary links.
    Subtrees(Vec<RecordId>),
    /// What these came from, over all links.
    Ancestors(Vec<RecordId>),
    /// What came from these, over all links.
    Descendants(Vec<RecordId>),
    /// What a production includes.
    Production(ProductionId),
    /// What lies inside a polygon with these corners, in units of the map.
    Within(Vec<(f64, f64)>),
}

/// Conditions; all that are set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of one of these mediums; empty for all.
    pub mediums: Vec<Medium>,
    /// By this member.
    pub member: Option<Handle>,
    /// Under this license (SPDX).
    pub license: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// Entered for a challenge of this project.
    pub project: Option<ProjectId>,
    /// Published then or later.
    pub from: Option<Timestamp>,
    /// Published before then.
    pub before: Option<Timestamp>,
    /// With at least so many hearts.
    pub min_hearts: Option<i64>,
    /// Nobody remixed it.
    pub never_remixed: bool,
    /// It has more than one source.
    pub several_sources: bool,
    /// Whether it is a tombstone.
    pub withdrawn: Option<bool>,
    /// With all of these words in title, text, tags or author's name.
    pub q: Option<String>,
    /// Shown on the map at this step of its time or before.
    pub time: Option<u16>,
    /// Of this record's lineage: itself, what it came from, what came from it.
    pub lineage: Option<RecordId>,
}

impl Term {
    /// The records named by their ids.
    #[must_use]
    pub fn ids(&self) -> &[RecordId] {
        match self {
            Self::Records(ids)
            | Self::Subtrees(ids)
            | Self::Ancestors(ids)
            | Self::Descendants(ids) => ids,
            Self::Production(_) | Self::Within(_) => &[],
        }
    }
}

impl Expression {
    /// The only record that it names, where it names one and nothing else.
    pub(super) fn only(&self) -> Option<RecordId> {
        match self.terms.as_slice() {
            [term] => match term.ids() {
                [id] => Some(*id),
                _ => None,
            },
            _ => None,
        }
    }
}
