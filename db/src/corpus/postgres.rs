//! Writing an import's rows to PostgreSQL: a chunk is one statement with an array for each column.

use super::plan::Plan;
use super::{Progress, Watch};
use crate::Result;
use crate::record::search::{document, folded};
use crate::sql;
use sea_orm::sea_query::ArrayType;
use sea_orm::{DatabaseTransaction, Value};

/// Rows to a statement.
const CHUNK: usize = 2000;

fn numbers(numbers: impl Iterator<Item = i64>) -> Value {
    array(ArrayType::BigInt, numbers.map(Value::from))
}

fn texts<T: Into<String>>(texts: impl Iterator<Item = T>) -> Value {
    array(
        ArrayType::String,
        texts.map(|text| Value::from(text.into())),
    )
}

fn array(kind: ArrayType, values: impl Iterator<Item = Value>) -> Value {
    Value::Array(kind, Some(Box::new(values.collect())))
}

/// Writes records with their tags and what they are found by.
pub(super) async fn insert_records(
    tx: &DatabaseTransaction,
    plan: &Plan<'_>,
    watch: Watch<'_>,
) -> Result<()> {
    let total = plan.ids.len();
    for from in (0..total).step_by(CHUNK) {
        watch(Progress {
            step: "records",
            done: from as u64,
            total: total as u64,
        });
        let rows: Vec<_> = (from..total.min(from + CHUNK))
            .map(|number| plan.row(number))
            .collect();
        sql::run(
            tx,
            "INSERT INTO record (id, seq, author_id, credited_name, title, medium, license, status,
                source_count, remix_count, created_at, updated_at, published_at, external_id, url)
             SELECT id, seq, author, name, title, medium, nullif(license, ''), 'published', sources,
                remixes, at, at, at, external_id, nullif(url, '')
             FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[],
                $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[],
                $12::text[])
                AS t(id, seq, author, name, title, medium, license, sources, remixes, at,
                    external_id, url)",
            vec![
                numbers(rows.iter().map(|row| row.id)),
                numbers(rows.iter().map(|row| row.seq)),
                numbers(rows.iter().map(|row| row.author)),
                texts(rows.iter().map(|row| row.credited_name)),
                texts(rows.iter().map(|row| row.title)),
                texts(rows.iter().map(|row| row.medium)),
                texts(rows.iter().map(|row| row.license.unwrap_or(""))),
                numbers(rows.iter().map(|row| row.source_count)),
                numbers(rows.iter().map(|row| row.remix_count)),
                numbers(rows.iter().map(|row| row.at)),
                texts(rows.iter().map(|row| row.external_id.as_str())),
                texts(rows.iter().map(|row| row.url.unwrap_or(""))),
            ],
        )
        .await?;
        insert_tags(tx, &rows).await?;
        insert_search(tx, &rows).await?;
    }
    Ok(())
}

async fn insert_tags(tx: &DatabaseTransaction, rows: &[super::rows::NewRow<'_>]) -> Result<()> {
    let tags = || {
        rows.iter()
            .flat_map(|row| (0_i64..).zip(&row.tags).map(move |tag| (row, tag)))
    };
    sql::run(
        tx,
        "INSERT INTO record_tag (record_id, tag, position, published_at)
         SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[])",
        vec![
            numbers(tags().map(|(row, _)| row.id)),
            texts(tags().map(|(_, (_, tag))| *tag)),
            numbers(tags().map(|(_, (position, _))| position)),
            numbers(tags().map(|(row, _)| row.at)),
        ],
    )
    .await?;
    Ok(())
}

async fn insert_search(tx: &DatabaseTransaction, rows: &[super::rows::NewRow<'_>]) -> Result<()> {
    let insert = format!(
        "INSERT INTO record_search (record_id, document) SELECT id, {}
         FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[])
            AS t(id, title, tags, author)",
        document("title", "''", "tags", "author")
    );
    sql::run(
        tx,
        insert,
        vec![
            numbers(rows.iter().map(|row| row.id)),
            texts(rows.iter().map(|row| folded(row.title))),
            texts(rows.iter().map(|row| folded(&row.tags.join(" ")))),
            texts(rows.iter().map(|row| folded(&row.author_words()))),
        ],
    )
    .await?;
    Ok(())
}

/// Writes links.
pub(super) async fn insert_links(
    tx: &DatabaseTransaction,
    plan: &Plan<'_>,
    watch: Watch<'_>,
) -> Result<()> {
    for (at, chunk) in plan.links.chunks(CHUNK).enumerate() {
        watch(Progress {
            step: "links",
            done: (at * CHUNK) as u64,
            total: plan.links.len() as u64,
        });
        sql::run(
            tx,
            "INSERT INTO remix_source (remix_id, source_id, position)
             SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[])",
            vec![
                numbers(chunk.iter().map(|link| link.0)),
                numbers(chunk.iter().map(|link| link.1)),
                numbers(chunk.iter().map(|link| link.2.into())),
            ],
        )
        .await?;
    }
    Ok(())
}
