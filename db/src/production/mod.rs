//! Productions: what they are, what they include, who has which role, and their release.

mod change;
mod hold;
mod included;
mod query;
mod release;
mod roles;
mod versions;

pub use change::{Details, NewProduction, create_production, save_details, take_step};
pub use included::{
    IncludedChange, change_included, find_included_ids, include_all, list_included,
};
pub use query::{
    find_notes, find_production, is_trail_public, list_open_productions, list_productions,
    productions_of, productions_with,
};
pub use release::release;
pub use roles::{add_role, list_roles, remove_role};
pub use versions::{add_version, list_versions, remove_version};

pub(crate) use hold::hold_changes;

use crate::Timestamp;
use crate::record::RecordCard;
use crate::session::Viewer;
use domain::production::{Status, Work};
use domain::{Handle, MemberId, ProductionId, RecordId, Role, ShortlistId};

/// A production, as everybody may see it.
#[derive(Clone, Debug)]
pub struct Production {
    /// The id.
    pub id: ProductionId,
    /// The title.
    pub title: String,
    /// Markdown; may be empty.
    pub body: String,
    /// Where it stands.
    pub status: Status,
    /// Why it stands there; given where it was abandoned, else perhaps empty.
    pub status_reason: String,
    /// Its director's id.
    pub director_id: MemberId,
    /// Its director.
    pub director: Handle,
    /// The director's name.
    pub director_name: String,
    /// The final work, once there is one.
    pub final_work: Option<Work>,
    /// The shortlist that it was made from.
    pub shortlist: Option<ShortlistId>,
    /// Whether everybody may read how its records were selected.
    pub trail_public: bool,
    /// How many records it includes.
    pub included_count: i64,
    /// Grows with every change; handed back with an edit.
    pub version: i64,
    /// When it was planned.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was released.
    pub released_at: Option<Timestamp>,
}

impl Production {
    /// Whether this member may change it: its director, as long as they are one, and admins.
    #[must_use]
    pub fn is_edited_by(&self, viewer: &Viewer) -> bool {
        may_edit(self.director_id, viewer)
    }
}

/// Whether a member may change a production of this director.
fn may_edit(director: MemberId, viewer: &Viewer) -> bool {
    viewer.role >= Role::Admin || (viewer.role >= Role::Director && viewer.member == director)
}

/// A record that a production includes.
#[derive(Clone, Debug)]
pub struct Included {
    /// The record, published or a tombstone.
    pub card: RecordCard,
    /// How much of the work it is, beside the others.
    pub weight: i64,
    /// What it is in the work; may be empty.
    pub note: String,
    /// Its place among the others.
    pub position: i64,
}

/// A role that was given by hand.
#[derive(Clone, Debug)]
pub struct RoleView {
    /// The row, to take it away by.
    pub id: i64,
    /// Whom.
    pub member_id: MemberId,
    /// Their handle.
    pub member: Handle,
    /// The name as credited.
    pub name: String,
    /// Which.
    pub role: String,
    /// Whether the member confirmed the name.
    pub is_confirmed: bool,
}

/// A working version.
#[derive(Clone, Debug)]
pub struct Version {
    /// The row, to take it away by.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// What is new in it; may be empty.
    pub notes: String,
    /// Where it is.
    pub work: Work,
    /// The record's title, where it is one.
    pub record_title: Option<String>,
    /// Who added it.
    pub by: Handle,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

/// A production with a record of somebody's, in a few words.
#[derive(Clone, Debug)]
pub struct ProductionLine {
    /// The id.
    pub id: ProductionId,
    /// The title.
    pub title: String,
    /// Where it stands.
    pub status: Status,
}

/// Reads two columns as a work.
fn read_work(record: Option<i64>, url: Option<String>) -> Option<Work> {
    match (record, url) {
        (Some(record), _) => Some(Work::Record(RecordId(record))),
        (None, Some(url)) => Some(Work::Link(url)),
        (None, None) => None,
    }
}

/// A work as two columns.
fn work_columns(work: Option<&Work>) -> (Option<i64>, Option<String>) {
    match work {
        Some(Work::Record(id)) => (Some(id.0), None),
        Some(Work::Link(url)) => (None, Some(url.clone())),
        None => (None, None),
    }
}
