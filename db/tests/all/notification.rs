use crate::harness::{World, on_both};
use db::Db;
use db::follow::set_follow;
use db::heart::set_heart;
use db::notification::*;
use db::session::Viewer;
use domain::follow::Subject;
use domain::notification::{Kind, Relation, Topic};
use domain::{MemberId, NotificationId, RecordId};
use std::collections::BTreeSet;

/// Tells until there is nothing left to tell.
pub(crate) async fn tell_all(db: &Db) {
    while is_anything_untold(db).await.unwrap() {
        tell_some(db, 0).await.unwrap();
    }
}

async fn kinds(world: &World, member: &Viewer) -> Vec<Kind> {
    let page = list_notifications(&world.db, member.member, Which::All, None, 100)
        .await
        .unwrap();
    page.rows.into_iter().map(|told| told.kind).collect()
}

async fn follow(world: &World, member: &Viewer, whom: &Viewer) {
    let subject = Subject::Member(whom.member);
    set_follow(&world.db, member.member, subject, true)
        .await
        .unwrap();
}

/// One member for each relation, and the id of the event of each kind that concerns them all.
async fn everything(world: &World, actor: &Viewer) -> (Vec<(Relation, Viewer)>, Vec<(Kind, i64)>) {
    let mut members = Vec::new();
    for (n, relation) in Relation::ALL.into_iter().enumerate() {
        members.push((relation, world.member(&format!("member-{n}")).await));
    }
    let of = |wanted: Relation| {
        &members
            .iter()
            .find(|(known, _)| *known == wanted)
            .unwrap()
            .1
    };
    let id = |wanted: Relation| of(wanted).member;
    let source = world.record(of(Relation::MadeSource), "source", &[]).await;
    let record = world
        .record(of(Relation::MadeRecord), "record", &[source])
        .await;
    let remix = world
        .record(of(Relation::MadeRemix), "remix", &[record])
        .await;
    let included = world
        .record(of(Relation::IsIncluded), "included", &[])
        .await;
    let entered = world
        .record(of(Relation::Contributed), "entered", &[])
        .await;
    tell_all(&world.db).await;
    for sql in [
        "DELETE FROM event".to_owned(),
        format!(
            "INSERT INTO project (id, title, status, started_by, created_at, updated_at) VALUES (1, 'P', 'open', {}, 1, 1)",
            actor.member
        ),
        format!(
            "INSERT INTO project_leader (project_id, member_id, added_at) VALUES (1, {}, 1)",
            id(Relation::LeadsProject)
        ),
        format!(
            "INSERT INTO challenge (id, project_id, issued_by, title, pay, created_at, updated_at) VALUES (1, 1, {}, 'C', 'none', 1, 1)",
            id(Relation::IssuedChallenge)
        ),
        format!(
            "INSERT INTO contribution (challenge_id, record_id, member_id, entered_at) VALUES (1, {entered}, {}, 1)",
            id(Relation::Contributed)
        ),
        format!(
            "INSERT INTO production (id, title, director_id, status, trail_public, created_at, updated_at) VALUES (1, 'O', {}, 'planned', TRUE, 1, 1)",
            actor.member
        ),
        format!(
            "INSERT INTO production_record (production_id, record_id, position, added_at) VALUES (1, {included}, 1, 1)"
        ),
        format!(
            "INSERT INTO production_role (production_id, member_id, role, position) VALUES (1, {}, 'mix', 1)",
            id(Relation::HasRole)
        ),
        format!(
            "INSERT INTO production_credit (production_id, member_id, credited_name, basis, role, record_id, position) VALUES (1, {}, 'N', 'influence', '', {source}, 1)",
            id(Relation::IsInfluence)
        ),
        "INSERT INTO production_credit_count (production_id, basis, members, credits) VALUES (1, 'influence', 1, 1)".to_owned(),
        format!(
            "INSERT INTO claim (id, source_id, remix_id, claimed_by, reason, status, created_at) VALUES (1, {source}, {remix}, {}, 'R', 'open', 1)",
            id(Relation::Claims)
        ),
        format!(
            "INSERT INTO heart (record_id, member_id, created_at) VALUES ({record}, {}, 1)",
            actor.member
        ),
        format!(
            "INSERT INTO recommendation (record_id, member_id, line, created_at) VALUES ({record}, {}, 'why', 1)",
            actor.member
        ),
        format!(
            "INSERT INTO follow (member_id, kind, subject_id, created_at) VALUES ({}, 'member', {}, 1), ({}, 'project', 1, 1), ({}, 'challenge', 1, 1)",
            id(Relation::FollowsActor),
            actor.member,
            id(Relation::FollowsProject),
            id(Relation::FollowsChallenge)
        ),
    ] {
        world.sql(&sql).await.unwrap();
    }
    let mut events = Vec::new();
    for (n, kind) in (1_000..).zip(Kind::ALL) {
        // The actor is in every relation too, as far as one can be.
        let sql = format!(
            "INSERT INTO event (id, kind, actor_id, member_id, record_id, remix_id, challenge_id, production_id, claim_id, at)
             VALUES ({n}, '{kind}', {}, {}, {record}, {remix}, 1, 1, 1, 1)",
            actor.member, id(Relation::Named)
        );
        world.sql(&sql).await.unwrap();
        events.push((kind, n));
    }
    (members, events)
}

#[tokio::test]
async fn exactly_those_are_told_whom_it_concerns() {
    on_both(async |world| {
        let actor = world.member("actor").await;
        let (members, events) = everything(world, &actor).await;
        let bystander = world.member("bystander").await;
        tell_all(&world.db).await;
        for (kind, event) in events {
            for (relation, member) in &members {
                let sql = format!(
                    "SELECT count(*) FROM notification WHERE event_id = {event} AND member_id = {}",
                    member.member
                );
                let expected = i64::from(kind.told().contains(relation));
                assert_eq!(world.number(&sql).await, expected, "{kind}: {relation:?}");
            }
        }
        for nobody in [&actor, &bystander] {
            assert_eq!(kinds(world, nobody).await, []);
        }
    })
    .await;
}

#[tokio::test]
async fn a_remix_is_told_to_authors_of_sources_and_else_to_followers() {
    on_both(async |world| {
        let names = ["ann", "bo", "cy", "dee"];
        let mut people = Vec::new();
        for name in names {
            people.push(world.member(name).await);
        }
        let [ann, bo, cy, dee] = &people[..] else {
            unreachable!()
        };
        for follower in [bo, cy] {
            follow(world, follower, ann).await;
        }
        let (one, two) = (
            world.record(bo, "one", &[]).await,
            world.record(bo, "two", &[]).await,
        );
        let own = world.record(ann, "own", &[]).await;
        let other = world.record(dee, "other", &[]).await;
        tell_all(&world.db).await;
        world.record(ann, "remix", &[one, two, own, other]).await;
        tell_all(&world.db).await;
        assert_eq!(kinds(world, bo).await, [Kind::Remixed, Kind::Published]);
        assert_eq!(kinds(world, cy).await, [Kind::Published, Kind::Published]);
        assert_eq!(kinds(world, dee).await, [Kind::Remixed]);
        assert_eq!(kinds(world, ann).await, []);
        // What nobody was told of is not kept.
        let kept = "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM notification n WHERE n.event_id = e.id)";
        assert_eq!(world.number(kept).await, 0);
    })
    .await;
}

#[tokio::test]
async fn switches_say_who_is_told_and_how() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        let set = async |in_page: bool, by_mail: bool| {
            let switch = Switch {
                kind: Kind::Hearted,
                in_page,
                by_mail,
            };
            set_switches(db, ann.member, &[switch]).await.unwrap();
            assert!(list_switches(db, ann.member).await.unwrap().contains(&switch));
        };
        assert_eq!(list_switches(db, ann.member).await.unwrap().len(), Kind::ALL.len());
        let mut n = 0;
        let mut heart = async || {
            n += 1;
            let fan = world.member(&format!("fan-{n}")).await;
            set_heart(db, fan.member, record, true).await.unwrap();
            tell_all(db).await;
            (
                count_unread(db, ann.member).await.unwrap(),
                world.number("SELECT count(*) FROM notification").await,
                world.number("SELECT count(*) FROM notification_mail").await,
            )
        };
        assert_eq!(heart().await, (1, 1, 0));
        set(true, true).await;
        // Without an address there is no mail.
        assert_eq!(heart().await, (2, 2, 0));
        set(false, true).await;
        assert_eq!(heart().await, (2, 2, 0));
        let address = format!("INSERT INTO mail_address (member_id, address, secret) VALUES ({}, 'a@example.org', 'x')", ann.member);
        world.sql(&address).await.unwrap();
        assert_eq!(heart().await, (2, 3, 1));
        set(true, true).await;
        assert_eq!(heart().await, (3, 4, 2));
        set(false, false).await;
        assert_eq!(heart().await, (3, 4, 2));
        set(true, false).await;
        let suspended = format!("UPDATE member SET suspended_at = 1 WHERE id = {}", ann.member);
        world.sql(&suspended).await.unwrap();
        assert_eq!(heart().await, (3, 4, 2));
    })
    .await;
}

#[tokio::test]
async fn a_heart_put_again_and_again_is_told_once() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let record = world.record(&ann, "one", &[]).await;
        for on in [true, false] {
            set_heart(db, bo.member, record, on).await.unwrap();
        }
        tell_all(db).await;
        assert_eq!(
            kinds(world, &ann).await,
            [],
            "taken back before it was told"
        );
        for on in [true, false, true] {
            set_heart(db, bo.member, record, on).await.unwrap();
            tell_all(db).await;
        }
        assert_eq!(kinds(world, &ann).await, [Kind::Hearted]);
    })
    .await;
}

/// Members who follow `whom`, put past the commands.
async fn followers(world: &World, whom: &Viewer, count: i64) {
    let members = format!(
        "INSERT INTO member (handle, name, role, bio, created_at)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         SELECT 'fan-' || i, 'Fan', 'member', '', 1 FROM n"
    );
    world.sql(&members).await.unwrap();
    let follows = format!(
        "INSERT INTO follow (member_id, kind, subject_id, created_at)
         SELECT id, 'member', {}, 1 FROM member WHERE handle LIKE 'fan-%'",
        whom.member
    );
    world.sql(&follows).await.unwrap();
}

#[tokio::test]
async fn thousands_are_told_once_each_by_several_who_tell_and_stop_anywhere() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        followers(world, &ann, 4_000).await;
        world.record(&ann, "one", &[]).await;
        world.record(&ann, "two", &[]).await;
        // Three processes at once, each stopped now and then in the middle of it.
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..3_u64 {
            let db = Db::connect(&world.url).await.unwrap();
            tasks.spawn(async move {
                let mut turn = 0;
                while is_anything_untold(&db).await.unwrap() {
                    turn += 1;
                    let patience = std::time::Duration::from_millis(3 + 7 * n + 5 * turn);
                    let _stopped = tokio::time::timeout(patience, tell_some(&db, 0)).await;
                }
                db.close().await;
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended.unwrap();
        }
        let told = "SELECT count(*) FROM notification";
        assert_eq!(world.number(told).await, 8_000);
        let twice = "SELECT count(*) FROM (SELECT 1 FROM notification GROUP BY member_id, event_id HAVING count(*) > 1) t";
        assert_eq!(world.number(twice).await, 0);
        let untold = "SELECT count(*) FROM event WHERE told_at IS NULL";
        assert_eq!(world.number(untold).await, 0);
    })
    .await;
}

/// So many members heart the record; all of it is told.
async fn hearts(world: &World, record: RecordId, name: &str, count: usize) {
    for n in 0..count {
        let fan = world.member(&format!("{name}-{n}")).await;
        set_heart(&world.db, fan.member, record, true)
            .await
            .unwrap();
    }
    tell_all(&world.db).await;
}

#[tokio::test]
async fn hearts_of_a_record_are_one_line_and_read_together() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let (one, two) = (
            world.record(&ann, "one", &[]).await,
            world.record(&ann, "two", &[]).await,
        );
        hearts(world, one, "first", 3).await;
        hearts(world, two, "second", 2).await;
        hearts(world, one, "third", 2).await;
        let list = async |which| {
            let page = list_notifications(db, ann.member, which, None, 10).await;
            let lines = page.unwrap().rows.into_iter();
            lines
                .map(|line| (line.record.unwrap().title, line.others + 1, line.is_read))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            list(Which::All).await,
            [("one".to_owned(), 5, false), ("two".to_owned(), 2, false)]
        );
        assert_eq!(count_unread(db, ann.member).await.unwrap(), 7);
        let newest = find_latest(db).await.unwrap();
        open_notification(db, ann.member, newest).await.unwrap();
        assert_eq!(count_unread(db, ann.member).await.unwrap(), 2);
        assert_eq!(list(Which::Unread).await, [("two".to_owned(), 2, false)]);
        mark_all_read(db, ann.member, newest).await.unwrap();
        assert_eq!(count_unread(db, ann.member).await.unwrap(), 0);
        let bo = world.member("bo").await;
        assert!(matches!(
            open_notification(db, bo.member, newest).await,
            Err(db::Error::NotFound)
        ));
        hearts(world, one, "many", 120).await;
        assert_eq!(count_unread(db, ann.member).await.unwrap(), UNREAD_MAX);
    })
    .await;
}

#[tokio::test]
async fn the_list_is_read_page_by_page_and_nothing_is_missed_by_those_who_listen() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        follow(world, &bo, &ann).await;
        for n in 0..7 {
            world.record(&ann, &format!("record {n}"), &[]).await;
            tell_all(db).await;
        }
        let mut ids = Vec::new();
        let mut after = None;
        loop {
            let page = list_notifications(db, bo.member, Which::All, after.as_deref(), 3)
                .await
                .unwrap();
            assert!(page.rows.len() <= 3);
            ids.extend(page.rows.iter().map(|line| line.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(ids.len(), 7);
        assert!(ids.is_sorted_by(|a, b| a > b), "{ids:?}");
        let news = find_news(db, bo.member, ids[3], 2).await.unwrap();
        let news: Vec<_> = news.into_iter().map(|line| line.id).collect();
        assert_eq!(news, [ids[1], ids[0]]);
        let latest = find_latest(db).await.unwrap();
        let heard = who_hears(db, &[ann.member, bo.member], NotificationId(0), latest).await;
        assert_eq!(heard.unwrap(), [bo.member]);
        let heard = who_hears(db, &[MemberId(999), bo.member], latest, latest).await;
        assert_eq!(heard.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_was_told_long_ago_is_forgotten() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        follow(world, &bo, &ann).await;
        for title in ["read long ago", "read", "unread", "unread for a year"] {
            world.record(&ann, title, &[]).await;
        }
        tell_all(db).await;
        let day = 86_400_000_000_i64;
        let now = db::Timestamp::now().0;
        let of = |title: &str| format!("event_id IN (SELECT e.id FROM event e JOIN record r ON r.id = e.record_id WHERE r.title = '{title}')");
        for (title, read_days_ago) in [("read long ago", 91), ("read", 89)] {
            let read_at = now - read_days_ago * day;
            let sql = format!("UPDATE notification SET read_at = {read_at} WHERE {}", of(title));
            world.sql(&sql).await.unwrap();
        }
        let old = format!(
            "UPDATE event SET at = {} WHERE record_id = (SELECT id FROM record WHERE title = 'unread for a year')",
            now - 366 * day
        );
        world.sql(&old).await.unwrap();
        // It is the oldest.
        let first = format!("UPDATE notification SET id = -1 WHERE {}", of("unread for a year"));
        world.sql(&first).await.unwrap();
        sweep(db).await.unwrap();
        let page = list_notifications(db, bo.member, Which::All, None, 10).await.unwrap();
        let titles: BTreeSet<_> = page.rows.into_iter().map(|line| line.record.unwrap().title).collect();
        assert_eq!(titles, BTreeSet::from(["read".to_owned(), "unread".to_owned()]));
        assert_eq!(world.number("SELECT count(*) FROM event").await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_about_a_topic_is_listed_alone() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        follow(world, &ann, &bo).await;
        let own = world.record(&ann, "own", &[]).await;
        for n in 0..5 {
            world.record(&bo, &format!("new {n}"), &[]).await;
        }
        world.record(&bo, "a remix", &[own]).await;
        set_heart(db, bo.member, own, true).await.unwrap();
        tell_all(db).await;
        let about = async |topic, after: Option<String>| {
            let which = Which::About(topic);
            let page = list_notifications(db, ann.member, which, after.as_deref(), 3).await;
            let page = page.unwrap();
            let kinds: Vec<Kind> = page.rows.iter().map(|line| line.kind).collect();
            (kinds, page.next)
        };
        let (first, next) = about(Topic::Records, None).await;
        let (rest, end) = about(Topic::Records, next).await;
        assert_eq!([first, rest].concat(), [Kind::Published; 5]);
        assert_eq!(end, None);
        assert_eq!(about(Topic::Remixes, None).await.0, [Kind::Remixed]);
        assert_eq!(about(Topic::Hearts, None).await.0, [Kind::Hearted]);
        assert!(about(Topic::Claims, None).await.0.is_empty());
    })
    .await;
}
