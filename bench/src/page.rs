//! A record's page against a minimal Leptos page of the same binary, under the same load.

use crate::corpus;
use crate::http::Client;
use crate::report::{Report, rounds};
use crate::server::{Server, Store, finish, postgres, understory};
use anyhow::{Context, Result, bail};
use std::process::Command;

const SECONDS: u32 = 5;

/// Requests per second of both pages in turn, on SQLite and on PostgreSQL, with and without compression.
pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let data = corpus::scratch("page")?;
    let url = postgres("page").await?;
    for (name, store) in [
        ("sqlite", Store::Sqlite(&data)),
        ("postgres", Store::Postgres(&url, &data)),
    ] {
        println!("record page (8 sources, 30 remixes, lineage picture) on {name}");
        let mut import = understory(store)?;
        import.arg("import").arg(corpus::crossing()?);
        finish(import)?;
        let server = Server::start(store).await?;
        let path = path_of_focus(&mut Client::connect(server.port).await?).await?;
        for encoding in ["identity", "br"] {
            let (mut pages, mut minimal) = (Vec::new(), Vec::new());
            for _ in 0..rounds() {
                minimal.push(load(server.port, "/bench/minimal", encoding)?);
                pages.push(load(server.port, &path, encoding)?);
            }
            let (page, bare) = (median(&mut pages)?, median(&mut minimal)?);
            report.note(
                &format!("{name} {encoding}: minimal page"),
                bare,
                "requests/s",
            )?;
            report.note(
                &format!("{name} {encoding}: record page"),
                page,
                "requests/s",
            )?;
            report.note(
                &format!("{name} {encoding}: record/minimal (target 0.1)"),
                page / bare,
                "ratio",
            )?;
        }
    }
    Ok(())
}

/// The path of the record called `focus` in the crossing.
pub(crate) async fn path_of_focus(client: &mut Client) -> Result<String> {
    let (_, body) = client
        .get("/api/v1/records?external_id=crossing/focus", "identity")
        .await?;
    let text = String::from_utf8_lossy(&body);
    let id: String = text
        .split_once("\"id\":")
        .context("the focus is not there")?
        .1
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    Ok(format!("/records/{id}"))
}

fn median(values: &mut [f64]) -> Result<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().context("no values")
}

/// Requests per second by wrk, 16 connections from one thread.
fn load(port: u16, path: &str, encoding: &str) -> Result<f64> {
    let output = Command::new("wrk")
        .args([
            "-t1",
            "-c16",
            &format!("-d{SECONDS}s"),
            "-H",
            &format!("Accept-Encoding: {encoding}"),
        ])
        .arg(format!("http://127.0.0.1:{port}{path}"))
        .output()
        .context("wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        bail!("{path}: {text}");
    }
    let line = text
        .lines()
        .find(|line| line.starts_with("Requests/sec:"))
        .context("wrk's answer")?;
    Ok(line
        .split_whitespace()
        .nth(1)
        .context("wrk's answer")?
        .parse()?)
}
