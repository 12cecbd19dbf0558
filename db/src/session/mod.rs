//! Sign-in, sessions and passwords. Of a session's secret only its BLAKE3 hash is kept.

mod attempt;
mod password;
mod sign_in;

pub(crate) use password::hash as hash_password;
pub(crate) use sign_in::end_all_sessions;
pub use sign_in::{change_password, sign_in, sign_up};

use crate::connect::transaction;
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Error, Result, Timestamp};
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

/// What is kept of a session's secret.
fn token_hash(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}

/// The condition that a session `s` has not ended, with the parameters `$n` and `$n + 1`.
fn is_live(n: usize) -> String {
    format!("s.last_seen_at > ${n} AND s.created_at > ${}", n + 1)
}

/// The parameters of [`is_live`].
fn live_since(now: Timestamp) -> [Timestamp; 2] {
    [
        now.minus_seconds(IDLE_SECONDS),
        now.minus_seconds(TOTAL_SECONDS),
    ]
}

/// The viewer behind a cookie's token, or `None` where the session has ended or the member is suspended.
/// Notes the time of use at most once a minute, without holding up the request.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_viewer(db: &Db, token: &str) -> Result<Option<Viewer>> {
    let now = Timestamp::now();
    let [idle, total] = live_since(now);
    let sql = format!(
        "SELECT s.id, s.last_seen_at, m.id, m.handle, m.name, m.role
         FROM session s JOIN member m ON m.id = s.member_id
         WHERE s.token_hash = $1 AND m.suspended_at IS NULL AND {}",
        is_live(2)
    );
    let Some(row) = sql::first(db.reader(), sql, values![token_hash(token), idle, total]).await?
    else {
        return Ok(None);
    };
    let mut columns = Columns::of(&row);
    let session = SessionId(columns.take()?);
    let seen = columns.time()?;
    if seen < now.minus_seconds(60) {
        tokio::spawn(note_use(db.clone(), session, now));
    }
    Ok(Some(Viewer {
        member: MemberId(columns.take()?),
        handle: columns.handle()?,
        name: columns.take()?,
        role: columns.word()?,
        session,
    }))
}

async fn note_use(db: Db, session: SessionId, now: Timestamp) {
    let sql = "UPDATE session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
    if let Err(error) = sql::run(db.writer(), sql, values![session.0, now]).await {
        tracing::warn!(%error, "noting the use of a session");
    }
}

/// Ends the session of a token; unknown tokens are no error.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn sign_out(db: &Db, token: &str) -> Result<()> {
    transaction!(db, |tx| {
        let sql = "DELETE FROM session WHERE token_hash = $1";
        sql::run(tx, sql, values![token_hash(token)]).await?;
        Ok(())
    })
}

/// A member's sessions that have not ended, last used first.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_sessions(db: &Db, member: MemberId) -> Result<Vec<SessionView>> {
    let [idle, total] = live_since(Timestamp::now());
    let sql = format!(
        "SELECT s.id, s.browser, s.created_at, s.last_seen_at FROM session s
         WHERE s.member_id = $1 AND {} ORDER BY s.last_seen_at DESC, s.id DESC",
        is_live(2)
    );
    let rows = sql::all(db.reader(), sql, values![member.0, idle, total]).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok(SessionView {
                id: SessionId(columns.take()?),
                browser: columns.take()?,
                created_at: columns.time()?,
                last_seen_at: columns.time()?,
            })
        })
        .collect()
}

/// Which of these sessions have not ended, of members who are not suspended.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_live_sessions(db: &Db, sessions: &[SessionId]) -> Result<Vec<SessionId>> {
    let [idle, total] = live_since(Timestamp::now());
    let sql = format!(
        "SELECT s.id FROM session s JOIN member m ON m.id = s.member_id
         WHERE {} AND m.suspended_at IS NULL AND {}",
        is_among(db.backend(), "s.id", 1),
        is_live(2)
    );
    let list = id_list(db.backend(), sessions.iter().map(|id| id.0));
    let rows = sql::all(db.reader(), sql, values![list, idle, total]).await?;
    rows.iter()
        .map(|row| Ok(SessionId(row.try_get_by_index(0)?)))
        .collect()
}

/// Ends one of the member's own sessions.
///
/// # Errors
/// [`crate::Error::NotFound`] where it is another's or has ended.
pub async fn end_session(db: &Db, member: MemberId, session: SessionId) -> Result<()> {
    transaction!(db, |tx| {
        let sql = "DELETE FROM session WHERE id = $1 AND member_id = $2";
        match sql::run(tx, sql, values![session.0, member.0]).await? {
            0 => Err(Error::NotFound),
            _ => Ok(()),
        }
    })
}

/// Deletes sessions and sign-in attempts that no longer count.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn sweep(db: &Db) -> Result<()> {
    let now = Timestamp::now();
    let hour_ago = now.minus_seconds(3600);
    let [idle, total] = live_since(now);
    transaction!(db, |tx| {
        let ended = "DELETE FROM session WHERE last_seen_at <= $1 OR created_at <= $2";
        sql::run(tx, ended, values![idle, total]).await?;
        for table in ["sign_in_attempt", "pace"] {
            let sql = format!("DELETE FROM {table} WHERE at <= $1");
            sql::run(tx, sql, values![hour_ago]).await?;
        }
        Ok(())
    })
}
