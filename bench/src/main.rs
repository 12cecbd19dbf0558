//! What Understory promises about its speed, measured against named peers in the same run.
//!
//! `bench [import] [lineage] [page] [bytes] [curation] [credits]` (all where none is named). Every figure is printed and appended
//! to `bench/results/` as it is measured; a ratio is over medians of the same run. Nothing here passes or
//! fails: the reader compares with the targets in `bench/README.md`.

mod bytes;
mod corpus;
mod credits;
mod curation;
mod http;
mod import;
mod lineage;
mod page;
mod recursive;
mod report;
mod server;

use anyhow::{Result, bail};
use report::Report;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let wants = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    if let Some(unknown) = named.iter().find(|name| {
        !["import", "lineage", "page", "bytes", "curation", "credits"].contains(&name.as_str())
    }) {
        bail!(
            "no measurement is called {unknown}; there are import, lineage, page, bytes, curation and credits"
        );
    }
    let mut report = Report::new()?;
    if wants("bytes") {
        bytes::measure(&mut report).await?;
    }
    if wants("credits") {
        credits::measure(&mut report).await?;
    }
    if wants("page") {
        page::measure(&mut report).await?;
    }
    if wants("import") || wants("lineage") || wants("curation") {
        let corpus = corpus::commits()?;
        if wants("import") {
            import::measure(&mut report, &corpus)?;
        }
        if wants("lineage") {
            lineage::measure(&mut report, &corpus).await?;
        }
        if wants("curation") {
            curation::measure(&mut report, &corpus).await?;
        }
    }
    report.close();
    Ok(())
}
