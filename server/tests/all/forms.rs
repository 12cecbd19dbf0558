//! Forms that come back, and where one is led after they went through.

use crate::http::Ask;
use crate::site::{PASSWORD, Site};
use domain::Role;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_comes_back_with_the_error_at_its_field() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let title = "x".repeat(201);
    let form = [
        ("medium", "text"),
        ("title", title.as_str()),
        (
            "body",
            "The boats </textarea><script>alert(1)</script> come in",
        ),
        ("tags", "harbour, \"><b>"),
        ("intent", "save"),
    ];
    let referer = format!("http://{}/records/new", site.address);
    let ask = Ask::form("/records/new", &form)
        .html()
        .header("referer", &referer)
        .with(Some(&member.token));
    let answer = site.send(ask).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let page = answer.text();
    assert!(
        page.contains("Title is 201, over 200 characters."),
        "{page}"
    );
    assert!(page.contains(&title));
    assert!(
        page.contains("The boats &lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; come in")
    );
    assert!(!page.contains("<script>alert(1)") && !page.contains("\"><b>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_do_not_come_back() {
    let site = Site::start().await;
    let form = [
        ("handle", "ada"),
        ("name", "Ada V"),
        ("password", "secret-but-short"),
    ];
    let taken = [
        ("handle", "me"),
        ("name", "Ada V"),
        ("password", "secret-and-long-enough"),
    ];
    for form in [form, taken] {
        let ask = Ask::form("/sign-up", &form)
            .html()
            .header("referer", &format!("http://{}/sign-up", site.address));
        let page = site.send(ask).await.text();
        assert!(!page.contains("secret-"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_referer_leads_nowhere() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let id = site.published(&member).await.to_string();
    let own = format!("http://{}/records/{id}?a=b", site.address);
    let rows = [
        (own.as_str(), format!("/records/{id}?a=b")),
        ("https://evil.example/records", "/".to_owned()),
        ("http://127.0.0.1/records", "/".to_owned()),
        ("//evil.example", "/".to_owned()),
        ("rubbish", "/".to_owned()),
        ("javascript:alert(1)", "/".to_owned()),
    ];
    for (referer, expected) in rows {
        let form = [("id", id.as_str()), ("on", "true")];
        let ask = Ask::form("/records/heart", &form)
            .html()
            .header("referer", referer)
            .with(Some(&member.token));
        let answer = site.send(ask).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, Some(expected.as_str())),
            "{referer}"
        );
        // And where a form comes back, it is on a page of this site.
        let form = [("handle", "x"), ("password", "y")];
        let answer = site
            .send(
                Ask::form("/sign-in", &form)
                    .html()
                    .header("referer", referer),
            )
            .await;
        assert!(answer.header("location").is_none(), "{referer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_after_sign_in_is_of_this_site() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let rows = [
        ("/records/new", "/records/new"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/%0d%0aset-cookie:x", "/"),
        ("", "/"),
    ];
    for (next, expected) in rows {
        let form = [
            ("handle", member.handle.as_str()),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = site.send(Ask::form("/sign-in", &form).html()).await;
        assert_eq!(answer.status, 303);
        let location = answer.header("location").unwrap();
        assert!(
            location == expected || (next.contains('%') && location.starts_with("/%")),
            "{next}: {location}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_after_the_session_ended_is_kept() {
    let site = Site::start().await;
    let form = [
        ("medium", "text"),
        ("title", "Long work"),
        ("body", "typed for hours"),
        ("intent", "save"),
    ];
    let ask = Ask::form("/records/new", &form)
        .html()
        .header("referer", &format!("http://{}/records/new", site.address));
    let answer = site.send(ask).await;
    assert_eq!(answer.status, 401);
    assert!(
        answer.text().contains("typed for hours"),
        "{}",
        answer.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rubbish_is_refused_in_peace() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let rows: [(&str, &[(&str, &str)]); 6] = [
        ("/me/end-session", &[("session", "abc")]),
        ("/me/end-session", &[]),
        (
            "/records/edit",
            &[("id", "99999999999999999999"), ("version", "x")],
        ),
        ("/records/publish", &[("id", "-1")]),
        ("/records/heart", &[("id", "1"), ("on", "perhaps")]),
        (
            "/records/new",
            &[
                ("sources[99999999][id]", "1"),
                ("fields", "x"),
                ("title", ""),
            ],
        ),
    ];
    for (path, form) in rows {
        let answer = site
            .send(Ask::form(path, form).json().with(Some(&member.token)))
            .await;
        assert!(
            (400..500).contains(&answer.status),
            "{path} {form:?}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(
            !answer.text().contains("panicked") && !answer.text().contains("SELECT"),
            "{}",
            answer.text()
        );
        let answer = site
            .send(Ask::form(path, form).html().with(Some(&member.token)))
            .await;
        assert!(
            (400..500).contains(&answer.status),
            "{path} {form:?} for a person: {}",
            answer.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_on_any_page_is_kept_after_the_session_ended() {
    let site = Site::start().await;
    let leader = site.join(Role::Member).await;
    let project = site.project(&leader).await;
    let text = "How it goes on </pre><b>";
    for (path, page, field) in [
        (
            "/projects/edit".to_owned(),
            format!("/projects/{project}/edit"),
            "body",
        ),
        (
            format!("/projects/write-update?id={project}"),
            format!("/projects/{project}"),
            "update",
        ),
        (
            "/claims/decide?id=1".to_owned(),
            "/claims/1".to_owned(),
            "answer",
        ),
        (
            "/curate/records/rate?id=1".to_owned(),
            "/curate/records/1".to_owned(),
            "reason",
        ),
        (
            "/productions/edit?id=1".to_owned(),
            "/productions/1/edit".to_owned(),
            "notes",
        ),
    ] {
        let referer = format!("http://{}{page}", site.address);
        let ask = Ask::form(&path, &[("id", "77777"), (field, text)]).html();
        let answer = site.send(ask.header("referer", &referer)).await;
        assert_eq!(answer.status, 401, "{path}");
        let shown = answer.text();
        assert!(
            shown.contains("How it goes on &lt;/pre&gt;&lt;b&gt;"),
            "{path}: {shown}"
        );
        assert!(!shown.contains("77777</pre>"), "{path}");
    }
}
