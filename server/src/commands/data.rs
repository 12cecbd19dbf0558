//! `migrate`, `import`, `export` and `audit`.

use super::progress::Meter;
use crate::config::Config;
use crate::start::{Failure, open_database};
use db::Db;
use db::corpus::ImportReport;
use std::path::Path;

/// Problems that are printed; more are counted.
const SHOWN: usize = 50;

fn failed(what: &'static str) -> impl Fn(db::Error) -> Failure {
    move |error| Failure(format!("{what}: {error}"))
}

async fn open(config: &Config) -> Result<Db, Failure> {
    let db = open_database(config).await?;
    db.migrate()
        .await
        .map_err(failed("The database cannot be migrated"))?;
    Ok(db)
}

/// Brings the database up to date.
pub(crate) async fn migrate(config: &Config) -> Result<bool, Failure> {
    open(config).await?;
    println!("The database is up to date.");
    Ok(true)
}

/// Imports a corpus; `false` where nothing was imported because of what is wrong in it.
pub(crate) async fn import(
    config: &Config,
    dir: &Path,
    name: Option<&str>,
    skip_bad: bool,
) -> Result<bool, Failure> {
    let of_folder = dir
        .canonicalize()
        .ok()
        .and_then(|path| Some(path.file_name()?.to_str()?.to_owned()));
    let name = name.map(ToOwned::to_owned).or(of_folder);
    let name = name.ok_or_else(|| Failure(format!("There is no folder {}.", dir.display())))?;
    let db = open(config).await?;
    let meter = Meter::new();
    let report =
        db::corpus::import(&db, dir, &name, skip_bad, &|progress| meter.show(progress)).await;
    meter.end();
    let report = report.map_err(failed("The import failed, and nothing was imported"))?;
    Ok(tell(&report, skip_bad))
}

fn tell(report: &ImportReport, skip_bad: bool) -> bool {
    for problem in report.problems.iter().take(SHOWN) {
        eprintln!("{}:{}: {}", problem.file, problem.line, problem.what);
    }
    if report.problems.len() > SHOWN {
        eprintln!("... and {} more", report.problems.len() - SHOWN);
    }
    if !report.problems.is_empty() && !skip_bad {
        eprintln!(
            "Nothing was imported: {} rows are wrong. Mend them, or import the rest with --skip-bad.",
            report.problems.len()
        );
        return false;
    }
    println!(
        "Imported {}: {} records, {} links and {} members are new; {} records were there already; {} rows were left out.",
        report.corpus,
        report.records,
        report.links,
        report.members,
        report.known,
        report.problems.len()
    );
    if report.claims > 0 {
        println!(
            "{} of the links were added by claims that were accepted.",
            report.claims
        );
    }
    true
}

/// Writes everything published.
pub(crate) async fn export(config: &Config, dir: &Path) -> Result<bool, Failure> {
    let db = open(config).await?;
    let meter = Meter::new();
    let written = db::corpus::export(&db, dir, &|progress| meter.show(progress)).await;
    meter.end();
    let (records, links) = written.map_err(failed("The export failed"))?;
    println!(
        "Wrote {records} records and {links} links to {}.",
        dir.display()
    );
    Ok(true)
}

/// Checks everything that must hold; `false` where something does not.
pub(crate) async fn audit(config: &Config) -> Result<bool, Failure> {
    let db = open(config).await?;
    let findings = db::audit::audit(&db)
        .await
        .map_err(failed("The audit failed"))?;
    for finding in &findings {
        match &finding.bad {
            None => println!("holds  {}", finding.what),
            Some(row) => println!("BROKEN {}: {row}", finding.what),
        }
    }
    Ok(findings.iter().all(|finding| finding.bad.is_none()))
}
