use crate::harness::{form, on_both};
use db::Error;
use db::heart::*;
use db::record::{create_draft, find_cards, withdraw};

#[tokio::test]
async fn a_heart_is_put_once_and_taken_back_once() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let record = world.record(&ann, "one", &[]).await;
        for (member, on, count) in [
            (&ann, true, 1),
            (&ann, true, 1),
            (&bo, true, 2),
            (&ann, false, 1),
            (&ann, false, 1),
        ] {
            assert_eq!(
                set_heart(db, member.member, record, on).await.unwrap(),
                count
            );
            assert_eq!(has_heart(db, member.member, record).await.unwrap(), on);
        }
        let draft = create_draft(db, &ann, &form("draft", &[])).await.unwrap();
        assert!(matches!(
            set_heart(db, bo.member, draft, true).await,
            Err(Error::NotFound)
        ));
        withdraw(db, &ann, record).await.unwrap();
        assert!(matches!(
            set_heart(db, ann.member, record, true).await,
            Err(Error::NotFound)
        ));
        assert!(!has_heart(db, ann.member, record).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn sixty_four_hearts_at_once_are_one_each() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        let mut members = Vec::new();
        for n in 0..8 {
            members.push(world.member(&format!("member-{n}")).await.member);
        }
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64 {
            let (db, member) = (world.db.clone(), members[n % 8]);
            tasks.spawn(async move { set_heart(&db, member, record, true).await.unwrap() });
        }
        tasks.join_all().await;
        assert_eq!(
            find_cards(&world.db, &[record]).await.unwrap()[0].heart_count,
            8
        );
        assert_eq!(world.number("SELECT count(*) FROM heart").await, 8);
    })
    .await;
}

#[tokio::test]
async fn a_hundred_and_twenty_hearts_an_hour() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        for _ in 0..120 {
            set_heart(db, ann.member, record, true).await.unwrap();
            set_heart(db, ann.member, record, false).await.unwrap();
        }
        let refused = set_heart(db, ann.member, record, true).await;
        assert!(matches!(
            refused,
            Err(Error::TooOften {
                retry_after: 1..=3600
            })
        ));
        assert!(!has_heart(db, ann.member, record).await.unwrap());
        assert_eq!(set_heart(db, ann.member, record, false).await.unwrap(), 0);
    })
    .await;
}
