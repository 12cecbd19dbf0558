//! Atom feeds of a record's remixes and of a member.

use crate::http::{Answer, Ask};
use crate::site::Site;
use domain::{RecordId, Role};
use roxmltree::{Document, Node};

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn named<'a>(node: &Node<'a, 'a>, name: &'static str) -> Vec<Node<'a, 'a>> {
    let children = node.children();
    children
        .filter(|child| child.has_tag_name((ATOM, name)))
        .collect()
}

fn text<'a>(node: &Node<'a, 'a>, name: &'static str) -> &'a str {
    named(node, name)[0].text().unwrap_or_default()
}

/// The ids of a feed's entries, which are the pages of records.
fn entries(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let kind = answer.header("content-type").unwrap();
    assert!(kind.starts_with("application/atom+xml"), "{kind}");
    let xml = answer.text();
    let document = Document::parse(&xml).unwrap();
    let feed = document.root_element();
    named(&feed, "entry")
        .iter()
        .map(|entry| text(entry, "id").to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_hold_what_is_public_newest_first_and_say_when_nothing_changed() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let base = site.state.site.public_url.clone();
    let page = |id: RecordId| format!("{base}/records/{id}");
    let source = site.published(&ann).await;
    let first = site.remix(&bo, source).await;
    let second = site.remix(&ann, source).await;
    site.draft(&bo).await;
    let of_source = format!("/records/{source}/remixes.atom");
    let of_bo = format!("/members/{}/feed.atom", bo.handle);
    let answer = site.send(Ask::get(&of_source)).await;
    assert_eq!(entries(&answer), [page(second), page(first)]);
    assert_eq!(entries(&site.send(Ask::get(&of_bo)).await), [page(first)]);
    // Its parts: an id that stays, its own address, its page, dates.
    let xml = answer.text();
    let document = Document::parse(&xml).unwrap();
    let feed = document.root_element();
    assert_eq!(text(&feed, "id"), format!("{}#remixes", page(source)));
    assert_eq!(text(&feed, "title"), "Remixes of Rain on tin");
    let links: Vec<_> = named(&feed, "link")
        .iter()
        .map(|link| link.attribute("href").unwrap().to_owned())
        .collect();
    assert!(links.contains(&format!("{base}{of_source}")), "{links:?}");
    let newest = named(&feed, "entry")[0];
    assert_eq!(text(&feed, "updated"), text(&newest, "published"));
    // Whoever has it is told so, until there is more.
    let tag = answer.header("etag").unwrap().to_owned();
    let again = |tag: &str| Ask::get(&of_source).header("if-none-match", tag);
    assert_eq!(site.send(again(&tag)).await.status, 304);
    let third = site.remix(&bo, source).await;
    let answer = site.send(again(&tag)).await;
    assert_eq!(entries(&answer).first(), Some(&page(third)));
    // What is withdrawn is gone from feeds; a tombstone's own feed stays.
    let db = &site.state.site.db;
    db::record::withdraw(db, &bo.viewer, third).await.unwrap();
    db::record::withdraw(db, &ann.viewer, source).await.unwrap();
    let answer = site.send(Ask::get(&of_source)).await;
    assert_eq!(entries(&answer), [page(second), page(first)]);
    for nothing in ["/records/999/remixes.atom", "/members/nobody/feed.atom"] {
        assert_eq!(site.send(Ask::get(nothing)).await.status, 404, "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_name_their_feeds() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let record = site.published(&ann).await;
    for (path, feed) in [
        (
            format!("/records/{record}"),
            format!("/records/{record}/remixes.atom"),
        ),
        (
            format!("/members/{}", ann.handle),
            format!("/members/{}/feed.atom", ann.handle),
        ),
    ] {
        let page = site.send(Ask::get(&path).html()).await.text();
        let link = format!("href=\"{feed}\"");
        assert!(
            page.contains("application/atom+xml") && page.contains(&link),
            "{path}"
        );
    }
}
