use crate::harness::{form, on_both};
use db::Error;
use db::heart::{has_heart, set_heart};
use db::recommendation::*;
use db::record::{create_draft, find_cards, withdraw};
use domain::Rule;
use domain::curation::CurationError;

#[tokio::test]
async fn a_recommendation_brings_its_heart_and_goes_with_it() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let record = world.record(&ann, "one", &[]).await;
        let hearts = async || find_cards(db, &[record]).await.unwrap()[0].heart_count;
        recommend(db, &bo, record, "The pause before six.")
            .await
            .unwrap();
        assert_eq!(hearts().await, 1);
        assert!(has_heart(db, bo.member, record).await.unwrap());
        // A second line takes the place of the first, and nobody is told of it again.
        recommend(db, &bo, record, "The pause.").await.unwrap();
        assert_eq!(hearts().await, 1);
        let said = list_recommendations_of(db, record, None, 10).await.unwrap();
        assert_eq!(said.rows.len(), 1);
        assert_eq!(said.rows[0].line, "The pause.");
        let told = "SELECT count(*) FROM event WHERE kind = 'recommended'";
        assert_eq!(world.number(told).await, 1);
        assert_eq!(
            world
                .number("SELECT count(*) FROM event WHERE kind = 'hearted'")
                .await,
            0
        );
        let by = list_recommendations_by(db, bo.member, None, 10)
            .await
            .unwrap();
        assert_eq!(by.rows[0].card.id, record);
        let own = find_own(db, bo.member, record).await.unwrap();
        assert_eq!(
            (own.hearted, own.line.as_deref()),
            (true, Some("The pause."))
        );
        // Taking the line back leaves the heart; taking the heart back takes the line.
        take_back(db, &bo, record).await.unwrap();
        assert_eq!(hearts().await, 1);
        recommend(db, &bo, record, "Again.").await.unwrap();
        set_heart(db, bo.member, record, false).await.unwrap();
        assert_eq!(hearts().await, 0);
        assert!(
            find_own(db, bo.member, record)
                .await
                .unwrap()
                .line
                .is_none()
        );
    })
    .await;
}

#[tokio::test]
async fn only_what_others_published_is_recommended() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let record = world.record(&ann, "one", &[]).await;
        let refused = recommend(db, &ann, record, "Mine.").await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(CurationError::OwnRecord { .. })))
        ));
        let draft = create_draft(db, &ann, &form("draft", &[])).await.unwrap();
        let refused = recommend(db, &bo, draft, "Unseen.").await;
        assert!(matches!(refused, Err(Error::NotFound)));
        recommend(db, &bo, record, "Before it goes.").await.unwrap();
        withdraw(db, &ann, record).await.unwrap();
        let refused = recommend(db, &bo, record, "Gone.").await;
        assert!(matches!(refused, Err(Error::NotFound)));
        // What was said was about what is gone.
        let by = list_recommendations_by(db, bo.member, None, 10)
            .await
            .unwrap();
        assert!(by.rows.is_empty());
        assert_eq!(world.number("SELECT count(*) FROM heart").await, 1);
    })
    .await;
}

#[tokio::test]
async fn sixty_four_recommendations_at_once_are_one_heart_each() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        let mut members = Vec::new();
        for n in 0..8 {
            members.push(world.member(&format!("member-{n}")).await);
        }
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64 {
            let (db, member) = (world.db.clone(), members[n % 8].clone());
            tasks.spawn(async move {
                match n % 16 {
                    0..8 => recommend(&db, &member, record, &format!("line {n}")).await,
                    _ => set_heart(&db, member.member, record, true)
                        .await
                        .map(|_| ()),
                }
                .unwrap();
            });
        }
        tasks.join_all().await;
        let cards = find_cards(&world.db, &[record]).await.unwrap();
        assert_eq!(cards[0].heart_count, 8);
        assert_eq!(world.number("SELECT count(*) FROM recommendation").await, 8);
        let told = "SELECT count(*) FROM event WHERE kind = 'recommended'";
        assert_eq!(world.number(told).await, 8);
    })
    .await;
}

#[tokio::test]
async fn recommendations_are_read_page_by_page() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        for n in 0..7 {
            let member = world.member(&format!("member-{n}")).await;
            recommend(db, &member, record, &format!("line {n}"))
                .await
                .unwrap();
        }
        let mut lines = Vec::new();
        let mut after = None;
        loop {
            let page = list_recommendations_of(db, record, after.as_deref(), 3)
                .await
                .unwrap();
            lines.extend(page.rows.into_iter().map(|said| said.line));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let expected: Vec<String> = (0..7).rev().map(|n| format!("line {n}")).collect();
        assert_eq!(lines, expected);
        assert!(
            list_recommendations_of(db, record, Some("x"), 3)
                .await
                .is_err()
        );
    })
    .await;
}
