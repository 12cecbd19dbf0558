//! Listing what was entered for a challenge, and what could be.

use super::view::Contribution;
use crate::cursor::Cursor;
use crate::record::{CARD_COLUMNS, CARD_JOINS, Page, RecordCard, read_card, read_cards};
use crate::sql::{self, Columns, values};
use crate::{Db, Result};
use domain::{ChallengeId, Medium, MemberId};
use sea_orm::QueryResult;

/// How contributions are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContributionSort {
    /// Last entered first.
    #[default]
    Newest,
    /// Most hearts first.
    Hearts,
}

impl ContributionSort {
    fn letter(self) -> char {
        match self {
            Self::Newest => 'n',
            Self::Hearts => 'h',
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Newest => "entered_at",
            Self::Hearts => "heart_count",
        }
    }
}

fn read(row: &QueryResult) -> Result<(Contribution, i64)> {
    let mut columns = Columns::of(row);
    let card = read_card(&mut columns)?;
    let entered_at = columns.time()?;
    Ok((Contribution { card, entered_at }, columns.take()?))
}

/// What was entered, a page at a time; tombstones among it.
///
/// # Errors
/// [`crate::Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list_contributions(
    db: &Db,
    challenge: ChallengeId,
    sort: ContributionSort,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Contribution>> {
    let limit = limit.clamp(1, 200);
    let key = sort.key();
    let mut values = values![challenge.0];
    let mut range = String::new();
    if let Some(text) = after {
        let cursor = Cursor::parse(sort.letter(), text)?;
        values.extend(values![cursor.key, cursor.id]);
        range = format!("AND (c.{key}, c.record_id) < ($2, $3)");
    }
    let sql = format!(
        "SELECT {CARD_COLUMNS}, c.entered_at, c.{key}
         FROM contribution c JOIN record r ON r.id = c.record_id {CARD_JOINS}
         WHERE c.challenge_id = $1 {range}
         ORDER BY c.{key} DESC, c.record_id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let mut rows: Vec<_> = rows.iter().map(read).collect::<Result<_>>()?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|(row, key)| {
        let (key, id) = (*key, row.card.id.0);
        Cursor { key, id }.text(sort.letter())
    });
    let rows = rows.into_iter().map(|(row, _)| row).collect();
    Ok(Page { rows, next })
}

/// What a member entered, newest first, at most 100.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_own(
    db: &Db,
    challenge: ChallengeId,
    member: MemberId,
) -> Result<Vec<RecordCard>> {
    let sql = format!(
        "SELECT {CARD_COLUMNS} FROM contribution c JOIN record r ON r.id = c.record_id {CARD_JOINS}
         WHERE c.member_id = $2 AND c.challenge_id = $1
         ORDER BY c.entered_at DESC, c.record_id DESC LIMIT 100"
    );
    read_cards(&sql::all(db.reader(), sql, values![challenge.0, member.0]).await?)
}

/// A member's published records that could be entered and are not, newest first, at most `limit`.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn list_fitting(
    db: &Db,
    challenge: ChallengeId,
    medium: Option<Medium>,
    member: MemberId,
    limit: u64,
) -> Result<Vec<RecordCard>> {
    let mut values = values![challenge.0, member.0];
    let mut fits = "";
    if let Some(medium) = medium {
        values.extend(values![medium.as_str()]);
        fits = "AND r.medium = $3";
    }
    let sql = format!(
        "SELECT {CARD_COLUMNS} FROM record r {CARD_JOINS}
         WHERE r.author_id = $2 AND r.status = 'published' {fits} AND NOT EXISTS (
            SELECT 1 FROM contribution c WHERE c.challenge_id = $1 AND c.record_id = r.id)
         ORDER BY r.published_at DESC, r.id DESC LIMIT {limit}"
    );
    read_cards(&sql::all(db.reader(), sql, values).await?)
}
