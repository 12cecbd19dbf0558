//! Members, their sessions, and what the limits on them count.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SQL: &str = "
CREATE TABLE member (
    id {id},
    handle TEXT {bytes} NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('member', 'curator', 'director', 'admin')),
    password_hash TEXT,
    bio TEXT NOT NULL DEFAULT '',
    corpus TEXT,
    external_id TEXT UNIQUE,
    suspended_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    id {id},
    token_hash BYTEA NOT NULL UNIQUE,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    browser TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX session_member ON session (member_id);

-- Failed sign-ins and all sign-ups of the last hour. The account is kept as a hash: people type
-- passwords into the wrong field.
CREATE TABLE sign_in_attempt (
    id {id},
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    network TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_account ON sign_in_attempt (account, address, at);
CREATE INDEX sign_in_attempt_network ON sign_in_attempt (network, at);

-- What members did within the last hour, for the limits; deleting the thing does not give it back.
CREATE TABLE pace (
    id {id},
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX pace_member ON pace (member_id, act, at);

CREATE INDEX member_name ON member (lower(name) {bytes});
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
