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
    /// A production that one is credited in changed its status.
    ProductionChanged,
    /// One was given a role in a production, or it was begun and came from a record of one's own.
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

/// What notifications are about: several kinds together, for a list that is narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Records that those one follows published.
    Records,
    /// Remixes of records of one's own.
    Remixes,
    /// Hearts.
    Hearts,
    /// Recommendations.
    Recommendations,
    /// Challenges and what is entered for them.
    Challenges,
    /// Projects.
    Projects,
    /// Productions, and credits in them.
    Productions,
    /// Claims and flags.
    Claims,
}

impl Topic {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::Records,
        Self::Remixes,
        Self::Hearts,
        Self::Recommendations,
        Self::Challenges,
        Self::Projects,
        Self::Productions,
        Self::Claims,
    ];

    /// The word in tables and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Remixes => "remixes",
            Self::Hearts => "hearts",
            Self::Recommendations => "recommendations",
            Self::Challenges => "challenges",
            Self::Projects => "projects",
            Self::Productions => "productions",
            Self::Claims => "claims",
        }
    }
}

impl Kind {
    /// What it is about.
    #[must_use]
    pub fn topic(self) -> Topic {
        match self {
            Self::Published => Topic::Records,
            Self::Remixed => Topic::Remixes,
            Self::Hearted => Topic::Hearts,
            Self::Recommended => Topic::Recommendations,
            Self::ChallengeIssued | Self::Contributed | Self::ChallengeClosed => Topic::Challenges,
            Self::ProjectUpdated | Self::LeaderAdded => Topic::Projects,
            Self::Included | Self::ProductionChanged | Self::RoleCredited => Topic::Productions,
            Self::Claimed | Self::ClaimDecided | Self::FlagSettled => Topic::Claims,
        }
    }
}

/// The line of an event of the kind [`Kind::Included`] where the record was taken out again.
pub const TAKEN_OUT: &str = "taken out";

/// The line of an event of the kind [`Kind::RoleCredited`] where it is for no role, but for what the production came from.
pub const INFLUENCE: &str =
    "Records that it includes came from yours. You can confirm the name you are credited with.";

/// Most members who are told as influences: where a production came from more, nobody is.
pub const INFLUENCES_MAX: usize = 200;

/// How a member stands to what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The event names them.
    Named,
    /// They follow whoever did it.
    FollowsActor,
    /// The record is theirs.
    MadeRecord,
    /// A source of the record is theirs.
    MadeSource,
    /// The remix is theirs.
    MadeRemix,
    /// They follow the project.
    FollowsProject,
    /// They lead the project.
    LeadsProject,
    /// They issued the challenge.
    IssuedChallenge,
    /// They follow the challenge.
    FollowsChallenge,
    /// They entered a record for the challenge.
    Contributed,
    /// A record of theirs is in the production.
    IsIncluded,
    /// They have a role in the production.
    HasRole,
    /// The production was released, and came from a record of theirs: while these are few.
    IsInfluence,
    /// They made the claim.
    Claims,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Named,
        Self::FollowsActor,
        Self::MadeRecord,
        Self::MadeSource,
        Self::MadeRemix,
        Self::FollowsProject,
        Self::LeadsProject,
        Self::IssuedChallenge,
        Self::FollowsChallenge,
        Self::Contributed,
        Self::IsIncluded,
        Self::HasRole,
        Self::IsInfluence,
        Self::Claims,
    ];
}

impl Kind {
    /// Who is told: everybody who stands in one of these relations to it. Whoever did it is never told.
    #[must_use]
    pub fn told(self) -> &'static [Relation] {
        match self {
            Self::Published => &[Relation::FollowsActor],
            Self::Remixed | Self::Hearted | Self::Included => &[Relation::MadeRecord],
            Self::Recommended => &[Relation::MadeRecord, Relation::FollowsActor],
            Self::ChallengeIssued => &[
                Relation::FollowsActor,
                Relation::FollowsProject,
                Relation::LeadsProject,
            ],
            Self::Contributed => &[Relation::IssuedChallenge, Relation::FollowsChallenge],
            Self::ChallengeClosed => &[Relation::Contributed, Relation::FollowsChallenge],
            Self::ProjectUpdated => &[Relation::FollowsProject],
            Self::LeaderAdded | Self::RoleCredited | Self::FlagSettled => &[Relation::Named],
            Self::ProductionChanged => &[
                Relation::IsIncluded,
                Relation::HasRole,
                Relation::IsInfluence,
            ],
            Self::Claimed => &[Relation::MadeRemix],
            Self::ClaimDecided => &[Relation::Claims],
        }
    }

    /// Who is not told in spite of it, because another event of the same act tells them: that theirs was remixed
    /// says that the remix was published.
    #[must_use]
    pub fn spared(self) -> &'static [Relation] {
        match self {
            Self::Published => &[Relation::MadeSource],
            _ => &[],
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
    fn every_kind_tells_somebody_and_spares_nobody_it_means_to_tell() {
        for kind in Kind::ALL {
            assert!(!kind.told().is_empty(), "{kind}");
            let both = kind.told().iter().find(|to| kind.spared().contains(to));
            assert_eq!(both, None, "{kind}");
        }
        for relation in Relation::ALL {
            let counts =
                |kind: &Kind| kind.told().contains(&relation) || kind.spared().contains(&relation);
            assert!(Kind::ALL.iter().any(counts), "{relation:?} means nothing");
        }
    }

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert_eq!("Published".parse::<Kind>(), Err(UnknownKind));
    }

    #[test]
    fn every_topic_has_a_kind_and_a_word_of_its_own() {
        for topic in Topic::ALL {
            assert!(
                Kind::ALL.iter().any(|kind| kind.topic() == topic),
                "{topic:?}"
            );
            let same = Topic::ALL
                .iter()
                .filter(|other| other.as_str() == topic.as_str());
            assert_eq!(same.count(), 1, "{topic:?}");
        }
    }
}
