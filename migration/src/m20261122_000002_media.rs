//! Uploaded files and what was derived from them.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A row is one member's own: content is shared by its hash on the object store, access is not.
/// The smallest picture is repeated in the row, so that lists need not look for it.
const SQL: &str = "
CREATE TABLE media (
    id {id},
    owner_id BIGINT NOT NULL REFERENCES member (id),
    hash TEXT NOT NULL,
    mime TEXT NOT NULL,
    medium TEXT NOT NULL CHECK (medium IN ('text', 'image', 'audio', 'video', 'code')),
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    width INTEGER,
    height INTEGER,
    duration_ms BIGINT,
    peaks BYTEA,
    file_name TEXT NOT NULL,
    thumb_name TEXT,
    thumb_width INTEGER,
    thumb_height INTEGER,
    created_at BIGINT NOT NULL
);
CREATE INDEX media_owner ON media (owner_id);
CREATE INDEX media_hash ON media (hash);

CREATE TABLE media_variant (
    media_id BIGINT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    mime TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    PRIMARY KEY (media_id, name)
);
CREATE INDEX media_variant_hash ON media_variant (hash);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run_on_both(manager, SQL).await
    }
}
