//! Importing a corpus of nearly a million records, against the `sqlite3` shell that loads the very rows which the
//! import made into bare tables of the same columns with the same indexes, full text included.

use crate::corpus;
use crate::report::{Report, rounds};
use crate::server::{Store, finish, understory};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const TABLES: [&str; 4] = ["member", "record", "remix_source", "record_tag"];

/// Seconds and peak memory of both, in turn.
pub(crate) fn measure(report: &mut Report, corpus_dir: &Path) -> Result<()> {
    println!("import of `commits` (935,752 works, 1,161,645 links) into SQLite");
    let (mut ours, mut shell) = (Vec::new(), Vec::new());
    for round in 0..rounds() {
        let data = corpus::scratch(&format!("import-{round}"))?;
        let mut import = understory(Store::Sqlite(&data))?;
        import
            .arg("import")
            .arg(corpus_dir)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let (seconds, memory) = time(&mut import)?;
        report.note("understory import", seconds, "s")?;
        report.note(
            "understory import: peak memory (target 1536)",
            memory,
            "MiB",
        )?;
        ours.push(seconds);
        let script = write_peer(&data)?;
        let mut peer = Command::new("sqlite3");
        peer.arg(data.join("peer.db"))
            .stdin(std::fs::File::open(&script)?)
            .stdout(Stdio::null());
        let (seconds, _) = time(&mut peer)?;
        report.note("sqlite3 shell, bare tables", seconds, "s")?;
        shell.push(seconds);
        std::fs::remove_dir_all(&data)?;
    }
    ours.sort_by(f64::total_cmp);
    shell.sort_by(f64::total_cmp);
    let (ours, shell) = (
        ours.get(ours.len() / 2).context("no run")?,
        shell.get(shell.len() / 2).context("no run")?,
    );
    report.note("import/shell (target 3)", ours / shell, "ratio")
}

/// Wall seconds and peak resident MiB of a process.
fn time(command: &mut Command) -> Result<(f64, f64)> {
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0.0_f64;
    loop {
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                bail!("{command:?} ended with {status}");
            }
            return Ok((begun.elapsed().as_secs_f64(), peak));
        }
        peak = peak.max(peak_memory(&child).unwrap_or(0.0));
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn peak_memory(child: &Child) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

fn query(database: &Path, sql: &str) -> Result<String> {
    let output = Command::new("sqlite3")
        .arg("-readonly")
        .arg(database)
        .arg(sql)
        .output()
        .context("sqlite3")?;
    if !output.status.success() {
        bail!("sqlite3: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Writes the rows of an imported database as CSV and a script for the shell that loads them; answers the script.
fn write_peer(data: &Path) -> Result<PathBuf> {
    let database = data.join("understory.db");
    let mut script = String::from("PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\nBEGIN;\n");
    for table in TABLES {
        let columns = query(
            &database,
            &format!("SELECT name || ' ' || type FROM pragma_table_info('{table}')"),
        )?;
        let keys = query(
            &database,
            &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"),
        )?;
        let columns = columns.lines().collect::<Vec<_>>().join(", ");
        let keys = keys.lines().collect::<Vec<_>>().join(", ");
        let without_rowid = query(
            &database,
            &format!("SELECT sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE name = '{table}'"),
        )?;
        let tail = if without_rowid.trim() == "1" {
            " WITHOUT ROWID"
        } else {
            ""
        };
        // A lone integer key is the rowid itself only when declared so.
        let table_sql = if keys == "id" {
            format!(
                "CREATE TABLE {table} ({});",
                columns
                    .replacen("id ", "id INTEGER PRIMARY KEY --\n", 1)
                    .replacen("--\nINTEGER", "", 1)
                    .replacen("--\nbigint", "", 1)
                    .replacen("--\ninteger", "", 1)
            )
        } else {
            format!("CREATE TABLE {table} ({columns}, PRIMARY KEY ({keys})){tail};")
        };
        writeln!(script, "{table_sql}")?;
        let uniques = query(
            &database,
            &format!(
                "SELECT 'CREATE UNIQUE INDEX peer_{table}_' || l.seq || ' ON {table} (' || group_concat(i.name, ', ') || ');' \
             FROM pragma_index_list('{table}') l, pragma_index_info(l.name) i WHERE l.origin = 'u' GROUP BY l.name"
            ),
        )?;
        script.push_str(&uniques);
        let indexes = query(
            &database,
            &format!(
                "SELECT sql || ';' FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL"
            ),
        )?;
        // The shell loads an empty cell as an empty text where the database holds NULL.
        script.push_str(&indexes.replace(" IS NOT NULL", " > ''"));
    }
    script.push_str(&query(
        &database,
        "SELECT replace(sql, ', contentless_delete = 1', '') || ';' FROM sqlite_master WHERE name = 'record_search'",
    )?);
    script.push_str(".mode csv\n");
    for table in TABLES {
        let csv = data.join(format!("{table}.csv"));
        let output = Command::new("sqlite3")
            .args(["-readonly", "-csv"])
            .arg(&database)
            .arg(format!("SELECT * FROM {table}"))
            .stdout(std::fs::File::create(&csv)?)
            .status()?;
        if !output.success() {
            bail!("sqlite3 could not write {table}");
        }
        writeln!(script, ".import {} {table}", csv.display())?;
    }
    script.push_str(
        "INSERT INTO record_search (rowid, title, body, tags, author) SELECT r.id, r.title, coalesce(r.body, ''), \
         coalesce((SELECT group_concat(tag, ' ') FROM record_tag t WHERE t.record_id = r.id), ''), r.credited_name FROM record r;\nCOMMIT;\n",
    );
    let path = data.join("peer.sql");
    std::fs::write(&path, script)?;
    Ok(path)
}

/// Imports the corpus once more, to be read by other measurements.
pub(crate) fn fill(store: Store<'_>, corpus_dir: &Path) -> Result<()> {
    let mut import = understory(store)?;
    import.arg("import").arg(corpus_dir);
    finish(import)
}
