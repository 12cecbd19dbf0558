//! Full text search over published records: FTS5 on SQLite, `tsvector` with GIN on PostgreSQL.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SQLITE: &str = "
CREATE VIRTUAL TABLE record_search USING fts5 (
    title, body, tags, author,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);
";

/// Weights: A title, B tags and author, C text.
const POSTGRES: &str = "
CREATE TABLE record_search (
    record_id BIGINT PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    document TSVECTOR NOT NULL
);
CREATE INDEX record_search_document ON record_search USING gin (document);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, SQLITE, POSTGRES).await
    }
}
