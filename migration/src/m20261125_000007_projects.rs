//! Projects, the challenges they issue, and what is contributed.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `rating_sum` and `rating_count` repeat what `project_rating` says, and `score` is made from them by the
/// command that rates, so that projects are listed in order from an index. `heart_count` of a contribution
/// repeats its record's, for the same reason. `challenge_draft` says which drafts are entered for a challenge once they
/// are published.
const TABLES: &str = "
CREATE TABLE project (
    id {id},
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    version BIGINT NOT NULL DEFAULT 1,
    started_by BIGINT NOT NULL REFERENCES member (id),
    challenge_count BIGINT NOT NULL DEFAULT 0 CHECK (challenge_count >= 0),
    rating_count BIGINT NOT NULL DEFAULT 0 CHECK (rating_count >= 0),
    rating_sum BIGINT NOT NULL DEFAULT 0 CHECK (rating_sum >= 0),
    score BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closed_at BIGINT,
    CHECK ((status = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX project_newest ON project (created_at{, id});
CREATE INDEX project_score ON project (score{, id});

CREATE TABLE project_leader (
    project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, member_id)
) {rowless};
CREATE INDEX project_leader_member ON project_leader (member_id, project_id);

CREATE TABLE project_step (
    id {id},
    project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('planned', 'open', 'done')),
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX project_step_project ON project_step (project_id, position{, id});

CREATE TABLE project_update (
    id {id},
    project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES member (id),
    body TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    edited_at BIGINT
);
CREATE INDEX project_update_project ON project_update (project_id, created_at{, id});

CREATE TABLE project_rating (
    project_id BIGINT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id),
    stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, member_id)
) {rowless};

CREATE TABLE challenge (
    id {id},
    project_id BIGINT REFERENCES project (id),
    issued_by BIGINT NOT NULL REFERENCES member (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    medium TEXT CHECK (medium IN ('text', 'image', 'audio', 'video', 'code')),
    deadline_at BIGINT,
    closed_at BIGINT,
    pay TEXT NOT NULL CHECK (pay IN ('none', 'budget')),
    budget BIGINT CHECK (budget > 0),
    currency TEXT,
    contributors_expected BIGINT CHECK (contributors_expected > 0),
    unused_work TEXT NOT NULL DEFAULT '',
    contribution_count BIGINT NOT NULL DEFAULT 0 CHECK (contribution_count >= 0),
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((pay = 'budget') = (budget IS NOT NULL)),
    CHECK ((budget IS NULL) = (currency IS NULL))
);
CREATE INDEX challenge_newest ON challenge (created_at{, id});
CREATE INDEX challenge_project ON challenge (project_id, created_at{, id});
CREATE INDEX challenge_open ON challenge (created_at{, id}) WHERE closed_at IS NULL;
CREATE INDEX challenge_deadline ON challenge (deadline_at) WHERE closed_at IS NULL;

CREATE TABLE challenge_source (
    challenge_id BIGINT NOT NULL REFERENCES challenge (id) ON DELETE CASCADE,
    record_id BIGINT NOT NULL REFERENCES record (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (challenge_id, record_id)
) {rowless};
CREATE INDEX challenge_source_record ON challenge_source (record_id, challenge_id);

CREATE TABLE challenge_draft (
    record_id BIGINT NOT NULL PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
    challenge_id BIGINT NOT NULL REFERENCES challenge (id) ON DELETE CASCADE
) {rowless};

CREATE TABLE contribution (
    challenge_id BIGINT NOT NULL REFERENCES challenge (id) ON DELETE CASCADE,
    record_id BIGINT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id),
    heart_count BIGINT NOT NULL DEFAULT 0,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (challenge_id, record_id)
) {rowless};
CREATE INDEX contribution_newest ON contribution (challenge_id, entered_at, record_id);
CREATE INDEX contribution_hearts ON contribution (challenge_id, heart_count, record_id);
CREATE INDEX contribution_record ON contribution (record_id);
CREATE INDEX contribution_member ON contribution (member_id, challenge_id);
";

const SQLITE: &str = "
CREATE TRIGGER contribution_heart AFTER UPDATE OF heart_count ON record
WHEN NEW.heart_count <> OLD.heart_count
BEGIN UPDATE contribution SET heart_count = NEW.heart_count WHERE record_id = NEW.id; END;
";

const POSTGRES: &str = "
CREATE FUNCTION contribution_heart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contribution SET heart_count = NEW.heart_count WHERE record_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER contribution_heart AFTER UPDATE OF heart_count ON record
    FOR EACH ROW WHEN (NEW.heart_count <> OLD.heart_count)
    EXECUTE FUNCTION contribution_heart();
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
