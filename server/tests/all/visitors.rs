//! Pages that visitors share: the same for all who ask at the same time, never past a change, never a member's.

use crate::http::{Answer, Ask};
use crate::site::{PASSWORD, Site, Somebody};
use db::Db;
use domain::record::Details;
use domain::{RecordId, Role};
use std::time::Duration;

/// A page as a visitor's browser asks for it.
fn visit(path: impl Into<String>) -> Ask {
    Ask::get(path).html()
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").expect("a shared page").to_owned()
}

/// A page, asked for twice: the second time as it was kept.
async fn seen(site: &Site, path: &str) -> Answer {
    let first = site.send(visit(path)).await;
    assert_eq!(first.status, 200, "{path}: {}", first.text());
    let second = site.send(visit(path)).await;
    assert_eq!(tag(&first), tag(&second), "{path}");
    second
}

/// Gives a record another title, as another process would on the same database.
async fn rename_elsewhere(site: &Site, by: &Somebody, id: RecordId, title: &str) {
    let other = Db::connect(&site.state.config.database_url())
        .await
        .unwrap();
    let record = db::record::find_record(&other, None, id).await.unwrap();
    let details = Details::parse(title, "", "rain").unwrap();
    db::record::edit_published(&other, &by.viewer, id, record.version, &details)
        .await
        .unwrap();
    other.close().await;
}

async fn site_with_record() -> (Site, Somebody, RecordId, String) {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let id = site.published(&member).await;
    (site, member, id, format!("/records/{id}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_change_shows_within_a_second() {
    let (site, member, id, path) = site_with_record().await;
    let before = seen(&site, &path).await;
    rename_elsewhere(&site, &member, id, "Hail on tin").await;
    let kept = site.send(visit(&path)).await;
    assert_eq!(tag(&before), tag(&kept), "kept for a moment");
    tokio::time::sleep(Duration::from_millis(1050)).await;
    let after = site.send(visit(&path)).await;
    assert!(after.text().contains("Hail on tin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_shows_at_once() {
    let (site, member, _, _) = site_with_record().await;
    let profile = format!("/members/{}", member.handle);
    for path in ["/", "/records", &profile] {
        seen(&site, path).await;
        let id = site.draft(&member).await;
        let ask = Ask::form("/records/publish", &[("id", &id.to_string())]).html();
        let answer = site.send(ask.with(Some(&member.token))).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = site.send(visit(path)).await.text();
        assert!(page.contains(&format!("/records/{id}\"")), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remix_shows_in_its_sources_lineage_at_once() {
    let (site, member, source, path) = site_with_record().await;
    seen(&site, &path).await;
    let remix = site.remix(&member, source).await;
    let page = site.send(visit(&path)).await.text();
    assert!(page.contains("1 record after"), "{page}");
    assert!(page.contains(&format!("/records/{remix}\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heart_shows_at_once() {
    let (site, member, id, path) = site_with_record().await;
    assert!(seen(&site, &path).await.text().contains("Heart, 0 hearts"));
    db::heart::set_heart(&site.state.site.db, member.viewer.member, id, true)
        .await
        .unwrap();
    let page = site.send(visit(&path)).await.text();
    assert!(page.contains("Heart, 1 heart"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_gone_at_once() {
    let (site, member, id, path) = site_with_record().await;
    assert!(seen(&site, &path).await.text().contains("patter"));
    let text = id.to_string();
    let ask = Ask::form("/records/withdraw", &[("id", &text)]).html();
    let answer = site.send(ask.with(Some(&member.token))).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = site.send(visit(&path)).await.text();
    assert!(!page.contains("patter") && page.contains("withdrawn"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_shows_at_once() {
    let (site, member, id, path) = site_with_record().await;
    seen(&site, &path).await;
    let record = db::record::find_record(&site.state.site.db, None, id);
    let (id, version) = (id.to_string(), record.await.unwrap().version.to_string());
    let form = [
        ("id", id.as_str()),
        ("version", &version),
        ("title", "Rain on tin"),
        ("description", "Recorded in a shed."),
    ];
    let ask = Ask::form("/records/edit", &form).html();
    let answer = site.send(ask.with(Some(&member.token))).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = site.send(visit(&path)).await.text();
    assert!(page.contains("Recorded in a shed."));
}

#[tokio::test(flavor = "multi_thread")]
async fn members_pages_are_neither_kept_nor_taken_from_what_is_kept() {
    let (site, member, _, path) = site_with_record().await;
    let who = format!("Your menu, {}", member.viewer.name);
    for path in ["/", "/records", &path] {
        for _ in 0..2 {
            let own = site.send(visit(path).with(Some(&member.token))).await;
            assert!(own.text().contains(&who), "{path}");
            assert_eq!(own.header("cache-control"), Some("no-store"), "{path}");
            assert_eq!(own.header("etag"), None, "{path}");
            let visitors = site.send(visit(path)).await;
            assert!(!visitors.text().contains(&who), "{path}");
            assert_eq!(visitors.header("cache-control"), Some("private, no-cache"));
        }
        // What a visitor's browser keeps is of no use once they are signed in.
        let held = tag(&site.send(visit(path)).await);
        let ask = visit(path).header("if-none-match", &held);
        let own = site.send(ask.with(Some(&member.token))).await;
        assert_eq!(own.status, 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_is_no_key_to_what_is_kept() {
    let (site, member, id, path) = site_with_record().await;
    seen(&site, &path).await;
    rename_elsewhere(&site, &member, id, "Hail on tin").await;
    let page = site.send(visit(&path).with(Some("ended"))).await;
    assert!(page.text().contains("Hail on tin"));
    assert_eq!(page.header("etag"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_are_not_kept() {
    let (site, member, id, _) = site_with_record().await;
    for path in ["/records?sort=oldest", "/records?q=tin", "/records?"] {
        rename_elsewhere(&site, &member, id, "Rain on tin").await;
        let before = site.send(visit(path)).await;
        assert_eq!(before.header("etag"), None, "{path}");
        rename_elsewhere(&site, &member, id, "Hail on tin").await;
        let after = site.send(visit(path)).await.text();
        assert!(after.contains("Hail on tin"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_that_are_there_are_kept() {
    let (site, member, _, _) = site_with_record().await;
    let draft = site.draft(&member).await;
    let paths = [
        ("/records/999999".to_owned(), 404),
        (format!("/records/{draft}"), 404),
        ("/members/nobody".to_owned(), 404),
        ("/me".to_owned(), 401),
        ("/nope".to_owned(), 404),
    ];
    for (path, status) in paths {
        for _ in 0..2 {
            let answer = site.send(visit(&path)).await;
            assert_eq!(answer.status, status, "{path}");
            assert_eq!(answer.header("etag"), None, "{path}");
        }
    }
    // What comes to be elsewhere is there at once.
    let other = Db::connect(&site.state.config.database_url())
        .await
        .unwrap();
    db::member::create_member(&other, "nobody", "Nobody", Role::Member, PASSWORD)
        .await
        .unwrap();
    assert_eq!(site.send(visit("/members/nobody")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_came_back_is_not_kept() {
    let (site, ..) = site_with_record().await;
    seen(&site, "/sign-in").await;
    let form = [
        ("handle", "somebody-typed"),
        ("password", "wrong wrong wrong"),
    ];
    let back = site.send(Ask::form("/sign-in", &form).html()).await;
    assert!(back.text().contains("somebody-typed"), "{}", back.text());
    assert_eq!(back.header("cache-control"), Some("no-store"));
    assert_eq!(back.header("etag"), None);
    let page = site.send(visit("/sign-in")).await;
    assert!(!page.text().contains("somebody-typed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_has_a_nonce_of_its_own_and_the_page_has_none() {
    let (site, _, _, path) = site_with_record().await;
    let mut policies = Vec::new();
    for _ in 0..3 {
        let answer = seen(&site, &path).await;
        assert!(!answer.text().contains("nonce"));
        policies.push(answer.header("content-security-policy").unwrap().to_owned());
    }
    policies.sort();
    policies.dedup();
    assert_eq!(policies.len(), 3, "{policies:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_the_page_is_told_so() {
    let (site, member, id, path) = site_with_record().await;
    let first = seen(&site, &path).await;
    let again = visit(&path).header("if-none-match", &tag(&first));
    let told = site.send(again.clone()).await;
    assert_eq!((told.status, told.body.len()), (304, 0));
    assert_eq!(tag(&told), tag(&first));
    assert_eq!(told.header("vary"), Some("accept-encoding"));
    assert_eq!(told.header("cache-control"), Some("private, no-cache"));
    // The browser puts this policy in place of the page's.
    let policy = told.header("content-security-policy").unwrap();
    assert!(policy.contains("'strict-dynamic'"), "{policy}");
    db::heart::set_heart(&site.state.site.db, member.viewer.member, id, true)
        .await
        .unwrap();
    assert_eq!(site.send(again).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_sent_the_page_in_an_encoding_they_take() {
    let (site, _, _, path) = site_with_record().await;
    let plain = seen(&site, &path).await;
    let rows = [
        ("gzip, deflate, br", Some("br")),
        ("gzip", Some("gzip")),
        ("br;q=0, gzip", Some("gzip")),
        ("identity", None),
    ];
    for _ in 0..2 {
        for (taken, expected) in rows {
            let ask = visit(&path).header("accept-encoding", taken);
            let answer = site.send(ask).await;
            assert_eq!(answer.header("content-encoding"), expected, "{taken}");
            assert_eq!(answer.all("vary"), ["accept-encoding"], "{taken}");
            let length = answer.body.len().to_string();
            assert_eq!(answer.header("content-length"), Some(length.as_str()));
            assert_eq!(tag(&answer) == tag(&plain), expected.is_none(), "{taken}");
            match expected {
                None => assert_eq!(answer.body, plain.body),
                Some("gzip") => assert_eq!(answer.body[..2], [0x1f, 0x8b]),
                Some(_) => assert!(answer.body.len() < plain.body.len() / 2),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn head_is_the_page_without_its_body() {
    let (site, _, _, path) = site_with_record().await;
    // Asked for first, so that what is kept comes from it.
    let head = site.send(visit(&path).method("HEAD")).await;
    let page = site.send(visit(&path)).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(page.text().contains("patter"));
    for name in ["etag", "content-type", "content-length", "vary"] {
        assert_eq!(head.header(name), page.header(name), "{name}");
    }
    assert!(head.header("content-length").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_who_asked_is_kept() {
    let (site, _, _, path) = site_with_record().await;
    let odd = visit(&path)
        .without("host")
        .header("host", "evil.example")
        .header("user-agent", "odd-browser")
        .header("x-forwarded-host", "evil.example")
        .header("cookie", "theme=odd-theme");
    let first = site.send(odd).await.text();
    let second = site.send(visit(&path)).await.text();
    assert_eq!(first, second);
    for trace in ["evil.example", "odd-browser", "odd-theme"] {
        assert!(!first.contains(trace), "{trace}");
    }
}
