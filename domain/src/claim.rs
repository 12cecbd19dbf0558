//! Claims: "this used my record", by the author of a source that a remix did not name.

use crate::ids::{MemberId, RecordId};
use crate::member::Role;
use crate::remix::SOURCES_MAX;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has decided yet.
    Open,
    /// The source was added to the remix.
    Accepted,
    /// It was refused, with a reason.
    Declined,
    /// The claimant took it back.
    TakenBack,
}

impl Status {
    /// All.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Declined, Self::TakenBack];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::TakenBack => "taken_back",
        }
    }

    /// The word on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Accepted => "Accepted",
            Self::Declined => "Declined",
            Self::TakenBack => "Taken back",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.as_str() == word)
            .ok_or(UnknownStatus)
    }
}

/// Why a claim cannot be made or decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClaimError {
    /// The claimed source is another member's record, or none that is public.
    NotOwnRecord,
    /// A record cannot be its own source.
    SameRecord,
    /// The source was published here after the remix, so that a link would lead back in time.
    SourceIsLater,
    /// The remix names the source already.
    LinkedAlready,
    /// The same is claimed already, and not decided yet.
    ClaimedAlready,
    /// It was decided or taken back.
    NotOpen,
    /// Whoever made a claim cannot decide it.
    OwnClaim,
    /// The remix has as many sources as a record may have.
    TooManySources,
}

/// What is known of a source and a remix, when a claim about them is made or decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The claimed source.
    pub source: RecordId,
    /// Who made it.
    pub source_author: MemberId,
    /// Its place in the order of publication.
    pub source_seq: i64,
    /// The remix.
    pub remix: RecordId,
    /// Its place in the order of publication.
    pub remix_seq: i64,
    /// Whether the remix names the source already.
    pub is_linked: bool,
    /// How many sources the remix has.
    pub source_count: i64,
}

impl Pair {
    /// Whether a link can lead from the source to the remix: then no cycle can come of it.
    ///
    /// # Errors
    /// [`ClaimError::SameRecord`], [`ClaimError::LinkedAlready`], [`ClaimError::SourceIsLater`],
    /// [`ClaimError::TooManySources`].
    pub fn check_link(&self) -> Result<(), ClaimError> {
        if self.source == self.remix {
            return Err(ClaimError::SameRecord);
        }
        if self.is_linked {
            return Err(ClaimError::LinkedAlready);
        }
        if self.source_seq >= self.remix_seq {
            return Err(ClaimError::SourceIsLater);
        }
        if self.source_count >= SOURCES_MAX as i64 {
            return Err(ClaimError::TooManySources);
        }
        Ok(())
    }

    /// Whether this member may claim it.
    ///
    /// # Errors
    /// [`ClaimError::NotOwnRecord`], or what [`Pair::check_link`] says.
    pub fn check_claim(&self, claimant: MemberId) -> Result<(), ClaimError> {
        if self.source_author != claimant {
            return Err(ClaimError::NotOwnRecord);
        }
        self.check_link()
    }
}

/// Whether this member decides a claim: the remix's author or a curator does, but never who made the claim.
///
/// # Errors
/// [`ClaimError::NotOpen`], [`ClaimError::OwnClaim`].
pub fn check_decision(
    status: Status,
    claimant: MemberId,
    decider: MemberId,
) -> Result<(), ClaimError> {
    if status != Status::Open {
        return Err(ClaimError::NotOpen);
    }
    if claimant == decider {
        return Err(ClaimError::OwnClaim);
    }
    Ok(())
}

/// Whether a claim is this member's to see and, unless they made it, to decide.
#[must_use]
pub fn may_decide(remix_author: MemberId, member: MemberId, role: Role) -> bool {
    remix_author == member || role >= Role::Curator
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(source_seq: i64, remix_seq: i64) -> Pair {
        Pair {
            source: RecordId(source_seq),
            source_author: MemberId(1),
            source_seq,
            remix: RecordId(remix_seq),
            remix_seq,
            is_linked: false,
            source_count: 0,
        }
    }

    proptest! {
        #[test]
        fn accepted_links_always_lead_forward(claims in proptest::collection::vec((1_i64..20, 1_i64..20), 0..60)) {
            let mut links = std::collections::HashSet::new();
            for (source, remix) in claims {
                let claim = Pair { is_linked: links.contains(&(source, remix)), ..pair(source, remix) };
                if claim.check_claim(MemberId(1)).is_ok() {
                    prop_assert!(links.insert((source, remix)));
                }
            }
            // Each leads from a smaller to a larger number, so none leads round.
            prop_assert!(links.iter().all(|(source, remix)| source < remix));
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        assert_eq!(pair(1, 2).check_claim(MemberId(1)), Ok(()));
        assert_eq!(
            pair(1, 2).check_claim(MemberId(2)),
            Err(ClaimError::NotOwnRecord)
        );
        assert_eq!(pair(2, 1).check_link(), Err(ClaimError::SourceIsLater));
        assert_eq!(pair(2, 2).check_link(), Err(ClaimError::SameRecord));
        let linked = Pair {
            is_linked: true,
            ..pair(1, 2)
        };
        assert_eq!(linked.check_link(), Err(ClaimError::LinkedAlready));
        let full = Pair {
            source_count: 64,
            ..pair(1, 2)
        };
        assert_eq!(full.check_link(), Err(ClaimError::TooManySources));
    }

    #[test]
    fn nobody_decides_their_own_claim() {
        let (ann, bo) = (MemberId(1), MemberId(2));
        assert_eq!(check_decision(Status::Open, ann, bo), Ok(()));
        assert_eq!(
            check_decision(Status::Open, ann, ann),
            Err(ClaimError::OwnClaim)
        );
        assert_eq!(
            check_decision(Status::Accepted, ann, bo),
            Err(ClaimError::NotOpen)
        );
        assert!(may_decide(bo, bo, Role::Member) && may_decide(bo, ann, Role::Curator));
        assert!(!may_decide(bo, ann, Role::Member));
    }
}
