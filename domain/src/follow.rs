//! Following: what a member wants to hear of.

use crate::{ChallengeId, MemberId, ProjectId};
use serde::{Deserialize, Serialize};

/// Most members, projects and challenges that one member follows.
pub const FOLLOWS_MAX: i64 = 2_000;

/// What can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A member: what they publish, recommend and issue.
    Member(MemberId),
    /// A project: its progress and its challenges.
    Project(ProjectId),
    /// A challenge: what is entered, and its end.
    Challenge(ChallengeId),
}

impl Subject {
    /// The word in tables and forms.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Member(_) => "member",
            Self::Project(_) => "project",
            Self::Challenge(_) => "challenge",
        }
    }

    /// The number of what is followed, among those of its kind.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Member(id) => id.0,
            Self::Project(id) => id.0,
            Self::Challenge(id) => id.0,
        }
    }

    /// What a word and a number mean; `None` for any other word.
    #[must_use]
    pub fn of(kind: &str, id: i64) -> Option<Self> {
        match kind {
            "member" => Some(Self::Member(MemberId(id))),
            "project" => Some(Self::Project(ProjectId(id))),
            "challenge" => Some(Self::Challenge(ChallengeId(id))),
            _ => None,
        }
    }
}

/// Why something cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FollowError {
    /// Nobody follows themselves.
    Oneself,
    /// The member follows [`FOLLOWS_MAX`] already.
    TooMany,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_found_by_their_words() {
        for subject in [
            Subject::Member(MemberId(3)),
            Subject::Project(ProjectId(4)),
            Subject::Challenge(ChallengeId(5)),
        ] {
            assert_eq!(Subject::of(subject.kind(), subject.id()), Some(subject));
        }
        assert_eq!(Subject::of("record", 1), None);
    }
}
