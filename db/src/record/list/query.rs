//! A list as a query.

use super::super::cards::{CARD_COLUMNS, CARD_JOINS, read_card};
use super::super::search;
use super::super::view::RecordCard;
use super::{RecordFilter, Sort};
use crate::cursor::Cursor;
use crate::sql::{self, Columns, values};
use crate::{Db, Result};
use sea_orm::{DbBackend, Value};

/// The condition on a tag.
const TAG: &str = "t.tag = ?";
/// Drafts' tags have no time.
const HAS_TIME: &str = "t.published_at IS NOT NULL";

/// Holds for what others made from a member's records; `?` is the member's handle.
const REMIX_BY_OTHERS: &str = "r.id IN (
        SELECT link.remix_id FROM remix_source link JOIN record source ON source.id = link.source_id
        WHERE source.author_id = (SELECT id FROM member WHERE handle = ?)
    ) AND r.author_id <> (SELECT id FROM member WHERE handle = ?)";

/// Holds for what was entered for a challenge of a project.
const IN_PROJECT: &str = "r.id IN (
        SELECT c.record_id FROM challenge h JOIN contribution c ON c.challenge_id = h.id
        WHERE h.project_id = ?
    )";

/// Which rows of the order a query is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Range {
    All,
    /// The rest of those with the cursor's key.
    SameKey(Cursor),
    /// Those with a key beyond the cursor's.
    Beyond(Cursor),
}

/// A list's query but for where its page begins.
pub(super) struct Query {
    pub(super) from: String,
    pub(super) conditions: Vec<String>,
    values: Vec<Value>,
    /// The column the list is ordered by, and the one that breaks ties.
    key: &'static str,
    id: &'static str,
    pub(super) sort: Sort,
}

impl Query {
    /// `None` where nothing can pass the filter.
    pub(super) fn of(backend: DbBackend, filter: &RecordFilter, sort: Sort) -> Option<Self> {
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
        query.with_curators(filter)?;
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
        if let Some(project) = filter.project {
            query.with(IN_PROJECT, project.0);
        }
        if let Some(words) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
            let expression = search::expression(backend, words)?;
            // On SQLite it depends on how many records it finds, see `tune`.
            if backend == DbBackend::Postgres {
                query.with(search::IS_FOUND_POSTGRES, expression);
            }
        }
        Some(query)
    }

    /// Adds a condition on a parameter, written `?`.
    pub(super) fn with(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let parameter = format!("${}", self.values.len());
        self.conditions.push(condition.replace('?', &parameter));
    }

    /// A tag's records stand in their order in its own index.
    fn with_tag(&mut self, tag: String) {
        self.from = "record_tag t JOIN record r ON r.id = t.record_id".to_owned();
        self.with(TAG, tag);
        if self.key == "r.published_at" {
            (self.key, self.id) = ("t.published_at", "t.record_id");
            self.conditions.push(HAS_TIME.to_owned());
        }
    }

    /// Looks for the tag at each record in place of beginning with the tag's records.
    pub(super) fn look_for_tag_in_each(&mut self) {
        self.from = "record r".to_owned();
        if self.key == "t.published_at" {
            (self.key, self.id) = ("r.published_at", "r.id");
            self.conditions.retain(|condition| condition != HAS_TIME);
        }
        for condition in &mut self.conditions {
            if condition.starts_with("t.tag = ") {
                *condition = format!(
                    "EXISTS (SELECT 1 FROM record_tag t WHERE t.record_id = r.id AND {condition})"
                );
            }
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

    /// What curators say, and what a record was entered for. `None` where nothing can pass.
    fn with_curators(&mut self, filter: &RecordFilter) -> Option<()> {
        // In so many words, so that the indexes of these are found.
        self.conditions
            .extend(filter.rated.map(|rated| match rated {
                true => "r.rating_count > 0".to_owned(),
                false => "r.rating_count = 0".to_owned(),
            }));
        if let Some(tag) = &filter.curator_tag {
            let sql = "r.id IN (SELECT record_id FROM curator_tag WHERE tag = ?)";
            self.with(sql, domain::text::clean_tag(tag)?);
        }
        if let Some(challenge) = filter.challenge {
            let sql = "r.id IN (SELECT record_id FROM contribution WHERE challenge_id = ?)";
            self.with(sql, challenge.0);
        }
        Some(())
    }

    /// How many rows there are, `most` at most.
    pub(super) async fn count(&self, db: &Db, most: i64) -> Result<i64> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {most}) counted",
            self.from,
            self.conditions.join(" AND "),
        );
        sql::scalar(db.reader(), sql, self.values.clone()).await
    }

    pub(super) async fn read(
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
