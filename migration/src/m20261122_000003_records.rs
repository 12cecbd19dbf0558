//! Records, what they were made from, tags and hearts.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `body` comes last, so that on SQLite the other columns are read without it.
/// `seq` counts published records without gaps in the order of commit; it is taken from `counter`
/// by the publishing transaction, so a source's is always smaller than its remix's.
const TABLES: &str = "
CREATE TABLE record (
    id {id},
    seq BIGINT,
    author_id BIGINT NOT NULL REFERENCES member (id),
    credited_name TEXT NOT NULL,
    title TEXT NOT NULL,
    medium TEXT NOT NULL CHECK (medium IN ('text', 'image', 'audio', 'video', 'code')),
    license TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'withdrawn')),
    version BIGINT NOT NULL DEFAULT 1,
    source_count BIGINT NOT NULL DEFAULT 0,
    remix_count BIGINT NOT NULL DEFAULT 0,
    heart_count BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    published_at BIGINT,
    withdrawn_at BIGINT,
    media_id BIGINT REFERENCES media (id),
    external_id TEXT,
    url TEXT,
    language TEXT NOT NULL DEFAULT '',
    excerpt TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    CHECK ((status = 'draft') = (seq IS NULL)),
    CHECK ((status = 'draft') = (published_at IS NULL)),
    CHECK ((status = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK (source_count >= 0 AND remix_count >= 0 AND heart_count >= 0)
);

CREATE TABLE remix_source (
    remix_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    source_id BIGINT NOT NULL REFERENCES record (id),
    position BIGINT NOT NULL,
    used TEXT NOT NULL DEFAULT '',
    weight BIGINT NOT NULL DEFAULT 1 CHECK (weight > 0),
    PRIMARY KEY (remix_id, source_id),
    CHECK (remix_id <> source_id)
) {rowless};

-- published_at repeats the record's, so that a tag's records are listed in order from its index.
CREATE TABLE record_tag (
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    position BIGINT NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (record_id, tag)
) {rowless};

CREATE TABLE heart (
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (record_id, member_id)
) {rowless};
CREATE INDEX heart_member ON heart (member_id, created_at);

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('record_seq', 0);
";

/// The order of the keyset lists; the id breaks ties.
const INDEXES: &str = "
CREATE UNIQUE INDEX record_seq ON record (seq);
CREATE UNIQUE INDEX record_external_id ON record (external_id);
CREATE UNIQUE INDEX record_media ON record (media_id) WHERE media_id IS NOT NULL;
CREATE INDEX record_author ON record (author_id, published_at{, id});
CREATE INDEX record_published ON record (published_at{, id}) WHERE status = 'published';
CREATE INDEX record_medium ON record (medium, published_at{, id}) WHERE status = 'published';
CREATE INDEX record_license ON record (license, published_at{, id}) WHERE status = 'published';
CREATE INDEX record_remixes ON record (remix_count{, id}) WHERE status = 'published';
CREATE INDEX record_hearts ON record (heart_count{, id}) WHERE status = 'published';
CREATE INDEX record_never_remixed ON record (published_at{, id})
    WHERE status = 'published' AND remix_count = 0;
CREATE INDEX remix_source_source ON remix_source (source_id, remix_id);
CREATE INDEX record_tag_tag ON record_tag (tag, published_at, record_id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run_on_both(manager, TABLES).await?;
        crate::run_on_both(manager, INDEXES).await
    }
}
