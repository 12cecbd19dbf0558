//! Roles that are given by hand.

use super::RoleView;
use super::hold::{hold, touch};
use crate::connect::transaction;
use crate::notification::{Event, tell};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::credit::name_as_credited;
use domain::notification::Kind;
use domain::production::{ProductionError, ROLE_MAX, ROLES_MAX};
use domain::text::{self, Field, NAME_MAX};
use domain::{Handle, MemberId, ProductionId};

/// Gives a member a role, under a name as credited (their own where none is given), and tells them.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`crate::Conflict::ChangedMeanwhile`], a rule.
pub async fn add_role(
    db: &Db,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    handle: &Handle,
    role: &str,
    name: &str,
) -> Result<()> {
    let role = text::required_line(Field::Role, role, ROLE_MAX)?;
    let name = text::optional_line(Field::CreditedName, name, NAME_MAX)?;
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_open(version)?;
        let known = "SELECT id FROM member WHERE handle = $1";
        let member = sql::first(tx, known, values![handle.as_str()]).await?;
        let member: i64 = member
            .ok_or(ProductionError::UnknownMember)?
            .try_get_by_index(0)?;
        let count = "SELECT count(*) FROM production_role WHERE production_id = $1";
        let count: i64 = sql::scalar(tx, count, values![id.0]).await?;
        if count >= ROLES_MAX as i64 {
            let (field, max) = (Field::Role, ROLES_MAX);
            return Err(ProductionError::TooMany { field, max }.into());
        }
        let sql = "INSERT INTO production_role (production_id, member_id, role, name, position)
            VALUES ($1, $2, $3, $4, (SELECT coalesce(max(position), 0) + 1 FROM production_role
                WHERE production_id = $1)) ON CONFLICT DO NOTHING";
        if sql::run(tx, sql, values![id.0, member, &role, &name]).await? == 0 {
            return Err(ProductionError::RoleTwice.into());
        }
        touch(tx, id).await?;
        let mut event = Event::new(Kind::RoleCredited, viewer.member);
        event.production = Some(id);
        event.member = Some(MemberId(member));
        event.line = role.clone();
        tell(tx, event).await
    })
}

/// Takes a role away.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`crate::Conflict::ChangedMeanwhile`], a rule.
pub async fn remove_role(
    db: &Db,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    role: i64,
) -> Result<()> {
    transaction!(db, |tx| {
        hold(tx, viewer, id).await?.check_open(version)?;
        let sql = "DELETE FROM production_role WHERE production_id = $1 AND id = $2";
        if sql::run(tx, sql, values![id.0, role]).await? == 0 {
            return Err(Error::NotFound);
        }
        touch(tx, id).await
    })
}

/// All roles, in the order in which they were given.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_roles(db: &Db, id: ProductionId) -> Result<Vec<RoleView>> {
    roles_on(db.reader(), id).await
}

pub(crate) async fn roles_on<C: sea_orm::ConnectionTrait>(
    on: &C,
    id: ProductionId,
) -> Result<Vec<RoleView>> {
    let sql = "SELECT g.id, g.member_id, m.handle, g.name, n.name, m.name, g.role
        FROM production_role g JOIN member m ON m.id = g.member_id
        LEFT JOIN credited_name n ON n.production_id = g.production_id AND n.member_id = g.member_id
        WHERE g.production_id = $1 ORDER BY g.position, g.id";
    let rows = sql::all(on, sql, values![id.0]).await?;
    let role = |row: &sea_orm::QueryResult| {
        let mut columns = Columns::of(row);
        let (id, member_id) = (columns.take()?, MemberId(columns.take()?));
        let member = columns.handle()?;
        let (given, confirmed): (String, Option<String>) = (columns.take()?, columns.take()?);
        let own: String = columns.take()?;
        Ok(RoleView {
            id,
            member_id,
            member,
            name: name_as_credited(confirmed.as_deref(), &given, &own).to_owned(),
            role: columns.take()?,
            is_confirmed: confirmed.is_some(),
        })
    };
    rows.iter().map(role).collect()
}
