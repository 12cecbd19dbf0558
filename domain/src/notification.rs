//! Notifications: what can happen that members are told of.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What happened. Whom it is told follows from it and from what members follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A member one follows published a record.
    Published,
    /// Somebody remixed a record of one's own.
    Remixed,
    /// Somebody hearted a record of one's own.
    Hearted,
    /// Somebody recommended a record of one's own, or a member one follows recommended one.
    Recommended,
    /// A challenge was issued, in a project or by a member one follows.
    ChallengeIssued,
    /// A record was entered for a challenge that one issued or follows.
    Contributed,
    /// A challenge that one contributed to or follows was closed.
    ChallengeClosed,
    /// A project that one follows wrote of its progress.
    ProjectUpdated,
    /// One was made a leader of a project.
    LeaderAdded,
    /// A record of one's own was included in a production, or taken out again.
    Included,
    /// A production with a record of one's own changed its status.
    ProductionChanged,
    /// One was given a role in a production.
    RoleCredited,
    /// Somebody claims that a record of one's own used theirs.
    Claimed,
    /// A claim that one made was decided.
    ClaimDecided,
    /// A flag that one set was answered.
    FlagSettled,
}

impl Kind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 15] = [
        Self::Published,
        Self::Remixed,
        Self::Hearted,
        Self::Recommended,
        Self::ChallengeIssued,
        Self::Contributed,
        Self::ChallengeClosed,
        Self::ProjectUpdated,
        Self::LeaderAdded,
        Self::Included,
        Self::ProductionChanged,
        Self::RoleCredited,
        Self::Claimed,
        Self::ClaimDecided,
        Self::FlagSettled,
    ];

    /// The word in tables and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Remixed => "remixed",
            Self::Hearted => "hearted",
            Self::Recommended => "recommended",
            Self::ChallengeIssued => "challenge_issued",
            Self::Contributed => "contributed",
            Self::ChallengeClosed => "challenge_closed",
            Self::ProjectUpdated => "project_updated",
            Self::LeaderAdded => "leader_added",
            Self::Included => "included",
            Self::ProductionChanged => "production_changed",
            Self::RoleCredited => "role_credited",
            Self::Claimed => "claimed",
            Self::ClaimDecided => "claim_decided",
            Self::FlagSettled => "flag_settled",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is none of the kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == word).ok_or(UnknownKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert_eq!("Published".parse::<Kind>(), Err(UnknownKind));
    }
}
