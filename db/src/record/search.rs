//! The words by which records are found.
//!
//! Both databases see the same words: letters and digits, without what stands between them, so nothing
//! that a person types is taken for query syntax.

use crate::Result;
use crate::sql::{self, values};
use domain::RecordId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of a record's text that are searched.
pub(crate) const TEXT_MAX: usize = 20_000;
/// Most words of a search that count.
const WORDS_MAX: usize = 16;

/// Letters and digits in words; marks on letters are left to the database or taken away by [`folded`].
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|word| word.contains(char::is_alphanumeric))
}

/// Words without marks on their letters, in lower case, as PostgreSQL is to see them. FTS5 does the same
/// itself (`remove_diacritics`).
pub(crate) fn folded(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let plain = plain.to_lowercase();
    words(&plain).collect::<Vec<_>>().join(" ")
}

/// What a person typed as an expression of the database's own: all words must be there, the last may be
/// unfinished. `None` where there is no word.
pub(crate) fn expression(backend: DbBackend, typed: &str) -> Option<String> {
    let typed: String = typed.nfc().take(1000).collect();
    match backend {
        DbBackend::Postgres => {
            let folded = folded(&typed);
            let words: Vec<&str> = words(&folded).take(WORDS_MAX).collect();
            (!words.is_empty()).then(|| format!("{}:*", words.join(" & ")))
        }
        _ => {
            let words: Vec<String> = words(&typed)
                .take(WORDS_MAX)
                .map(|word| format!("\"{word}\""))
                .collect();
            (!words.is_empty()).then(|| format!("{}*", words.join(" AND ")))
        }
    }
}

/// The condition that a record is found by the expression in parameter `?`.
pub(super) const IS_FOUND_POSTGRES: &str = "r.id IN (SELECT record_id FROM record_search
    WHERE document @@ to_tsquery('simple', ?))";
/// The same for FTS5, to begin with what is found.
pub(super) const IS_FOUND_SQLITE: &str =
    "r.id IN (SELECT rowid FROM record_search WHERE record_search MATCH ?)";
/// The same for FTS5, to look at one record after another.
pub(super) const IS_FOUND_EACH_SQLITE: &str = "EXISTS (SELECT 1 FROM record_search
    WHERE record_search MATCH ? AND record_search.rowid = r.id)";

/// An expression of FTS5 that also asks for words, in their order, in one column. What stands there is found by
/// these words at least, so that nothing is missed.
pub(super) fn and_in(expression: &str, column: &str, text: &str) -> String {
    let phrase: Vec<&str> = words(text).collect();
    if phrase.is_empty() {
        return expression.to_owned();
    }
    format!("({expression}) AND {column} : \"{}\"", phrase.join(" "))
}

/// Makes a record findable by what it holds now.
pub(super) async fn index(tx: &DatabaseTransaction, id: RecordId) -> Result<()> {
    unindex(tx, id).await?;
    let row = sql::first(
        tx,
        "SELECT r.title, r.body, r.description,
            (SELECT string_agg(t.tag, ' ') FROM record_tag t WHERE t.record_id = r.id),
            r.credited_name, m.handle
         FROM record r JOIN member m ON m.id = r.author_id WHERE r.id = $1",
        values![id.0],
    )
    .await?
    .ok_or(crate::Error::NotFound)?;
    let mut columns = sql::Columns::of(&row);
    let title: String = columns.take()?;
    let (body, description): (String, String) = (columns.take()?, columns.take()?);
    let text: String = body
        .chars()
        .chain("\n".chars())
        .chain(description.chars())
        .take(TEXT_MAX)
        .collect();
    let tags: Option<String> = columns.take()?;
    let tags = tags.unwrap_or_default();
    let (name, handle): (String, String) = (columns.take()?, columns.take()?);
    let author = format!("{name} {handle}");
    match tx.get_database_backend() {
        DbBackend::Postgres => {
            let sql = format!(
                "INSERT INTO record_search (record_id, document) VALUES ($1, {})",
                document("$2", "$3", "$4", "$5")
            );
            let (title, text) = (folded(&title), folded(&text));
            let (tags, author) = (folded(&tags), folded(&author));
            sql::run(tx, sql, values![id.0, title, text, tags, author]).await?;
        }
        _ => {
            let sql = "INSERT INTO record_search (rowid, title, body, tags, author)
                VALUES ($1, $2, $3, $4, $5)";
            sql::run(tx, sql, values![id.0, title, text, tags, author]).await?;
        }
    }
    Ok(())
}

/// PostgreSQL's document of folded texts: titles weigh most, then tags and authors, then text.
pub(crate) fn document(title: &str, body: &str, tags: &str, author: &str) -> String {
    format!(
        "setweight(to_tsvector('simple', {title}), 'A')
            || setweight(to_tsvector('simple', {tags}), 'B')
            || setweight(to_tsvector('simple', {author}), 'B')
            || setweight(to_tsvector('simple', {body}), 'C')"
    )
}

/// Takes a record out of the search.
pub(super) async fn unindex(tx: &DatabaseTransaction, id: RecordId) -> Result<()> {
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => "DELETE FROM record_search WHERE record_id = $1",
        _ => "DELETE FROM record_search WHERE rowid = $1",
    };
    sql::run(tx, sql, values![id.0]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_syntax() {
        let rows = [
            (
                "rain tin",
                Some("\"rain\" AND \"tin\"*"),
                Some("rain & tin:*"),
            ),
            (
                "\"rain\" NEAR(",
                Some("\"rain\" AND \"NEAR\"*"),
                Some("rain & near:*"),
            ),
            ("AND", Some("\"AND\"*"), Some("and:*")),
            (
                "a:b*^'c\\",
                Some("\"a\" AND \"b\" AND \"c\"*"),
                Some("a & b & c:*"),
            ),
            ("Émile", Some("\"Émile\"*"), Some("emile:*")),
            ("مرحبا", Some("\"مرحبا\"*"), Some("مرحبا:*")),
            ("🎨 * ( ) \" !", None, None),
        ];
        for (typed, sqlite, postgres) in rows {
            assert_eq!(
                expression(DbBackend::Sqlite, typed).as_deref(),
                sqlite,
                "{typed}"
            );
            assert_eq!(
                expression(DbBackend::Postgres, typed).as_deref(),
                postgres,
                "{typed}"
            );
        }
    }
}
