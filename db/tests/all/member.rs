use crate::harness::{form, on_both};
use db::Error;
use db::member::*;
use domain::Role;

#[tokio::test]
async fn a_profile_counts_records_and_remixes_by_others() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let one = world.record(&ann, "one", &[]).await;
        let two = world.record(&ann, "two", &[one]).await;
        world.record(&bo, "three", &[one, two]).await;
        world.record(&bo, "four", &[one]).await;
        let draft = db::record::create_draft(db, &ann, &form("draft", &[one]))
            .await
            .unwrap();

        let profile = find_profile(db, "ANN").await.unwrap();
        assert_eq!((profile.record_count, profile.remixed_count), (2, 2));
        assert_eq!(profile.id, ann.member);
        let remixers = list_remixers(db, ann.member, 10).await.unwrap();
        let found: Vec<_> = remixers
            .iter()
            .map(|r| (r.handle.as_str(), r.remix_count))
            .collect();
        assert_eq!(found, [("bo", 2)]);
        assert!(list_remixers(db, bo.member, 10).await.unwrap().is_empty());

        let drafts = list_drafts(db, ann.member).await.unwrap();
        assert_eq!(
            drafts.iter().map(|card| card.id).collect::<Vec<_>>(),
            [draft]
        );
        assert!(list_drafts(db, bo.member).await.unwrap().is_empty());
        assert!(matches!(
            find_profile(db, "nobody").await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            find_profile(db, "not a handle").await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn members_are_found_by_the_beginning_of_handle_or_name() {
    on_both(async |world| {
        let db = &world.db;
        for handle in ["ann", "anna", "bo", "zoe"] {
            world.member(handle).await;
        }
        let zoe = world.member("x1").await;
        edit_profile(db, zoe.member, "Ana 50%_\\ \"", "")
            .await
            .unwrap();
        let find = async |words: &str| {
            let found = search_members(db, words, 10).await.unwrap();
            found
                .iter()
                .map(|m| m.handle.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(find("@AN").await, ["ann", "anna", "x1"]);
        assert_eq!(find("the bo").await, ["bo"]);
        assert_eq!(find("ana 50%_\\").await, ["x1"]);
        assert!(find("%").await.is_empty());
        assert!(find(" ").await.is_empty());
        assert_eq!(search_members(db, "the", 2).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_profile_is_edited_within_the_rules() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        edit_profile(db, ann.member, " Ann\u{202e} Lee", "I make\r\nthings")
            .await
            .unwrap();
        let profile = find_profile(db, "ann").await.unwrap();
        assert_eq!(
            (profile.name.as_str(), profile.bio.as_str()),
            ("Ann Lee", "I make\nthings")
        );
        for (name, bio) in [
            ("", ""),
            (&*"x".repeat(81), ""),
            ("Ann", &*"x".repeat(5001)),
        ] {
            assert!(matches!(
                edit_profile(db, ann.member, name, bio).await,
                Err(Error::Rule(_))
            ));
        }
    })
    .await;
}

#[tokio::test]
async fn roles_are_given_from_the_command_line() {
    on_both(async |world| {
        let db = &world.db;
        create_member(db, "boss", "The Boss", Role::Admin, "correct horse battery")
            .await
            .unwrap();
        assert_eq!(find_profile(db, "boss").await.unwrap().role, Role::Admin);
        set_role(db, "boss", Role::Director).await.unwrap();
        assert_eq!(find_profile(db, "boss").await.unwrap().role, Role::Director);
        assert!(matches!(
            set_role(db, "nobody", Role::Admin).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            set_suspended(db, "nobody", true).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn what_others_made_from_a_members_records() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let one = world.record(&ann, "one", &[]).await;
        let two = world.record(&bo, "two", &[]).await;
        world.record(&ann, "own remix", &[one]).await;
        let three = world.record(&bo, "three", &[one, two]).await;
        let filter = db::record::RecordFilter {
            remix_of_author: Some("ann".to_owned()),
            ..db::record::RecordFilter::default()
        };
        let page = db::record::list_records(&world.db, &filter, db::record::Sort::Newest, None, 10)
            .await
            .unwrap();
        let found: Vec<_> = page.rows.iter().map(|card| card.id).collect();
        assert_eq!(found, [three]);
    })
    .await;
}
