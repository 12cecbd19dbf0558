//! Signing in and up, and changing the password.

use super::{Origin, Viewer, attempt, password, token_hash};
use crate::connect::transaction;
use crate::member::{NewMember, insert_member};
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp, entity};
use domain::text::{Field, check_password};
use domain::{Handle, MemberId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction};

/// Signs in: 256 random bits as 43 characters of base64url for the cookie.
///
/// Takes the same time for an unknown handle (a dummy hash), hashes at most two at a time, and counts
/// wrong attempts: 5 per 15 minutes per account and address, 50 an hour per /24 or /64 (not on loopback).
///
/// # Errors
/// [`crate::Error::NotFound`] for any wrong pair or a suspended member, [`crate::Error::TooOften`].
pub async fn sign_in(db: &Db, handle: &str, password: &str, origin: &Origin) -> Result<String> {
    let typed = handle.trim().trim_start_matches('@').to_ascii_lowercase();
    let attempt = attempt::sign_in(db, &typed, origin).await?;
    let known = match typed.parse::<Handle>() {
        Ok(handle) => find_login(db, &handle).await?,
        Err(_) => None,
    };
    let (member, hash) = known.unzip();
    let right = password::verify(password, hash.flatten()).await?;
    let member = member.filter(|_| right).ok_or(Error::NotFound)?;
    transaction!(db, |tx| {
        // Asked once more: the member may have been suspended while the password was hashed.
        let sql = "SELECT id FROM member WHERE id = $1 AND suspended_at IS NULL";
        if sql::first(tx, sql, values![member.0]).await?.is_none() {
            return Err(Error::NotFound);
        }
        attempt.take_back(tx).await?;
        begin_session(tx, member, origin).await
    })
}

/// The member of a handle and the hash of their password, unless they are suspended.
async fn find_login(db: &Db, handle: &Handle) -> Result<Option<(MemberId, Option<String>)>> {
    let sql = "SELECT id, password_hash FROM member WHERE handle = $1 AND suspended_at IS NULL";
    let row = sql::first(db.reader(), sql, values![handle.as_str()]).await?;
    row.map(|row| {
        let mut columns = Columns::of(&row);
        Ok((MemberId(columns.take()?), columns.take()?))
    })
    .transpose()
}

/// Makes a member with a password and signs them in.
///
/// # Errors
/// A text rule, [`crate::Conflict::HandleTaken`], or [`crate::Error::TooOften`] (50 an hour per network,
/// not on loopback).
pub async fn sign_up(
    db: &Db,
    handle: &str,
    name: &str,
    password: &str,
    origin: &Origin,
) -> Result<String> {
    let new = NewMember::parse(handle, name, domain::Role::Member, password)?;
    if new.handle.is_reserved() {
        return Err(crate::Conflict::HandleTaken.into());
    }
    // Counted even where it comes to nothing, so that handles cannot be tried out for free.
    transaction!(db, |tx| attempt::sign_up(tx, new.handle.as_str(), origin)
        .await)?;
    let hash = password::hash(password).await?;
    transaction!(db, |tx| {
        let member = insert_member(tx, &new, &hash).await?;
        begin_session(tx, member, origin).await
    })
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
    check_password(Field::NewPassword, new)?;
    let attempt = attempt::sign_in(db, viewer.handle.as_str(), origin).await?;
    let known = find_login(db, &viewer.handle).await?;
    let kept = known.and_then(|(_, hash)| hash);
    if !password::verify(current, kept.clone()).await? {
        return Err(Error::Forbidden);
    }
    let hash = password::hash(new).await?;
    transaction!(db, |tx| {
        attempt.take_back(tx).await?;
        // Only over the password that was shown to be known.
        let sql = "UPDATE member SET password_hash = $2 WHERE id = $1 AND password_hash = $3";
        let kept = kept.clone();
        if sql::run(tx, sql, values![viewer.member.0, &hash, kept]).await? == 0 {
            return Err(Error::Forbidden);
        }
        end_all_sessions(tx, viewer.member).await?;
        begin_session(tx, viewer.member, origin).await
    })
}

/// Ends every session of a member.
pub(crate) async fn end_all_sessions(tx: &DatabaseTransaction, member: MemberId) -> Result<()> {
    let sql = "DELETE FROM session WHERE member_id = $1";
    sql::run(tx, sql, values![member.0]).await?;
    Ok(())
}

async fn begin_session(
    tx: &DatabaseTransaction,
    member: MemberId,
    origin: &Origin,
) -> Result<String> {
    let token = new_token();
    let now = Timestamp::now().0;
    entity::session::ActiveModel {
        token_hash: Set(token_hash(&token)),
        member_id: Set(member.0),
        browser: Set(domain::text::clean_line(&origin.browser)
            .chars()
            .take(200)
            .collect()),
        created_at: Set(now),
        last_seen_at: Set(now),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(token)
}

/// 256 random bits in base64url, from a generator that is safe for secrets.
fn new_token() -> String {
    use base64::Engine;
    let bits: [u8; 32] = rand::random();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bits)
}
