//! What another site makes a browser send changes nothing.

use crate::http::Ask;
use crate::site::Site;
use domain::Role;

/// Names and values.
type Headers<'a> = &'a [(&'a str, &'a str)];

#[tokio::test(flavor = "multi_thread")]
async fn only_this_site_changes_anything() {
    let site = Site::start().await;
    let host = site.address.to_string();
    let own = format!("http://{host}");
    let own: &[(&str, &str)] = &[("origin", &own)];
    // What says where it comes from; whether a session is sent; whether it is done.
    let rows: [(Headers, bool, bool); 16] = [
        (&[("sec-fetch-site", "same-origin")], true, true),
        (&[("sec-fetch-site", "none")], true, true),
        (&[("sec-fetch-site", "same-site")], true, false),
        (&[("sec-fetch-site", "cross-site")], true, false),
        (&[("sec-fetch-site", "cross-site")], false, false),
        (
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://localhost"),
            ],
            true,
            false,
        ),
        (&[("sec-fetch-site", "rubbish")], true, false),
        (own, true, true),
        (own, false, true),
        (&[("origin", "https://evil.example")], true, false),
        (&[("origin", "https://evil.example")], false, false),
        (&[("origin", "null")], true, false),
        (&[("origin", "http://127.0.0.1")], true, false),
        (
            &[
                ("origin", "http://evil.example"),
                ("x-forwarded-host", "evil.example"),
            ],
            true,
            false,
        ),
        (&[], true, false),
        (&[], false, true),
    ];
    for (says, with_session, done) in rows {
        let member = site.join(Role::Member).await;
        let fields = [("name", "Changed"), ("bio", "")];
        let mut ask = Ask::form("/me/profile", &fields)
            .without("sec-fetch-site")
            .json();
        for (name, value) in says {
            ask = ask.header(name, value);
        }
        let answer = site
            .send(ask.with(with_session.then_some(member.token.as_str())))
            .await;
        let expected = match (done, with_session) {
            (true, true) => 200,
            // It came through, and then nobody was signed in.
            (true, false) => 401,
            (false, _) => 403,
        };
        assert_eq!(answer.status, expected, "{says:?} {with_session}");
        let name = db::member::find_profile(&site.state.site.db, &member.handle)
            .await
            .unwrap()
            .name;
        assert_eq!(name == "Changed", expected == 200, "{says:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_changes_nothing() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let id = site.published(&member).await;
    let posts = [
        "/sign-in",
        "/sign-up",
        "/sign-out",
        "/me/profile",
        "/me/password",
        "/records/heart",
        "/records/withdraw",
    ];
    for path in posts {
        for method in ["GET", "PUT", "DELETE", "PATCH"] {
            let ask = Ask::get(format!("{path}?id={id}&on=true&name=X"))
                .method(method)
                .header("sec-fetch-site", "same-origin")
                .json()
                .with(Some(&member.token));
            let answer = site.send(ask).await;
            assert!(
                answer.status == 405 || answer.status == 200 && method == "GET",
                "{method} {path} {}",
                answer.status
            );
        }
    }
    let db = &site.state.site.db;
    assert!(
        db::session::find_viewer(db, &member.token)
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        !db::heart::has_heart(db, member.viewer.member, id)
            .await
            .unwrap()
    );
    assert_ne!(
        db::member::find_profile(db, &member.handle)
            .await
            .unwrap()
            .name,
        "X"
    );
}
