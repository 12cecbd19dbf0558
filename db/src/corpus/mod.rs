//! Import and export of corpora: `works.csv`, `remixes.csv`, and `claims.csv` with how links came later.

mod check;
mod claims;
mod export;
mod import;
mod known;
mod members;
mod plan;
mod postgres;
mod read;
mod rows;
mod sqlite;

pub use export::export;
pub use import::import;

/// Something wrong in a corpus, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `works.csv`, `remixes.csv` or `claims.csv`.
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
    /// How many of these links are by claims.
    pub claims: u64,
    /// Members made.
    pub members: u64,
    /// What is wrong: without `skip_bad` nothing was imported if there is any.
    pub problems: Vec<Problem>,
}

/// Who is told how far an import or export is: several times a second, however long a step takes.
type Watch<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// How far an import or export is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// `reading`, `checking`, `members`, `records`, `links`, `claims`, `indexing`, `writing`.
    pub step: &'static str,
    /// Done in this step.
    pub done: u64,
    /// To do in this step.
    pub total: u64,
}
