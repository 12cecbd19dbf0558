//! What reading challenges answers with.

use crate::Timestamp;
use crate::project::Person;
use crate::record::RecordCard;
use crate::session::Viewer;
use domain::challenge::{Pay, Standing};
use domain::{ChallengeId, Medium, ProjectId, Role};

/// A challenge in a list.
#[derive(Clone, Debug)]
pub struct ChallengeCard {
    /// The id.
    pub id: ChallengeId,
    /// The title.
    pub title: String,
    /// The first characters of what is asked.
    pub excerpt: String,
    /// The project it was issued in, and that project's title.
    pub project: Option<(ProjectId, String)>,
    /// Who issued it.
    pub issued_by: Person,
    /// The medium it asks for, or any.
    pub medium: Option<Medium>,
    /// Until when it is open, or `None`.
    pub deadline_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// What it pays.
    pub pay: Pay,
    /// How many records were entered.
    pub contribution_count: i64,
    /// When it was issued.
    pub created_at: Timestamp,
}

impl ChallengeCard {
    /// Whether it takes contributions at `now`.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        let micros = |at: Option<Timestamp>| at.map(|at| at.0);
        Standing::of(micros(self.closed_at), micros(self.deadline_at), now.0)
    }
}

/// All of one challenge but its contributions, which are a list.
#[derive(Clone, Debug)]
pub struct ChallengeView {
    /// What lists show.
    pub card: ChallengeCard,
    /// What is asked, in Markdown.
    pub asked: String,
    /// The records to start from (published, or tombstones), in their order.
    pub sources: Vec<RecordCard>,
    /// Who leads its project.
    pub leaders: Vec<Person>,
    /// Grows with every change; handed back with an edit.
    pub version: i64,
}

impl ChallengeView {
    /// Whether the viewer may change and close it: who issued it, who leads its project, admins.
    #[must_use]
    pub fn is_led_by(&self, viewer: &Viewer) -> bool {
        viewer.role == Role::Admin
            || self.card.issued_by.id == viewer.member
            || self.leaders.iter().any(|leader| leader.id == viewer.member)
    }
}

/// A record that was entered.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// The record (published, or a tombstone).
    pub card: RecordCard,
    /// When it was entered.
    pub entered_at: Timestamp,
}

/// A challenge by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: ChallengeId,
    /// The title.
    pub title: String,
}

/// How a record stands to challenges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfRecord {
    /// What it was entered for, newest first.
    pub contributed: Vec<Named>,
    /// What starts from it, newest first.
    pub starts: Vec<Named>,
}
