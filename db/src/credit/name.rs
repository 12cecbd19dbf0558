//! The name a member is credited with, which they confirm or change until the release.

use super::CreditSheet;
use crate::connect::transaction;
use crate::lineage::LiveLineage;
use crate::production::find_production;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::production::Status;
use domain::text::{self, Field, NAME_MAX};
use domain::{MemberId, ProductionId};

/// How a member is credited in a production.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCredit {
    /// The name that stands there now.
    pub name: String,
    /// When they confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// How many credits are theirs.
    pub count: usize,
}

/// How a member is credited in a production that is not released; `None` where they are not.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_own_credit(sheet: &CreditSheet, member: MemberId) -> Result<Option<OwnCredit>> {
    let Some((credits, roles)) = &sheet.at_hand else {
        return Ok(None);
    };
    let own = credits.all.iter().filter(|credit| credit.member == member);
    let count = own.clone().count();
    let Some(first) = own.clone().next() else {
        return Ok(None);
    };
    let sql = "SELECT n.name, n.confirmed_at, m.name,
            coalesce((SELECT credited_name FROM record WHERE id = $3), '')
        FROM member m LEFT JOIN credited_name n ON n.member_id = m.id AND n.production_id = $1
        WHERE m.id = $2";
    let record = first.record.map(|record| record.0);
    let row = sql::first(
        sheet.db.reader(),
        sql,
        values![sheet.id.0, member.0, record],
    )
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let confirmed: Option<String> = columns.take()?;
    let confirmed_at = columns.maybe_time()?;
    let own: String = columns.take()?;
    let published: String = columns.take()?;
    let role = roles.iter().find(|role| role.member_id == member);
    let name = match (confirmed, role) {
        (Some(name), _) => name,
        (None, Some(role)) => role.name.clone(),
        (None, None) if !published.is_empty() => published,
        (None, None) => own,
    };
    Ok(Some(OwnCredit {
        name,
        confirmed_at,
        count,
    }))
}

/// Confirms the name that the viewer is credited with in a production, or changes it; as often as they like until
/// the release.
///
/// # Errors
/// [`Error::NotFound`] where they are not credited, a rule.
pub async fn confirm_name(
    db: &Db,
    lineage: &LiveLineage,
    viewer: &Viewer,
    id: ProductionId,
    name: &str,
) -> Result<()> {
    let name = text::required_line(Field::CreditedName, name, NAME_MAX)?;
    let production = find_production(db, id).await?;
    production.status.check_open()?;
    let sheet = CreditSheet::open(db, lineage, &production).await?;
    let own = find_own_credit(&sheet, viewer.member).await?;
    own.ok_or(Error::NotFound)?;
    transaction!(db, |tx| {
        let hold = sql::for_update(tx);
        let status = format!("SELECT status FROM production WHERE id = $1{hold}");
        let row = sql::first(tx, status, values![id.0]).await?;
        let status: Status = Columns::of(&row.ok_or(Error::NotFound)?).word()?;
        status.check_open()?;
        let sql = "INSERT INTO credited_name (production_id, member_id, name, confirmed_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT (production_id, member_id)
            DO UPDATE SET name = excluded.name, confirmed_at = excluded.confirmed_at";
        sql::run(
            tx,
            sql,
            values![id.0, viewer.member.0, &name, Timestamp::now()],
        )
        .await?;
        Ok(())
    })
}
