//! The pages of curation with `commits` and ten million hearts, against a record's page in the same run.

use crate::corpus;
use crate::http::Client;
use crate::import::fill;
use crate::page::sign_in;
use crate::report::{Report, rounds};
use crate::server::{Server, Store, postgres};
use anyhow::{Context, Result};
use domain::Role;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use std::path::Path;
use std::time::Instant;

/// Requests of each page in each round.
const CALLS: usize = 100;
const CONTRIBUTIONS: i64 = 10_000;
/// Hearts of record `r` are `least + most / (place of r in an order that says nothing)`, never more than members.
const LEAST: i64 = 4;
const MOST: i64 = 590_000;

/// Times of home, of a challenge with 10,000 contributions, and of the curators' queue, as a curator gets them.
pub(crate) async fn measure(report: &mut Report, corpus_dir: &Path) -> Result<()> {
    let data = corpus::scratch("curation")?;
    let files = corpus::scratch("curation-postgres")?;
    let url = postgres("curation").await?;
    for (name, store) in [
        ("sqlite", Store::Sqlite(&data)),
        ("postgres", Store::Postgres(&url, &files)),
    ] {
        println!("curation with `commits` and ten million hearts on {name}");
        if !(matches!(store, Store::Sqlite(_)) && data.join("filled").exists()) {
            fill(store, corpus_dir)?;
            Rows::open(store).await?.make(report, name).await?;
            std::fs::write(data.join("filled"), "")?;
        }
        let challenge = Rows::open(store).await?;
        let challenge = challenge.number("SELECT max(id) FROM challenge").await?;
        let records = Rows::open(store).await?.some_records().await?;
        let cookie = format!("session={}", sign_in(store, Role::Curator).await?);
        let server = Server::start(store).await?;
        let mut client = Client::connect(server.port).await?.with_cookie(cookie);
        let pages = [
            ("record page", String::new()),
            ("home", "/".to_owned()),
            (
                "challenge, newest first",
                format!("/challenges/{challenge}"),
            ),
            (
                "challenge, by hearts",
                format!("/challenges/{challenge}?show=hearts"),
            ),
            ("curators' queue", "/curate".to_owned()),
        ];
        let mut times = pages.each_ref().map(|_| Vec::new());
        for round in 0..=rounds() {
            for call in 0..CALLS {
                for ((_, path), times) in pages.iter().zip(&mut times) {
                    let record = records[(round * CALLS + call) % records.len()];
                    let path = match path.as_str() {
                        "" => format!("/records/{record}"),
                        path => path.to_owned(),
                    };
                    let begun = Instant::now();
                    client.get(&path, "identity").await?;
                    // The first round warms up.
                    if round > 0 {
                        times.push(begun.elapsed().as_secs_f64());
                    }
                }
            }
        }
        let mut record_page = None;
        for ((what, _), times) in pages.iter().zip(&mut times) {
            let (p50, _) = report.percentiles(&format!("{name}: {what}"), times)?;
            match record_page {
                None => record_page = Some(p50),
                Some(record_page) => {
                    let ratio = format!("{name}: {what}/record page (target 2)");
                    report.note(&ratio, p50 / record_page, "ratio")?;
                }
            }
        }
    }
    Ok(())
}

/// The database, to put rows straight into it.
enum Rows {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Rows {
    async fn open(store: Store<'_>) -> Result<Self> {
        let url = store.database_url();
        Ok(match store {
            Store::Sqlite(_) => Self::Sqlite(SqliteConnection::connect(&url).await?),
            Store::Postgres(..) => Self::Postgres(PgConnection::connect(&url).await?),
        })
    }

    async fn run(&mut self, sql: String) -> Result<()> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Self::Sqlite(connection) => sql.execute(connection).await.map(|_| ())?,
            Self::Postgres(connection) => sql.execute(connection).await.map(|_| ())?,
        }
        Ok(())
    }

    async fn numbers(&mut self, sql: &str) -> Result<Vec<i64>> {
        let sql = AssertSqlSafe(sql.to_owned());
        let numbers: sqlx::Result<Vec<i64>> = match self {
            Self::Sqlite(connection) => {
                let rows = sqlx::query(sql).fetch_all(connection).await?;
                rows.iter().map(|row| row.try_get(0)).collect()
            }
            Self::Postgres(connection) => {
                let rows = sqlx::query(sql).fetch_all(connection).await?;
                rows.iter().map(|row| row.try_get(0)).collect()
            }
        };
        Ok(numbers?)
    }

    async fn number(mut self, sql: &str) -> Result<i64> {
        let first = self.numbers(sql).await?.first().copied();
        first.context("no row")
    }

    /// Records spread evenly.
    async fn some_records(mut self) -> Result<Vec<i64>> {
        self.numbers(
            "SELECT id FROM record WHERE status = 'published' AND id % 1871 = 7 ORDER BY id",
        )
        .await
    }

    /// Hearts and a challenge, with the indexes made anew afterwards: ten million rows one by one take long.
    async fn make(mut self, report: &mut Report, name: &str) -> Result<()> {
        let begun = Instant::now();
        let members = self.numbers("SELECT count(*) FROM member").await?[0];
        let first = self.numbers("SELECT min(id) FROM member").await?[0];
        let records = self.numbers("SELECT count(*) FROM record").await?[0];
        let place = format!("(r.id * 2654435761 % {records} + 1)");
        let hearts = format!(
            "(CASE WHEN {LEAST} + {MOST} / {place} > {members} THEN {members} ELSE {LEAST} + {MOST} / {place} END)"
        );
        self.run(format!(
            "BEGIN;
             DROP INDEX heart_member;
             CREATE TEMPORARY TABLE number (n BIGINT PRIMARY KEY);
             INSERT INTO number WITH RECURSIVE up (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < {members} - 1)
                 SELECT n FROM up;
             INSERT INTO heart (record_id, member_id, created_at)
                 SELECT r.id, {first} + (r.id * 7919 + n) % {members}, 1760000000000000 + n
                 FROM record r JOIN number ON n < {hearts};
             CREATE INDEX heart_member ON heart (member_id, created_at);
             UPDATE record SET heart_count = (SELECT {hearts} FROM record r WHERE r.id = record.id);
             INSERT INTO challenge (issued_by, title, pay, contribution_count, created_at, updated_at)
                 VALUES ({first}, 'A challenge that many answered', 'none', {CONTRIBUTIONS}, 1760000000000000, 1760000000000000);
             INSERT INTO challenge_source (challenge_id, record_id, position)
                 SELECT (SELECT max(id) FROM challenge), min(id), 0 FROM record;
             INSERT INTO contribution (challenge_id, record_id, member_id, heart_count, entered_at)
                 SELECT (SELECT max(id) FROM challenge), id, author_id, heart_count, 1760000000000000 + id
                 FROM record WHERE status = 'published' AND id % {apart} = 0 ORDER BY id LIMIT {CONTRIBUTIONS};
             COMMIT;
             ANALYZE;",
            apart = records / CONTRIBUTIONS,
        ))
        .await?;
        let made = self.numbers("SELECT count(*) FROM heart").await?[0];
        report.note(&format!("{name}: hearts"), made as f64, "hearts")?;
        let seconds = begun.elapsed().as_secs_f64();
        report.note(&format!("{name}: made in"), seconds, "s")
    }
}
