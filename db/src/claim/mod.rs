//! Claims: "this used my record", and what becomes of them.

mod change;
mod query;

pub(crate) use change::{Accepted, add_accepted};
pub use change::{NewClaim, decide, make_claim, take_back};
pub(crate) use query::check_addable;
pub use query::{AddedBy, Asked, check_claimable, find_added_by, find_claim, list_claims};

use crate::Timestamp;
use domain::claim::Status;
use domain::{ClaimId, Handle, MemberId, RecordId};

/// A claim, as those see it whom it concerns.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The id.
    pub id: ClaimId,
    /// The claimed source.
    pub source: RecordId,
    /// Its title.
    pub source_title: String,
    /// The remix that did not name it.
    pub remix: RecordId,
    /// Its title.
    pub remix_title: String,
    /// The remix's author.
    pub remix_author: MemberId,
    /// The remix's author's name as credited.
    pub remix_author_name: String,
    /// Who claims.
    pub claimed_by: MemberId,
    /// Their handle.
    pub claimant: Handle,
    /// Their name.
    pub claimant_name: String,
    /// What was used; may be empty.
    pub used: String,
    /// Why they claim it.
    pub reason: String,
    /// Where it stands.
    pub status: Status,
    /// Who decided: handle and name.
    pub decided_by: Option<(Handle, String)>,
    /// What they said.
    pub answer: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was decided or taken back.
    pub decided_at: Option<Timestamp>,
}
