//! What is published stays: triggers that hold whatever program writes to the database.
//!
//! A link can be made while its remix is a draft, or while the remix's `seq` lies beyond the counter:
//! that is only so within the transaction that publishes it, which moves the counter last.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SQLITE: &str = "
CREATE TRIGGER remix_source_update BEFORE UPDATE ON remix_source
WHEN (SELECT status FROM record WHERE id = OLD.remix_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'links of a published record never change'); END;

CREATE TRIGGER remix_source_delete BEFORE DELETE ON remix_source
WHEN (SELECT status FROM record WHERE id = OLD.remix_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'links of a published record never change'); END;

CREATE TRIGGER remix_source_insert BEFORE INSERT ON remix_source
WHEN (SELECT seq FROM record WHERE id = NEW.remix_id) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'links of a published record never change')
    WHERE (SELECT seq FROM record WHERE id = NEW.remix_id)
        <= (SELECT value FROM counter WHERE name = 'record_seq');
    SELECT RAISE(ABORT, 'a source is published before its remix')
    WHERE coalesce((SELECT seq FROM record WHERE id = NEW.source_id), 9223372036854775807)
        >= (SELECT seq FROM record WHERE id = NEW.remix_id);
END;

CREATE TRIGGER record_update BEFORE UPDATE OF seq, published_at, status, author_id ON record
WHEN OLD.status <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'what is published stays published')
    WHERE NEW.seq IS NOT OLD.seq OR NEW.published_at IS NOT OLD.published_at
        OR NEW.author_id IS NOT OLD.author_id OR NEW.status = 'draft'
        OR (OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn');
END;

CREATE TRIGGER record_publish BEFORE UPDATE OF status ON record
WHEN OLD.status = 'draft' AND NEW.status <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a source is published before its remix')
    WHERE EXISTS (
        SELECT 1 FROM remix_source l JOIN record s ON s.id = l.source_id
        WHERE l.remix_id = NEW.id AND (s.seq IS NULL OR s.seq >= NEW.seq)
    );
END;

CREATE TRIGGER record_delete BEFORE DELETE ON record
WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a published record is withdrawn, not deleted'); END;

CREATE TRIGGER counter_update BEFORE UPDATE ON counter
WHEN NEW.value < OLD.value
BEGIN SELECT RAISE(ABORT, 'a counter never goes back'); END;

CREATE TRIGGER counter_delete BEFORE DELETE ON counter
BEGIN SELECT RAISE(ABORT, 'a counter never goes back'); END;
";

const POSTGRES: &str = "
CREATE FUNCTION remix_source_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM record WHERE id = OLD.remix_id) <> 'draft' THEN
        RAISE EXCEPTION 'links of a published record never change';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remix_source_keep BEFORE UPDATE OR DELETE ON remix_source
    FOR EACH ROW EXECUTE FUNCTION remix_source_keep();

CREATE FUNCTION remix_source_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE remix_seq BIGINT;
BEGIN
    SELECT seq INTO remix_seq FROM record WHERE id = NEW.remix_id;
    IF remix_seq IS NOT NULL THEN
        IF remix_seq <= (SELECT value FROM counter WHERE name = 'record_seq') THEN
            RAISE EXCEPTION 'links of a published record never change';
        END IF;
        IF coalesce((SELECT seq FROM record WHERE id = NEW.source_id), 9223372036854775807)
            >= remix_seq THEN
            RAISE EXCEPTION 'a source is published before its remix';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remix_source_insert BEFORE INSERT ON remix_source
    FOR EACH ROW EXECUTE FUNCTION remix_source_insert();

CREATE FUNCTION record_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' THEN
        IF NEW.seq IS DISTINCT FROM OLD.seq OR NEW.published_at IS DISTINCT FROM OLD.published_at
            OR NEW.author_id <> OLD.author_id OR NEW.status = 'draft'
            OR (OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn') THEN
            RAISE EXCEPTION 'what is published stays published';
        END IF;
    ELSIF NEW.status <> 'draft' AND EXISTS (
        SELECT 1 FROM remix_source l JOIN record s ON s.id = l.source_id
        WHERE l.remix_id = NEW.id AND (s.seq IS NULL OR s.seq >= NEW.seq)
    ) THEN
        RAISE EXCEPTION 'a source is published before its remix';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_keep BEFORE UPDATE OF seq, published_at, status, author_id ON record
    FOR EACH ROW EXECUTE FUNCTION record_keep();

CREATE FUNCTION record_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' THEN
        RAISE EXCEPTION 'a published record is withdrawn, not deleted';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER record_delete BEFORE DELETE ON record
    FOR EACH ROW EXECUTE FUNCTION record_delete();

CREATE FUNCTION counter_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.value < OLD.value THEN
        RAISE EXCEPTION 'a counter never goes back';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER counter_keep BEFORE UPDATE OR DELETE ON counter
    FOR EACH ROW EXECUTE FUNCTION counter_keep();
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
