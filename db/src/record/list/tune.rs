//! How a database is to go about a list.
//!
//! The planner of SQLite knows nothing of how many rows a condition leaves. Few are best found first and then
//! sorted; of many, the list's own order is walked until the page is full. Which it is, is asked by counting up to
//! [`FEW`]. PostgreSQL keeps statistics and decides so itself, but for one case.

use super::super::search;
use super::query::Query;
use super::{RecordFilter, Sort};
use crate::sql::{self, values};
use crate::{Db, Result};
use domain::text::clean_tag;
use sea_orm::{DbBackend, Value};

/// Rows that are quickly sorted.
const FEW: i64 = 3000;

/// Chooses where the query begins.
pub(super) async fn tune(query: &mut Query, db: &Db, filter: &RecordFilter) -> Result<()> {
    if db.backend() == DbBackend::Postgres {
        // Of a tag's records it would look at one after another for the few with many remixes.
        if filter.tag.is_some() && filter.min_remixes.is_some() {
            query.look_for_tag_in_each();
        }
        return Ok(());
    }
    let begins_with_words = add_words(query, db, filter).await?;
    let is_narrow = filter.author.is_some()
        || filter.external_id.is_some()
        || filter.remix_of.is_some()
        || filter.remix_of_author.is_some()
        || filter.curator_tag.is_some()
        || filter.challenge.is_some()
        || filter.project.is_some();
    if begins_with_words && filter.tag.is_some() {
        query.look_for_tag_in_each();
    }
    if begins_with_words || is_narrow {
        return Ok(());
    }
    let by_time = matches!(query.sort, Sort::Newest | Sort::Oldest);
    if let Some(tag) = filter.tag.as_deref().and_then(clean_tag) {
        // A tag's own index is in the order of time.
        let sql = "SELECT 1 FROM record_tag WHERE tag = $1 AND published_at IS NOT NULL";
        if by_time || is_few(db, sql, tag.into()).await? {
            return Ok(());
        }
        query.look_for_tag_in_each();
    }
    if let Some(index) = best_index(db, filter, query.sort).await? {
        query.from = format!("record r INDEXED BY {index}");
    }
    Ok(())
}

/// Adds the condition on words. Answers whether the query is to begin with what they find.
async fn add_words(query: &mut Query, db: &Db, filter: &RecordFilter) -> Result<bool> {
    let typed = filter.q.as_deref().unwrap_or_default();
    let Some(mut unfinished) = search::expression(DbBackend::Sqlite, typed) else {
        return Ok(false);
    };
    let mut exact = unfinished.trim_end_matches('*').to_owned();
    let tag = filter.tag.as_deref().and_then(clean_tag);
    let narrowing = [("tags", tag), ("author", filter.author.clone())];
    for (column, text) in narrowing {
        if let Some(text) = text {
            exact = search::and_in(&exact, column, &text.to_ascii_lowercase());
            unfinished = search::and_in(&unfinished, column, &text.to_ascii_lowercase());
        }
    }
    let sql = "SELECT 1 FROM record_search WHERE record_search MATCH $1";
    let is_few = is_few(db, sql, exact.clone().into()).await?;
    if is_few {
        query.with(search::IS_FOUND_SQLITE, unfinished);
    } else {
        // All that begin with a word would have to be gathered anew for each record.
        query.with(search::IS_FOUND_EACH_SQLITE, exact);
    }
    Ok(is_few)
}

/// The index to walk, or `None` where the planner finds it.
async fn best_index(db: &Db, filter: &RecordFilter, sort: Sort) -> Result<Option<&'static str>> {
    let by_time = matches!(sort, Sort::Newest | Sort::Oldest);
    if filter.rated == Some(true) {
        // What people rate by hand is never much.
        return Ok(Some("record_rated"));
    }
    if by_time && let Some(least) = filter.min_remixes {
        let sql = "SELECT 1 FROM record WHERE status = 'published' AND remix_count >= $1";
        if is_few(db, sql, least.into()).await? {
            return Ok(Some("record_remixes"));
        }
    }
    let facets = [
        ("license", "record_license", filter.license.clone()),
        (
            "medium",
            "record_medium",
            filter.medium.map(|medium| medium.to_string()),
        ),
    ];
    let mut in_order = None;
    for (column, index, value) in facets {
        let Some(value) = value else { continue };
        let sql = format!("SELECT 1 FROM record WHERE status = 'published' AND {column} = $1");
        if is_few(db, &sql, value.into()).await? {
            return Ok(Some(index));
        }
        in_order = in_order.or(Some(index));
    }
    let is_never_remixed = filter.max_remixes == Some(0);
    Ok(match sort {
        _ if by_time && is_never_remixed => Some("record_never_remixed"),
        _ if by_time && filter.rated == Some(false) => in_order.or(Some("record_unrated")),
        _ if by_time => in_order.or(Some("record_published")),
        Sort::Remixes if is_never_remixed => None,
        Sort::Remixes => Some("record_remixes"),
        _ => Some("record_hearts"),
    })
}

/// Whether a query has at most [`FEW`] rows.
async fn is_few(db: &Db, sql: &str, value: Value) -> Result<bool> {
    let sql = format!("SELECT count(*) FROM ({sql} LIMIT {})", FEW + 1);
    let count: i64 = sql::scalar(db.reader(), sql, values![value]).await?;
    Ok(count <= FEW)
}
