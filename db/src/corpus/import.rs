//! Importing a corpus, in one transaction.

use super::known::Known;
use super::plan::Plan;
use super::read::{self, Corpus};
use super::{ImportReport, Progress, Watch, check, claims, members, postgres, sqlite};
use crate::connect::end;
use crate::record::hold_counter;
use crate::sql::{self, values};
use crate::{Db, Error, Result};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

/// Longest name of a corpus, in characters.
const NAME_MAX: usize = 100;

/// Imports the corpus in `dir` as `name`, in one transaction: a stop in the middle leaves nothing behind.
///
/// What has the same external id is there already and is left as it is, so importing a corpus twice adds
/// nothing. Writers wait while it runs, readers do not.
///
/// # Errors
/// [`crate::Error::Database`], also where a file cannot be read.
pub async fn import(
    db: &Db,
    dir: &Path,
    name: &str,
    skip_bad: bool,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<ImportReport> {
    check_name(name)?;
    let mut corpus = read::read(dir, progress)?;
    let mut report = ImportReport {
        corpus: name.to_owned(),
        ..ImportReport::default()
    };
    if corpus.is_hopeless {
        report.problems = corpus.problems;
        return Ok(report);
    }
    let tx = db.begin().await?;
    let result = import_into(&tx, &mut corpus, &mut report, skip_bad, progress).await;
    let is_done = matches!(result, Ok(true));
    let writing = Progress {
        step: "writing",
        done: 0,
        total: 1,
    };
    match result {
        Ok(true) => ticking(progress, writing, end(db, tx, Ok(()))).await?,
        Ok(false) => tx.rollback().await?,
        Err(error) => return end(db, tx, Err(error)).await,
    }
    if is_done {
        progress(Progress { done: 1, ..writing });
    }
    Ok(report)
}

fn check_name(name: &str) -> Result<()> {
    let is_name = !name.is_empty()
        && name.chars().count() <= NAME_MAX
        && !name.contains('/')
        && domain::text::clean_line(name) == name;
    if is_name {
        Ok(())
    } else {
        let shown = read::shown(name);
        Err(Error::failed(format!(
            "{shown} cannot be the name of a corpus: one line without /, at most {NAME_MAX} characters"
        )))
    }
}

/// Answers whether there is anything to commit.
async fn import_into(
    tx: &DatabaseTransaction,
    corpus: &mut Corpus,
    report: &mut ImportReport,
    skip_bad: bool,
    watch: Watch<'_>,
) -> Result<bool> {
    let is_postgres = tx.get_database_backend() == DbBackend::Postgres;
    let checking = Progress {
        step: "checking",
        done: 0,
        total: corpus.works.len() as u64,
    };
    // One import at a time; publishers wait for it.
    let counter = hold_counter(tx).await?;
    claims::hold(tx).await?;
    let known = ticking(watch, checking, Known::find(tx, &report.corpus, corpus)).await?;
    let (order, known) = check_aside(corpus, known, skip_bad, checking, watch).await?;
    claims::check_late(tx, corpus, &known).await?;
    report.problems = std::mem::take(&mut corpus.problems);
    let files = [read::WORKS, read::REMIXES, claims::CLAIMS];
    report.problems.sort_by_key(|problem| {
        let file = files.iter().position(|file| *file == problem.file);
        (file, problem.line)
    });
    report.known = known.count;
    if !report.problems.is_empty() && !skip_bad {
        return Ok(false);
    }
    if order.is_empty() && corpus.claims.is_empty() {
        return Ok(false);
    }
    let (authors, made) = members::find_or_make(tx, &report.corpus, corpus, &known, watch).await?;
    let ids = take_ids(tx, order.len()).await?;
    let name = report.corpus.clone();
    let plan = Plan::of(corpus, &name, &known, &order, ids, authors, counter + 1);
    report.members = made;
    report.records = plan.ids.len() as u64;
    report.links = plan.links.len() as u64;
    if is_postgres {
        postgres::insert_records(tx, &plan, watch).await?;
        postgres::insert_links(tx, &plan, watch).await?;
    } else {
        let cache = "PRAGMA cache_size = -262144";
        sql::run(tx, cache, Vec::new()).await?;
        let indexes = sqlite::Indexes::take_away(tx, plan.ids.len()).await?;
        sqlite::insert_records(tx, &plan, watch).await?;
        sqlite::insert_links(tx, &plan, watch).await?;
        indexes.bring_back(tx, watch).await?;
    }
    finish(tx, &plan, watch).await?;
    let id = |work| plan.record(&known, work);
    report.claims = claims::write(tx, corpus, id, &plan.authors, watch).await?;
    report.links += report.claims;
    Ok(true)
}

/// Checks on another thread, so that progress can be told meanwhile.
async fn check_aside(
    corpus: &mut Corpus,
    known: Known,
    skip_bad: bool,
    progress: Progress,
    watch: Watch<'_>,
) -> Result<(Vec<u32>, Known)> {
    let mut taken = std::mem::take(corpus);
    let work = tokio::task::spawn_blocking(move || {
        let order = check::check(&mut taken, &known, skip_bad);
        (order, taken, known)
    });
    let (order, checked, known) = ticking(watch, progress, work)
        .await
        .map_err(Error::failed)?;
    *corpus = checked;
    Ok((order, known))
}

/// So many new record ids, ascending.
async fn take_ids(tx: &DatabaseTransaction, count: usize) -> Result<Vec<i64>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT string_agg(id::text, ',') FROM (
                SELECT nextval(pg_get_serial_sequence('record', 'id')) AS id
                FROM generate_series(1, $1::bigint)) t";
        let text: String = sql::scalar(tx, sql, values![count as i64]).await?;
        let ids: std::result::Result<Vec<i64>, _> = text.split(',').map(str::parse).collect();
        let mut ids = ids.map_err(Error::failed)?;
        ids.sort_unstable();
        return Ok(ids);
    }
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'record'";
    let last: i64 = sql::scalar(tx, sql, Vec::new()).await?;
    Ok((last + 1..=last + count as i64).collect())
}

/// Counts remixes of what was there before, moves the counter, and tells the planner.
async fn finish(tx: &DatabaseTransaction, plan: &Plan<'_>, watch: Watch<'_>) -> Result<()> {
    let sql = "UPDATE record SET remix_count = remix_count + $2 WHERE id = $1";
    for (id, gained) in &plan.gained {
        sql::run(tx, sql, values![*id, *gained]).await?;
    }
    let last = plan.first_seq + plan.ids.len() as i64 - 1;
    let sql = "UPDATE counter SET value = $1 WHERE name = 'record_seq'";
    sql::run(tx, sql, values![last]).await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        let progress = Progress {
            step: "indexing",
            done: 0,
            total: 1,
        };
        let sql = "ANALYZE member, record, remix_source, record_tag, record_search";
        ticking(watch, progress, sql::run(tx, sql, Vec::new())).await?;
    }
    Ok(())
}

/// Tells the same progress again and again while a long step runs, so that it is seen to be alive.
pub(super) async fn ticking<T>(
    watch: Watch<'_>,
    progress: Progress,
    work: impl Future<Output = T>,
) -> T {
    let mut work = pin!(work);
    let mut ticks = tokio::time::interval(Duration::from_millis(50));
    loop {
        tokio::select! {
            biased;
            result = &mut work => return result,
            _ = ticks.tick() => watch(progress),
        }
    }
}
