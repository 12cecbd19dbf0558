//! The way out of each mail: links that stop a kind, or all, without signing in.

use super::in_text;
use crate::connect::transaction;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::notification::Kind;
use domain::{Handle, MemberId};

/// What a link stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Whose mail.
    pub member: MemberId,
    /// Their handle.
    pub handle: Handle,
    /// What is stopped; `None` for all mail.
    pub kind: Option<Kind>,
}

/// The text of a link, signed with the secret of the member's address, so that nobody else can make one.
#[must_use]
pub fn stop_link(secret: &[u8], member: MemberId, kind: Option<Kind>) -> String {
    let word = kind.map_or("all", Kind::as_str);
    format!("{member}.{word}.{}", in_text(&sign(secret, member, word)))
}

fn sign(secret: &[u8], member: MemberId, word: &str) -> [u8; 32] {
    let key = *blake3::hash(secret).as_bytes();
    *blake3::keyed_hash(&key, format!("stop {member} {word}").as_bytes()).as_bytes()
}

/// What the text of a link stops.
///
/// # Errors
/// [`Error::NotFound`] where nobody signed it, or the address has changed since.
pub async fn find_stop(db: &Db, link: &str) -> Result<Stop> {
    let mut parts = link.split('.');
    let (Some(member), Some(word), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Error::NotFound);
    };
    let member = MemberId(member.parse().map_err(|_| Error::NotFound)?);
    let sql = "SELECT a.secret, m.handle FROM mail_address a JOIN member m ON m.id = a.member_id
        WHERE a.member_id = $1";
    let row = sql::first(db.reader(), sql, values![member.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let secret: Vec<u8> = columns.take()?;
    let right = in_text(&sign(&secret, member, word));
    // Hashes of them are compared, in a time that tells nothing.
    if blake3::hash(right.as_bytes()) != blake3::hash(signature.as_bytes()) {
        return Err(Error::NotFound);
    }
    let kind = match word {
        "all" => None,
        word => Some(word.parse().map_err(|_| Error::NotFound)?),
    };
    Ok(Stop {
        member,
        handle: columns.handle()?,
        kind,
    })
}

/// Stops what the link says; again is no error.
///
/// # Errors
/// [`Error::NotFound`] as [`find_stop`].
pub async fn stop_mail(db: &Db, link: &str) -> Result<Stop> {
    let stop = find_stop(db, link).await?;
    transaction!(db, |tx| {
        let kind = stop.kind.map_or("", Kind::as_str);
        let sql = "UPDATE notification_switch SET by_mail = FALSE
            WHERE member_id = $1 AND by_mail AND ($2 = '' OR kind = $2)";
        sql::run(tx, sql, values![stop.member.0, kind]).await?;
        Ok(())
    })?;
    Ok(stop)
}
