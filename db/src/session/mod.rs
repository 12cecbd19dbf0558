//! Sign-in, sessions and passwords. Of a session's secret only its BLAKE3 hash is kept.

use crate::{Db, Result, Timestamp};
use domain::{Handle, MemberId, Role, SessionId};

/// A session ends after 24 hours without a request, and after 14 days in any case.
pub const IDLE_SECONDS: i64 = 24 * 3600;
/// See [`IDLE_SECONDS`].
pub const TOTAL_SECONDS: i64 = 14 * 24 * 3600;

/// Who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The member.
    pub member: MemberId,
    /// Their handle.
    pub handle: Handle,
    /// Their name.
    pub name: String,
    /// What they may do, read anew with every request.
    pub role: Role,
    /// The session the request came with.
    pub session: SessionId,
}

/// Where a sign-in comes from, for limits and for the list of sessions.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The address.
    pub address: std::net::IpAddr,
    /// The browser's own line about itself, cut to 200 characters.
    pub browser: String,
}

/// One of a member's sessions.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// The browser's own line about itself.
    pub browser: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
}

/// Signs in: 256 random bits as 43 characters of base64url for the cookie.
///
/// Takes the same time for an unknown handle (a dummy hash), hashes at most two at a time, and counts
/// attempts: 5 per 15 minutes per account and address, 50 an hour per /24 or /64.
///
/// # Errors
/// [`crate::Error::NotFound`] for any wrong pair or a suspended member, [`crate::Error::TooOften`].
pub async fn sign_in(db: &Db, handle: &str, password: &str, origin: &Origin) -> Result<String> {
    let _ = (db, handle, password, origin);
    unimplemented!()
}

/// Makes a member with a password and signs them in.
///
/// # Errors
/// A text rule, [`crate::Conflict::HandleTaken`], or [`crate::Error::TooOften`] (50 an hour per network).
pub async fn sign_up(
    db: &Db,
    handle: &str,
    name: &str,
    password: &str,
    origin: &Origin,
) -> Result<String> {
    let _ = (db, handle, name, password, origin);
    unimplemented!()
}

/// The viewer behind a cookie's token, or `None` where the session has ended or the member is suspended.
/// Notes the time of use at most once a minute.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_viewer(db: &Db, token: &str) -> Result<Option<Viewer>> {
    let _ = (db, token);
    unimplemented!()
}

/// Ends the session of a token; unknown tokens are no error.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn sign_out(db: &Db, token: &str) -> Result<()> {
    let _ = (db, token);
    unimplemented!()
}

/// A member's sessions that have not ended, last used first.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_sessions(db: &Db, member: MemberId) -> Result<Vec<SessionView>> {
    let _ = (db, member);
    unimplemented!()
}

/// Ends one of the member's own sessions.
///
/// # Errors
/// [`crate::Error::NotFound`] where it is another's or has ended.
pub async fn end_session(db: &Db, member: MemberId, session: SessionId) -> Result<()> {
    let _ = (db, member, session);
    unimplemented!()
}

/// Changes the password, ends all of the member's sessions and begins a new one, whose token is answered.
///
/// # Errors
/// [`crate::Error::Forbidden`] where `current` is wrong, a text rule, or [`crate::Error::TooOften`].
pub async fn change_password(
    db: &Db,
    viewer: &Viewer,
    current: &str,
    new: &str,
    origin: &Origin,
) -> Result<String> {
    let _ = (db, viewer, current, new, origin);
    unimplemented!()
}

/// Deletes sessions and sign-in attempts that no longer count.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn sweep(db: &Db) -> Result<()> {
    let _ = db;
    unimplemented!()
}
