//! Credits of a production whose lineage holds 100,000 records, against a plain breadth-first walk of them in memory.

use crate::corpus;
use crate::report::Report;
use anyhow::{Context, Result, ensure};
use db::credit::CreditSheet;
use db::production::{NewProduction, create_production, find_production};
use db::session::Viewer;
use db::{Db, LiveLineage};
use domain::{MemberId, RecordId, Role, SessionId};
use sqlx::{Connection, Row, SqliteConnection};
use std::collections::VecDeque;
use std::path::Path;
use std::time::Instant;

const RECORDS: i64 = 100_000;
const MEMBERS: i64 = 997;
const ROUNDS: usize = 50;
/// Credits on a page.
const PAGE: usize = 200;

/// All of it, in one run.
pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    println!("credits of a production with {RECORDS} records in its lineage");
    let file = corpus::scratch("credits")?.join("understory.db");
    let address = format!("sqlite://{}?mode=rwc", file.display());
    let db = Db::connect(&address).await.context("connect")?;
    db.migrate().await.context("migrate")?;
    let last = fill(&file).await?;
    let lineage = LiveLineage::load(&db).await.context("load")?;
    let new = NewProduction {
        title: "Everything".to_owned(),
        body: String::new(),
        shortlist: None,
        records: vec![RecordId(last)],
        trail_public: true,
    };
    let id = create_production(&db, &director(), &new).await?;
    let production = find_production(&db, id).await?;
    let links = Links::read(&file).await?;

    let (mut credits, mut pages, mut walks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let sheet = CreditSheet::open(&db, &lineage, &production).await?;
        credits.push(begun.elapsed().as_secs_f64());
        let (lines, _) = sheet.page(0, PAGE, None).await?;
        pages.push(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        let walked = links.walk(last);
        walks.push(begun.elapsed().as_secs_f64());
        ensure!(lines.len() == PAGE, "a page of {}", lines.len());
        ensure!(
            sheet.len() == walked as u64,
            "{} credits for {walked} records",
            sheet.len()
        );
    }
    let (credits, _) = report.percentiles("all credits, counted and in order", &mut credits)?;
    let (page, _) = report.percentiles("the same, and 200 of them read", &mut pages)?;
    let (walk, _) = report.percentiles("plain breadth-first walk", &mut walks)?;
    report.note("credits/walk (target 5)", credits / walk, "ratio")?;
    report.note("credits with a page/walk (target 5)", page / walk, "ratio")
}

fn director() -> Viewer {
    Viewer {
        member: MemberId(1),
        handle: domain::Handle::nearest("director"),
        name: "Director".to_owned(),
        role: Role::Director,
        session: SessionId(0),
    }
}

/// Makes the records as an import would, each but the first from the one before and from one half as far back;
/// answers the last one's id.
async fn fill(file: &Path) -> Result<i64> {
    let mut on = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await?;
    let known: i64 = sqlx::query("SELECT count(*) FROM record")
        .fetch_one(&mut on)
        .await?
        .try_get(0)?;
    if known == RECORDS {
        return Ok(RECORDS);
    }
    let numbers = |to: i64| {
        format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})")
    };
    let statements = [
        format!(
            "{} INSERT INTO member (id, handle, name, role, created_at)
             SELECT i, 'member-' || i, 'Member ' || i, 'director', 1 FROM n",
            numbers(MEMBERS)
        ),
        format!(
            "{} INSERT INTO record (id, seq, author_id, credited_name, title, medium, license, status,
                created_at, updated_at, published_at, source_count)
             SELECT i, i, 1 + (i * 40503) % {MEMBERS}, 'Somebody', 'Record ' || i, 'text', 'CC-BY-4.0',
                'published', i, i, i, CASE WHEN i > 3 THEN 2 WHEN i > 1 THEN 1 ELSE 0 END FROM n",
            numbers(RECORDS)
        ),
        "INSERT INTO remix_source (remix_id, source_id, position) SELECT id, id - 1, 0 FROM record WHERE id > 1
            UNION ALL SELECT id, id / 2, 1 FROM record WHERE id > 3"
            .to_owned(),
        format!("UPDATE counter SET value = {RECORDS} WHERE name = 'record_seq'"),
    ];
    for sql in statements {
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut on)
            .await?;
    }
    Ok(RECORDS)
}

/// The sources of each record, as anybody would keep them in memory.
struct Links(Vec<Vec<u32>>);

impl Links {
    async fn read(file: &Path) -> Result<Self> {
        let mut on = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await?;
        let rows =
            sqlx::query("SELECT remix_id, source_id FROM remix_source ORDER BY remix_id, position")
                .fetch_all(&mut on)
                .await?;
        let mut links = vec![Vec::new(); usize::try_from(RECORDS)? + 1];
        for row in &rows {
            let remix: i64 = row.try_get(0)?;
            links[usize::try_from(remix)?].push(u32::try_from(row.try_get::<i64, _>(1)?)?);
        }
        Ok(Self(links))
    }

    /// How many records are reached, the first included.
    fn walk(&self, from: i64) -> usize {
        let mut seen = vec![false; self.0.len()];
        let mut left = VecDeque::from_iter(u32::try_from(from));
        let mut count = 0;
        while let Some(record) = left.pop_front() {
            if std::mem::replace(&mut seen[record as usize], true) {
                continue;
            }
            count += 1;
            left.extend(&self.0[record as usize]);
        }
        std::hint::black_box(count)
    }
}
