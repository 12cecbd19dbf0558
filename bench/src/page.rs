//! A record's page against a minimal Leptos page of the same binary, under the same load.

use crate::corpus;
use crate::http::Client;
use crate::report::{Report, rounds};
use crate::server::{Server, Store, finish, postgres, understory};
use anyhow::{Context, Result, bail};
use db::Db;
use db::session::Origin;
use domain::Role;
use std::net::Ipv4Addr;
use std::process::Command;

const SECONDS: u32 = 5;

/// Requests per second of the minimal page, of the record's page as visitors get it (rendered once a second), and as
/// it is rendered anew for each request of a member; in turn, on SQLite and on PostgreSQL, with and without compression.
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
        let cookie = format!("session={}", sign_in(store, Role::Member).await?);
        let server = Server::start(store).await?;
        let path = path_of_focus(&mut Client::connect(server.port).await?).await?;
        for encoding in ["identity", "br"] {
            let mut rates = [Vec::new(), Vec::new(), Vec::new()];
            for _ in 0..rounds() {
                let asked = [
                    ("/bench/minimal", None),
                    (path.as_str(), None),
                    (path.as_str(), Some(cookie.as_str())),
                ];
                for (rates, (path, cookie)) in rates.iter_mut().zip(asked) {
                    rates.push(load(server.port, path, encoding, cookie)?);
                }
            }
            let [minimal, visitors, member] = &mut rates;
            let minimal = median(minimal)?;
            let mut note = |what: &str, value, unit| {
                report.note(&format!("{name} {encoding}: {what}"), value, unit)
            };
            note("minimal page", minimal, "requests/s")?;
            for (who, rates) in [("visitors", visitors), ("a member", member)] {
                let rate = median(rates)?;
                note(&format!("record page to {who}"), rate, "requests/s")?;
                let ratio = format!("record page to {who}/minimal (target 0.1)");
                note(&ratio, rate / minimal, "ratio")?;
            }
        }
    }
    Ok(())
}

/// The session of a member with this role: pages of members are rendered for each request.
pub(crate) async fn sign_in(store: Store<'_>, role: Role) -> Result<String> {
    const PASSWORD: &str = "measured again and again";
    let db = Db::connect(&store.database_url()).await?;
    let made = db::member::create_member(&db, "measurer", "Measurer", role, PASSWORD);
    // There already where the databases were kept.
    if let Err(error) = made.await
        && !matches!(error, db::Error::Conflict(db::Conflict::HandleTaken))
    {
        return Err(error.into());
    }
    let origin = Origin {
        address: Ipv4Addr::LOCALHOST.into(),
        browser: "bench".to_owned(),
    };
    let token = db::session::sign_in(&db, "measurer", PASSWORD, &origin).await?;
    db.close().await;
    Ok(token)
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
fn load(port: u16, path: &str, encoding: &str, cookie: Option<&str>) -> Result<f64> {
    let mut wrk = Command::new("wrk");
    if let Some(cookie) = cookie {
        wrk.args(["-H", &format!("Cookie: {cookie}")]);
    }
    let output = wrk
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
