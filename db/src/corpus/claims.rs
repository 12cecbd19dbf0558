//! Links that claims added: what `claims.csv` says of them, and writing them.

use super::known::Known;
use super::read::{Corpus, Link, REMIXES, short, shown, time, word};
use super::{Progress, Watch};
use crate::claim::{self, Accepted, check_addable};
use crate::sql;
use crate::{Error, Result};
use domain::claim::ClaimError;
use domain::text::USED_MAX;
use domain::{MemberId, RecordId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::collections::HashMap;

pub(super) const CLAIMS: &str = "claims.csv";

/// The first two name a link of `remixes.csv`; members are called as authors are in `works.csv`.
pub(super) const COLUMNS: [&str; 9] = [
    "remix_id",
    "source_id",
    "claimed_by",
    "claimed_at",
    "used",
    "reason",
    "accepted_by",
    "accepted_at",
    "answer",
];

/// A row of `claims.csv`. The claimant is the author of the source.
struct Row {
    line: u64,
    remix: u32,
    source: u32,
    at: i64,
    used: Box<str>,
    reason: Box<str>,
    /// By number, as an author; `None` for the author of the remix.
    accepted_by: Option<u32>,
    accepted_at: i64,
    answer: Box<str>,
    place: Place,
}

/// What becomes of a claimed link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is not among the links, or was left out there.
    Nowhere,
    /// It is there already.
    There,
    /// It is to be added.
    New,
}

/// The claims of a corpus, in the order in which they added links.
#[derive(Default)]
pub(super) struct Claims {
    rows: Vec<Row>,
    /// The place of each in `rows`, by remix and source.
    by_link: HashMap<(u32, u32), usize>,
}

impl Claims {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a claim added this link.
    pub(super) fn has(&self, link: &Link) -> bool {
        self.by_link.contains_key(&(link.remix, link.source))
    }

    /// Notes what becomes of a link, where it is claimed.
    pub(super) fn set(&mut self, link: &Link, place: Place) {
        if let Some(at) = self.by_link.get(&(link.remix, link.source)) {
            self.rows[*at].place = place;
        }
    }

    /// Who accepted claims without being the remix's author, by number, and when.
    pub(super) fn deciders(&self) -> impl Iterator<Item = (u32, i64)> {
        let decider = |row: &Row| Some((row.accepted_by?, row.accepted_at));
        self.rows.iter().filter_map(decider)
    }
}

/// Takes a row about this remix and source.
pub(super) fn read(
    corpus: &mut Corpus,
    line: u64,
    (remix, source): (u32, u32),
    fields: &[&str],
) -> std::result::Result<(), String> {
    let &[
        _,
        _,
        claimed_by,
        at,
        used,
        reason,
        accepted_by,
        accepted_at,
        answer,
    ] = fields
    else {
        return Err("a column is missing".to_owned());
    };
    let of_source = corpus.works[source as usize].author;
    let claimed_by = word("claimed_by", claimed_by)?;
    if corpus.authors.word(of_source) != claimed_by {
        let (claimant, source) = (shown(&claimed_by), &corpus.works[source as usize].id);
        return Err(format!(
            "{claimant} did not make the work {}",
            shown(source)
        ));
    }
    let accepted_by = word("accepted_by", accepted_by)?;
    for (column, text) in [
        ("accepted_by", &*accepted_by),
        ("reason", reason),
        ("answer", answer),
    ] {
        if text.trim().is_empty() {
            return Err(format!("the {column} is empty"));
        }
    }
    if accepted_by == claimed_by {
        return Err("nobody accepts a claim of their own".to_owned());
    }
    let accepted_by = corpus.authors.number(&accepted_by);
    let row = Row {
        line,
        remix,
        source,
        at: time(at)?,
        used: short("used", used, USED_MAX)?.into(),
        reason: short("reason", reason, USED_MAX)?.into(),
        accepted_by: Some(accepted_by)
            .filter(|author| *author != corpus.works[remix as usize].author),
        accepted_at: time(accepted_at)?,
        answer: short("answer", answer, USED_MAX)?.into(),
        place: Place::Nowhere,
    };
    let at = corpus.claims.rows.len();
    if let Some(other) = corpus.claims.by_link.insert((remix, source), at) {
        corpus.claims.by_link.insert((remix, source), other);
        let line = corpus.claims.rows[other].line;
        return Err(format!("the link is claimed in line {line} already"));
    }
    corpus.claims.rows.push(row);
    Ok(())
}

impl Corpus {
    /// Lists the claims about links that are not there, and keeps those that add one.
    pub(super) fn settle_claims(&mut self) {
        let mut rows = std::mem::take(&mut self.claims.rows);
        for row in rows.iter().filter(|row| row.place == Place::Nowhere) {
            let id = |work: u32| shown(&self.works[work as usize].id);
            let (remix, source) = (id(row.remix), id(row.source));
            let what =
                format!("{REMIXES} has no link from {source} to {remix}, or it was left out");
            self.problem(CLAIMS, row.line, what);
        }
        rows.retain(|row| row.place == Place::New);
        self.claims.rows = rows;
    }
}

/// Keeps decisions about claims waiting until the transaction ends, so that none holds what it needs.
pub(super) async fn hold(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        sql::run(tx, "LOCK TABLE claim IN EXCLUSIVE MODE", Vec::new()).await?;
    }
    Ok(())
}

/// Lists, and leaves out, the claims that would add a link to what was imported before where the rules refuse it.
pub(super) async fn check_late(
    tx: &DatabaseTransaction,
    corpus: &mut Corpus,
    known: &Known,
) -> Result<()> {
    let mut kept = Vec::with_capacity(corpus.claims.rows.len());
    for row in std::mem::take(&mut corpus.claims.rows) {
        if let (Some(remix), Some(source)) = (known.id(row.remix), known.id(row.source)) {
            match check_addable(tx, RecordId(source), RecordId(remix)).await {
                Ok(()) => {}
                Err(Error::Rule(domain::Rule::Claim(error))) => {
                    let what = format!("the link cannot be added here: {}", refusal(error));
                    corpus.problem(CLAIMS, row.line, what);
                    continue;
                }
                Err(error) => return Err(error),
            }
        }
        kept.push(row);
    }
    corpus.claims.rows = kept;
    Ok(())
}

fn refusal(error: ClaimError) -> &'static str {
    match error {
        ClaimError::SourceIsLater => "the source was published after the remix",
        ClaimError::ClaimedAlready => "a claim about it is still to be decided",
        ClaimError::TooManySources => "the remix has as many sources as a record may have",
        _ => "the remix has it already",
    }
}

/// Writes claims with their links, in their order. Answers how many.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    corpus: &Corpus,
    id: impl Fn(u32) -> RecordId,
    members: &[(i64, String)],
    watch: Watch<'_>,
) -> Result<u64> {
    let total = corpus.claims.rows.len() as u64;
    for (done, row) in (0..).zip(&corpus.claims.rows) {
        watch(Progress {
            step: "claims",
            done,
            total,
        });
        let accepted = Accepted {
            source: id(row.source),
            remix: id(row.remix),
            used: &row.used,
            reason: &row.reason,
            at: row.at,
            accepted_by: row
                .accepted_by
                .map(|author| MemberId(members[author as usize].0)),
            accepted_at: row.accepted_at,
            answer: &row.answer,
        };
        claim::add_accepted(tx, &accepted).await?;
    }
    Ok(total)
}
