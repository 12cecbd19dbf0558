//! What happened, whom it was told, whom members follow, and how they want to be told.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A command writes what happened to `event` in its own transaction; one job reads what is not told yet and writes
/// a `notification` for each member it concerns. So no command waits for its followers, and since one job at a time
/// writes notifications, their ids appear in order: whoever has read up to one has missed none before it.
/// `event.told_to` is the last member looked at, so that telling many goes on where it was broken off.
/// An event of which nobody had to be told is deleted. `notification.topic` follows from the event's kind: with it a
/// part of what a member was told is read from an index, however little of it there is.
const TABLES: &str = "
CREATE TABLE event (
    id {id},
    kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL REFERENCES member (id),
    member_id BIGINT REFERENCES member (id),
    record_id BIGINT REFERENCES record (id) ON DELETE CASCADE,
    remix_id BIGINT REFERENCES record (id) ON DELETE CASCADE,
    project_id BIGINT REFERENCES project (id),
    challenge_id BIGINT REFERENCES challenge (id),
    production_id BIGINT REFERENCES production (id),
    claim_id BIGINT REFERENCES claim (id),
    line TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    told_to BIGINT NOT NULL DEFAULT 0,
    told_at BIGINT
);
CREATE INDEX event_record ON event (record_id, actor_id);
CREATE INDEX event_remix ON event (remix_id) WHERE remix_id IS NOT NULL;
CREATE INDEX event_untold ON event (id) WHERE told_at IS NULL;

CREATE TABLE notification (
    id {id},
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    event_id BIGINT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    in_page BOOLEAN NOT NULL,
    read_at BIGINT,
    UNIQUE (member_id, event_id)
);
CREATE INDEX notification_member ON notification (member_id, id) WHERE in_page;
CREATE INDEX notification_topic ON notification (member_id, topic, id) WHERE in_page;
CREATE INDEX notification_unread ON notification (member_id, id) WHERE in_page AND read_at IS NULL;
CREATE INDEX notification_read ON notification (read_at) WHERE read_at IS NOT NULL;
CREATE INDEX notification_event ON notification (event_id);

CREATE TABLE notification_mail (
    notification_id BIGINT PRIMARY KEY REFERENCES notification (id) ON DELETE CASCADE,
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    sent_at BIGINT,
    given_up_at BIGINT
);
CREATE INDEX notification_mail_due ON notification_mail (next_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX notification_mail_member ON notification_mail (member_id) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- A member without a row for a kind is told in the page and not by mail.
CREATE TABLE notification_switch (
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    in_page BOOLEAN NOT NULL,
    by_mail BOOLEAN NOT NULL,
    PRIMARY KEY (member_id, kind)
) {rowless};

-- An address that is asked for waits beside the confirmed one until its owner says yes. With `secret` the links
-- are signed by which mails are stopped without signing in.
CREATE TABLE mail_address (
    member_id BIGINT PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    address TEXT,
    secret BYTEA NOT NULL,
    asked_address TEXT,
    asked_at BIGINT,
    token_hash BYTEA UNIQUE,
    CHECK ((asked_address IS NULL) = (token_hash IS NULL)),
    CHECK ((asked_address IS NULL) = (asked_at IS NULL))
);
CREATE INDEX mail_address_asked ON mail_address (asked_address) WHERE asked_address IS NOT NULL;

CREATE TABLE follow (
    member_id BIGINT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('member', 'project', 'challenge')),
    subject_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, kind, subject_id)
) {rowless};
CREATE INDEX follow_subject ON follow (kind, subject_id, member_id);
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
