//! Sign-in and sessions.

use crate::http::Ask;
use crate::site::{PASSWORD, Site};
use domain::Role;

async fn is_in(site: &Site, token: &str) -> bool {
    site.send(Ask::get("/me").html().with(Some(token)))
        .await
        .status
        == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_what_it_should_be() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let form = [("handle", member.handle.as_str()), ("password", PASSWORD)];
    let answer = site.send(Ask::form("/sign-in", &form).html()).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
    let token = answer.token().unwrap();
    assert_eq!(token.len(), 43);
    let expected = format!("session={token}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax");
    assert_eq!(answer.all("set-cookie"), [expected]);
    assert!(is_in(&site, &token).await);
    let out = site
        .send(Ask::form("/sign-out", &[]).html().with(Some(&token)))
        .await;
    assert_eq!(
        out.header("set-cookie"),
        Some("session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    );
    assert!(!is_in(&site, &token).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_planted_before_sign_in_is_worth_nothing() {
    let site = Site::start().await;
    let (attacker, victim) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let form = [("handle", victim.handle.as_str()), ("password", PASSWORD)];
    for planted in [attacker.token.as_str(), "made-up-by-somebody-else"] {
        let answer = site
            .send(Ask::form("/sign-in", &form).html().with(Some(planted)))
            .await;
        let token = answer.token().unwrap();
        assert_ne!(token, planted);
        assert!(is_in(&site, &token).await && !is_in(&site, planted).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_sessions_end_with_the_password() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let other = site.sign_in(&member.handle).await;
    let wrong = [
        ("password", "not my password at all"),
        ("new_password", "a wholly new password"),
    ];
    let answer = site
        .send(
            Ask::form("/me/password", &wrong)
                .html()
                .with(Some(&member.token)),
        )
        .await;
    assert_eq!(answer.status, 422);
    assert!(is_in(&site, &member.token).await && is_in(&site, &other).await);
    let right = [
        ("password", PASSWORD),
        ("new_password", "a wholly new password"),
    ];
    let answer = site
        .send(
            Ask::form("/me/password", &right)
                .html()
                .with(Some(&member.token)),
        )
        .await;
    assert_eq!(answer.status, 303);
    let new = answer.token().unwrap();
    assert!(is_in(&site, &new).await);
    assert!(!is_in(&site, &member.token).await && !is_in(&site, &other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_or_loses_a_role_loses_it_with_the_next_request() {
    let site = Site::start().await;
    let db = &site.state.site.db;
    let (admin, member) = (site.join(Role::Admin).await, site.join(Role::Member).await);
    let record = site.published(&member).await.to_string();
    db::member::set_role(db, &admin.handle, Role::Member)
        .await
        .unwrap();
    let form = [("id", record.as_str())];
    let answer = site
        .send(
            Ask::form("/records/withdraw", &form)
                .json()
                .with(Some(&admin.token)),
        )
        .await;
    assert_eq!(answer.status, 404);
    db::member::set_suspended(db, &member.handle, true)
        .await
        .unwrap();
    assert!(!is_in(&site, &member.token).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_known_handles_are_answered_alike() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let ask = |handle: &str| {
        let form = [("handle", handle), ("password", "wrong wrong wrong wrong")];
        Ask::form("/sign-in", &form).json()
    };
    for turn in 0..6 {
        let known = site.send(ask(&member.handle)).await;
        let unknown = site.send(ask("nobody-at-all")).await;
        let expected = if turn < 5 { 422 } else { 429 };
        assert_eq!(
            (known.status, unknown.status),
            (expected, expected),
            "attempt {turn}"
        );
        if turn < 5 {
            assert_eq!(known.body, unknown.body);
        } else {
            let wait: u64 = known.header("retry-after").unwrap().parse().unwrap();
            assert!(wait > 0 && wait <= 900);
            assert!(unknown.header("retry-after").is_some());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_cannot_be_made_up() {
    // The proxy is not listed, so the header says nothing: the sixth attempt is one too many all the same.
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let mut last = 0;
    for turn in 0..6 {
        let form = [
            ("handle", member.handle.as_str()),
            ("password", "wrong wrong wrong wrong"),
        ];
        let forged = format!("203.0.113.{turn}");
        last = site
            .send(
                Ask::form("/sign-in", &form)
                    .json()
                    .header("x-forwarded-for", &forged),
            )
            .await
            .status;
    }
    assert_eq!(last, 429);
}
