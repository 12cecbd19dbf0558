//! Members: profiles and the commands of `understory member`.

mod command;
mod query;
mod roll;

pub use command::*;
pub use query::*;
pub use roll::{RollLine, list_roll};

pub(crate) use command::{NewMember, insert_member};

use crate::Timestamp;
use domain::{Handle, MemberId, Role};

/// A member in public.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The id.
    pub id: MemberId,
    /// The handle.
    pub handle: Handle,
    /// The name.
    pub name: String,
    /// What they say about themselves, Markdown; may be empty.
    pub bio: String,
    /// The role.
    pub role: Role,
    /// When they joined.
    pub joined_at: Timestamp,
    /// The corpus an import made them from, where nobody has claimed the account yet.
    pub corpus: Option<String>,
    /// How many records they have published (withdrawn ones not counted).
    pub record_count: i64,
    /// How many remixes others made of their records.
    pub remixed_count: i64,
}

/// A member who remixed another's records.
#[derive(Clone, Debug)]
pub struct Remixer {
    /// Their handle.
    pub handle: Handle,
    /// Their name.
    pub name: String,
    /// How many of their records name one of the member's as a source.
    pub remix_count: i64,
}

/// A line in a list of members.
#[derive(Clone, Debug)]
pub struct MemberLine {
    /// The handle.
    pub handle: Handle,
    /// The name.
    pub name: String,
    /// How many records they have published.
    pub record_count: i64,
}
