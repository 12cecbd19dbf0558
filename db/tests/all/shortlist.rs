use crate::harness::{World, on_both};
use db::record::withdraw;
use db::session::Viewer;
use db::shortlist::*;
use db::{Conflict, Error};
use domain::curation::{CurationError, Heading, Step, Vote};
use domain::record::Status;
use domain::{RecordId, Role, Rule, ShortlistId};

async fn curator(world: &World, handle: &str) -> Viewer {
    let viewer = world.member(handle).await;
    Viewer {
        role: Role::Curator,
        ..viewer
    }
}

async fn started(world: &World, by: &Viewer) -> ShortlistId {
    let heading = Heading::parse("Night ferry", "What floats.").unwrap();
    start_shortlist(&world.db, by, &heading, None)
        .await
        .unwrap()
}

async fn steps(world: &World, id: ShortlistId) -> Vec<Step> {
    let events = list_shortlist_events(&world.db, id, None, None, 100)
        .await
        .unwrap();
    events
        .rows
        .into_iter()
        .rev()
        .map(|event| event.step)
        .collect()
}

#[tokio::test]
async fn everything_done_on_a_shortlist_is_in_its_trail() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let (cleo, dara) = (curator(world, "cleo").await, curator(world, "dara").await);
        let (a, b) = (
            world.record(&ann, "a", &[]).await,
            world.record(&ann, "b", &[]).await,
        );
        let id = started(world, &cleo).await;
        let sent = send_to_shortlist(db, &cleo, id, &[a, b, a], "The light.")
            .await
            .unwrap();
        assert_eq!((sent.added, sent.already), (2, 0));
        let sent = send_to_shortlist(db, &dara, id, &[a], "Again.")
            .await
            .unwrap();
        assert_eq!((sent.added, sent.already), (0, 1));
        vote(db, &cleo, id, a, Some(Vote::For), "Yes.")
            .await
            .unwrap();
        vote(db, &dara, id, a, Some(Vote::Against), "")
            .await
            .unwrap();
        vote(db, &dara, id, a, Some(Vote::Against), "")
            .await
            .unwrap();
        vote(db, &dara, id, a, Some(Vote::For), "After all.")
            .await
            .unwrap();
        vote(db, &cleo, id, b, Some(Vote::Against), "No.")
            .await
            .unwrap();
        vote(db, &cleo, id, b, None, "").await.unwrap();
        let page = list_shortlist_records(db, id, Order::Votes, None, 10)
            .await
            .unwrap();
        assert_eq!(page.rows[0].card.id, a);
        assert_eq!((page.rows[0].vote_sum, page.rows[0].votes.len()), (2, 2));
        assert_eq!((page.rows[1].vote_sum, page.rows[1].votes.len()), (0, 0));
        assert_eq!(page.rows[0].reason, "The light.");
        remove_record(db, &dara, id, a, "Too long.").await.unwrap();
        assert!(matches!(
            remove_record(db, &dara, id, a, "Twice.").await,
            Err(Error::NotFound)
        ));
        assert_eq!(find_shortlist(db, &cleo, id).await.unwrap().record_count, 1);
        close_shortlist(db, &cleo, id, 1, true, "Enough.")
            .await
            .unwrap();
        for refused in [
            send_to_shortlist(db, &cleo, id, &[a], "Late.")
                .await
                .map(|_| ()),
            vote(db, &cleo, id, b, Some(Vote::For), "").await,
            remove_record(db, &cleo, id, b, "Late.").await,
        ] {
            assert!(matches!(
                refused,
                Err(Error::Rule(Rule::Curation(CurationError::Closed)))
            ));
        }
        assert!(list_open_shortlists(db, &cleo).await.unwrap().is_empty());
        close_shortlist(db, &cleo, id, 2, false, "").await.unwrap();
        assert_eq!(
            steps(world, id).await,
            [
                Step::Started,
                Step::Added,
                Step::Added,
                Step::VotedFor,
                Step::VotedAgainst,
                Step::VotedFor,
                Step::VotedAgainst,
                Step::VoteWithdrawn,
                Step::Removed,
                Step::Closed,
                Step::Reopened,
            ]
        );
        let of_a = list_shortlist_events(db, id, Some(a), None, 100)
            .await
            .unwrap();
        assert_eq!(of_a.rows.len(), 5);
        assert!(
            of_a.rows
                .iter()
                .all(|event| event.record.as_ref().is_some_and(|(id, _)| *id == a))
        );
        for sql in [
            "UPDATE shortlist_event SET reason = ''",
            "DELETE FROM shortlist_event",
        ] {
            assert!(world.sql(sql).await.is_err(), "{sql}");
        }
        // A withdrawn record stays on it as a tombstone.
        withdraw(db, &ann, b).await.unwrap();
        let page = list_shortlist_records(db, id, Order::Added, None, 10)
            .await
            .unwrap();
        assert_eq!(page.rows[0].card.status, Status::Withdrawn);
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn sixty_four_votes_at_once_are_the_last_of_each() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        let mut curators = Vec::new();
        for n in 0..8 {
            curators.push(curator(world, &format!("curator-{n}")).await);
        }
        let id = started(world, &curators[0]).await;
        send_to_shortlist(&world.db, &curators[0], id, &[record], "Why.")
            .await
            .unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64_usize {
            let (db, viewer) = (world.db.clone(), curators[n % 8].clone());
            tasks.spawn(async move {
                let wanted = [Some(Vote::For), Some(Vote::Against), None][n % 3];
                vote(&db, &viewer, id, record, wanted, "").await.unwrap();
            });
        }
        tasks.join_all().await;
        let page = list_shortlist_records(&world.db, id, Order::Votes, None, 10)
            .await
            .unwrap();
        let counted: i64 = page.rows[0]
            .votes
            .iter()
            .map(|vote| vote.vote.weight())
            .sum();
        assert_eq!(page.rows[0].vote_sum, counted);
        // The trail tells the same.
        let mut told = std::collections::HashMap::new();
        let events = list_shortlist_events(&world.db, id, Some(record), None, 100)
            .await
            .unwrap();
        for event in events.rows.iter().rev() {
            let vote = match event.step {
                Step::VotedFor => 1,
                Step::VotedAgainst => -1,
                _ => 0,
            };
            told.insert(event.by.clone(), vote);
        }
        assert_eq!(told.values().sum::<i64>(), counted);
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn sixty_four_sends_at_once_put_each_record_on_once() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let cleo = curator(world, "cleo").await;
        let mut records = Vec::new();
        for n in 0..6 {
            records.push(world.record(&ann, &format!("record {n}"), &[]).await);
        }
        let id = started(world, &cleo).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64_usize {
            let (db, cleo, records) = (world.db.clone(), cleo.clone(), records.clone());
            tasks.spawn(async move {
                let chosen = [records[n % 6], records[(n + 1) % 6]];
                let sent = send_to_shortlist(&db, &cleo, id, &chosen, "Why.")
                    .await
                    .unwrap();
                sent.added
            });
        }
        let added: usize = tasks.join_all().await.into_iter().sum();
        assert_eq!(added, 6);
        assert_eq!(
            find_shortlist(&world.db, &cleo, id)
                .await
                .unwrap()
                .record_count,
            6
        );
        assert_eq!(steps(world, id).await.len(), 7);
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn shortlists_are_curators_and_nothing_goes_on_half() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let cleo = curator(world, "cleo").await;
        let record = world.record(&ann, "one", &[]).await;
        let id = started(world, &cleo).await;
        let heading = Heading::parse("Mine", "").unwrap();
        for refused in [
            find_shortlist(db, &ann, id).await.map(|_| ()),
            list_shortlists(db, &ann, None, 10).await.map(|_| ()),
            start_shortlist(db, &ann, &heading, None).await.map(|_| ()),
            edit_shortlist(db, &ann, id, 1, &heading, None).await,
            close_shortlist(db, &ann, id, 1, true, "").await,
            send_to_shortlist(db, &ann, id, &[record], "Why.")
                .await
                .map(|_| ()),
            vote(db, &ann, id, record, Some(Vote::For), "").await,
            remove_record(db, &ann, id, record, "Why.").await,
        ] {
            assert!(matches!(refused, Err(Error::NotFound)));
        }
        let gone = RecordId(9_999);
        let refused = send_to_shortlist(db, &cleo, id, &[record, gone], "Why.").await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(CurationError::NotThere { record }))) if record == gone
        ));
        assert_eq!(find_shortlist(db, &cleo, id).await.unwrap().record_count, 0);
        assert_eq!(steps(world, id).await, [Step::Started]);
        edit_shortlist(db, &cleo, id, 1, &heading, None)
            .await
            .unwrap();
        let late = edit_shortlist(db, &cleo, id, 1, &heading, None).await;
        assert!(matches!(
            late,
            Err(Error::Conflict(Conflict::ChangedMeanwhile))
        ));
        let missing = start_shortlist(db, &cleo, &heading, Some(domain::ProjectId(9_999))).await;
        assert!(matches!(missing, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn what_another_curator_shortlisted_meanwhile_is_not_sent_unseen() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let (cleo, dara) = (curator(world, "cleo").await, curator(world, "dara").await);
        let record = world.record(&ann, "a", &[]).await;
        let id = started(world, &cleo).await;
        let version = db::review::find_review(db, &cleo, record)
            .await
            .unwrap()
            .version;
        let seen = [db::review::Seen { record, version }];
        send_seen_to_shortlist(db, &cleo, id, &seen, "The light.")
            .await
            .unwrap();
        let other = started(world, &dara).await;
        let refused = send_seen_to_shortlist(db, &dara, other, &seen, "The light.").await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(
                CurationError::ChangedMeanwhile { .. }
            )))
        ));
        // Nobody votes on what they made.
        let own = world.record(&cleo, "own", &[]).await;
        send_to_shortlist(db, &dara, id, &[own], "The light.")
            .await
            .unwrap();
        let refused = vote(db, &cleo, id, own, Some(Vote::For), "").await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(CurationError::OwnRecord { .. })))
        ));
        vote(db, &dara, id, own, Some(Vote::For), "").await.unwrap();
        let all = find_published(db, &cleo, id).await.unwrap();
        assert_eq!(all, [own, record]);
    })
    .await;
}
