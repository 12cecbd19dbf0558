//! Reading credits, a part at a time.

use super::at_hand;
use crate::lineage::LiveLineage;
use crate::production::{Production, RoleView, find_included_ids, list_roles};
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Error, Result};
use domain::credit::{Basis, Count, Credit, Credits, name_as_credited};
use domain::production::Status;
use domain::{Handle, MemberId, ProductionId, RecordId};
use sea_orm::QueryResult;
use std::collections::HashMap;

/// One credit, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditLine {
    /// Its place among all credits of the production, from 0.
    pub position: i64,
    /// Who.
    pub member: Handle,
    /// Under which name.
    pub name: String,
    /// Why.
    pub basis: Basis,
    /// The role; empty for a record.
    pub role: String,
    /// The record; `None` for a role.
    pub record: Option<CreditedRecord>,
}

/// The record that a credit is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditedRecord {
    /// Its id.
    pub id: RecordId,
    /// Its title; of a released production as it was then.
    pub title: String,
}

/// All credits of a production; only what is asked for is read.
#[derive(Debug)]
pub struct CreditSheet {
    pub(super) db: Db,
    pub(super) id: ProductionId,
    /// How many there are on each basis, as [`Basis::ALL`].
    pub counts: [Count; 3],
    /// Until the release, from the lineage.
    pub(super) at_hand: Option<(Credits, Vec<RoleView>)>,
}

impl CreditSheet {
    /// The credits of a production: of a released one as they were written down, of any other as the lineage has
    /// them now.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn open(db: &Db, lineage: &LiveLineage, production: &Production) -> Result<Self> {
        let id = production.id;
        let (counts, at_hand) = match production.status {
            Status::Released => (find_counts(db, id).await?, None),
            _ => {
                let included = find_included_ids(db, id).await?;
                let roles = list_roles(db, id).await?;
                let credits = at_hand(&roles, &lineage.ancestry(&included));
                (credits.counts, Some((credits, roles)))
            }
        };
        Ok(Self {
            db: db.clone(),
            id,
            counts,
            at_hand,
        })
    }

    /// Whether they are as they were written down at release, and never change.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.at_hand.is_none()
    }

    /// How many credits there are in all.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.counts.iter().map(|count| count.credits).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// At most `limit` credits from position `from` on, of one member or all, and the position to go on from.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn page(
        &self,
        from: i64,
        limit: usize,
        member: Option<MemberId>,
    ) -> Result<(Vec<CreditLine>, Option<i64>)> {
        let mut lines = match &self.at_hand {
            None => self.written(from, limit + 1, member).await?,
            Some((credits, roles)) => {
                let wanted = (0_i64..).zip(&credits.all).filter(|(position, credit)| {
                    *position >= from && member.is_none_or(|member| member == credit.member)
                });
                let wanted: Vec<(i64, Credit)> = wanted
                    .take(limit + 1)
                    .map(|(position, credit)| (position, *credit))
                    .collect();
                self.read(&wanted, roles).await?
            }
        };
        let next = lines.get(limit).map(|line| line.position);
        lines.truncate(limit);
        Ok((lines, next))
    }

    async fn written(
        &self,
        from: i64,
        limit: usize,
        member: Option<MemberId>,
    ) -> Result<Vec<CreditLine>> {
        let of_member = match member {
            Some(_) => " AND c.member_id = $4",
            None => "",
        };
        let sql = format!(
            "SELECT c.position, m.handle, c.credited_name, c.basis, c.role, c.record_id, c.record_title
             FROM production_credit c JOIN member m ON m.id = c.member_id
             WHERE c.production_id = $1 AND c.position >= $2{of_member}
             ORDER BY c.position LIMIT $3"
        );
        let mut values = values![self.id.0, from, limit as i64];
        values.extend(member.map(|member| member.0.into()));
        let rows = sql::all(self.db.reader(), sql, values).await?;
        let line = |row: &QueryResult| {
            let mut columns = Columns::of(row);
            let position = columns.take()?;
            let (member, name) = (columns.handle()?, columns.take()?);
            let (basis, role) = (columns.word()?, columns.take()?);
            let record: Option<i64> = columns.take()?;
            let title = columns.take()?;
            Ok(CreditLine {
                position,
                member,
                name,
                basis,
                role,
                record: record.map(|id| CreditedRecord {
                    id: RecordId(id),
                    title,
                }),
            })
        };
        rows.iter().map(line).collect()
    }

    /// Reads the titles and names of these credits.
    async fn read(&self, wanted: &[(i64, Credit)], roles: &[RoleView]) -> Result<Vec<CreditLine>> {
        let backend = self.db.backend();
        let records = wanted.iter().filter_map(|(_, credit)| credit.record);
        let list = id_list(backend, records.map(|id| id.0));
        let among = is_among(backend, "r.id", 2);
        let sql = format!(
            "SELECT r.id, m.handle, r.title, r.credited_name, n.name, m.name
             FROM record r JOIN member m ON m.id = r.author_id
             LEFT JOIN credited_name n ON n.production_id = $1 AND n.member_id = r.author_id
             WHERE {among}"
        );
        let mut found: HashMap<RecordId, (Handle, String, String)> = HashMap::new();
        for row in &sql::all(self.db.reader(), sql, values![self.id.0, list]).await? {
            let mut columns = Columns::of(row);
            let id = RecordId(columns.take()?);
            let (handle, title) = (columns.handle()?, columns.take()?);
            let (given, confirmed): (String, Option<String>) = (columns.take()?, columns.take()?);
            let own: String = columns.take()?;
            let name = name_as_credited(confirmed.as_deref(), &given, &own).to_owned();
            found.insert(id, (handle, title, name));
        }
        let line = |(position, credit): &(i64, Credit)| match credit.record {
            None => {
                let role = roles.get(credit.place as usize)?;
                Some(CreditLine {
                    position: *position,
                    member: role.member.clone(),
                    name: role.name.clone(),
                    basis: credit.basis,
                    role: role.role.clone(),
                    record: None,
                })
            }
            Some(id) => {
                let (member, title, name) = found.get(&id)?.clone();
                Some(CreditLine {
                    position: *position,
                    member,
                    name,
                    basis: credit.basis,
                    role: String::new(),
                    record: Some(CreditedRecord { id, title }),
                })
            }
        };
        let lines: Option<Vec<CreditLine>> = wanted.iter().map(line).collect();
        lines.ok_or_else(|| Error::failed("a credited record is not there"))
    }
}

async fn find_counts(db: &Db, id: ProductionId) -> Result<[Count; 3]> {
    let sql =
        "SELECT basis, members, credits FROM production_credit_count WHERE production_id = $1";
    let mut counts = [Count::default(); 3];
    for row in &sql::all(db.reader(), sql, values![id.0]).await? {
        let mut columns = Columns::of(row);
        let basis: Basis = columns.word()?;
        let (members, credits): (i64, i64) = (columns.take()?, columns.take()?);
        counts[basis as usize] = Count {
            members: members.unsigned_abs(),
            credits: credits.unsigned_abs(),
        };
    }
    Ok(counts)
}
