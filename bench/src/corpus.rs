//! The corpora that are imported: real ones from a folder beside the project, and a small one made here.

use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of this run under the system's temporary one; or one that stays for later runs, databases and all,
/// under `UNDERSTORY_BENCH_FOLDER`.
pub(crate) fn scratch(name: &str) -> Result<PathBuf> {
    let path = match std::env::var_os("UNDERSTORY_BENCH_FOLDER") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::temp_dir().join(format!("understory-bench-{}", std::process::id())),
    }
    .join(name);
    std::fs::create_dir_all(&path)?;
    Ok(path)
}

/// Unpacks the `commits` corpus once per run.
pub(crate) fn commits() -> Result<PathBuf> {
    let corpora = std::env::var("UNDERSTORY_CORPORA").context("UNDERSTORY_CORPORA is not set")?;
    let from = Path::new(&corpora).join("commits");
    let to = scratch("commits")?;
    for file in ["works.csv", "remixes.csv"] {
        let status = Command::new("zstd")
            .args(["--decompress", "--quiet", "--force"])
            .arg(from.join(format!("{file}.zst")))
            .arg("-o")
            .arg(to.join(file))
            .status()
            .context("zstd")?;
        if !status.success() {
            bail!("zstd could not unpack {file}");
        }
    }
    Ok(to)
}

/// Writes a corpus whose record `focus` has 8 sources and 30 remixes.
pub(crate) fn crossing() -> Result<PathBuf> {
    let to = scratch("crossing")?;
    let mut works = String::from("id,title,author,created_at,media,license,tags,url\n");
    let mut remixes = String::from("remix_id,source_id\n");
    let mut work = |id: &str, minute: usize| {
        writeln!(
            works,
            "{id},Record {id} of a crossing,member-{},2026-01-01T00:{minute:02}:00Z,text,CC-BY-4.0,harbour;slow,",
            minute % 12
        )
    };
    for n in 0..8 {
        work(&format!("source-{n}"), n)?;
    }
    work("focus", 10)?;
    for n in 0..30 {
        work(&format!("remix-{n}"), 20 + n)?;
    }
    for n in 0..8 {
        writeln!(remixes, "focus,source-{n}")?;
    }
    for n in 0..30 {
        writeln!(remixes, "remix-{n},focus")?;
    }
    std::fs::write(to.join("works.csv"), works)?;
    std::fs::write(to.join("remixes.csv"), remixes)?;
    Ok(to)
}
