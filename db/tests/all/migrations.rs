use crate::harness::{on_both, on_both_empty};
use db::Db;

#[tokio::test]
async fn the_schema_comes_up_from_nothing_and_only_once() {
    on_both_empty(async |url| {
        let db = Db::connect(url).await.unwrap();
        assert!(db.ready().await.is_err());
        let other = Db::connect(url).await.unwrap();
        let (one, two) = tokio::join!(db.migrate(), other.migrate());
        one.unwrap();
        two.unwrap();
        db.migrate().await.unwrap();
        db.ready().await.unwrap();
        db.close().await;
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_published_cannot_be_changed_past_the_commands() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let root = world.record(&ann, "root", &[]).await;
        let other = world.record(&ann, "other", &[]).await;
        let remix = world.record(&ann, "remix", &[root]).await;
        let draft = db::record::create_draft(
            &world.db,
            &ann,
            &crate::harness::form("draft", &[root]),
        )
        .await
        .unwrap();
        let refused = [
            format!("UPDATE remix_source SET used = '' WHERE remix_id = {remix}"),
            format!("UPDATE remix_source SET source_id = {other} WHERE remix_id = {remix}"),
            format!("DELETE FROM remix_source WHERE remix_id = {remix}"),
            format!("INSERT INTO remix_source (remix_id, source_id, position) VALUES ({remix}, {other}, 1)"),
            format!("INSERT INTO remix_source (remix_id, source_id, position) VALUES ({root}, {remix}, 0)"),
            format!("INSERT INTO remix_source (remix_id, source_id, position) VALUES ({draft}, {draft}, 1)"),
            format!("UPDATE record SET seq = 99 WHERE id = {remix}"),
            format!("UPDATE record SET seq = NULL, published_at = NULL, status = 'draft' WHERE id = {remix}"),
            format!("UPDATE record SET published_at = 1 WHERE id = {remix}"),
            format!("UPDATE record SET author_id = author_id + 1 WHERE id = {remix}"),
            format!("DELETE FROM record WHERE id = {root}"),
            format!("UPDATE record SET status = 'published' WHERE id = {draft}"),
            "UPDATE counter SET value = 1".to_owned(),
            "DELETE FROM counter".to_owned(),
            "INSERT INTO member (handle, name, role, created_at) VALUES ('ann', '', 'member', 1)".to_owned(),
            "INSERT INTO member (handle, name, role, created_at) VALUES ('bo', '', 'owner', 1)".to_owned(),
        ];
        for sql in refused {
            assert!(world.sql(&sql).await.is_err(), "{sql}");
        }
        // A draft's source must be published by the time the draft is, whoever publishes it.
        let late = db::record::create_draft(&world.db, &ann, &crate::harness::form("late", &[]))
            .await
            .unwrap();
        let link = format!("INSERT INTO remix_source (remix_id, source_id, position) VALUES ({draft}, {late}, 1)");
        world.sql(&link).await.unwrap();
        let publish = format!("UPDATE record SET status = 'published', seq = 9, published_at = 1 WHERE id = {draft}");
        assert!(world.sql(&publish).await.is_err());
        // What is a draft may change and go.
        world.sql(&format!("UPDATE remix_source SET used = 'x' WHERE remix_id = {draft}")).await.unwrap();
        world.sql(&format!("DELETE FROM record WHERE id = {draft}")).await.unwrap();
        let left = world.number(&format!("SELECT count(*) FROM remix_source WHERE remix_id = {draft}")).await;
        assert_eq!(left, 0);
    })
    .await;
}

/// The last migration met a database without records in all other tests.
#[tokio::test]
async fn what_was_withdrawn_before_the_map_came_is_counted() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        for title in ["one", "two", "three"] {
            world.record(&ann, title, &[]).await;
        }
        // Back to how it was before, and something withdrawn then.
        let undo = match world.is_sqlite() {
            true => "DROP TRIGGER record_withdraw",
            false => "DROP TRIGGER record_withdraw ON record; DROP FUNCTION record_withdraw",
        };
        for sql in [undo, "DROP TABLE map_epoch", "DROP INDEX record_withdrawn"] {
            world.sql(sql).await.unwrap();
        }
        let migration = "m20261125_000006_map";
        world
            .sql(&format!(
                "DELETE FROM seaql_migrations WHERE version = '{migration}'"
            ))
            .await
            .unwrap();
        let db = Db::connect(&world.url).await.unwrap();
        for id in [1, 3] {
            db::record::withdraw(&db, &ann, domain::RecordId(id))
                .await
                .unwrap();
        }
        db.migrate().await.unwrap();
        assert_eq!(world.number("SELECT withdrawn FROM map_epoch").await, 2);
        assert_eq!(world.number("SELECT base FROM map_epoch").await, 0);
        db::record::withdraw(&db, &ann, domain::RecordId(2))
            .await
            .unwrap();
        assert_eq!(world.number("SELECT withdrawn FROM map_epoch").await, 3);
        let findings = db::audit::audit(&db).await.unwrap();
        assert!(
            findings.iter().all(|finding| finding.bad.is_none()),
            "{findings:?}"
        );
        db.close().await;
    })
    .await;
}
