//! What members and curators say about records: recommendations, collections, ratings, flags, shortlists.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `record.rating_count` says how many curators rated a record, so that the unrated ones are listed from an index,
/// and the rated ones, who are few, are counted from one. `record.review_version` grows with whatever curators do
/// with a record, so that the second of two is told what the first did. What curators tag is kept apart from the
/// record's own tags, which are its author's words.
/// What happens on a shortlist is kept in `shortlist_event`, which is only ever added to: the selection trail.
const TABLES: &str = "
CREATE TABLE recommendation (
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    line TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (record_id, member_id),
    FOREIGN KEY (record_id, member_id) REFERENCES heart (record_id, member_id) ON DELETE CASCADE
) {rowless};
CREATE INDEX recommendation_member ON recommendation (member_id, created_at, record_id);
CREATE INDEX recommendation_record ON recommendation (record_id, created_at, member_id);

CREATE TABLE collection (
    id {id},
    owner_id BIGINT NOT NULL REFERENCES member (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    public BOOLEAN NOT NULL,
    record_count BIGINT NOT NULL DEFAULT 0 CHECK (record_count >= 0),
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX collection_owner ON collection (owner_id, updated_at{, id});

CREATE TABLE collection_record (
    collection_id BIGINT NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    added_at BIGINT NOT NULL,
    PRIMARY KEY (collection_id, record_id)
) {rowless};
CREATE INDEX collection_record_position ON collection_record (collection_id, position, record_id);
CREATE INDEX collection_record_record ON collection_record (record_id, collection_id);

ALTER TABLE record ADD COLUMN rating_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN review_version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX record_unrated ON record (published_at{, id}) WHERE status = 'published' AND rating_count = 0;
CREATE INDEX record_rated ON record (published_at{, id}) WHERE status = 'published' AND rating_count > 0;

CREATE TABLE record_rating (
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    curator_id BIGINT NOT NULL REFERENCES member (id),
    stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (record_id, curator_id)
) {rowless};
CREATE INDEX record_rating_curator ON record_rating (curator_id, updated_at, record_id);

CREATE TABLE curator_tag (
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    curator_id BIGINT NOT NULL REFERENCES member (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (record_id, tag)
) {rowless};
CREATE INDEX curator_tag_tag ON curator_tag (tag, record_id);

CREATE TABLE flag (
    id {id},
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by BIGINT REFERENCES member (id),
    answer TEXT NOT NULL DEFAULT '',
    CHECK ((settled_at IS NULL) = (settled_by IS NULL))
);
CREATE UNIQUE INDEX flag_once ON flag (record_id, member_id) WHERE settled_at IS NULL;
CREATE INDEX flag_open ON flag (created_at{, id}) WHERE settled_at IS NULL;

CREATE TABLE shortlist (
    id {id},
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    project_id BIGINT REFERENCES project (id),
    started_by BIGINT NOT NULL REFERENCES member (id),
    record_count BIGINT NOT NULL DEFAULT 0 CHECK (record_count >= 0),
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX shortlist_updated ON shortlist (updated_at{, id});

CREATE TABLE shortlist_record (
    shortlist_id BIGINT NOT NULL REFERENCES shortlist (id) ON DELETE CASCADE,
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    added_by BIGINT NOT NULL REFERENCES member (id),
    reason TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    vote_sum BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (shortlist_id, record_id)
) {rowless};
CREATE INDEX shortlist_record_votes ON shortlist_record (shortlist_id, vote_sum, record_id);
CREATE INDEX shortlist_record_record ON shortlist_record (record_id, shortlist_id);

CREATE TABLE shortlist_vote (
    shortlist_id BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    curator_id BIGINT NOT NULL REFERENCES member (id),
    vote BIGINT NOT NULL CHECK (vote IN (-1, 1)),
    reason TEXT NOT NULL DEFAULT '',
    voted_at BIGINT NOT NULL,
    PRIMARY KEY (shortlist_id, record_id, curator_id),
    FOREIGN KEY (shortlist_id, record_id) REFERENCES shortlist_record (shortlist_id, record_id) ON DELETE CASCADE
) {rowless};

CREATE TABLE shortlist_event (
    id {id},
    shortlist_id BIGINT NOT NULL REFERENCES shortlist (id),
    record_id BIGINT REFERENCES record (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    what TEXT NOT NULL CHECK (what IN ('started', 'added', 'removed', 'voted_for', 'voted_against', 'vote_withdrawn', 'closed', 'reopened')),
    reason TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL
);
CREATE INDEX shortlist_event_shortlist ON shortlist_event (shortlist_id, at{, id});
CREATE INDEX shortlist_event_record ON shortlist_event (record_id, shortlist_id);
";

const SQLITE: &str = "
CREATE TRIGGER shortlist_event_update BEFORE UPDATE ON shortlist_event
BEGIN SELECT RAISE(ABORT, 'the selection trail is only added to'); END;
CREATE TRIGGER shortlist_event_delete BEFORE DELETE ON shortlist_event
BEGIN SELECT RAISE(ABORT, 'the selection trail is only added to'); END;
";

const POSTGRES: &str = "
CREATE FUNCTION shortlist_event_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the selection trail is only added to';
END $$;
CREATE TRIGGER shortlist_event_keep BEFORE UPDATE OR DELETE ON shortlist_event
    FOR EACH ROW EXECUTE FUNCTION shortlist_event_keep();
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run_on_both(manager, TABLES).await?;
        crate::run(manager, SQLITE, POSTGRES).await
    }
}
