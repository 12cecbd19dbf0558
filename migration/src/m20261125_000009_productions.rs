//! Productions, what they include, their credits, and claims to have been a source.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

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
CREATE INDEX production_project ON production (project_id{, id});

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
CREATE INDEX production_record_position ON production_record (production_id, position, record_id);
CREATE INDEX production_director ON production (director_id);

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
    name TEXT NOT NULL DEFAULT '',
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

-- How many members and credits there are on each basis, counted at release.
CREATE TABLE production_credit_count (
    production_id BIGINT NOT NULL REFERENCES production (id),
    basis TEXT NOT NULL CHECK (basis IN ('included', 'influence', 'role')),
    members BIGINT NOT NULL,
    credits BIGINT NOT NULL,
    PRIMARY KEY (production_id, basis)
) {rowless};

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

-- The place of a link among those that claims added, 1, 2, 3, ... in the order of commit; null for all others. Whoever
-- holds the lineage in memory has read up to one of these numbers, and the map was laid out with so many of them.
ALTER TABLE remix_source ADD COLUMN added BIGINT;
CREATE UNIQUE INDEX remix_source_added ON remix_source (added) WHERE added IS NOT NULL;
INSERT INTO counter (name, value) VALUES ('lineage_change', 0);
ALTER TABLE map_epoch ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
";

/// A link comes to a published remix by an accepted claim of exactly this pair and in no other way. What a released
/// production includes, its roles, names and credits, and what the final work is, never change.
const SQLITE: &str = "
DROP TRIGGER remix_source_insert;
CREATE TRIGGER remix_source_insert BEFORE INSERT ON remix_source
BEGIN
    SELECT RAISE(ABORT, 'links of a published record never change')
    WHERE (NEW.added IS NOT NULL
        OR (SELECT seq FROM record WHERE id = NEW.remix_id)
            <= (SELECT value FROM counter WHERE name = 'record_seq'))
      AND (NEW.added IS NULL OR (SELECT seq FROM record WHERE id = NEW.remix_id) IS NULL
        OR NOT EXISTS (SELECT 1 FROM claim WHERE source_id = NEW.source_id
            AND remix_id = NEW.remix_id AND status = 'accepted'));
    SELECT RAISE(ABORT, 'a source is published before its remix')
    WHERE (SELECT seq FROM record WHERE id = NEW.remix_id) IS NOT NULL
      AND coalesce((SELECT seq FROM record WHERE id = NEW.source_id), 9223372036854775807)
        >= (SELECT seq FROM record WHERE id = NEW.remix_id);
END;

CREATE TRIGGER claim_update BEFORE UPDATE ON claim
WHEN OLD.status <> 'open' OR NEW.source_id <> OLD.source_id OR NEW.remix_id <> OLD.remix_id
    OR NEW.claimed_by <> OLD.claimed_by
BEGIN SELECT RAISE(ABORT, 'a claim that was decided stays as it is'); END;
CREATE TRIGGER claim_delete BEFORE DELETE ON claim
BEGIN SELECT RAISE(ABORT, 'a claim is taken back, not deleted'); END;

CREATE TRIGGER production_update BEFORE UPDATE ON production
WHEN OLD.status = 'released'
BEGIN
    SELECT RAISE(ABORT, 'a released production stays released')
    WHERE NEW.status <> OLD.status OR NEW.released_at IS NOT OLD.released_at
        OR NEW.final_record_id IS NOT OLD.final_record_id OR NEW.final_url IS NOT OLD.final_url;
END;
CREATE TRIGGER production_delete BEFORE DELETE ON production
WHEN OLD.status = 'released'
BEGIN SELECT RAISE(ABORT, 'a released production stays released'); END;
";

/// Tables whose rows belong to a production and are as they are once it is released.
const FROZEN: [&str; 5] = [
    "production_record",
    "production_role",
    "credited_name",
    "production_credit",
    "production_credit_count",
];

/// The triggers that keep these tables, by name.
#[must_use]
pub fn frozen_triggers(backend: DbBackend) -> Vec<String> {
    let acts: &[&str] = match backend {
        DbBackend::Postgres => &["keep"],
        _ => &["insert", "update", "delete"],
    };
    let of = |table: &str| {
        acts.iter()
            .map(move |act| format!("{table}_{act}"))
            .collect::<Vec<_>>()
    };
    FROZEN.iter().flat_map(|table| of(table)).collect()
}

fn sqlite_frozen(table: &str) -> String {
    let trigger = |act: &str, row: &str| {
        let act_word = act.to_lowercase();
        format!(
            "CREATE TRIGGER {table}_{act_word} BEFORE {act} ON {table}
             WHEN (SELECT status FROM production WHERE id = {row}.production_id) = 'released'
             BEGIN SELECT RAISE(ABORT, 'what a released production includes and credits never changes'); END;"
        )
    };
    [("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")]
        .map(|(act, row)| trigger(act, row))
        .concat()
}

const POSTGRES: &str = "
CREATE OR REPLACE FUNCTION remix_source_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE remix_seq BIGINT;
BEGIN
    SELECT seq INTO remix_seq FROM record WHERE id = NEW.remix_id;
    IF NEW.added IS NOT NULL THEN
        IF remix_seq IS NULL OR NOT EXISTS (SELECT 1 FROM claim WHERE source_id = NEW.source_id
            AND remix_id = NEW.remix_id AND status = 'accepted') THEN
            RAISE EXCEPTION 'links of a published record never change';
        END IF;
    ELSIF remix_seq <= (SELECT value FROM counter WHERE name = 'record_seq') THEN
        RAISE EXCEPTION 'links of a published record never change';
    END IF;
    IF remix_seq IS NOT NULL AND coalesce((SELECT seq FROM record WHERE id = NEW.source_id), 9223372036854775807)
        >= remix_seq THEN
        RAISE EXCEPTION 'a source is published before its remix';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION claim_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a claim is taken back, not deleted';
    END IF;
    IF OLD.status <> 'open' OR NEW.source_id <> OLD.source_id OR NEW.remix_id <> OLD.remix_id
        OR NEW.claimed_by <> OLD.claimed_by THEN
        RAISE EXCEPTION 'a claim that was decided stays as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claim_keep BEFORE UPDATE OR DELETE ON claim
    FOR EACH ROW EXECUTE FUNCTION claim_keep();

CREATE FUNCTION production_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'released' THEN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'a released production stays released';
        END IF;
        IF NEW.status <> OLD.status OR NEW.released_at IS DISTINCT FROM OLD.released_at
            OR NEW.final_record_id IS DISTINCT FROM OLD.final_record_id
            OR NEW.final_url IS DISTINCT FROM OLD.final_url THEN
            RAISE EXCEPTION 'a released production stays released';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER production_keep BEFORE UPDATE OR DELETE ON production
    FOR EACH ROW EXECUTE FUNCTION production_keep();

CREATE FUNCTION production_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subject BIGINT;
BEGIN
    IF TG_OP = 'INSERT' THEN subject := NEW.production_id; ELSE subject := OLD.production_id; END IF;
    IF (SELECT status FROM production WHERE id = subject) = 'released' THEN
        RAISE EXCEPTION 'what a released production includes and credits never changes';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
";

fn postgres_frozen(table: &str) -> String {
    format!(
        "CREATE TRIGGER {table}_keep BEFORE INSERT OR UPDATE OR DELETE ON {table}
         FOR EACH ROW EXECUTE FUNCTION production_freeze();"
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run_on_both(manager, TABLES).await?;
        crate::run(manager, SQLITE, POSTGRES).await?;
        for table in FROZEN {
            crate::run(manager, &sqlite_frozen(table), &postgres_frozen(table)).await?;
        }
        Ok(())
    }
}
