//! How often signing in and signing up may be tried.
//!
//! An attempt is counted before the password is looked at and taken back when it was right, so that
//! many at once do not pass the limit together. Unknown handles count like known ones.

use super::Origin;
use crate::connect::transaction;
use crate::sql::{self, values};
use crate::{Db, Error, Result, Timestamp};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::net::IpAddr;

/// Wrong attempts per account and address within [`ACCOUNT_SECONDS`].
const PER_ACCOUNT: i64 = 5;
const ACCOUNT_SECONDS: i64 = 15 * 60;
/// Wrong attempts and sign-ups per /24 or /64 within [`NETWORK_SECONDS`].
const PER_NETWORK: i64 = 50;
const NETWORK_SECONDS: i64 = 3600;

/// An attempt that is counted; [`Attempt::take_back`] uncounts it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt(i64);

/// What is counted under.
struct Place {
    account: String,
    address: String,
    network: String,
    /// The machine itself: only the limit by account holds there.
    is_loopback: bool,
}

impl Place {
    fn of(account: &str, origin: &Origin) -> Self {
        let address = origin.address.to_canonical();
        let network = match address {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        };
        Self {
            // People type their password into the wrong field.
            account: blake3::hash(account.as_bytes()).to_hex()[..32].to_owned(),
            address: address.to_string(),
            network,
            is_loopback: address.is_loopback(),
        }
    }
}

/// Counts an attempt to sign in.
///
/// # Errors
/// [`Error::TooOften`].
pub(super) async fn sign_in(db: &Db, account: &str, origin: &Origin) -> Result<Attempt> {
    let place = Place::of(account, origin);
    transaction!(db, |tx| {
        let now = Timestamp::now();
        take_turns(tx, &place).await?;
        let since = now.minus_seconds(ACCOUNT_SECONDS);
        let row = sql::first(
            tx,
            "SELECT at FROM sign_in_attempt WHERE account = $1 AND address = $2 AND at > $3
             ORDER BY at DESC LIMIT 1 OFFSET $4",
            values![&place.account, &place.address, since, PER_ACCOUNT - 1],
        )
        .await?;
        if let Some(row) = row {
            return Err(too_often(now, row.try_get_by_index(0)?, ACCOUNT_SECONDS));
        }
        count(tx, &place, now).await
    })
}

/// Counts a sign-up.
///
/// # Errors
/// [`Error::TooOften`].
pub(super) async fn sign_up(
    tx: &DatabaseTransaction,
    handle: &str,
    origin: &Origin,
) -> Result<Attempt> {
    // Not counted as an attempt on the account that it makes.
    let place = Place::of(&format!("sign-up {handle}"), origin);
    take_turns(tx, &place).await?;
    count(tx, &place, Timestamp::now()).await
}

/// Those who would be counted together wait for one another.
async fn take_turns(tx: &DatabaseTransaction, place: &Place) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        sql::first(tx, lock, values![&place.network]).await?;
    }
    Ok(())
}

async fn count(tx: &DatabaseTransaction, place: &Place, now: Timestamp) -> Result<Attempt> {
    if !place.is_loopback {
        let row = sql::first(
            tx,
            "SELECT at FROM sign_in_attempt WHERE network = $1 AND at > $2
             ORDER BY at DESC LIMIT 1 OFFSET $3",
            values![
                &place.network,
                now.minus_seconds(NETWORK_SECONDS),
                PER_NETWORK - 1
            ],
        )
        .await?;
        if let Some(row) = row {
            return Err(too_often(now, row.try_get_by_index(0)?, NETWORK_SECONDS));
        }
    }
    let id = sql::scalar(
        tx,
        "INSERT INTO sign_in_attempt (account, address, network, at) VALUES ($1, $2, $3, $4)
         RETURNING id",
        values![&place.account, &place.address, &place.network, now],
    )
    .await?;
    Ok(Attempt(id))
}

fn too_often(now: Timestamp, at: i64, window: i64) -> Error {
    let retry_after = now.seconds_until(Timestamp(at).minus_seconds(-window));
    Error::TooOften { retry_after }
}

impl Attempt {
    /// Uncounts an attempt that was right.
    pub(super) async fn take_back(self, tx: &DatabaseTransaction) -> Result<()> {
        let sql = "DELETE FROM sign_in_attempt WHERE id = $1";
        sql::run(tx, sql, values![self.0]).await?;
        Ok(())
    }
}
