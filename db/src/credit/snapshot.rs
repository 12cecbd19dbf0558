//! Writing credits down, at release.

use crate::Result;
use crate::production::RoleView;
use crate::sql::{self, id_list, listed_ids, values};
use domain::ProductionId;
use domain::credit::{Basis, Credit, Credits};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Credits written by one statement.
const BATCH: usize = 5_000;

/// Writes all credits as they stand, with the names as they are then. A credit's position is its place in the list.
pub(crate) async fn write_snapshot(
    tx: &DatabaseTransaction,
    id: ProductionId,
    credits: &Credits,
    roles: &[RoleView],
) -> Result<()> {
    let mut position = 0;
    for basis in credits.all.chunk_by(|one, next| one.basis == next.basis) {
        for batch in basis.chunks(BATCH) {
            match batch[0].basis {
                Basis::Role => write_roles(tx, id, batch, roles, position).await?,
                basis => write_records(tx, id, batch, basis, position).await?,
            }
            position += batch.len() as i64;
        }
    }
    for (basis, count) in Basis::ALL.into_iter().zip(credits.counts) {
        let sql = "INSERT INTO production_credit_count (production_id, basis, members, credits)
            VALUES ($1, $2, $3, $4)";
        let (members, credits) = (count.members as i64, count.credits as i64);
        sql::run(tx, sql, values![id.0, basis.as_str(), members, credits]).await?;
    }
    Ok(())
}

async fn write_roles(
    tx: &DatabaseTransaction,
    id: ProductionId,
    batch: &[Credit],
    roles: &[RoleView],
    first: i64,
) -> Result<()> {
    for (position, credit) in (first..).zip(batch) {
        let Some(role) = roles.get(credit.place as usize) else {
            continue;
        };
        let sql = "INSERT INTO production_credit
                (production_id, member_id, credited_name, basis, role, position)
            VALUES ($1, $2, $3, 'role', $4, $5)";
        let values = values![id.0, credit.member.0, &role.name, &role.role, position];
        sql::run(tx, sql, values).await?;
    }
    Ok(())
}

async fn write_records(
    tx: &DatabaseTransaction,
    id: ProductionId,
    batch: &[Credit],
    basis: Basis,
    first: i64,
) -> Result<()> {
    let backend = tx.get_database_backend();
    let records = batch.iter().filter_map(|credit| credit.record);
    let list = id_list(backend, records.map(|record| record.0));
    let (listed, place) = listed_ids(backend, 4);
    let sql = format!(
        "INSERT INTO production_credit (production_id, member_id, credited_name, basis, role,
            record_id, record_title, position)
         SELECT $1, r.author_id, coalesce(nullif(n.name, ''), nullif(r.credited_name, ''), m.name),
            $2, '', r.id, r.title, $3 + {place}
         FROM {listed} JOIN record r ON r.id = k.value JOIN member m ON m.id = r.author_id
         LEFT JOIN credited_name n ON n.production_id = $1 AND n.member_id = r.author_id"
    );
    sql::run(tx, sql, values![id.0, basis.as_str(), first, list]).await?;
    Ok(())
}
