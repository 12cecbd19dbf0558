//! Lists of published records, page by page.
//!
//! A page goes on from the last row's key and id, not from a number of rows, so that what is published
//! meanwhile neither repeats nor hides a row.

mod query;
mod tune;

use super::view::RecordCard;
use crate::cursor::Cursor;
use crate::{Db, Result};
use domain::{ChallengeId, Medium, ProjectId, RecordId};
use query::{Query, Range};

/// How a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Last published first.
    #[default]
    Newest,
    /// First published first.
    Oldest,
    /// Most hearts first.
    Hearts,
    /// Most remixes first.
    Remixes,
}

/// What a list is narrowed to. All conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct RecordFilter {
    /// Of this medium.
    pub medium: Option<Medium>,
    /// With this tag.
    pub tag: Option<String>,
    /// By the member with this handle.
    pub author: Option<String>,
    /// Under this license (SPDX).
    pub license: Option<String>,
    /// With all of these words in title, text, tags or author's name; the last may be unfinished, unless
    /// thousands of records hold it as it is.
    pub q: Option<String>,
    /// With at least so many remixes.
    pub min_remixes: Option<i64>,
    /// With at most so many remixes; 0 is "never remixed".
    pub max_remixes: Option<i64>,
    /// With this external id.
    pub external_id: Option<String>,
    /// Made directly from this record.
    pub remix_of: Option<RecordId>,
    /// By others, made directly from any record of the member with this handle.
    pub remix_of_author: Option<String>,
    /// Whether any curator rated it.
    pub rated: Option<bool>,
    /// With this tag of curators'.
    pub curator_tag: Option<String>,
    /// Entered for this challenge.
    pub challenge: Option<ChallengeId>,
    /// Entered for a challenge of this project.
    pub project: Option<ProjectId>,
}

/// A page of a list and how to go on.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Opaque; to be given as `after` for what follows; `None` at the end.
    pub next: Option<String>,
}

/// Published records (without tombstones) that pass the filter.
///
/// # Errors
/// [`crate::Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list_records(
    db: &Db,
    filter: &RecordFilter,
    sort: Sort,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<RecordCard>> {
    let limit = limit.clamp(1, 100);
    let after = after
        .map(|text| Cursor::parse(sort.letter(), text))
        .transpose()?;
    let Some(mut query) = Query::of(db.backend(), filter, sort) else {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    };
    tune::tune(&mut query, db, filter).await?;
    // One more than asked for, to know whether there is more.
    let mut rows = Vec::new();
    let wanted = limit + 1;
    match after {
        None => query.read(db, Range::All, wanted, &mut rows).await?,
        Some(cursor) => {
            query
                .read(db, Range::SameKey(cursor), wanted, &mut rows)
                .await?;
            if (rows.len() as u64) < wanted {
                let left = wanted - rows.len() as u64;
                query
                    .read(db, Range::Beyond(cursor), left, &mut rows)
                    .await?;
            }
        }
    }
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|(card, key)| {
        Cursor {
            key: *key,
            id: card.id.0,
        }
        .text(sort.letter())
    });
    let rows = rows.into_iter().map(|(card, _)| card).collect();
    Ok(Page { rows, next })
}

/// Where the list that holds a published record goes on after it.
#[must_use]
pub fn cursor_after(sort: Sort, card: &RecordCard) -> String {
    let key = match sort {
        Sort::Newest | Sort::Oldest => card.at.0,
        Sort::Hearts => card.heart_count,
        Sort::Remixes => card.remix_count,
    };
    let id = card.id.0;
    Cursor { key, id }.text(sort.letter())
}

/// How many published records pass the filter; `most` where they are so many or more.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn count_records(db: &Db, filter: &RecordFilter, most: i64) -> Result<i64> {
    let Some(mut query) = Query::of(db.backend(), filter, Sort::Newest) else {
        return Ok(0);
    };
    tune::tune(&mut query, db, filter).await?;
    query.count(db, most).await
}

impl Sort {
    fn letter(self) -> char {
        match self {
            Self::Newest => 'n',
            Self::Oldest => 'o',
            Self::Hearts => 'h',
            Self::Remixes => 'r',
        }
    }

    fn direction(self) -> &'static str {
        match self {
            Self::Oldest => "ASC",
            _ => "DESC",
        }
    }

    /// What lies beyond a row.
    fn beyond(self) -> &'static str {
        match self {
            Self::Oldest => ">",
            _ => "<",
        }
    }
}
