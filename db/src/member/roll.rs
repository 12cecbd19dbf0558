//! The roll of members, for the command line.

use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::{Handle, Role};

/// A member as whoever runs the server sees them.
#[derive(Clone, Debug)]
pub struct RollLine {
    /// The handle.
    pub handle: Handle,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether they may not sign in.
    pub suspended: bool,
    /// Whether they have a password; members of an import have none.
    pub has_password: bool,
}

/// Members whose handle begins with these letters, all without any, in the order of their handles.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_roll(db: &Db, letters: &str) -> Result<Vec<RollLine>> {
    let from = letters.trim().trim_start_matches('@').to_lowercase();
    let to = format!("{from}\u{10ffff}");
    let query = "SELECT handle, name, role, CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END,
            CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END
        FROM member WHERE handle >= $1 AND handle < $2 ORDER BY handle";
    let rows = sql::all(db.reader(), query, values![from, to]).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            let (handle, name, role): (Handle, String, String) =
                (columns.handle()?, columns.take()?, columns.take()?);
            let (suspended, has_password): (i32, i32) = (columns.take()?, columns.take()?);
            let role = role
                .parse()
                .map_err(|_| Error::failed("a member has an unknown role"))?;
            Ok(RollLine {
                handle,
                name,
                role,
                suspended: suspended != 0,
                has_password: has_password != 0,
            })
        })
        .collect()
}
