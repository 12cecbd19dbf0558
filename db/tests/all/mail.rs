use crate::harness::{World, on_both};
use crate::notification::tell_all;
use db::Error;
use db::heart::set_heart;
use db::mail::*;
use db::notification::*;
use db::session::Viewer;
use domain::RecordId;
use domain::notification::Kind;

fn address(text: &str) -> domain::mail::Address {
    text.parse().unwrap()
}

/// A member with a confirmed address who wants hearts by mail, and a record of theirs.
async fn mailed(world: &World, handle: &str) -> (Viewer, RecordId) {
    let db = &world.db;
    let member = world.member(handle).await;
    let asked = address(&format!("{handle}@example.org"));
    let token = ask_for_address(db, member.member, &asked).await.unwrap();
    confirm_address(db, &token).await.unwrap();
    let switch = Switch {
        kind: Kind::Hearted,
        in_page: true,
        by_mail: true,
    };
    set_switches(db, member.member, &[switch]).await.unwrap();
    let record = world.record(&member, "one", &[]).await;
    (member, record)
}

async fn hearts(world: &World, record: RecordId, count: i64) {
    let known = world.number("SELECT count(*) FROM member").await;
    for n in 0..count {
        let fan = world.member(&format!("fan-{}", known + n)).await;
        set_heart(&world.db, fan.member, record, true)
            .await
            .unwrap();
    }
    tell_all(&world.db).await;
}

/// As though all that waits were due.
async fn wait(world: &World) {
    world
        .sql("UPDATE notification_mail SET next_at = 1")
        .await
        .unwrap();
}

#[tokio::test]
async fn an_address_is_its_members_once_the_link_was_opened() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let first = ask_for_address(db, ann.member, &address("a@example.org"))
            .await
            .unwrap();
        let second = ask_for_address(db, ann.member, &address("b@example.org"))
            .await
            .unwrap();
        assert!(matches!(
            confirm_address(db, &first).await,
            Err(Error::NotFound)
        ));
        let asked = find_asked_address(db, &second).await.unwrap();
        assert_eq!(
            (asked.handle.as_str(), asked.address.as_str()),
            ("ann", "b@example.org")
        );
        let found = find_mail_address(db, ann.member).await.unwrap();
        assert_eq!(
            (found.confirmed, found.asked.as_deref()),
            (None, Some("b@example.org"))
        );
        confirm_address(db, &second).await.unwrap();
        assert!(matches!(
            confirm_address(db, &second).await,
            Err(Error::NotFound)
        ));
        let third = ask_for_address(db, ann.member, &address("c@example.org"))
            .await
            .unwrap();
        let found = find_mail_address(db, ann.member).await.unwrap();
        assert_eq!(found.confirmed.as_deref(), Some("b@example.org"));
        world
            .sql("UPDATE mail_address SET asked_at = asked_at - 86400000000")
            .await
            .unwrap();
        assert!(matches!(
            find_asked_address(db, &third).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            confirm_address(db, &third).await,
            Err(Error::NotFound)
        ));
        assert_eq!(find_mail_address(db, ann.member).await.unwrap().asked, None);
        // Nothing of the token is kept but its hash.
        let kept = format!(
            "SELECT count(*) FROM mail_address WHERE CAST(token_hash AS TEXT) LIKE '%{third}%'"
        );
        assert_eq!(world.number(&kept).await, 0);
        remove_address(db, ann.member).await.unwrap();
        assert_eq!(
            find_mail_address(db, ann.member).await.unwrap(),
            MailAddress::default()
        );
        assert_eq!(
            find_mail_address(db, bo.member).await.unwrap(),
            MailAddress::default()
        );
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_is_not_filled_with_questions() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        for _ in 0..5 {
            ask_for_address(db, ann.member, &address("a@example.org"))
                .await
                .unwrap();
        }
        let sixth = ask_for_address(db, ann.member, &address("a@example.org")).await;
        assert!(matches!(sixth, Err(Error::TooOften { .. })));
        for n in 0..2 {
            let other = world.member(&format!("other-{n}")).await;
            ask_for_address(db, other.member, &address("a@example.org"))
                .await
                .unwrap();
        }
        let one_more = world.member("one-more").await;
        let refused = ask_for_address(db, one_more.member, &address("a@example.org")).await;
        assert!(matches!(refused, Err(Error::TooOften { .. })));
        ask_for_address(db, one_more.member, &address("z@example.org"))
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_waits_goes_in_one_mail_and_only_once() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, record) = mailed(world, "ann").await;
        let (_bo, of_bo) = mailed(world, "bo").await;
        hearts(world, record, 3).await;
        hearts(world, of_bo, 1).await;
        wait(world).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let db = world.db.clone();
            tasks.spawn(async move { claim_bundle(&db).await.unwrap() });
        }
        let mut bundles: Vec<Bundle> = tasks.join_all().await.into_iter().flatten().collect();
        bundles.sort_by_key(|bundle| bundle.member);
        let claimed: Vec<_> = bundles
            .iter()
            .map(|bundle| (bundle.address.as_str(), bundle.told.len()))
            .collect();
        assert_eq!(claimed, [("ann@example.org", 3), ("bo@example.org", 1)]);
        assert!(
            claim_bundle(db).await.unwrap().is_none(),
            "not due while it is sent"
        );
        mark_sent(db, &bundles[0]).await.unwrap();
        // The other process died; what it had is due again.
        wait(world).await;
        let again = claim_bundle(db).await.unwrap().unwrap();
        assert_eq!(again.address, "bo@example.org");
        assert!(claim_bundle(db).await.unwrap().is_none());
        // What comes before it is due goes along with what is.
        hearts(world, record, 1).await;
        wait(world).await;
        world
            .sql("UPDATE notification_mail SET attempts = 1, next_at = 2 WHERE sent_at IS NULL")
            .await
            .unwrap();
        hearts(world, record, 1).await;
        world
            .sql("UPDATE notification_mail SET next_at = 4000000000000000 WHERE attempts = 0")
            .await
            .unwrap();
        loop {
            let bundle = claim_bundle(db).await.unwrap().unwrap();
            if bundle.member == ann.member {
                assert_eq!(bundle.told.len(), 2);
                break;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn mail_that_cannot_be_sent_is_given_up_after_six_tries() {
    on_both(async |world| {
        let db = &world.db;
        let (_ann, record) = mailed(world, "ann").await;
        hearts(world, record, 2).await;
        for turn in 1..=6 {
            wait(world).await;
            let bundle = claim_bundle(db).await.unwrap().unwrap();
            let given_up = mark_failed(db, &bundle).await.unwrap();
            assert_eq!(given_up, if turn < 6 { 0 } else { 2 }, "turn {turn}");
        }
        wait(world).await;
        assert!(claim_bundle(db).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn mail_that_is_not_wanted_any_more_is_not_sent() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, record) = mailed(world, "ann").await;
        let off = Switch {
            kind: Kind::Hearted,
            in_page: true,
            by_mail: false,
        };
        let on = Switch {
            by_mail: true,
            ..off
        };
        hearts(world, record, 1).await;
        mark_all_read(db, ann.member, find_latest(db).await.unwrap())
            .await
            .unwrap();
        wait(world).await;
        assert!(
            claim_bundle(db).await.unwrap().is_none(),
            "read in the page"
        );
        hearts(world, record, 1).await;
        set_switches(db, ann.member, &[off]).await.unwrap();
        wait(world).await;
        assert!(claim_bundle(db).await.unwrap().is_none(), "switched off");
        set_switches(db, ann.member, &[on]).await.unwrap();
        hearts(world, record, 1).await;
        wait(world).await;
        world
            .sql("UPDATE member SET suspended_at = 1 WHERE handle = 'ann'")
            .await
            .unwrap();
        assert!(claim_bundle(db).await.unwrap().is_none(), "suspended");
        world
            .sql("UPDATE member SET suspended_at = NULL")
            .await
            .unwrap();
        // Taken back before it was sent.
        hearts(world, record, 1).await;
        world.sql("DELETE FROM heart").await.unwrap();
        world
            .sql("UPDATE record SET heart_count = 0")
            .await
            .unwrap();
        wait(world).await;
        assert!(claim_bundle(db).await.unwrap().is_none(), "taken back");
        hearts(world, record, 1).await;
        db::record::withdraw(db, &ann, record).await.unwrap();
        wait(world).await;
        assert!(claim_bundle(db).await.unwrap().is_none(), "withdrawn");
        let record = world.record(&ann, "two", &[]).await;
        hearts(world, record, 1).await;
        remove_address(db, ann.member).await.unwrap();
        wait(world).await;
        assert!(claim_bundle(db).await.unwrap().is_none(), "no address");
        assert_eq!(
            world.number("SELECT count(*) FROM notification_mail").await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn links_stop_what_they_say_and_cannot_be_made_up() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, record) = mailed(world, "ann").await;
        let (bo, _) = mailed(world, "bo").await;
        let switches: Vec<Switch> = Kind::ALL
            .into_iter()
            .map(|kind| Switch {
                kind,
                in_page: true,
                by_mail: true,
            })
            .collect();
        for member in [&ann, &bo] {
            set_switches(db, member.member, &switches).await.unwrap();
        }
        hearts(world, record, 1).await;
        wait(world).await;
        let bundle = claim_bundle(db).await.unwrap().unwrap();
        let one = stop_link(&bundle.secret, ann.member, Some(Kind::Hearted));
        let all = stop_link(&bundle.secret, ann.member, None);
        let signature = one.rsplit('.').next().unwrap();
        for forged in [
            format!("{}.all.{signature}", ann.member),
            format!("{}.remixed.{signature}", ann.member),
            format!("{}.hearted.{signature}", bo.member),
            format!("{}.hearted.", ann.member),
            format!("{one}.x"),
            "x".to_owned(),
            String::new(),
        ] {
            assert!(
                matches!(stop_mail(db, &forged).await, Err(Error::NotFound)),
                "{forged}"
            );
        }
        let mailed = async |member: &Viewer| {
            let switches = list_switches(db, member.member).await.unwrap();
            switches.into_iter().filter(|switch| switch.by_mail).count()
        };
        assert_eq!(mailed(&ann).await, Kind::ALL.len());
        let stop = find_stop(db, &one).await.unwrap();
        assert_eq!(
            (stop.handle.as_str(), stop.kind),
            ("ann", Some(Kind::Hearted))
        );
        for _ in 0..2 {
            stop_mail(db, &one).await.unwrap();
            assert_eq!(mailed(&ann).await, Kind::ALL.len() - 1);
        }
        stop_mail(db, &all).await.unwrap();
        assert_eq!(
            (mailed(&ann).await, mailed(&bo).await),
            (0, Kind::ALL.len())
        );
        // The same address confirmed again keeps them; another does not.
        let confirm = async |text: &str| {
            let asked = ask_for_address(db, ann.member, &address(text)).await;
            confirm_address(db, &asked.unwrap()).await.unwrap();
        };
        confirm("ann@example.org").await;
        stop_mail(db, &all).await.unwrap();
        confirm("new@example.org").await;
        assert!(matches!(stop_mail(db, &all).await, Err(Error::NotFound)));
    })
    .await;
}
