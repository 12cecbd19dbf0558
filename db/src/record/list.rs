//! Lists of published records, page by page.
//!
//! A page goes on from the last row's key and id, not from a number of rows, so that what is published
//! meanwhile neither repeats nor hides a row.

use super::cards::{CARD_COLUMNS, CARD_JOINS, read_card};
use super::search;
use super::view::RecordCard;
use crate::sql::{self, Columns, values};
use crate::{Db, Result};
use domain::text::{Field, TextError};
use domain::{Medium, RecordId};
use sea_orm::{DbBackend, Value};

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
    /// With all of these words in title, text, tags or author's name; the last may be unfinished.
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
    let after = after.map(|text| Cursor::parse(sort, text)).transpose()?;
    let Some(query) = Query::of(db.backend(), filter, sort) else {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    };
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
        .text(sort)
    });
    let rows = rows.into_iter().map(|(card, _)| card).collect();
    Ok(Page { rows, next })
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

/// The last row of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    key: i64,
    id: i64,
}

impl Cursor {
    fn text(self, sort: Sort) -> String {
        format!("{}{}.{}", sort.letter(), self.key, self.id)
    }

    fn parse(sort: Sort, text: &str) -> std::result::Result<Self, TextError> {
        let (key, id) = text
            .strip_prefix(sort.letter())
            .and_then(|rest| rest.split_once('.'))
            .ok_or(TextError::Malformed(Field::Search))?;
        match (key.parse(), id.parse()) {
            (Ok(key), Ok(id)) => Ok(Self { key, id }),
            _ => Err(TextError::Malformed(Field::Search)),
        }
    }
}

/// Holds for what others made from a member's records; `?` is the member's handle.
const REMIX_BY_OTHERS: &str = "r.id IN (
        SELECT link.remix_id FROM remix_source link JOIN record source ON source.id = link.source_id
        WHERE source.author_id = (SELECT id FROM member WHERE handle = ?)
    ) AND r.author_id <> (SELECT id FROM member WHERE handle = ?)";

/// Which rows of the order a query is for.
#[derive(Clone, Copy, Debug)]
enum Range {
    All,
    /// The rest of those with the cursor's key.
    SameKey(Cursor),
    /// Those with a key beyond the cursor's.
    Beyond(Cursor),
}

/// A list's query but for where its page begins.
struct Query {
    from: String,
    conditions: Vec<String>,
    values: Vec<Value>,
    /// The column the list is ordered by, and the one that breaks ties.
    key: &'static str,
    id: &'static str,
    sort: Sort,
}

impl Query {
    /// `None` where nothing can pass the filter.
    fn of(backend: DbBackend, filter: &RecordFilter, sort: Sort) -> Option<Self> {
        let mut query = Self {
            from: "record r".to_owned(),
            conditions: vec!["r.status = 'published'".to_owned()],
            values: Vec::new(),
            key: match sort {
                Sort::Newest | Sort::Oldest => "r.published_at",
                Sort::Hearts => "r.heart_count",
                Sort::Remixes => "r.remix_count",
            },
            id: "r.id",
            sort,
        };
        if let Some(tag) = &filter.tag {
            query.with_tag(domain::text::clean_tag(tag)?);
        }
        if let Some(medium) = filter.medium {
            query.with("r.medium = ?", medium.as_str());
        }
        if let Some(author) = &filter.author {
            let handle: domain::Handle = author.parse().ok()?;
            query.with(
                "r.author_id = (SELECT id FROM member WHERE handle = ?)",
                handle.as_str(),
            );
        }
        if let Some(license) = &filter.license {
            query.with("r.license = ?", license.as_str());
        }
        query.with_counts(filter);
        if let Some(external_id) = &filter.external_id {
            query.with("r.external_id = ?", external_id.as_str());
        }
        if let Some(source) = filter.remix_of {
            let sql = "r.id IN (SELECT remix_id FROM remix_source WHERE source_id = ?)";
            query.with(sql, source.0);
        }
        if let Some(author) = &filter.remix_of_author {
            let handle: domain::Handle = author.parse().ok()?;
            query.with(REMIX_BY_OTHERS, handle.as_str());
        }
        if let Some(words) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
            query.with(
                search::is_found(backend),
                search::expression(backend, words)?,
            );
        }
        Some(query)
    }

    /// Adds a condition on a parameter, written `?`.
    fn with(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let parameter = format!("${}", self.values.len());
        self.conditions.push(condition.replace('?', &parameter));
    }

    /// A tag's records stand in their order in its own index.
    fn with_tag(&mut self, tag: String) {
        self.from = "record_tag t JOIN record r ON r.id = t.record_id".to_owned();
        self.with("t.tag = ?", tag);
        if self.key == "r.published_at" {
            (self.key, self.id) = ("t.published_at", "t.record_id");
            self.conditions
                .push("t.published_at IS NOT NULL".to_owned());
        }
    }

    fn with_counts(&mut self, filter: &RecordFilter) {
        if let Some(least) = filter.min_remixes {
            self.with("r.remix_count >= ?", least);
        }
        match filter.max_remixes {
            None => {}
            // In so many words, so that the index of these is found.
            Some(0) => self.conditions.push("r.remix_count = 0".to_owned()),
            Some(most) => self.with("r.remix_count <= ?", most),
        }
    }

    async fn read(
        &self,
        db: &Db,
        range: Range,
        limit: u64,
        rows: &mut Vec<(RecordCard, i64)>,
    ) -> Result<()> {
        let (key, id, sort) = (self.key, self.id, self.sort);
        let (direction, beyond) = (sort.direction(), sort.beyond());
        let mut values = self.values.clone();
        let next = values.len() + 1;
        let range = match range {
            Range::All => String::new(),
            Range::SameKey(cursor) => {
                values.extend(values![cursor.key, cursor.id]);
                format!(" AND {key} = ${next} AND {id} {beyond} ${}", next + 1)
            }
            Range::Beyond(cursor) => {
                values.extend(values![cursor.key]);
                format!(" AND {key} {beyond} ${next}")
            }
        };
        let sql = format!(
            "SELECT {CARD_COLUMNS}, {key} FROM {} {CARD_JOINS} WHERE {}{range}
             ORDER BY {key} {direction}, {id} {direction} LIMIT {limit}",
            self.from,
            self.conditions.join(" AND "),
        );
        for row in &sql::all(db.reader(), sql, values).await? {
            let mut columns = Columns::of(row);
            rows.push((read_card(&mut columns)?, columns.take()?));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_its_order() {
        let cursor = Cursor { key: -5, id: 17 };
        let text = cursor.text(Sort::Hearts);
        assert_eq!(Cursor::parse(Sort::Hearts, &text), Ok(cursor));
        assert!(Cursor::parse(Sort::Newest, &text).is_err());
        for bad in [
            "",
            "h",
            "h1",
            "h1.",
            "h.1",
            "h1.2.3",
            "h1.x",
            "h99999999999999999999.1",
        ] {
            assert!(Cursor::parse(Sort::Hearts, bad).is_err(), "{bad}");
        }
    }
}
