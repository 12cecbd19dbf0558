//! Commands on members.

use crate::connect::transaction;
use crate::session::{end_all_sessions, hash_password};
use crate::sql::{self, values};
use crate::{Conflict, Db, Error, Result, Timestamp, entity};
use domain::text::{self, Field};
use domain::{Handle, MemberId, Role};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction};

/// A member to be made, checked.
#[derive(Clone, Debug)]
pub(crate) struct NewMember {
    pub(crate) handle: Handle,
    name: String,
    role: Role,
}

impl NewMember {
    /// Checks what was typed; a member without a name is called by their handle.
    pub(crate) fn parse(handle: &str, name: &str, role: Role, password: &str) -> Result<Self> {
        let handle: Handle = handle.parse()?;
        let mut name = text::optional_line(Field::Name, name, text::NAME_MAX)?;
        if name.is_empty() {
            handle.as_str().clone_into(&mut name);
        }
        text::check_password(Field::Password, password)?;
        Ok(Self { handle, name, role })
    }
}

/// Writes a new member.
///
/// # Errors
/// [`Conflict::HandleTaken`].
pub(crate) async fn insert_member(
    tx: &DatabaseTransaction,
    new: &NewMember,
    password_hash: &str,
) -> Result<MemberId> {
    let row = entity::member::ActiveModel {
        handle: Set(new.handle.to_string()),
        name: Set(new.name.clone()),
        role: Set(new.role.to_string()),
        password_hash: Set(Some(password_hash.to_owned())),
        bio: Set(String::new()),
        created_at: Set(Timestamp::now().0),
        ..Default::default()
    };
    match row.insert(tx).await.map_err(Error::from) {
        Ok(member) => Ok(MemberId(member.id)),
        Err(error) if error.is_taken() => Err(Conflict::HandleTaken.into()),
        Err(error) => Err(error),
    }
}

/// Changes the member's own name and text about themselves. Records published before keep the name
/// they were credited with.
///
/// # Errors
/// A text rule.
pub async fn edit_profile(db: &Db, member: MemberId, name: &str, bio: &str) -> Result<()> {
    let name = text::required_line(Field::Name, name, text::NAME_MAX)?;
    let bio = text::optional_text(Field::Bio, bio, text::BIO_MAX)?;
    let sql = "UPDATE member SET name = $2, bio = $3 WHERE id = $1";
    change(db, sql, values![member.0, name, bio]).await
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
    let new = NewMember::parse(handle, name, role, password)?;
    let hash = hash_password(password).await?;
    transaction!(db, |tx| insert_member(tx, &new, &hash).await)
}

/// Gives a role (`understory member role`).
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn set_role(db: &Db, handle: &str, role: Role) -> Result<()> {
    let sql = "UPDATE member SET role = $2 WHERE handle = $1";
    change(db, sql, values![known(handle)?, role.as_str()]).await
}

/// Suspends a member (all sessions end) or lets them in again.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn set_suspended(db: &Db, handle: &str, suspended: bool) -> Result<()> {
    let handle = known(handle)?;
    let at = suspended.then(|| Timestamp::now().0);
    let sql = "UPDATE member SET suspended_at = $2 WHERE handle = $1 RETURNING id";
    change_and_end_sessions(db, sql, values![handle, at]).await
}

/// Sets a password from the command line, also to hand over a member of an import; ends all sessions.
///
/// # Errors
/// [`crate::Error::NotFound`] or a text rule.
pub async fn set_password(db: &Db, handle: &str, password: &str) -> Result<()> {
    let handle = known(handle)?;
    text::check_password(Field::Password, password)?;
    let hash = hash_password(password).await?;
    let sql = "UPDATE member SET password_hash = $2 WHERE handle = $1 RETURNING id";
    change_and_end_sessions(db, sql, values![handle, hash]).await
}

/// A handle as it is kept; one that cannot be is nobody's.
pub(super) fn known(handle: &str) -> Result<String> {
    match handle.parse::<Handle>() {
        Ok(handle) => Ok(handle.into()),
        Err(_) => Err(Error::NotFound),
    }
}

async fn change(db: &Db, sql: &str, values: Vec<sea_orm::Value>) -> Result<()> {
    transaction!(db, |tx| match sql::run(tx, sql, values.clone()).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    })
}

async fn change_and_end_sessions(db: &Db, sql: &str, values: Vec<sea_orm::Value>) -> Result<()> {
    transaction!(db, |tx| {
        let row = sql::first(tx, sql, values.clone()).await?;
        let id = row.ok_or(Error::NotFound)?.try_get_by_index(0)?;
        end_all_sessions(tx, MemberId(id)).await
    })
}
