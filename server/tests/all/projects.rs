//! Projects and challenges in the REST API, and the feed.

use crate::http::Ask;
use crate::site::{Site, Somebody};
use db::challenge::{ChallengeForm, enter, issue};
use domain::Role;
use domain::challenge::{Call, Pay};
use domain::project::{Stars, StepForm};
use domain::{ChallengeId, ProjectId, RecordId};
use roxmltree::Document;
use serde_json::{Value, json};

async fn read(site: &Site, path: &str) -> Value {
    let answer = site.send(Ask::get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.header("etag").is_some(), "{path}");
    serde_json::from_slice(&answer.body).unwrap()
}

/// A project with a step and a rating, and a challenge in it from one record, for which others were entered.
struct World {
    site: Site,
    by: Somebody,
    other: Somebody,
    project: ProjectId,
    challenge: ChallengeId,
    start: RecordId,
    entered: Vec<RecordId>,
}

async fn world() -> World {
    let site = Site::start().await;
    let (by, other) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let db = &site.state.site.db;
    let start = site.published(&by).await;
    let project = site.project(&by).await;
    let step = StepForm::parse("Cut <it>", "", "open").unwrap();
    db::project::add_step(db, &by.viewer, project, &step)
        .await
        .unwrap();
    db::project::rate(db, &other.viewer, project, Stars::new(5))
        .await
        .unwrap();
    let form = ChallengeForm {
        call: Call::parse("Sing ]]> & this", "The **chorus**.", "text").unwrap(),
        deadline_at: None,
        pay: Pay::parse("budget", "1000.50", "EUR", "3", "A credit.").unwrap(),
        sources: vec![start],
    };
    let challenge = issue(db, &by.viewer, Some(project), &form).await.unwrap();
    let mut entered = Vec::new();
    for _ in 0..3 {
        let record = site.remix(&other, start).await;
        enter(db, &other.viewer, challenge, record).await.unwrap();
        entered.push(record);
    }
    World {
        site,
        by,
        other,
        project,
        challenge,
        start,
        entered,
    }
}

#[tokio::test]
async fn a_project_has_the_promised_shape() {
    let World {
        site, by, project, ..
    } = world().await;
    let mut found = read(&site, &format!("/api/v1/projects/{project}")).await;
    assert!(found["created_at"].take().as_str().unwrap().ends_with('Z'));
    let url = &site.state.site.public_url;
    let expected = json!({
        "id": project.0, "title": "A film", "status": "open",
        "leaders": [{ "handle": by.handle, "name": by.viewer.name }],
        "challenge_count": 1, "rating": { "count": 1, "sum": 5, "score": 3181 },
        "created_at": null, "url": format!("{url}/projects/{project}"),
        "text": "About a ferry.", "steps": [{ "title": "Cut <it>", "text": "", "status": "open" }],
        "closed_at": null,
    });
    assert_eq!(found, expected);
    let list = read(&site, "/api/v1/projects?sort=rating&limit=1").await;
    assert_eq!(list["projects"][0]["id"], project.0);
    assert_eq!(list["next"], Value::Null);
    for bad in ["sort=best", "after=x", "limit=0"] {
        let answer = site.send(Ask::get(format!("/api/v1/projects?{bad}"))).await;
        assert_eq!(answer.status, 422, "{bad}");
    }
    for path in [
        "/api/v1/projects/99",
        "/api/v1/projects/x",
        "/api/v1/challenges/99",
    ] {
        let answer = site.send(Ask::get(path)).await;
        assert_eq!(answer.status, 404);
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
    }
}

#[tokio::test]
async fn a_challenge_tells_what_it_pays() {
    let World {
        site,
        by,
        project,
        challenge,
        start,
        ..
    } = world().await;
    let mut found = read(&site, &format!("/api/v1/challenges/{challenge}")).await;
    found["created_at"].take();
    found["records"][0]["published_at"].take();
    let url = &site.state.site.public_url;
    let expected = json!({
        "id": challenge.0, "title": "Sing ]]> & this",
        "project": { "id": project.0, "title": "A film" },
        "issued_by": { "handle": by.handle, "name": by.viewer.name },
        "medium": "text", "open": true, "deadline_at": null, "closed_at": null,
        "pay": {
            "currency": "EUR", "budget": 100_050, "contributors_expected": 3, "each": 33_350,
            "unused_work": "A credit.",
        },
        "contribution_count": 3, "created_at": null,
        "url": format!("{url}/challenges/{challenge}"), "text": "The **chorus**.",
        "records": [{
            "id": start.0, "title": "Rain on tin", "medium": "text",
            "author": { "handle": by.handle, "name": by.viewer.name },
            "license": "CC-BY-4.0", "published_at": null, "source_count": 0, "remix_count": 3,
            "heart_count": 0, "url": format!("{url}/records/{start}"),
        }],
    });
    assert_eq!(found, expected);
    for (query, count) in [("", 1), ("?open=true", 1), ("?project=99", 0)] {
        let list = read(&site, &format!("/api/v1/challenges{query}")).await;
        assert_eq!(
            list["challenges"].as_array().unwrap().len(),
            count,
            "{query}"
        );
    }
    db::challenge::set_closed(&site.state.site.db, &by.viewer, challenge, true)
        .await
        .unwrap();
    let list = read(&site, "/api/v1/challenges?open=true").await;
    assert!(list["challenges"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn contributions_are_paged_in_both_orders_and_found_by_project() {
    let World {
        site,
        by,
        other,
        project,
        challenge,
        entered,
        ..
    } = world().await;
    let db = &site.state.site.db;
    db::heart::set_heart(db, by.viewer.member, entered[1], true)
        .await
        .unwrap();
    db::record::withdraw(db, &other.viewer, entered[0])
        .await
        .unwrap();
    let [first, second, third] = [entered[0].0, entered[1].0, entered[2].0];
    for (sort, expected) in [
        ("newest", [third, second, first]),
        ("hearts", [second, third, first]),
    ] {
        let base = format!("/api/v1/challenges/{challenge}/contributions?sort={sort}&limit=2");
        let page = read(&site, &base).await;
        let after = page["next"].as_str().unwrap();
        let rest = read(&site, &format!("{base}&after={after}")).await;
        let all: Vec<_> = [&page, &rest]
            .iter()
            .flat_map(|page| page["contributions"].as_array().unwrap())
            .map(|row| row["record"]["id"].as_i64().unwrap())
            .collect();
        assert_eq!(all, expected);
        assert_eq!(rest["contributions"][0]["withdrawn"], true);
        assert_eq!(rest["next"], Value::Null);
    }
    let made = read(
        &site,
        &format!("/api/v1/records?project={project}&sort=oldest"),
    )
    .await;
    let made: Vec<_> = made["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["id"].as_i64().unwrap())
        .collect();
    assert_eq!(made, [second, third]);
    let none = read(&site, "/api/v1/records?project=99").await;
    assert!(none["records"].as_array().unwrap().is_empty());
    let page = site
        .send(Ask::get(format!("/records?project={project}")).html())
        .await
        .text();
    assert!(page.contains("made for “A film”"), "{page}");
}

#[tokio::test]
async fn the_feed_holds_what_was_entered_newest_first() {
    let World {
        site,
        challenge,
        entered,
        ..
    } = world().await;
    let path = format!("/challenges/{challenge}/feed.atom");
    let answer = site.send(Ask::get(&*path)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        Some("application/atom+xml; charset=utf-8")
    );
    let text = answer.text();
    let feed = Document::parse(&text).unwrap();
    let name = |name: &'static str| ("http://www.w3.org/2005/Atom", name);
    let title = feed
        .root_element()
        .children()
        .find(|node| node.has_tag_name(name("title")));
    assert_eq!(
        title.unwrap().text(),
        Some("Contributions to Sing ]]> & this")
    );
    let url = &site.state.site.public_url;
    let ids: Vec<_> = feed
        .descendants()
        .filter(|node| node.has_tag_name(name("entry")))
        .map(|entry| {
            entry
                .children()
                .find(|node| node.has_tag_name(name("id")))
                .unwrap()
                .text()
                .unwrap()
                .to_owned()
        })
        .collect();
    let expected: Vec<_> = entered
        .iter()
        .rev()
        .map(|id| format!("{url}/records/{id}"))
        .collect();
    assert_eq!(ids, expected);
    let tag = answer.header("etag").unwrap().to_owned();
    let again = site
        .send(Ask::get(&*path).header("if-none-match", &tag))
        .await;
    assert_eq!(again.status, 304);
    let page = site
        .send(Ask::get(format!("/challenges/{challenge}")).html())
        .await
        .text();
    assert!(page.contains(&format!("href=\"{path}\"")));
}
