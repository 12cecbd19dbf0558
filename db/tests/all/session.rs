use crate::harness::{on_both, origin};
use db::member::{create_member, set_role, set_suspended};
use db::session::*;
use db::{Conflict, Error};
use domain::Role;

const PASSWORD: &str = "correct horse battery";

#[tokio::test]
async fn a_member_signs_up_in_and_out() {
    on_both(async |world| {
        let db = &world.db;
        assert!(!db::member::anybody_can_sign_in(db).await.unwrap());
        let first = sign_up(db, "Ann", " Ann  Lee ", PASSWORD, &origin(1, 1))
            .await
            .unwrap();
        assert_eq!(first.len(), 43);
        assert!(db::member::anybody_can_sign_in(db).await.unwrap());
        let viewer = find_viewer(db, &first).await.unwrap().unwrap();
        assert_eq!(
            (viewer.handle.as_str(), viewer.name.as_str()),
            ("ann", "Ann Lee")
        );
        assert_eq!(viewer.role, Role::Member);

        let second = sign_in(db, "@ANN ", PASSWORD, &origin(1, 2)).await.unwrap();
        assert_ne!(first, second);
        let sessions = list_sessions(db, viewer.member).await.unwrap();
        assert_eq!(sessions.len(), 2);
        sign_out(db, &first).await.unwrap();
        sign_out(db, "nothing").await.unwrap();
        assert!(find_viewer(db, &first).await.unwrap().is_none());
        assert!(find_viewer(db, &second).await.unwrap().is_some());

        let kept = world
            .number("SELECT count(*) FROM session WHERE length(token_hash) = 32")
            .await;
        assert_eq!(kept, 1);
    })
    .await;
}

#[tokio::test]
async fn sign_up_refuses_what_cannot_be() {
    on_both(async |world| {
        let db = &world.db;
        sign_up(db, "ann", "", PASSWORD, &origin(1, 1))
            .await
            .unwrap();
        let taken = |result| matches!(result, Err(Error::Conflict(Conflict::HandleTaken)));
        assert!(taken(sign_up(db, "ANN", "", PASSWORD, &origin(1, 1)).await));
        assert!(taken(
            sign_up(db, "admin", "", PASSWORD, &origin(1, 1)).await
        ));
        let rule = |result| matches!(result, Err(Error::Rule(_)));
        assert!(rule(sign_up(db, "аnn", "", PASSWORD, &origin(1, 1)).await));
        assert!(rule(
            sign_up(db, "bo", "", "fourteen chars", &origin(1, 1)).await
        ));
        assert_eq!(world.number("SELECT count(*) FROM member").await, 1);
    })
    .await;
}

#[tokio::test]
async fn wrong_pairs_look_alike_and_run_into_the_limit() {
    on_both(async |world| {
        let db = &world.db;
        create_member(db, "ann", "", Role::Member, PASSWORD)
            .await
            .unwrap();
        for handle in ["ann", "nobody", "not a handle"] {
            for _ in 0..5 {
                let wrong = sign_in(db, handle, "wrong wrong wrong", &origin(1, 1)).await;
                assert!(matches!(wrong, Err(Error::NotFound)), "{handle}");
            }
            let wrong = sign_in(db, handle, PASSWORD, &origin(1, 1)).await;
            let Err(Error::TooOften { retry_after }) = wrong else {
                panic!("{handle}: {wrong:?}");
            };
            assert!((880..=900).contains(&retry_after), "{retry_after}");
        }
        // Elsewhere the account still opens, and right pairs do not count.
        for _ in 0..7 {
            sign_in(db, "ann", PASSWORD, &origin(1, 2)).await.unwrap();
        }
        world
            .sql("UPDATE sign_in_attempt SET at = at - 900000000")
            .await
            .unwrap();
        sign_in(db, "ann", PASSWORD, &origin(1, 1)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_network_has_fifty_attempts_an_hour() {
    on_both(async |world| {
        let db = &world.db;
        // As though forty-nine had been made.
        let now = db::Timestamp::now().0;
        for n in 0..49 {
            let sql = format!(
                "INSERT INTO sign_in_attempt (account, address, network, at)
                 VALUES ('a{n}', '198.51.9.{n}', '198.51.9.0/24', {now})"
            );
            world.sql(&sql).await.unwrap();
        }
        sign_up(db, "ann", "", PASSWORD, &origin(9, 200))
            .await
            .unwrap();
        let refused = sign_up(db, "bo", "", PASSWORD, &origin(9, 201)).await;
        assert!(matches!(
            refused,
            Err(Error::TooOften {
                retry_after: 3500..=3600
            })
        ));
        let refused = sign_in(db, "ann", PASSWORD, &origin(9, 202)).await;
        assert!(matches!(refused, Err(Error::TooOften { .. })));
        sign_up(db, "bo", "", PASSWORD, &origin(10, 1))
            .await
            .unwrap();

        let v6 = |address: &str| Origin {
            address: address.parse().unwrap(),
            browser: String::new(),
        };
        let _ = sign_in(db, "x1", "wrong wrong wrong", &v6("2001:db8:1:2:3::4")).await;
        let _ = sign_in(db, "x1", "wrong wrong wrong", &v6("::ffff:203.0.113.7")).await;
        for network in ["2001:db8:1:2::/64", "203.0.113.0/24"] {
            let sql = format!("SELECT count(*) FROM sign_in_attempt WHERE network = '{network}'");
            assert_eq!(world.number(&sql).await, 1, "{network}");
        }
    })
    .await;
}

#[tokio::test]
async fn many_guesses_at_once_do_not_pass_the_limit_together() {
    on_both(async |world| {
        create_member(&world.db, "ann", "", Role::Member, PASSWORD)
            .await
            .unwrap();
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let db = world.db.clone();
            guesses.spawn(
                async move { sign_in(&db, "ann", "wrong wrong wrong", &origin(1, 1)).await },
            );
        }
        let answers = guesses.join_all().await;
        let wrong = answers
            .iter()
            .filter(|a| matches!(a, Err(Error::NotFound)))
            .count();
        let refused = answers
            .iter()
            .filter(|a| matches!(a, Err(Error::TooOften { .. })))
            .count();
        assert_eq!((wrong, refused), (5, 11));
    })
    .await;
}

#[tokio::test]
async fn changing_the_password_ends_all_sessions() {
    on_both(async |world| {
        let db = &world.db;
        let old = sign_up(db, "ann", "", PASSWORD, &origin(1, 1))
            .await
            .unwrap();
        let viewer = find_viewer(db, &old).await.unwrap().unwrap();
        let here = origin(1, 1);
        let wrong = change_password(
            db,
            &viewer,
            "wrong wrong wrong",
            "a new one of length",
            &here,
        )
        .await;
        assert!(matches!(wrong, Err(Error::Forbidden)));
        let short = change_password(db, &viewer, PASSWORD, "short", &here).await;
        assert!(matches!(short, Err(Error::Rule(_))));
        let new = change_password(db, &viewer, PASSWORD, "a new one of length", &here)
            .await
            .unwrap();
        assert!(find_viewer(db, &old).await.unwrap().is_none());
        assert!(find_viewer(db, &new).await.unwrap().is_some());
        assert!(sign_in(db, "ann", PASSWORD, &here).await.is_err());
        sign_in(db, "ann", "a new one of length", &here)
            .await
            .unwrap();
        db::member::set_password(db, "ann", PASSWORD).await.unwrap();
        assert!(find_viewer(db, &new).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn sessions_end_by_age_by_hand_and_by_suspension() {
    on_both(async |world| {
        let db = &world.db;
        let token = sign_up(db, "ann", "", PASSWORD, &origin(1, 1))
            .await
            .unwrap();
        let ann = find_viewer(db, &token).await.unwrap().unwrap();
        let bo = world.member("bo").await;

        // The next request sees a changed role and a suspension.
        set_role(db, "ann", Role::Curator).await.unwrap();
        assert_eq!(
            find_viewer(db, &token).await.unwrap().unwrap().role,
            Role::Curator
        );
        set_suspended(db, "ann", true).await.unwrap();
        assert!(find_viewer(db, &token).await.unwrap().is_none());
        assert!(matches!(
            sign_in(db, "ann", PASSWORD, &origin(1, 1)).await,
            Err(Error::NotFound)
        ));
        set_suspended(db, "ann", false).await.unwrap();
        assert!(find_viewer(db, &token).await.unwrap().is_none());

        let token = sign_in(db, "ann", PASSWORD, &origin(1, 1)).await.unwrap();
        let session = list_sessions(db, ann.member).await.unwrap()[0].id;
        assert!(matches!(
            end_session(db, bo.member, session).await,
            Err(Error::NotFound)
        ));
        end_session(db, ann.member, session).await.unwrap();
        assert!(matches!(
            end_session(db, ann.member, session).await,
            Err(Error::NotFound)
        ));
        assert!(find_viewer(db, &token).await.unwrap().is_none());

        for (column, seconds, lives) in [
            ("last_seen_at", IDLE_SECONDS - 60, true),
            ("last_seen_at", IDLE_SECONDS + 1, false),
            ("created_at", TOTAL_SECONDS - 60, true),
            ("created_at", TOTAL_SECONDS + 1, false),
        ] {
            let token = sign_in(db, "ann", PASSWORD, &origin(1, 1)).await.unwrap();
            let newest = "(SELECT max(id) FROM session)";
            let sql = format!(
                "UPDATE session SET {column} = {column} - {seconds}000000 WHERE id = {newest}"
            );
            world.sql(&sql).await.unwrap();
            assert_eq!(
                find_viewer(db, &token).await.unwrap().is_some(),
                lives,
                "{sql}"
            );
        }
        sweep(db).await.unwrap();
        assert_eq!(world.number("SELECT count(*) FROM session").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_session_remembers_its_last_use() {
    on_both(async |world| {
        let db = &world.db;
        let token = sign_up(db, "ann", "", PASSWORD, &origin(1, 1))
            .await
            .unwrap();
        world
            .sql("UPDATE session SET last_seen_at = last_seen_at - 3600000000")
            .await
            .unwrap();
        let before = world.number("SELECT max(last_seen_at) FROM session").await;
        find_viewer(db, &token).await.unwrap().unwrap();
        for _ in 0..100 {
            if world.number("SELECT max(last_seen_at) FROM session").await > before {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the use was not noted");
    })
    .await;
}
