//! The credits of one member, over all productions.

use super::sheet::CreditedRecord;
use crate::lineage::LiveLineage;
use crate::production::find_included_ids;
use crate::record::{Page, RecordCard, find_cards};
use crate::sql::{self, Columns, id_list, is_among, values};
use crate::{Db, Result};
use domain::credit::Basis;
use domain::production::Status;
use domain::text::{Field, TextError};
use domain::{MemberId, ProductionId, RecordId};
use std::collections::HashMap;

/// Productions of one page.
const PRODUCTIONS: usize = 50;
/// Productions in production that are looked at for what they came from.
const IN_PRODUCTION: i64 = 20;
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

/// A member's credits, of the newest productions first, 50 productions at once: all of released ones, and roles and
/// included records of those that are being made. Goes on behind the production `after`. On whom a production in the
/// making has grown is on its own page, and for the member in [`find_influences`].
///
/// # Errors
/// [`crate::Error::Rule`] for an `after` that no list gave; [`crate::Error::Database`].
pub async fn list_member_credits(
    db: &Db,
    member: MemberId,
    after: Option<&str>,
) -> Result<Page<MemberCredit>> {
    let before: i64 = match after {
        None => i64::MAX,
        Some(text) => text
            .parse()
            .map_err(|_| TextError::Malformed(Field::Search))?,
    };
    let sql = "WITH c AS (
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
        )
        SELECT p.id, p.title, p.status, c.basis, c.role, c.records
        FROM c JOIN production p ON p.id = c.production_id
        WHERE c.production_id IN (SELECT DISTINCT production_id FROM c WHERE production_id < $2
            ORDER BY production_id DESC LIMIT $3)
        ORDER BY p.id DESC, CASE c.basis WHEN 'role' THEN 0 WHEN 'included' THEN 1 ELSE 2 END,
            c.role";
    let limit = PRODUCTIONS as i64 + 1;
    let rows = sql::all(db.reader(), sql, values![member.0, before, limit]).await?;
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
    let mut shown: Vec<ProductionId> = credits.iter().map(|credit| credit.production).collect();
    shown.dedup();
    let next = match shown.get(PRODUCTIONS) {
        Some(beyond) => {
            credits.retain(|credit| credit.production != *beyond);
            Some(shown[PRODUCTIONS - 1].to_string())
        }
        None => None,
    };
    if credits.iter().any(|credit| credit.record_count > 0) {
        add_records(db, member, &mut credits).await?;
    }
    Ok(Page {
        rows: credits,
        next,
    })
}

/// Of the 20 newest productions in production those that came from records of the member's, as the lineage has them
/// now: they are to know of it before it is written down for good.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_influences(
    db: &Db,
    lineage: &LiveLineage,
    member: MemberId,
) -> Result<Vec<MemberCredit>> {
    let sql = "SELECT id, title, status FROM production WHERE status = 'in_production'
        ORDER BY id DESC LIMIT $1";
    let mut credits = Vec::new();
    for row in &sql::all(db.reader(), sql, values![IN_PRODUCTION]).await? {
        let mut columns = Columns::of(row);
        let production = ProductionId(columns.take()?);
        let (title, status) = (columns.take()?, columns.word()?);
        let ancestry = lineage.ancestry(&find_included_ids(db, production).await?);
        let own = ancestry.ancestors.iter().filter(|one| one.author == member);
        let own: Vec<RecordId> = own.map(|one| one.record).collect();
        if own.is_empty() {
            continue;
        }
        let named = own.get(..RECORDS as usize).unwrap_or(&own);
        let cards = find_cards(db, named).await?;
        let record = |card: RecordCard| CreditedRecord {
            id: card.id,
            title: card.title,
        };
        credits.push(MemberCredit {
            production,
            title,
            status,
            basis: Basis::Influence,
            role: String::new(),
            record_count: own.len() as i64,
            records: cards.into_iter().map(record).collect(),
        });
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
