//! Where members want their mail, once they have shown that it is their own mailbox.

use super::{in_text, new_secret};
use crate::connect::transaction;
use crate::pace::{self, Act};
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::mail::Address;
use domain::{Handle, MemberId};
use sea_orm::DatabaseTransaction;

/// How long the link of a question holds, in seconds.
const QUESTION: i64 = 24 * 3_600;
/// How many members may have one address asked within an hour.
const ASKED_AT_ONCE: i64 = 3;

/// Where a member's mail goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailAddress {
    /// The address that was confirmed.
    pub confirmed: Option<String>,
    /// The address that was asked and has not answered yet.
    pub asked: Option<String>,
}

/// The member's addresses.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_mail_address(db: &Db, member: MemberId) -> Result<MailAddress> {
    let sql = "SELECT address, CASE WHEN asked_at > $2 THEN asked_address END
        FROM mail_address WHERE member_id = $1";
    let since = Timestamp::now().minus_seconds(QUESTION);
    let Some(row) = sql::first(db.reader(), sql, values![member.0, since]).await? else {
        return Ok(MailAddress::default());
    };
    let mut columns = Columns::of(&row);
    Ok(MailAddress {
        confirmed: columns.take()?,
        asked: columns.take()?,
    })
}

/// Notes that an address is to be asked, in place of any asked before. Answers the token of the link in the question,
/// of which only a hash is kept. A confirmed address stays until the new one is.
///
/// # Errors
/// [`Error::TooOften`] past 5 an hour, or where the address was asked often within the hour.
pub async fn ask_for_address(db: &Db, member: MemberId, address: &Address) -> Result<String> {
    let token = in_text(&new_secret());
    transaction!(db, |tx| {
        pace::count(tx, member, Act::Mail).await?;
        check_not_asked_often(tx, member, address).await?;
        let sql =
            "INSERT INTO mail_address (member_id, secret, asked_address, asked_at, token_hash)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (member_id) DO UPDATE
            SET asked_address = excluded.asked_address, asked_at = excluded.asked_at,
                token_hash = excluded.token_hash";
        let row = values![
            member.0,
            new_secret().to_vec(),
            address.as_str(),
            Timestamp::now(),
            hash(&token)
        ];
        sql::run(tx, sql, row).await?;
        Ok(())
    })?;
    Ok(token)
}

/// Nobody's mailbox is to be filled by many accounts that all give it as their own.
async fn check_not_asked_often(
    tx: &DatabaseTransaction,
    member: MemberId,
    address: &Address,
) -> Result<()> {
    let hour_ago = Timestamp::now().minus_seconds(3_600);
    let sql = "SELECT count(*) FROM mail_address
        WHERE asked_address = $1 AND member_id <> $2 AND asked_at > $3";
    let others: i64 = sql::scalar(tx, sql, values![address.as_str(), member.0, hour_ago]).await?;
    if others >= ASKED_AT_ONCE {
        return Err(Error::TooOften { retry_after: 3_600 });
    }
    Ok(())
}

/// A question that waits for its answer.
#[derive(Clone, Debug)]
pub struct AskedAddress {
    /// Who gave the address.
    pub handle: Handle,
    /// The address.
    pub address: String,
}

/// The question behind the token of a link.
///
/// # Errors
/// [`Error::NotFound`] where there is none, where it was answered, or after a day.
pub async fn find_asked_address(db: &Db, token: &str) -> Result<AskedAddress> {
    let sql =
        "SELECT m.handle, a.asked_address FROM mail_address a JOIN member m ON m.id = a.member_id
        WHERE a.token_hash = $1 AND a.asked_at > $2 AND m.suspended_at IS NULL";
    let since = Timestamp::now().minus_seconds(QUESTION);
    let row = sql::first(db.reader(), sql, values![hash(token), since]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    Ok(AskedAddress {
        handle: columns.handle()?,
        address: columns.take()?,
    })
}

/// Answers the question with yes, once: the member's mail goes there from now on. Links in mails that went to another
/// address no longer stop anything; those that went to this one still do.
///
/// # Errors
/// [`Error::NotFound`] as [`find_asked_address`].
pub async fn confirm_address(db: &Db, token: &str) -> Result<()> {
    transaction!(db, |tx| {
        let sql = "UPDATE mail_address SET address = asked_address,
                secret = CASE WHEN address = asked_address THEN secret ELSE $3 END,
                asked_address = NULL, asked_at = NULL, token_hash = NULL
            WHERE token_hash = $1 AND asked_at > $2
                AND (SELECT suspended_at FROM member WHERE id = member_id) IS NULL";
        let since = Timestamp::now().minus_seconds(QUESTION);
        let row = values![hash(token), since, new_secret().to_vec()];
        match sql::run(tx, sql, row).await? {
            0 => Err(Error::NotFound),
            _ => Ok(()),
        }
    })
}

/// Forgets the member's addresses, and what waits to be sent there.
///
/// # Errors
/// [`Error::Database`].
pub async fn remove_address(db: &Db, member: MemberId) -> Result<()> {
    transaction!(db, |tx| {
        for sql in [
            "DELETE FROM mail_address WHERE member_id = $1",
            "DELETE FROM notification_mail WHERE member_id = $1 AND sent_at IS NULL AND given_up_at IS NULL",
        ] {
            sql::run(tx, sql, values![member.0]).await?;
        }
        Ok(())
    })
}

/// What is kept of a link's token.
fn hash(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}
