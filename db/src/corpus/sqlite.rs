//! Writing an import's rows to SQLite: many to a statement, in the order of their keys.

use super::plan::Plan;
use super::rows::NewRow;
use super::{Progress, Watch, import::ticking};
use crate::Result;
use crate::sql::{self, Columns};
use sea_orm::{DatabaseTransaction, Value};

/// Records to a statement.
pub(super) const RECORDS: usize = 250;
/// Links to a statement.
const LINKS: usize = 1000;

/// Statements of many rows, made once for a full chunk. Parameters are `?`: SQLite looks for numbered
/// ones by going through all of them.
struct Insert {
    head: &'static str,
    row: &'static str,
    full: String,
    rows: usize,
}

impl Insert {
    fn new(head: &'static str, row: &'static str, rows: usize) -> Self {
        let full = Self::text(head, row, rows);
        Self {
            head,
            row,
            full,
            rows,
        }
    }

    fn text(head: &str, row: &str, rows: usize) -> String {
        format!("{head} VALUES {}", vec![row; rows].join(","))
    }

    async fn run(&self, tx: &DatabaseTransaction, rows: usize, values: Vec<Value>) -> Result<()> {
        if rows == self.rows {
            sql::run(tx, &self.full, values).await?;
        } else if rows > 0 {
            sql::run(tx, Self::text(self.head, self.row, rows), values).await?;
        }
        Ok(())
    }
}

/// The values of some records.
#[derive(Default)]
struct Batch {
    records: Vec<Value>,
    search: Vec<Value>,
    tags: Vec<Value>,
    tag_count: usize,
}

impl Batch {
    fn of(plan: &Plan<'_>, numbers: std::ops::Range<usize>) -> Self {
        let mut batch = Self::default();
        for number in numbers {
            batch.add(&plan.row(number));
        }
        batch
    }

    fn add(&mut self, row: &NewRow<'_>) {
        self.records.extend([
            Value::from(row.id),
            row.seq.into(),
            row.author.into(),
            row.credited_name.into(),
            row.title.into(),
            row.medium.into(),
            row.license.into(),
            row.source_count.into(),
            row.remix_count.into(),
            row.at.into(),
            row.at.into(),
            row.at.into(),
            row.external_id.as_str().into(),
            row.url.into(),
        ]);
        self.search.extend([
            Value::from(row.id),
            row.title.into(),
            row.tags.join(" ").into(),
            row.author_words().into(),
        ]);
        for (position, tag) in (0_i64..).zip(&row.tags) {
            self.tags
                .extend([row.id.into(), (*tag).into(), position.into(), row.at.into()]);
        }
        self.tag_count += row.tags.len();
    }
}

/// Writes records with their tags and what they are found by.
pub(super) async fn insert_records(
    tx: &DatabaseTransaction,
    plan: &Plan<'_>,
    watch: Watch<'_>,
) -> Result<()> {
    let total = plan.ids.len();
    let records = Insert::new(
        "INSERT INTO record (id, seq, author_id, credited_name, title, medium, license, status,
            source_count, remix_count, created_at, updated_at, published_at, external_id, url)",
        "(?,?,?,?,?,?,?,'published',?,?,?,?,?,?,?)",
        RECORDS,
    );
    let search = Insert::new(
        "INSERT INTO record_search (rowid, title, body, tags, author)",
        "(?,?,'',?,?)",
        RECORDS,
    );
    let tags = Insert::new(
        "INSERT INTO record_tag (record_id, tag, position, published_at)",
        "(?,?,?,?)",
        RECORDS,
    );
    let mut batch = Batch::of(plan, 0..RECORDS.min(total));
    for from in (0..total).step_by(RECORDS) {
        let to = total.min(from + RECORDS);
        watch(Progress {
            step: "records",
            done: from as u64,
            total: total as u64,
        });
        let write = async {
            records.run(tx, to - from, batch.records).await?;
            tags.run(tx, batch.tag_count, batch.tags).await?;
            search.run(tx, to - from, batch.search).await
        };
        // The next rows are made while the database writes these.
        let next = async { Batch::of(plan, to..total.min(to + RECORDS)) };
        let (written, next) = tokio::join!(write, next);
        written?;
        batch = next;
    }
    Ok(())
}

/// Writes links.
pub(super) async fn insert_links(
    tx: &DatabaseTransaction,
    plan: &Plan<'_>,
    watch: Watch<'_>,
) -> Result<()> {
    let links = Insert::new(
        "INSERT INTO remix_source (remix_id, source_id, position)",
        "(?,?,?)",
        LINKS,
    );
    let values = |chunk: &[(i64, i64, u8)]| {
        let mut values = Vec::with_capacity(chunk.len() * 3);
        for (remix, source, position) in chunk {
            values.extend([
                Value::from(*remix),
                (*source).into(),
                i64::from(*position).into(),
            ]);
        }
        values
    };
    for (at, chunk) in plan.links.chunks(LINKS).enumerate() {
        watch(Progress {
            step: "links",
            done: (at * LINKS) as u64,
            total: plan.links.len() as u64,
        });
        links.run(tx, chunk.len(), values(chunk)).await?;
    }
    Ok(())
}

/// Indexes taken away while much is written, which are faster to make anew than to keep.
pub(super) struct Indexes(Vec<(String, String)>);

impl Indexes {
    /// Takes away the indexes on the tables of an import, where it writes more than there is.
    pub(super) async fn take_away(tx: &DatabaseTransaction, new: usize) -> Result<Self> {
        let there: i64 = sql::scalar(tx, "SELECT count(*) FROM record", Vec::new()).await?;
        if (new as i64) < there.max(5_000) {
            return Ok(Self(Vec::new()));
        }
        let rows = sql::all(
            tx,
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
                AND tbl_name IN ('record', 'remix_source', 'record_tag') ORDER BY name",
            Vec::new(),
        )
        .await?;
        let mut indexes = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut columns = Columns::of(row);
            let (name, make): (String, String) = (columns.take()?, columns.take()?);
            sql::run(tx, format!("DROP INDEX \"{name}\""), Vec::new()).await?;
            indexes.push((name, make));
        }
        Ok(Self(indexes))
    }

    /// Makes them anew.
    pub(super) async fn bring_back(self, tx: &DatabaseTransaction, watch: Watch<'_>) -> Result<()> {
        let total = self.0.len() as u64;
        for (done, (_, make)) in (0..).zip(&self.0) {
            let progress = Progress {
                step: "indexing",
                done,
                total,
            };
            ticking(watch, progress, sql::run(tx, make, Vec::new())).await?;
        }
        Ok(())
    }
}
