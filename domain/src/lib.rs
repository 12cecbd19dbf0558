//! The words and rules of Understory: pure functions and types without I/O, clock, async or framework.
//!
//! Whoever needs the time or randomness passes it in. Every rule that refuses something
//! answers with a small error enum of its own module; [`Rule`] is their union, for callers
//! that pass any of them on.

pub mod attribution;
pub mod challenge;
pub mod claim;
pub mod collection;
pub mod credit;
pub mod curation;
pub mod file;
pub mod follow;
pub mod ids;
pub mod license;
pub mod mail;
pub mod medium;
pub mod member;
pub mod money;
pub mod notification;
pub mod production;
pub mod project;
pub mod record;
pub mod remix;
pub mod text;

pub use ids::{
    ChallengeId, ClaimId, CollectionId, MediaId, MemberId, NotificationId, ProductionId, ProjectId,
    RecordId, SessionId, ShortlistId,
};
pub use license::License;
pub use medium::Medium;
pub use member::{Handle, Role};

use serde::{Deserialize, Serialize};

/// A refusal by any rule of this crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// A typed text is missing, too long, or not of its form.
    Text(text::TextError),
    /// The sources of a record cannot be combined, or its license does not fit them.
    License(license::LicenseError),
    /// The list of sources is not acceptable.
    Remix(remix::RemixError),
    /// The record is not in a state in which this can be done.
    Record(record::RecordError),
    /// A file is too large, or not of a kind that is accepted.
    File(file::FileError),
    /// The production is not in a state in which this can be done.
    Production(production::ProductionError),
    /// The claim cannot be made or decided.
    Claim(claim::ClaimError),
    /// Something is not done with records: too many of them, or one is not as it was.
    Curation(curation::CurationError),
    /// It cannot be followed.
    Follow(follow::FollowError),
    /// It does not go with the project as it stands.
    Project(project::ProjectError),
    /// It does not go with the challenge as it stands.
    Challenge(challenge::ChallengeError),
}

impl From<text::TextError> for Rule {
    fn from(error: text::TextError) -> Self {
        Self::Text(error)
    }
}
impl From<license::LicenseError> for Rule {
    fn from(error: license::LicenseError) -> Self {
        Self::License(error)
    }
}
impl From<remix::RemixError> for Rule {
    fn from(error: remix::RemixError) -> Self {
        Self::Remix(error)
    }
}
impl From<record::RecordError> for Rule {
    fn from(error: record::RecordError) -> Self {
        Self::Record(error)
    }
}

impl From<follow::FollowError> for Rule {
    fn from(error: follow::FollowError) -> Self {
        Self::Follow(error)
    }
}

impl From<file::FileError> for Rule {
    fn from(error: file::FileError) -> Self {
        Self::File(error)
    }
}

impl From<production::ProductionError> for Rule {
    fn from(error: production::ProductionError) -> Self {
        Self::Production(error)
    }
}

impl From<claim::ClaimError> for Rule {
    fn from(error: claim::ClaimError) -> Self {
        Self::Claim(error)
    }
}

impl From<curation::CurationError> for Rule {
    fn from(error: curation::CurationError) -> Self {
        Self::Curation(error)
    }
}

impl From<project::ProjectError> for Rule {
    fn from(error: project::ProjectError) -> Self {
        Self::Project(error)
    }
}

impl From<challenge::ChallengeError> for Rule {
    fn from(error: challenge::ChallengeError) -> Self {
        Self::Challenge(error)
    }
}
