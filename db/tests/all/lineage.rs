use crate::harness::{World, on_both};
use db::lineage::Direction;
use db::record::find_credit_chain;
use db::{Db, Error, LiveLineage};
use domain::RecordId;

/// Makes records 1 to `count` by SQL as an import would, with the links that `links` selects from `record`;
/// `sources` is how many the record `i` has.
async fn put(world: &World, count: u32, sources: &str, links: &str) {
    let author = world.member("ann").await.member;
    let series = match world.is_sqlite() {
        true => {
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
        }
        false => "",
    }
    .replace("{count}", &count.to_string());
    let from = match world.is_sqlite() {
        true => "n".to_owned(),
        false => format!("generate_series(1, {count}) AS n(i)"),
    };
    let records = format!(
        "{series} INSERT INTO record (id, seq, author_id, credited_name, title, medium, license,
            status, created_at, updated_at, published_at, source_count)
         SELECT i, i, {author}, 'Ann', 'record ' || i, 'text', 'CC-BY-4.0', 'published', i, i, i, {sources}
         FROM {from}"
    );
    let statements = [
        records,
        format!("INSERT INTO remix_source (remix_id, source_id, position) {links}"),
        format!("UPDATE counter SET value = {count} WHERE name = 'record_seq'"),
    ];
    for sql in statements {
        world.sql(&sql).await.unwrap();
    }
}

const DEEP: u32 = 100_000;

#[tokio::test]
async fn a_chain_of_a_hundred_thousand_is_survived() {
    on_both(async |world| {
        let sources = "CASE WHEN i > 1 THEN 1 ELSE 0 END";
        put(
            world,
            DEEP,
            sources,
            "SELECT id, id - 1, 0 FROM record WHERE id > 1",
        )
        .await;
        let lineage = LiveLineage::load(&world.db).await.unwrap();
        assert_eq!(lineage.size(), (DEEP as usize, DEEP as usize - 1));
        let middle = RecordId(i64::from(DEEP) / 2);
        assert_eq!(lineage.counts(middle), (DEEP / 2 - 1, DEEP / 2));
        let near = lineage
            .neighbourhood(middle, Direction::Both, None, 500)
            .unwrap();
        assert_eq!(
            (near.records.len(), near.links.len(), near.truncated),
            (500, 499, true)
        );
        let deepest = RecordId(DEEP.into());
        let record = db::record::find_record(&world.db, None, deepest)
            .await
            .unwrap();
        assert_eq!(record.sources.len(), 1);
        let (chain, ancestors) = find_credit_chain(&world.db, &lineage, deepest, 100)
            .await
            .unwrap();
        assert_eq!((chain.len(), ancestors), (100, DEEP - 1));
        assert_eq!(
            (chain[99].distance, chain[99].line.id),
            (99, RecordId(i64::from(DEEP) - 99))
        );
        assert!(lineage.memory_bytes() < 64 * DEEP as usize);
    })
    .await;
}

#[tokio::test]
async fn a_hundred_thousand_remixes_and_a_hundred_thousand_sources_are_survived() {
    on_both(async |world| {
        // All but the last are remixes of the first, and the last is a remix of all others.
        let last = DEEP + 1;
        let links = format!(
            "SELECT id, 1, 0 FROM record WHERE id > 1 AND id < {last}
             UNION ALL SELECT {last}, id, id FROM record WHERE id < {last}"
        );
        let sources = format!("CASE i WHEN 1 THEN 0 WHEN {last} THEN {DEEP} ELSE 1 END");
        put(world, last, &sources, &links).await;

        let lineage = LiveLineage::load(&world.db).await.unwrap();
        assert_eq!(lineage.counts(RecordId(1)), (0, DEEP));
        assert_eq!(lineage.counts(RecordId(last.into())), (DEEP, 0));
        let near = lineage
            .neighbourhood(RecordId(1), Direction::Both, Some(1), 500)
            .unwrap();
        assert_eq!((near.records.len(), near.descendant_count), (500, DEEP));
        let record = db::record::find_record(&world.db, None, RecordId(last.into()))
            .await
            .unwrap();
        assert_eq!(record.sources.len(), DEEP as usize);
        db::record::find_record(&world.db, None, RecordId(1))
            .await
            .unwrap();
        let filter = db::record::RecordFilter {
            remix_of: Some(RecordId(1)),
            ..Default::default()
        };
        let sort = db::record::Sort::Newest;
        let page = db::record::list_records(&world.db, &filter, sort, None, 10)
            .await
            .unwrap();
        assert_eq!(page.rows.len(), 10);
    })
    .await;
}

#[tokio::test]
async fn the_lineage_follows_what_is_published_here_and_elsewhere() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let lineage = LiveLineage::load(db).await.unwrap();
        assert_eq!(lineage.size(), (0, 0));
        let root = world.record(&ann, "root", &[]).await;
        // Ids and publication in different orders.
        let draft = db::record::create_draft(db, &ann, &crate::harness::form("late", &[root]))
            .await
            .unwrap();
        let remix = world.record(&ann, "remix", &[root]).await;
        let (one, two) = tokio::join!(lineage.catch_up(db), lineage.catch_up(db));
        assert_eq!(one.unwrap() + two.unwrap(), 2);
        assert_eq!(lineage.counts(root), (0, 1));
        assert!(
            lineage
                .neighbourhood(draft, Direction::Both, None, 10)
                .is_none()
        );

        // Another process, with its own connections.
        let elsewhere = Db::connect(&world.url).await.unwrap();
        db::record::publish(&elsewhere, &ann, draft).await.unwrap();
        elsewhere.close().await;
        assert_eq!(lineage.catch_up(db).await.unwrap(), 1);
        assert_eq!(lineage.catch_up(db).await.unwrap(), 0);
        let last = world.record(&ann, "last", &[remix, draft]).await;
        lineage.catch_up(db).await.unwrap();
        assert_eq!(
            (lineage.counts(root), lineage.counts(last)),
            ((0, 3), (3, 0))
        );
        let near = lineage
            .neighbourhood(last, Direction::Ancestors, None, 10)
            .unwrap();
        assert_eq!(near.records, [last, remix, draft, root]);
        assert_eq!(
            near.links,
            [(remix, last), (draft, last), (root, remix), (root, draft)]
        );
        assert!(!near.truncated);
        let fresh = LiveLineage::load(db).await.unwrap();
        let again = fresh
            .neighbourhood(last, Direction::Ancestors, None, 10)
            .unwrap();
        assert_eq!((again.records, again.links), (near.records, near.links));

        // Tombstones keep their place.
        db::record::withdraw(db, &ann, remix).await.unwrap();
        assert_eq!(LiveLineage::load(db).await.unwrap().counts(last), (3, 0));
        let (chain, ancestors) = find_credit_chain(db, &fresh, last, 10).await.unwrap();
        let told: Vec<_> = chain
            .iter()
            .map(|credit| (credit.line.id, credit.distance))
            .collect();
        assert_eq!(
            (told, ancestors),
            (vec![(last, 0), (remix, 1), (draft, 1), (root, 2)], 3)
        );
        let unknown = find_credit_chain(db, &fresh, RecordId(9_999), 10).await;
        assert!(matches!(unknown, Err(Error::NotFound)));
        let newest = world.record(&ann, "newest", &[last]).await;
        assert_eq!(find_credit_chain(db, &fresh, newest, 2).await.unwrap().1, 4);
    })
    .await;
}
