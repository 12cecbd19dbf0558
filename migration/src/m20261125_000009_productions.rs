//! Productions, what they include, their credits, and claims to have been a source.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `production_credit` is filled once, at release, and never changes: later withdrawals and renamings change no
/// credit. A claim that was accepted is what allows a link to be added to a published remix.
const TABLES: &str = "
CREATE TABLE production (
    id {id},
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    shortlist_id BIGINT REFERENCES shortlist (id),
    project_id BIGINT REFERENCES project (id),
    director_id BIGINT NOT NULL REFERENCES member (id),
    status TEXT NOT NULL CHECK (status IN ('planned', 'in_production', 'released', 'abandoned')),
    status_reason TEXT NOT NULL DEFAULT '',
    final_record_id BIGINT REFERENCES record (id),
    final_url TEXT,
    trail_public BOOLEAN NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    released_at BIGINT,
    CHECK ((status = 'released') = (released_at IS NOT NULL)),
    CHECK (status <> 'abandoned' OR status_reason <> '')
);
CREATE INDEX production_newest ON production (created_at{, id});

CREATE TABLE production_record (
    production_id BIGINT NOT NULL REFERENCES production (id) ON DELETE CASCADE,
    record_id BIGINT NOT NULL REFERENCES record (id),
    position BIGINT NOT NULL,
    weight BIGINT NOT NULL DEFAULT 1 CHECK (weight > 0),
    note TEXT NOT NULL DEFAULT '',
    added_at BIGINT NOT NULL,
    PRIMARY KEY (production_id, record_id)
) {rowless};
CREATE INDEX production_record_record ON production_record (record_id, production_id);

CREATE TABLE production_version (
    id {id},
    production_id BIGINT NOT NULL REFERENCES production (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    record_id BIGINT REFERENCES record (id),
    url TEXT,
    made_by BIGINT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX production_version_production ON production_version (production_id, created_at{, id});

CREATE TABLE production_role (
    id {id},
    production_id BIGINT NOT NULL REFERENCES production (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id),
    role TEXT NOT NULL,
    position BIGINT NOT NULL,
    UNIQUE (production_id, member_id, role)
);
CREATE INDEX production_role_member ON production_role (member_id, production_id);

-- The name a member wants to stand with in a production's credits, and when they confirmed it.
CREATE TABLE credited_name (
    production_id BIGINT NOT NULL REFERENCES production (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id),
    name TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    PRIMARY KEY (production_id, member_id)
) {rowless};

CREATE TABLE production_credit (
    id {id},
    production_id BIGINT NOT NULL REFERENCES production (id),
    member_id BIGINT NOT NULL REFERENCES member (id),
    credited_name TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('included', 'influence', 'role')),
    role TEXT NOT NULL,
    record_id BIGINT REFERENCES record (id),
    record_title TEXT NOT NULL DEFAULT '',
    position BIGINT NOT NULL,
    CHECK ((basis = 'role') = (record_id IS NULL))
);
CREATE INDEX production_credit_production ON production_credit (production_id, position{, id});
CREATE INDEX production_credit_member ON production_credit (member_id, production_id);

CREATE TABLE claim (
    id {id},
    source_id BIGINT NOT NULL REFERENCES record (id),
    remix_id BIGINT NOT NULL REFERENCES record (id),
    claimed_by BIGINT NOT NULL REFERENCES member (id),
    used TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'declined', 'taken_back')),
    decided_by BIGINT REFERENCES member (id),
    answer TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    decided_at BIGINT,
    CHECK (source_id <> remix_id),
    CHECK ((status = 'open') = (decided_at IS NULL)),
    CHECK (status NOT IN ('accepted', 'declined') OR (decided_by IS NOT NULL AND answer <> ''))
);
CREATE UNIQUE INDEX claim_once ON claim (source_id, remix_id) WHERE status IN ('open', 'accepted');
CREATE INDEX claim_open ON claim (created_at{, id}) WHERE status = 'open';
CREATE INDEX claim_remix ON claim (remix_id, created_at{, id});
CREATE INDEX claim_claimed_by ON claim (claimed_by, created_at{, id});
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run_on_both(manager, TABLES).await
    }
}
