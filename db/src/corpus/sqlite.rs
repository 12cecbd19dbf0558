//! Writing an import's rows to SQLite: many to a statement, in the order of their keys.

use super::plan::Plan;
use super::rows::NewRow;
use super::{Progress, Watch, import::ticking};
use crate::Result;
use crate::sql::{self, Columns};
use sea_orm::{DatabaseTransaction, Value};

/// Records to a statement. No list of values is over 64 KiB: freeing more makes the allocator of most Linux
/// systems go through all small pieces that are free.
const RECORDS: usize = 50;
/// Links to a statement.
const LINKS: usize = 400;

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
        format!("{head} (VALUES {}) AS v", vec![row; rows].join(","))
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

/// Piece `$from, $length` of the texts of a batch.
macro_rules! piece {
    ($from:literal, $length:literal) => {
        concat!(
            "CAST(substr(texts, column",
            $from,
            ", column",
            $length,
            ") AS TEXT)"
        )
    };
}

const RECORD: &str = concat!(
    "INSERT INTO record (id, seq, author_id, credited_name, title, medium, license, status,
        source_count, remix_count, created_at, updated_at, published_at, external_id, url)
     SELECT column1, column2, column3, ",
    piece!(4, 5),
    ", ",
    piece!(6, 7),
    ", ",
    piece!(8, 9),
    ", nullif(",
    piece!(10, 11),
    ", ''), 'published', column12, column13, column14, column14,
        column14, ",
    piece!(15, 16),
    ", nullif(",
    piece!(17, 18),
    ", '')
     FROM (SELECT ? AS texts) CROSS JOIN"
);
const RECORD_ROW: &str = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

const SEARCH: &str = concat!(
    "INSERT INTO record_search (rowid, title, body, tags, author)
     SELECT column1, ",
    piece!(2, 3),
    ", '', ",
    piece!(4, 5),
    ", ",
    piece!(6, 7),
    " FROM (SELECT ? AS texts) CROSS JOIN"
);
const SEARCH_ROW: &str = "(?,?,?,?,?,?,?)";

const TAG: &str = concat!(
    "INSERT INTO record_tag (record_id, tag, position, published_at)
     SELECT column1, ",
    piece!(2, 3),
    ", column4, column5
     FROM (SELECT ? AS texts) CROSS JOIN"
);
const TAG_ROW: &str = "(?,?,?,?,?)";

/// Some records. Their texts are one value of which each column is a piece, given by its first byte and its
/// length: a value for each text would cost more than all that SQLite does with it.
#[derive(Default)]
struct Batch {
    texts: Vec<u8>,
    records: Vec<Value>,
    search: Vec<Value>,
    tags: Vec<Value>,
    count: usize,
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

    /// Keeps a text. Answers its first byte, counted from 1, and its length.
    fn piece(&mut self, text: &str) -> [Value; 2] {
        let first = self.texts.len() as i64 + 1;
        self.texts.extend_from_slice(text.as_bytes());
        [first.into(), (text.len() as i64).into()]
    }

    fn add(&mut self, row: &NewRow<'_>) {
        let title = self.piece(row.title);
        let name = self.piece(row.credited_name);
        let medium = self.piece(row.medium);
        let license = self.piece(row.license.unwrap_or_default());
        let external_id = self.piece(&row.external_id);
        let url = self.piece(row.url.unwrap_or_default());
        let tags = self.piece(&row.tags.join(" "));
        let author = self.piece(&row.author_words());
        self.search.push(row.id.into());
        self.search.extend(title.iter().cloned());
        self.search.extend(tags.into_iter().chain(author));
        let key = [row.id, row.seq, row.author].map(Value::from);
        let numbers = [row.source_count, row.remix_count, row.at].map(Value::from);
        self.records
            .extend(key.into_iter().chain(name).chain(title));
        self.records.extend(medium.into_iter().chain(license));
        self.records
            .extend(numbers.into_iter().chain(external_id).chain(url));
        for (position, tag) in (0_i64..).zip(&row.tags) {
            let tag = self.piece(tag);
            self.tags.push(row.id.into());
            self.tags.extend(tag);
            self.tags.extend([position, row.at].map(Value::from));
        }
        self.count += 1;
        self.tag_count += row.tags.len();
    }

    /// The values of a statement: the texts, then those of its rows.
    fn with_texts(&self, rows: Vec<Value>) -> Vec<Value> {
        let mut values = Vec::with_capacity(rows.len() + 1);
        values.push(Value::from(self.texts.clone()));
        values.extend(rows);
        values
    }

    async fn write(mut self, tx: &DatabaseTransaction, into: &[Insert; 3]) -> Result<()> {
        let [records, tags, search] = into;
        let rows = std::mem::take(&mut self.records);
        records.run(tx, self.count, self.with_texts(rows)).await?;
        let rows = std::mem::take(&mut self.tags);
        tags.run(tx, self.tag_count, self.with_texts(rows)).await?;
        let rows = std::mem::take(&mut self.search);
        search.run(tx, self.count, self.with_texts(rows)).await
    }
}

/// Writes records with their tags and what they are found by.
pub(super) async fn insert_records(
    tx: &DatabaseTransaction,
    plan: &Plan<'_>,
    watch: Watch<'_>,
) -> Result<()> {
    let total = plan.ids.len();
    let into = [
        Insert::new(RECORD, RECORD_ROW, RECORDS),
        Insert::new(TAG, TAG_ROW, RECORDS),
        Insert::new(SEARCH, SEARCH_ROW, RECORDS),
    ];
    let mut batch = Batch::of(plan, 0..RECORDS.min(total));
    for from in (0..total).step_by(RECORDS) {
        let to = total.min(from + RECORDS);
        watch(Progress {
            step: "records",
            done: from as u64,
            total: total as u64,
        });
        // The next rows are made while the database writes these.
        let next = async { Batch::of(plan, to..total.min(to + RECORDS)) };
        let (written, next) = tokio::join!(batch.write(tx, &into), next);
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
        "INSERT INTO remix_source (remix_id, source_id, position) SELECT * FROM",
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
