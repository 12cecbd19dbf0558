use crate::harness::{World, on_both};
use db::record::{RecordFilter, Sort, list_records, withdraw};
use db::review::*;
use db::session::Viewer;
use db::{Conflict, Error};
use domain::curation::CurationError;
use domain::project::Stars;
use domain::{RecordId, Role, Rule};

async fn curator(world: &World, handle: &str) -> Viewer {
    let viewer = world.member(handle).await;
    Viewer {
        role: Role::Curator,
        ..viewer
    }
}

fn seen(record: RecordId, version: i64) -> Seen {
    Seen { record, version }
}

fn stars(count: i64) -> Stars {
    Stars::new(count).unwrap()
}

fn unrated() -> RecordFilter {
    RecordFilter {
        rated: Some(false),
        ..RecordFilter::default()
    }
}

fn refusal<T: std::fmt::Debug>(result: db::Result<T>) -> CurationError {
    match result {
        Err(Error::Rule(Rule::Curation(error))) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_rated_leaves_the_queue_and_the_counts_follow() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, cleo) = (world.member("ann").await, curator(world, "cleo").await);
        let mut records = Vec::new();
        for n in 0..5 {
            records.push(world.record(&ann, &format!("record {n}"), &[]).await);
        }
        withdraw(db, &ann, records[4]).await.unwrap();
        let counts = async || {
            let waiting = count_waiting(db, &cleo, &unrated(), false).await.unwrap();
            (waiting.unrated, waiting.rated, waiting.shown)
        };
        assert_eq!(counts().await, (4, 0, Some(4)));
        rate(db, &cleo, &[seen(records[1], 0)], stars(4), "It breathes.")
            .await
            .unwrap();
        assert_eq!(counts().await, (3, 1, Some(3)));
        // A curator's second rating of a record is the first, changed.
        rate(
            db,
            &cleo,
            &[seen(records[1], 1)],
            stars(5),
            "It still does.",
        )
        .await
        .unwrap();
        assert_eq!(counts().await, (3, 1, Some(3)));
        let review = find_review(db, &cleo, records[1]).await.unwrap();
        assert_eq!(review.version, 2);
        assert_eq!(review.ratings.len(), 1);
        assert_eq!(review.ratings[0].stars, stars(5));
        let queue = list_records(db, &unrated(), Sort::Oldest, None, 10)
            .await
            .unwrap();
        let ids: Vec<RecordId> = queue.rows.iter().map(|card| card.id).collect();
        assert_eq!(ids, [records[0], records[2], records[3]]);
        let rated = RecordFilter {
            rated: Some(true),
            ..RecordFilter::default()
        };
        let page = list_records(db, &rated, Sort::Newest, None, 10)
            .await
            .unwrap();
        assert_eq!(page.rows[0].id, records[1]);
        // Narrowed queues count what is in them.
        let remixed = RecordFilter {
            max_remixes: Some(0),
            ..unrated()
        };
        world.record(&ann, "remix", &[records[0]]).await;
        let waiting = count_waiting(db, &cleo, &remixed, true).await.unwrap();
        assert_eq!(waiting.shown, Some(3));
        withdraw(db, &ann, records[1]).await.unwrap();
        assert_eq!(counts().await, (4, 0, Some(4)));
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_curators_is_told() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let (cleo, dara) = (curator(world, "cleo").await, curator(world, "dara").await);
        let record = world.record(&ann, "one", &[]).await;
        rate(db, &cleo, &[seen(record, 0)], stars(2), "Unfinished.")
            .await
            .unwrap();
        let late = rate(db, &dara, &[seen(record, 0)], stars(5), "Finished.").await;
        assert_eq!(refusal(late), CurationError::ChangedMeanwhile { record });
        let late = tag_records(db, &dara, &[seen(record, 0)], &["slow".to_owned()]).await;
        assert_eq!(refusal(late), CurationError::ChangedMeanwhile { record });
        let review = find_review(db, &dara, record).await.unwrap();
        assert_eq!(review.ratings[0].reason, "Unfinished.");
        rate(
            db,
            &dara,
            &[seen(record, review.version)],
            stars(5),
            "Finished.",
        )
        .await
        .unwrap();
        assert_eq!(
            find_review(db, &dara, record).await.unwrap().ratings.len(),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn sixty_four_ratings_of_one_view_are_one() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        let mut curators = Vec::new();
        for n in 0..8 {
            curators.push(curator(world, &format!("curator-{n}")).await);
        }
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64 {
            let (db, viewer) = (world.db.clone(), curators[n % 8].clone());
            tasks.spawn(async move {
                rate(&db, &viewer, &[seen(record, 0)], stars(3), "At once.")
                    .await
                    .is_ok()
            });
        }
        let done = tasks
            .join_all()
            .await
            .into_iter()
            .filter(|done| *done)
            .count();
        assert_eq!(done, 1);
        assert_eq!(world.number("SELECT count(*) FROM record_rating").await, 1);
        let counted = format!("SELECT rating_count FROM record WHERE id = {record}");
        assert_eq!(world.number(&counted).await, 1);
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn with_many_it_is_all_or_none() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let cleo = curator(world, "cleo").await;
        let mut all = Vec::new();
        for n in 0..3 {
            all.push(world.record(&ann, &format!("record {n}"), &[]).await);
        }
        let own = world.record(&cleo, "mine", &[]).await;
        let fresh = |ids: &[RecordId]| ids.iter().map(|id| seen(*id, 0)).collect::<Vec<_>>();
        let rated = async || world.number("SELECT count(*) FROM record_rating").await;
        let refused = rate(db, &cleo, &fresh(&[all[0], own]), stars(3), "Why.").await;
        assert_eq!(refusal(refused), CurationError::OwnRecord { record: own });
        let gone = RecordId(9_999);
        let refused = rate(db, &cleo, &fresh(&[all[0], gone]), stars(3), "Why.").await;
        assert_eq!(refusal(refused), CurationError::NotThere { record: gone });
        let mut stale = fresh(&all);
        stale[2].version = 7;
        let refused = rate(db, &cleo, &stale, stars(3), "Why.").await;
        assert_eq!(
            refusal(refused),
            CurationError::ChangedMeanwhile { record: all[2] }
        );
        assert_eq!(
            refusal(rate(db, &cleo, &[], stars(3), "").await),
            CurationError::NothingChosen
        );
        assert_eq!(rated().await, 0);
        rate(db, &cleo, &fresh(&all), stars(3), "All three.")
            .await
            .unwrap();
        assert_eq!(rated().await, 3);
        let tags: Vec<String> = (0..20).map(|n| format!("tag-{n}")).collect();
        let first = [seen(all[0], 1)];
        tag_records(db, &cleo, &first, &tags).await.unwrap();
        let one_more = ["one-more".to_owned()];
        let both = [seen(all[1], 1), seen(all[0], 2)];
        let refused = tag_records(db, &cleo, &both, &one_more).await;
        assert_eq!(
            refusal(refused),
            CurationError::TooManyTags { record: all[0] }
        );
        assert_eq!(world.number("SELECT count(*) FROM curator_tag").await, 20);
        assert!(matches!(
            rate(db, &ann, &fresh(&all), stars(3), "Not mine to say.").await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn curators_tags_leave_the_records_own_alone() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let cleo = curator(world, "cleo").await;
        let record = world.record(&ann, "one", &[]).await;
        let details = domain::record::Details::parse("one", "", "rain, tin").unwrap();
        db::record::edit_published(db, &ann, record, 2, &details)
            .await
            .unwrap();
        let tags = ["rain".to_owned(), "near-done".to_owned()];
        tag_records(db, &cleo, &[seen(record, 0)], &tags)
            .await
            .unwrap();
        let own = async || {
            db::record::find_record(db, None, record)
                .await
                .unwrap()
                .tags
        };
        assert_eq!(own().await, ["rain", "tin"]);
        remove_tag(db, &cleo, seen(record, 1), "rain")
            .await
            .unwrap();
        assert_eq!(own().await, ["rain", "tin"]);
        let details = domain::record::Details::parse("one", "", "tin").unwrap();
        db::record::edit_published(db, &ann, record, 3, &details)
            .await
            .unwrap();
        let review = find_review(db, &cleo, record).await.unwrap();
        assert_eq!(review.tags.len(), 1);
        let filter = RecordFilter {
            curator_tag: Some("near-done".to_owned()),
            ..unrated()
        };
        let found = list_records(db, &filter, Sort::Newest, None, 10)
            .await
            .unwrap();
        assert_eq!(found.rows.len(), 1);
        let facts = find_facts(db, &cleo, &[record]).await.unwrap();
        assert_eq!(
            (facts[&record].version, facts[&record].tags.as_slice()),
            (2, &["near-done".to_owned()][..])
        );
    })
    .await;
}

#[tokio::test]
async fn a_flag_is_set_once_and_answered_once() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let cleo = curator(world, "cleo").await;
        let record = world.record(&ann, "one", &[]).await;
        flag_record(db, &bo, record, "Not theirs.").await.unwrap();
        let again = flag_record(db, &bo, record, "Really.").await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::AlreadyDone))));
        assert!(matches!(
            list_open_flags(db, &bo, None, 10).await,
            Err(Error::NotFound)
        ));
        let open = list_open_flags(db, &cleo, None, 10).await.unwrap();
        assert_eq!(open.rows.len(), 1);
        let flag = open.rows[0].1.id;
        assert!(matches!(
            settle_flag(db, &bo, flag, "No.").await,
            Err(Error::NotFound)
        ));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let (db, cleo) = (db.clone(), cleo.clone());
            tasks.spawn(async move { settle_flag(&db, &cleo, flag, "It is.").await.is_ok() });
        }
        let settled = tasks
            .join_all()
            .await
            .into_iter()
            .filter(|done| *done)
            .count();
        assert_eq!(settled, 1);
        let told = "SELECT count(*) FROM event WHERE kind = 'flag_settled'";
        assert_eq!(world.number(told).await, 1);
        assert!(
            list_open_flags(db, &cleo, None, 10)
                .await
                .unwrap()
                .rows
                .is_empty()
        );
        assert!(matches!(
            settle_flag(db, &cleo, 9_999, "").await,
            Err(Error::NotFound)
        ));
        // Answered, it may be flagged for something else.
        flag_record(db, &bo, record, "The title.").await.unwrap();
        // Neither who made the record nor who flagged it answers, whoever they are.
        let own = world.record(&cleo, "own", &[]).await;
        flag_record(db, &bo, own, "Not theirs.").await.unwrap();
        let other = world.record(&ann, "other", &[]).await;
        flag_record(db, &cleo, other, "Not theirs.").await.unwrap();
        let open = list_open_flags(db, &cleo, None, 10).await.unwrap().rows;
        for (card, flag) in open.iter().filter(|(card, _)| card.id != record) {
            let refused = settle_flag(db, &cleo, flag.id, "It is.").await;
            let is_own = matches!(
                refused,
                Err(Error::Rule(Rule::Curation(CurationError::OwnFlag)))
            );
            assert!(is_own, "{}", card.title);
        }
        let dara = curator(world, "dara").await;
        let before = find_review(db, &dara, other).await.unwrap().version;
        settle_flag(db, &dara, open.last().unwrap().1.id, "It is.")
            .await
            .unwrap();
        assert_eq!(
            find_review(db, &dara, other).await.unwrap().version,
            before + 1
        );
    })
    .await;
}
