//! The credits of one member, over all productions.

use super::sheet::CreditedRecord;
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Result};
use domain::credit::Basis;
use domain::production::Status;
use domain::{MemberId, ProductionId, RecordId};
use std::collections::HashMap;

/// Productions shown at most.
const PRODUCTIONS: i64 = 50;
/// Records named of each production and basis.
const RECORDS: i64 = 3;

/// What a member is credited for in one production on one basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCredit {
    /// The production.
    pub production: ProductionId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// Why.
    pub basis: Basis,
    /// The role; empty for records.
    pub role: String,
    /// For how many records.
    pub record_count: i64,
    /// The first of them.
    pub records: Vec<CreditedRecord>,
}

/// A member's credits, of the newest productions first: all of released ones, and roles and included records of
/// those that are being made. On whom a production in the making has grown is on its own page.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_member_credits(db: &Db, member: MemberId) -> Result<Vec<MemberCredit>> {
    let sql = "SELECT p.id, p.title, p.status, c.basis, c.role, c.records FROM (
            SELECT production_id, basis, role, count(record_id) AS records FROM production_credit
            WHERE member_id = $1 GROUP BY production_id, basis, role
            UNION ALL
            SELECT g.production_id, 'role', g.role, 0 FROM production_role g
            JOIN production q ON q.id = g.production_id
            WHERE g.member_id = $1 AND q.status IN ('planned', 'in_production')
            UNION ALL
            SELECT i.production_id, 'included', '', count(*) FROM record r
            JOIN production_record i ON i.record_id = r.id
            JOIN production q ON q.id = i.production_id
            WHERE r.author_id = $1 AND q.status IN ('planned', 'in_production')
            GROUP BY i.production_id
        ) c JOIN production p ON p.id = c.production_id
        ORDER BY p.id DESC, CASE c.basis WHEN 'role' THEN 0 WHEN 'included' THEN 1 ELSE 2 END,
            c.role LIMIT $2";
    let rows = sql::all(db.reader(), sql, values![member.0, PRODUCTIONS]).await?;
    let mut credits = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        credits.push(MemberCredit {
            production: ProductionId(columns.take()?),
            title: columns.take()?,
            status: columns.word()?,
            basis: columns.word()?,
            role: columns.take()?,
            record_count: columns.take()?,
            records: Vec::new(),
        });
    }
    if credits.iter().any(|credit| credit.record_count > 0) {
        add_records(db, member, &mut credits).await?;
    }
    Ok(credits)
}

async fn add_records(db: &Db, member: MemberId, credits: &mut [MemberCredit]) -> Result<()> {
    let backend = db.backend();
    let among = |column: &str| is_among(backend, column, 2);
    let sql = format!(
        "SELECT production_id, basis, record_id, record_title FROM (
            SELECT production_id, basis, record_id, record_title, row_number()
                OVER (PARTITION BY production_id, basis ORDER BY place) AS n FROM (
                SELECT production_id, basis, record_id, record_title, position AS place
                FROM production_credit
                WHERE member_id = $1 AND record_id IS NOT NULL AND {}
                UNION ALL
                SELECT i.production_id, 'included', r.id, r.title, i.position FROM record r
                JOIN production_record i ON i.record_id = r.id
                JOIN production q ON q.id = i.production_id
                WHERE r.author_id = $1 AND q.status IN ('planned', 'in_production') AND {}
            ) every_one
        ) numbered WHERE n <= $3 ORDER BY production_id, basis, n",
        among("production_id"),
        among("i.production_id")
    );
    let list = id_list(backend, credits.iter().map(|credit| credit.production.0));
    let mut found: HashMap<(i64, Basis), Vec<CreditedRecord>> = HashMap::new();
    for row in &sql::all(db.reader(), sql, values![member.0, list, RECORDS]).await? {
        let mut columns = Columns::of(row);
        let key = (columns.take()?, columns.word()?);
        found.entry(key).or_default().push(CreditedRecord {
            id: RecordId(columns.take()?),
            title: columns.take()?,
        });
    }
    for credit in credits.iter_mut().filter(|credit| credit.record_count > 0) {
        let key = (credit.production.0, credit.basis);
        credit.records = found.remove(&key).unwrap_or_default();
    }
    Ok(())
}
