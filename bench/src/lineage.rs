//! Lineage calls on a million records, against recursive SQL on the same SQLite file and on PostgreSQL;
//! the size of the index and the time to load it, against a plain scan of the same rows.

use crate::corpus;
use crate::http::Client;
use crate::import::fill;
use crate::recursive::Peer;
use crate::report::Report;
use crate::server::{Server, Store, postgres};
use anyhow::{Context, Result, ensure};
use db::{Db, LiveLineage};
use sqlx::{Connection, Row, SqliteConnection};
use std::path::Path;
use std::time::Instant;

const CALLS: usize = 1_000;
const PEER_CALLS: usize = 40;
/// Ids of the corpus with the most ancestors and descendants found.
const LARGEST: [(&str, i64, bool); 2] = [("203228", 179_206, true), ("799", 197_797, false)];

/// All of it, in one run.
pub(crate) async fn measure(report: &mut Report, corpus_dir: &Path) -> Result<()> {
    println!("lineage with `commits` loaded");
    let data = corpus::scratch("lineage")?;
    if !data.join("understory.db").exists() {
        fill(Store::Sqlite(&data), corpus_dir)?;
    }
    load(report, &data.join("understory.db")).await?;
    let ids = some_ids(&data.join("understory.db")).await?;

    let server = Server::start(Store::Sqlite(&data)).await?;
    report.note("server ready after", server.start, "s")?;
    report.note(
        "server's memory",
        approximate(server.memory()?) / f64::from(1 << 20),
        "MiB",
    )?;
    let mut client = Client::connect(server.port).await?;
    for (external, expected, ancestors) in LARGEST {
        largest(&mut client, external, expected, ancestors).await?;
    }
    let mut ours = Vec::with_capacity(CALLS);
    for id in ids.iter().cycle().take(CALLS) {
        let begun = Instant::now();
        client
            .get(
                &format!("/api/v1/records/{id}/lineage?limit=500"),
                "identity",
            )
            .await?;
        ours.push(begun.elapsed().as_secs_f64());
    }
    let (p50, p99) = report.percentiles("lineage call (500 records, over HTTP)", &mut ours)?;

    let ours = (p50, p99);
    let mut sqlite = Peer::sqlite(&data.join("understory.db")).await?;
    compare(report, "SQLite", &mut sqlite, &ids, &mut client, ours).await?;
    let url = postgres("lineage").await?;
    let files = corpus::scratch("lineage-postgres")?;
    fill(Store::Postgres(&url, &files), corpus_dir)?;
    let mut peer = Peer::postgres(&url).await?;
    compare(report, "PostgreSQL", &mut peer, &ids, &mut client, ours).await?;
    Ok(())
}

/// The peer's times for the same answers, whose counts must agree.
async fn compare(
    report: &mut Report,
    name: &str,
    peer: &mut Peer,
    ids: &[i64],
    client: &mut Client,
    ours: (f64, f64),
) -> Result<()> {
    let mut theirs = Vec::with_capacity(PEER_CALLS);
    for id in ids.iter().take(PEER_CALLS) {
        let begun = Instant::now();
        let counts = peer.lineage(*id).await?;
        theirs.push(begun.elapsed().as_secs_f64());
        ensure!(
            counts == our_counts(client, *id).await?,
            "counts of record {id} differ"
        );
    }
    let (p50, p99) = report.percentiles(&format!("recursive SQL on {name}"), &mut theirs)?;
    report.note(
        &format!("{name}/ours p50 (target 20)"),
        p50 / ours.0,
        "ratio",
    )?;
    report.note(
        &format!("{name}/ours p99 (target 20)"),
        p99 / ours.1,
        "ratio",
    )
}

fn approximate(count: u64) -> f64 {
    count.to_string().parse().unwrap_or(f64::NAN)
}

/// Loading the index against reading the same rows and doing nothing with them.
async fn load(report: &mut Report, file: &Path) -> Result<()> {
    let (mut loads, mut scans, mut bytes) = (Vec::new(), Vec::new(), 0.0);
    let address = format!("sqlite://{}?mode=rwc", file.display());
    let db = Db::connect(&address).await.context("connect")?;
    for _ in 0..5 {
        let begun = Instant::now();
        let index = LiveLineage::load(&db).await.context("load")?;
        loads.push(begun.elapsed().as_secs_f64());
        bytes = index.memory_bytes().to_string().parse::<f64>()?
            / index.size().0.to_string().parse::<f64>()?;
        let begun = Instant::now();
        scan(file).await?;
        scans.push(begun.elapsed().as_secs_f64());
    }
    let (load, _) = report.percentiles("load the index", &mut loads)?;
    let (scan, _) = report.percentiles("plain scan of the same rows", &mut scans)?;
    report.note("load/scan (target 3)", load / scan, "ratio")?;
    report.note("index (target 64)", bytes, "bytes/record")
}

/// Reads every published record's number and every link, row by row through the driver.
async fn scan(file: &Path) -> Result<()> {
    use futures::TryStreamExt;
    let mut connection =
        SqliteConnection::connect(&format!("sqlite://{}?mode=ro", file.display())).await?;
    let mut sum = 0_i64;
    for sql in [
        "SELECT seq, id FROM record WHERE seq IS NOT NULL ORDER BY seq",
        "SELECT remix_id, source_id FROM remix_source",
    ] {
        let mut rows = sqlx::query(sql).fetch(&mut connection);
        while let Some(row) = rows.try_next().await? {
            sum = sum
                .wrapping_add(row.try_get::<i64, _>(0)?)
                .wrapping_add(row.try_get::<i64, _>(1)?);
        }
    }
    std::hint::black_box(sum);
    Ok(())
}

/// Ids of records spread evenly over the corpus in a fixed, scattered order.
async fn some_ids(file: &Path) -> Result<Vec<i64>> {
    let mut connection =
        SqliteConnection::connect(&format!("sqlite://{}?mode=ro", file.display())).await?;
    let rows = sqlx::query("SELECT id FROM record WHERE (seq * 2654435761) % 4294967296 < 4294967296 / 935 ORDER BY (seq * 40503) % 65536")
        .fetch_all(&mut connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// The number behind `"name":` in an answer.
fn number(text: &str, name: &str) -> Result<i64> {
    let (_, rest) = text
        .split_once(&format!("\"{name}\":"))
        .with_context(|| format!("no {name} in the answer"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}

async fn our_counts(client: &mut Client, id: i64) -> Result<(i64, i64)> {
    let (_, body) = client
        .get(&format!("/api/v1/records/{id}/lineage?limit=1"), "identity")
        .await?;
    let text = String::from_utf8_lossy(&body);
    Ok((
        number(&text, "ancestor_count")?,
        number(&text, "descendant_count")?,
    ))
}

/// Checks the counts that the corpus's own description gives.
async fn largest(
    client: &mut Client,
    external: &str,
    expected: i64,
    ancestors: bool,
) -> Result<()> {
    let (_, body) = client
        .get(
            &format!("/api/v1/records?external_id=commits/{external}"),
            "identity",
        )
        .await?;
    let id = number(&String::from_utf8_lossy(&body), "id")?;
    let counts = our_counts(client, id).await?;
    let found = if ancestors { counts.0 } else { counts.1 };
    ensure!(
        found == expected,
        "record {external}: {found} instead of {expected}"
    );
    println!("  record {external}: {found}, as its source says");
    Ok(())
}
