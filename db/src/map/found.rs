//! The conditions that only the database knows: words, tags, hearts, and who a handle is.

use super::bits::Bits;
use super::expression::Filter;
use super::load::denses;
use crate::record::search;
use crate::sql::{self, values};
use crate::{Db, Result};
use sea_orm::DbBackend;

/// Records that a word may lead to before the word is taken as it is, unfinished or not.
const FEW: i64 = 3000;

/// What the database found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The member's id.
    pub(super) author: Option<i64>,
    /// Dense ids; a record must be in each.
    pub(super) sets: Vec<Bits>,
}

/// `None` where nothing can pass.
pub(super) async fn find(db: &Db, filter: &Filter) -> Result<Option<Found>> {
    let mut found = Found::default();
    if let Some(handle) = &filter.member {
        let sql = "SELECT id FROM member WHERE handle = $1";
        match sql::first(db.reader(), sql, values![handle.as_str()]).await? {
            Some(row) => found.author = Some(row.try_get_by_index(0)?),
            None => return Ok(None),
        }
    }
    if let Some(tag) = &filter.tag {
        let Some(tag) = domain::text::clean_tag(tag) else {
            return Ok(None);
        };
        let sql = "SELECT string_agg(CAST(r.seq AS TEXT), ',') FROM record_tag t
            JOIN record r ON r.id = t.record_id WHERE t.tag = $1 AND r.status = 'published'";
        found
            .sets
            .push(Bits::of(&denses(db, sql, values![tag]).await?));
    }
    if let Some(project) = filter.project {
        let sql = "SELECT string_agg(CAST(seq AS TEXT), ',') FROM record
            WHERE status = 'published' AND id IN (
                SELECT c.record_id FROM challenge h JOIN contribution c ON c.challenge_id = h.id
                WHERE h.project_id = $1
            )";
        found
            .sets
            .push(Bits::of(&denses(db, sql, values![project.0]).await?));
    }
    if let Some(least) = filter.min_hearts.filter(|least| *least > 0) {
        let sql = "SELECT string_agg(CAST(seq AS TEXT), ',') FROM record
            WHERE status = 'published' AND heart_count >= $1";
        found
            .sets
            .push(Bits::of(&denses(db, sql, values![least]).await?));
    }
    if let Some(words) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        match by_words(db, words).await? {
            Some(bits) => found.sets.push(bits),
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// `None` where no word was typed.
async fn by_words(db: &Db, typed: &str) -> Result<Option<Bits>> {
    let Some(expression) = search::expression(db.backend(), typed) else {
        return Ok(None);
    };
    let (sql, expression) = if db.backend() == DbBackend::Postgres {
        let sql = "SELECT string_agg(CAST(r.seq AS TEXT), ',') FROM record_search s
            JOIN record r ON r.id = s.record_id
            WHERE s.document @@ to_tsquery('simple', $1) AND r.status = 'published'";
        (sql, expression)
    } else {
        let exact = expression.trim_end_matches('*').to_owned();
        let count = format!(
            "SELECT count(*) FROM (SELECT 1 FROM record_search WHERE record_search MATCH $1 LIMIT {})",
            FEW + 1
        );
        let count: i64 = sql::scalar(db.reader(), count, values![exact.as_str()]).await?;
        let sql = "SELECT string_agg(CAST(r.seq AS TEXT), ',') FROM record_search s
            JOIN record r ON r.id = s.rowid
            WHERE s.record_search MATCH $1 AND r.status = 'published'";
        (sql, if count > FEW { exact } else { expression })
    };
    let found = denses(db, sql, values![expression]).await?;
    Ok(Some(Bits::of(&found)))
}
