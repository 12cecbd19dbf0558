//! Shortlists: curators' working lists for a production, with reasons and votes. Whatever is done on one is a step of
//! its selection trail, which is only ever added to.

mod change;
mod query;
mod send;
mod vote;

pub use change::{close_shortlist, edit_shortlist, remove_record, start_shortlist};
pub use query::{
    Choice, Order, find_published, find_shortlist, list_open_shortlists, list_shortlist_events,
    list_shortlist_records, list_shortlists,
};
pub use send::{Sent, send_seen_to_shortlist, send_to_shortlist};
pub use vote::vote;

use crate::record::RecordCard;
use crate::session::Viewer;
use crate::{Error, Result, Timestamp};
use domain::curation::{Step, Vote};
use domain::{Handle, ProjectId, RecordId, Role, ShortlistId};

/// A shortlist.
#[derive(Clone, Debug)]
pub struct Shortlist {
    /// The id.
    pub id: ShortlistId,
    /// The title.
    pub title: String,
    /// The brief, Markdown; may be empty.
    pub body: String,
    /// The project it is for, with its title.
    pub project: Option<(ProjectId, String)>,
    /// Who started it.
    pub started_by: Handle,
    /// Their name.
    pub started_by_name: String,
    /// How many records are on it.
    pub record_count: i64,
    /// Grows with every change of its title, brief, project or state; handed back with an edit.
    pub version: i64,
    /// When it was started.
    pub created_at: Timestamp,
    /// When anything was last done on it.
    pub updated_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// A record on a shortlist.
#[derive(Clone, Debug)]
pub struct ShortlistRecord {
    /// The record, published or a tombstone.
    pub card: RecordCard,
    /// Why it is on it.
    pub reason: String,
    /// Who put it there.
    pub added_by: Handle,
    /// Their name.
    pub added_by_name: String,
    /// When.
    pub added_at: Timestamp,
    /// Votes for it less votes against it.
    pub vote_sum: i64,
    /// The votes, first to last.
    pub votes: Vec<VoteView>,
}

/// A curator's vote.
#[derive(Clone, Debug)]
pub struct VoteView {
    /// Who.
    pub by: Handle,
    /// Their name.
    pub by_name: String,
    /// Which way.
    pub vote: Vote,
    /// Why; may be empty.
    pub reason: String,
    /// When it was last changed.
    pub at: Timestamp,
}

/// A step of the selection trail.
#[derive(Clone, Debug)]
pub struct ShortlistEvent {
    /// Grows with every step.
    pub id: i64,
    /// What was done.
    pub step: Step,
    /// With which record; its title.
    pub record: Option<(RecordId, String)>,
    /// Who did it.
    pub by: Handle,
    /// Their name.
    pub by_name: String,
    /// Why; may be empty.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// # Errors
/// [`Error::NotFound`] for whoever is no curator: to them there are no shortlists.
pub(crate) fn check_curator(viewer: &Viewer) -> Result<()> {
    if viewer.role >= Role::Curator {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
