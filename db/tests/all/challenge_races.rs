//! Entries, take-backs and closing at the same moment.

use crate::challenge::{form, issued};
use crate::harness::{form as record_form, on_both};
use db::challenge::*;
use db::record::{create_draft_for, publish};
use tokio::task::JoinSet;

#[tokio::test]
async fn sixty_four_entries_of_one_record_are_one() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = issued(world, &ann, &form("Write", "", &[])).await;
        let record = world.record(&bo, "mine", &[]).await;
        let mut tasks = JoinSet::new();
        for _ in 0..64 {
            let (db, bo) = (world.db.clone(), bo.clone());
            tasks.spawn(async move { enter(&db, &bo, id, record).await.is_ok() });
        }
        let done = tasks.join_all().await;
        assert_eq!(done.iter().filter(|ok| **ok).count(), 1);
        assert_eq!(
            find(&world.db, id).await.unwrap().card.contribution_count,
            1
        );
        assert_eq!(world.number("SELECT count(*) FROM contribution").await, 1);
    })
    .await;
}

#[tokio::test]
async fn entries_at_the_moment_of_closing_are_in_or_refused_and_counted_once() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let id = issued(world, &ann, &form("Write", "", &[])).await;
        let mut members = Vec::new();
        for n in 0..16 {
            let by = world.member(&format!("member-{n}")).await;
            // One that is published already, and one that publishing enters.
            let record = world.record(&by, "there", &[]).await;
            let draft = create_draft_for(&world.db, &by, &record_form("new", &[]), Some(id))
                .await
                .unwrap();
            members.push((by, record, draft));
        }
        let mut tasks = JoinSet::new();
        for n in 0..64 {
            let (db, (by, record, draft)) = (world.db.clone(), members[n % 16].clone());
            let ann = ann.clone();
            tasks.spawn(async move {
                match n / 16 {
                    0 => drop(enter(&db, &by, id, record).await),
                    1 => drop(publish(&db, &by, draft).await),
                    2 if n % 16 == 8 => set_closed(&db, &ann, id, true).await.unwrap(),
                    2 => drop(enter(&db, &by, id, record).await),
                    _ => drop(take_back(&db, &by, id, record).await),
                }
            });
        }
        tasks.join_all().await;
        let card = find(&world.db, id).await.unwrap().card;
        let rows = world.number("SELECT count(*) FROM contribution").await;
        assert_eq!(card.contribution_count, rows);
        let late = "SELECT count(*) FROM contribution c JOIN challenge h ON h.id = c.challenge_id
            WHERE c.entered_at > h.closed_at";
        assert_eq!(world.number(late).await, 0);
        // What was refused stays a draft; what is published of the drafts is entered.
        let lost = "SELECT count(*) FROM record r WHERE r.title = 'new' AND r.status = 'published'
            AND NOT EXISTS (SELECT 1 FROM contribution c WHERE c.record_id = r.id)";
        assert_eq!(world.number(lost).await, 0);
        let findings = db::audit::audit(&world.db).await.unwrap();
        assert!(
            findings.iter().all(|finding| finding.bad.is_none()),
            "{findings:?}"
        );
        for sql in [
            "UPDATE challenge SET contribution_count = contribution_count + 1",
            "UPDATE record SET heart_count = 9",
        ] {
            world.sql(sql).await.unwrap();
            let findings = db::audit::audit(&world.db).await.unwrap();
            assert!(
                findings.iter().any(|finding| finding.bad.is_some()),
                "{sql}"
            );
        }
    })
    .await;
}
