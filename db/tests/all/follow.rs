use crate::harness::{form, on_both};
use db::Error;
use db::follow::*;
use db::record::{create_draft, withdraw};
use domain::follow::{FollowError, Subject};
use domain::{MemberId, ProjectId, Rule};

#[tokio::test]
async fn following_is_done_once_and_left_once() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let subject = Subject::Member(bo.member);
        for (on, count) in [(true, 1), (true, 1), (false, 0), (false, 0), (true, 1)] {
            set_follow(db, ann.member, subject, on).await.unwrap();
            let following = find_following(db, Some(ann.member), subject).await.unwrap();
            assert_eq!(
                (following.follower_count, following.is_followed),
                (count, on)
            );
        }
        let seen_by_bo = find_following(db, Some(bo.member), subject).await.unwrap();
        assert_eq!(
            (seen_by_bo.follower_count, seen_by_bo.is_followed),
            (1, false)
        );
        assert_eq!(count_followed_members(db, ann.member).await.unwrap(), 1);
        let oneself = set_follow(db, ann.member, Subject::Member(ann.member), true).await;
        assert!(matches!(
            oneself,
            Err(Error::Rule(Rule::Follow(FollowError::Oneself)))
        ));
        for nothing in [
            Subject::Member(MemberId(999)),
            Subject::Project(ProjectId(1)),
        ] {
            let refused = set_follow(db, ann.member, nothing, true).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{nothing:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_follows_too_many_or_too_fast() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let many = "INSERT INTO follow (member_id, kind, subject_id, created_at)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
            SELECT (SELECT min(id) FROM member), 'project', i, 1 FROM n";
        world.sql(many).await.unwrap();
        let (bo, cy) = (world.member("bo").await, world.member("cy").await);
        let (bo, cy) = (Subject::Member(bo.member), Subject::Member(cy.member));
        set_follow(db, ann.member, bo, true).await.unwrap();
        assert!(matches!(
            set_follow(db, ann.member, cy, true).await,
            Err(Error::Rule(Rule::Follow(FollowError::TooMany)))
        ));
        assert_eq!(world.number("SELECT count(*) FROM follow").await, 2000);
        world.sql("DELETE FROM follow").await.unwrap();
        let mut refused = None;
        for n in 1..=120 {
            set_follow(db, ann.member, bo, false).await.unwrap();
            if let Err(error) = set_follow(db, ann.member, bo, true).await {
                refused = Some((n, error));
                break;
            }
        }
        // The one above counts.
        assert!(matches!(refused, Some((120, Error::TooOften { .. }))));
    })
    .await;
}

#[tokio::test]
async fn the_list_is_read_page_by_page() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        for n in 0..7 {
            let other = world.member(&format!("other-{n}")).await;
            let subject = Subject::Member(other.member);
            set_follow(db, ann.member, subject, true).await.unwrap();
        }
        let mut names = Vec::new();
        let mut after = None;
        loop {
            let page = list_following(db, ann.member, after.as_deref(), 3)
                .await
                .unwrap();
            names.extend(page.rows.into_iter().map(|row| row.name));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let expected: Vec<_> = (0..7).rev().map(|n| format!("The other-{n}")).collect();
        assert_eq!(names, expected);
        for bad in ["", "member", "record.1.2", "member.x.1", "member.1.2.3"] {
            let refused = list_following(db, ann.member, Some(bad), 3).await;
            assert!(matches!(refused, Err(Error::Rule(_))), "{bad}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_those_do_whom_one_follows_comes_newest_first() {
    on_both(async |world| {
        let db = &world.db;
        let mut people = Vec::new();
        for name in ["ann", "bo", "cy", "dee"] {
            people.push(world.member(name).await);
        }
        let [ann, bo, cy, dee] = &people[..] else {
            unreachable!()
        };
        for other in [bo, cy] {
            let subject = Subject::Member(other.member);
            set_follow(db, ann.member, subject, true).await.unwrap();
        }
        for n in 0..6 {
            world.record(bo, &format!("bo {n}"), &[]).await;
        }
        let of_cy = world.record(cy, "cy 1", &[]).await;
        let of_dee = world.record(dee, "dee 1", &[]).await;
        let own = world.record(ann, "own", &[]).await;
        create_draft(db, cy, &form("draft", &[])).await.unwrap();
        let titles = async |limit| {
            let cards = list_followed_records(db, ann.member, limit).await.unwrap();
            cards.into_iter().map(|card| card.title).collect::<Vec<_>>()
        };
        assert_eq!(titles(3).await, ["cy 1", "bo 5", "bo 4"]);
        // Some of each, so that nobody fills the row alone.
        assert_eq!(titles(9).await, ["cy 1", "bo 5", "bo 4", "bo 3", "bo 2"]);
        for (record, by) in [(of_dee, bo), (own, cy), (of_cy, dee), (of_dee, cy)] {
            db::heart::set_heart(db, by.member, record, true).await.unwrap();
            let sql = format!(
                "INSERT INTO recommendation (record_id, member_id, line, created_at) VALUES ({record}, {}, 'why {}', {})",
                by.member, by.handle, by.member
            );
            world.sql(&sql).await.unwrap();
        }
        let recommended = list_followed_recommendations(db, ann.member, 9).await.unwrap();
        let lines: Vec<_> = recommended
            .iter()
            .map(|line| (line.card.id, line.handle.as_str(), line.line.as_str()))
            .collect();
        assert_eq!(lines, [(of_dee, "cy", "why cy"), (of_dee, "bo", "why bo")]);
        withdraw(db, cy, of_cy).await.unwrap();
        withdraw(db, dee, of_dee).await.unwrap();
        assert_eq!(titles(2).await, ["bo 5", "bo 4"]);
        let recommended = list_followed_recommendations(db, ann.member, 9).await.unwrap();
        assert!(recommended.is_empty());
    })
    .await;
}
