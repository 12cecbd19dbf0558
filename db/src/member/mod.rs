//! Members: profiles and the commands of `understory member`.

use crate::record::RecordCard;
use crate::{Db, Result, Timestamp};
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

/// The profile behind a handle.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn find_profile(db: &Db, handle: &str) -> Result<Profile> {
    let _ = (db, handle);
    unimplemented!()
}

/// Other members who remixed this one's records, most first, at most `limit`.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_remixers(db: &Db, member: MemberId, limit: u64) -> Result<Vec<Remixer>> {
    let _ = (db, member, limit);
    unimplemented!()
}

/// Members whose handle or name begins with the words, at most `limit`.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn search_members(db: &Db, words: &str, limit: u64) -> Result<Vec<MemberLine>> {
    let _ = (db, words, limit);
    unimplemented!()
}

/// Changes the member's own name and text about themselves.
///
/// # Errors
/// A text rule.
pub async fn edit_profile(db: &Db, member: MemberId, name: &str, bio: &str) -> Result<()> {
    let _ = (db, member, name, bio);
    unimplemented!()
}

/// The member's drafts, last changed first.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_drafts(db: &Db, member: MemberId) -> Result<Vec<RecordCard>> {
    let _ = (db, member);
    unimplemented!()
}

/// Makes a member of any role (`understory member create`).
///
/// # Errors
/// A text rule or [`crate::Conflict::HandleTaken`].
pub async fn create_member(
    db: &Db,
    handle: &str,
    name: &str,
    role: Role,
    password: &str,
) -> Result<MemberId> {
    let _ = (db, handle, name, role, password);
    unimplemented!()
}

/// Gives a role (`understory member role`).
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn set_role(db: &Db, handle: &str, role: Role) -> Result<()> {
    let _ = (db, handle, role);
    unimplemented!()
}

/// Suspends a member (all sessions end) or lets them in again.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn set_suspended(db: &Db, handle: &str, suspended: bool) -> Result<()> {
    let _ = (db, handle, suspended);
    unimplemented!()
}

/// Sets a password from the command line, also to hand over a member of an import; ends all sessions.
///
/// # Errors
/// [`crate::Error::NotFound`] or a text rule.
pub async fn set_password(db: &Db, handle: &str, password: &str) -> Result<()> {
    let _ = (db, handle, password);
    unimplemented!()
}

/// Whether anybody can sign in at all: `false` on a first start.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn anybody_can_sign_in(db: &Db) -> Result<bool> {
    let _ = db;
    unimplemented!()
}
