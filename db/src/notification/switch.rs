//! How a member wants to be told.

use crate::connect::transaction;
use crate::sql::{self, Columns, values};
use crate::{Db, Result};
use domain::MemberId;
use domain::notification::Kind;
use std::collections::HashMap;

/// How a member is told of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The kind.
    pub kind: Kind,
    /// Whether in the page.
    pub in_page: bool,
    /// Whether by mail, where the member has an address.
    pub by_mail: bool,
}

/// The member's switches, one for each kind, in the order of kinds.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_switches(db: &Db, member: MemberId) -> Result<Vec<Switch>> {
    let sql =
        "SELECT kind, CASE WHEN in_page THEN 1 ELSE 0 END, CASE WHEN by_mail THEN 1 ELSE 0 END
        FROM notification_switch WHERE member_id = $1";
    let mut set: HashMap<String, (bool, bool)> = HashMap::new();
    for row in &sql::all(db.reader(), sql, values![member.0]).await? {
        let mut columns = Columns::of(row);
        let kind = columns.take()?;
        let (in_page, by_mail): (i32, i32) = (columns.take()?, columns.take()?);
        set.insert(kind, (in_page != 0, by_mail != 0));
    }
    let switch = |kind: Kind| {
        let (in_page, by_mail) = set.get(kind.as_str()).copied().unwrap_or((true, false));
        Switch {
            kind,
            in_page,
            by_mail,
        }
    };
    Ok(Kind::ALL.into_iter().map(switch).collect())
}

/// Sets the member's switches; kinds that are not among them stay as they are.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn set_switches(db: &Db, member: MemberId, switches: &[Switch]) -> Result<()> {
    transaction!(db, |tx| {
        for switch in switches {
            let sql = "INSERT INTO notification_switch (member_id, kind, in_page, by_mail)
                VALUES ($1, $2, $3, $4) ON CONFLICT (member_id, kind)
                DO UPDATE SET in_page = excluded.in_page, by_mail = excluded.by_mail";
            let row = values![
                member.0,
                switch.kind.as_str(),
                switch.in_page,
                switch.by_mail
            ];
            sql::run(tx, sql, row).await?;
        }
        Ok(())
    })
}
