//! The map: how many records were laid out together, so that every process and every start lays out the same,
//! and how many were ever withdrawn, so that all see at once that one more was.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// One row. `base` is 0 until the map is first laid out; `withdrawn` is kept by triggers.
const TABLES: &str = "
CREATE TABLE map_epoch (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    base BIGINT NOT NULL CHECK (base >= 0),
    made_at BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL CHECK (withdrawn >= 0)
);
INSERT INTO map_epoch (id, base, made_at, withdrawn)
    SELECT 1, 0, 0, count(*) FROM record WHERE status = 'withdrawn';
CREATE INDEX record_withdrawn ON record (seq) WHERE status = 'withdrawn';
";

const SQLITE: &str = "
CREATE TRIGGER record_withdraw AFTER UPDATE OF status ON record
WHEN NEW.status = 'withdrawn' AND OLD.status <> 'withdrawn'
BEGIN UPDATE map_epoch SET withdrawn = withdrawn + 1; END;
";

const POSTGRES: &str = "
CREATE FUNCTION record_withdraw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE map_epoch SET withdrawn = withdrawn + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER record_withdraw AFTER UPDATE OF status ON record
    FOR EACH ROW WHEN (NEW.status = 'withdrawn' AND OLD.status <> 'withdrawn')
    EXECUTE FUNCTION record_withdraw();
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
