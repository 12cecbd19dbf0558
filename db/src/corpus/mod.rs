//! Import and export of corpora: `works.csv` and `remixes.csv`.

use crate::{Db, Result};
use std::path::Path;

/// Something wrong in a corpus, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `works.csv` or `remixes.csv`.
    pub file: &'static str,
    /// The line, from 1, where the row begins.
    pub line: u64,
    /// What is wrong, in a sentence.
    pub what: String,
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// The corpus's name, the first part of every `external_id`.
    pub corpus: String,
    /// Records added.
    pub records: u64,
    /// Records that were there already.
    pub known: u64,
    /// Links added.
    pub links: u64,
    /// Members made.
    pub members: u64,
    /// What is wrong: without `skip_bad` nothing was imported if there is any.
    pub problems: Vec<Problem>,
}

/// How far an import or export is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// `reading`, `checking`, `members`, `records`, `links`, `indexing`, `writing`.
    pub step: &'static str,
    /// Done in this step.
    pub done: u64,
    /// To do in this step.
    pub total: u64,
}

/// Imports the corpus in `dir` as `name`, in one transaction.
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
    let _ = (db, dir, name, skip_bad, progress);
    unimplemented!()
}

/// Writes all published records and links to `dir`. Answers how many of each.
///
/// # Errors
/// [`crate::Error::Database`], also where a file cannot be written.
pub async fn export(
    db: &Db,
    dir: &Path,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(u64, u64)> {
    let _ = (db, dir, progress);
    unimplemented!()
}
