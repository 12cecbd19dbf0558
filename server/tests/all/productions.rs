//! Productions, credits and claims over HTTP: forms, the API, and the card that may be framed.

use crate::http::{Answer, Ask};
use crate::site::{Site, Somebody};
use domain::{ProductionId, RecordId, Role};
use serde_json::Value;

async fn director(site: &Site) -> Somebody {
    site.join(Role::Director).await
}

async fn json(site: &Site, path: &str) -> Value {
    let answer = site.send(Ask::get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// A production with a remix of another's, ready to be released.
async fn ready(site: &Site, dara: &Somebody) -> (ProductionId, RecordId, RecordId) {
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let root = site.published(&ann).await;
    let remix = site.remix(&bo, root).await;
    site.state
        .site
        .lineage
        .catch_up(&site.state.site.db)
        .await
        .unwrap();
    let id = site.production(&dara.viewer, &[remix], true).await;
    (id, remix, root)
}

async fn edit(site: &Site, by: &Somebody, id: ProductionId, fields: &[(&str, &str)]) -> Answer {
    let id = id.to_string();
    let mut all = vec![("id", id.as_str())];
    all.extend(fields);
    let page = format!("http://{}/productions/{id}/edit", site.address);
    let ask = Ask::form("/productions/edit", &all)
        .html()
        .header("referer", &page);
    site.send(ask.with(Some(&by.token))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_production_is_planned_from_what_is_ticked() {
    let site = Site::start().await;
    let (dara, ann) = (director(&site).await, site.join(Role::Member).await);
    let (one, two) = (
        site.published(&ann).await.to_string(),
        site.published(&ann).await.to_string(),
    );
    let form = [
        ("title", "Ferry"),
        ("body", ""),
        ("records[]", one.as_str()),
        ("records[]", &two),
    ];
    let answer = site
        .send(
            Ask::form("/productions/new", &form)
                .html()
                .with(Some(&dara.token)),
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let place = answer.header("location").unwrap().to_owned();
    let id = place.split('/').nth(2).unwrap().to_owned();
    let detail = json(&site, &format!("/api/v1/productions/{id}")).await;
    assert_eq!(detail["included"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&detail["status"], &detail["final_work"]),
        (&"planned".into(), &Value::Null)
    );
    // Refused, it comes back with what was ticked.
    let form = [("title", ""), ("records[]", one.as_str())];
    let answer = site
        .send(
            Ask::form("/productions/new", &form)
                .html()
                .with(Some(&dara.token)),
        )
        .await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text().contains("Title is needed."),
        "{}",
        answer.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_form_of_the_page_comes_back_with_its_error_at_its_field() {
    let site = Site::start().await;
    let dara = director(&site).await;
    let (id, remix, _) = ready(&site, &dara).await;
    let remix = remix.to_string();
    let rows: [(&[(&str, &str)], &str); 6] = [
        (
            &[
                ("act", "details"),
                ("title", "T"),
                ("final_work", "http://plain.example"),
            ],
            "Final work is not of a form",
        ),
        (
            &[("act", "add"), ("record", "nothing")],
            "Records is not of a form",
        ),
        (
            &[("act", "describe"), ("record", &remix), ("weight", "0")],
            "Weight is not of a form",
        ),
        (
            &[("act", "role"), ("handle", "nobody-here"), ("role", "mix")],
            "No member has this handle.",
        ),
        (
            &[
                ("act", "version"),
                ("version_title", ""),
                ("work", "https://a.example"),
            ],
            "Title of the version is needed.",
        ),
        (&[("act", "abandon"), ("reason", "")], "Say why, in a line."),
    ];
    for (fields, words) in rows {
        let mut all = vec![("version", "3")];
        all.extend(fields);
        let answer = edit(&site, &dara, id, &all).await;
        assert_eq!(answer.status, 422, "{fields:?}: {}", answer.text());
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
        assert_eq!(
            answer.text().matches("id=\"problems\"").count(),
            1,
            "{fields:?}"
        );
    }
    let found = edit(
        &site,
        &dara,
        id,
        &[("version", "3"), ("act", "find"), ("find", "rain")],
    )
    .await;
    assert_eq!(found.status, 200);
    assert!(
        found.text().contains("Include Rain on tin"),
        "{}",
        found.text()
    );
    let late = edit(
        &site,
        &dara,
        id,
        &[("version", "1"), ("act", "details"), ("title", "Mine")],
    )
    .await;
    assert_eq!(late.status, 409);
    assert!(late.text().contains("value=\"Mine\""), "{}", late.text());
    // Private notes are nobody else's.
    let page = site
        .send(Ask::get(format!("/productions/{id}")).html())
        .await;
    assert!(!page.text().contains("Mine alone."));
    let own = site
        .send(
            Ask::get(format!("/productions/{id}/edit"))
                .html()
                .with(Some(&dara.token)),
        )
        .await;
    assert!(own.text().contains("Mine alone."));
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_are_given_in_every_form_and_change_no_more() {
    let site = Site::start().await;
    let dara = director(&site).await;
    let (id, remix, root) = ready(&site, &dara).await;
    let api = format!("/api/v1/productions/{id}/credits");
    let before = json(&site, &api).await;
    assert_eq!(before["is_final"], false);
    let rows: Vec<(&str, i64)> = before["credits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["basis"].as_str().unwrap(),
                row["record"]["id"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(rows, [("included", remix.0), ("influence", root.0)]);
    let page = site
        .send(
            Ask::get(format!("/productions/{id}/release"))
                .html()
                .with(Some(&dara.token)),
        )
        .await;
    assert!(
        page.text().contains("Release it for good"),
        "{}",
        page.text()
    );
    let (id_text, version) = (id.to_string(), "3");
    let release = [("id", id_text.as_str()), ("version", version)];
    let answer = site
        .send(
            Ask::form("/productions/release", &release)
                .html()
                .with(Some(&dara.token)),
        )
        .await;
    assert_eq!(
        answer.header("location"),
        Some(format!("/productions/{id}?done=released").as_str()),
        "{}",
        answer.text()
    );
    let after = json(&site, &api).await;
    assert_eq!(after["is_final"], true);
    assert_eq!(after["credits"], before["credits"]);

    let first = json(&site, &format!("{api}?limit=1")).await;
    assert_eq!(first["next"], 1);
    let rest = json(&site, &format!("{api}?limit=1&after=1")).await;
    assert_eq!(
        (&rest["credits"][0]["position"], &rest["next"]),
        (&1.into(), &Value::Null)
    );
    let answer = site.send(Ask::get(api.as_str())).await;
    let tag = answer.header("etag").unwrap().to_owned();
    let known = site
        .send(Ask::get(api.as_str()).header("if-none-match", &tag))
        .await;
    assert_eq!(known.status, 304);
    for (format, mime, words) in [
        ("text", "text/plain", "Grown from records by"),
        ("html", "text/html", "<h3>With records by</h3>"),
        ("csv", "text/csv", "position,basis,role"),
    ] {
        let answer = site.send(Ask::get(format!("{api}?format={format}"))).await;
        assert!(answer.header("content-type").unwrap().starts_with(mime));
        assert!(answer.text().contains(words), "{}", answer.text());
    }
    let wrong = site.send(Ask::get(format!("{api}?format=pdf"))).await;
    assert_eq!(
        (wrong.status, wrong.header("content-type")),
        (422, Some("application/problem+json"))
    );
    assert_eq!(
        site.send(Ask::get("/api/v1/productions/999/credits"))
            .await
            .status,
        404
    );

    let list = json(&site, "/api/v1/productions?status=released").await;
    assert_eq!(list["productions"].as_array().unwrap().len(), 1);
    assert_eq!(
        site.send(Ask::get("/api/v1/productions?status=lost"))
            .await
            .status,
        422
    );
    let described = json(&site, "/api/v1/openapi.json").await;
    assert!(described["paths"]["/api/v1/productions/{id}/credits"].is_object());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_card_may_be_framed_and_it_runs_nothing() {
    let site = Site::start().await;
    let dara = director(&site).await;
    let (id, ..) = ready(&site, &dara).await;
    let card = site
        .send(Ask::get(format!("/productions/{id}/credits/card")).html())
        .await;
    assert_eq!(card.status, 200);
    let policy = card.header("content-security-policy").unwrap();
    assert!(
        policy.contains("frame-ancestors *") && !policy.contains("script"),
        "{policy}"
    );
    assert_eq!(card.header("x-frame-options"), None);
    // Nor where a browser asks whether what it has is still so.
    let tag = card.header("etag").unwrap();
    let again = Ask::get(format!("/productions/{id}/credits/card")).header("if-none-match", tag);
    let again = site.send(again.html()).await;
    assert_eq!((again.status, again.header("x-frame-options")), (304, None));
    let credits = format!("/api/v1/productions/{id}/credits?format=html");
    let pasted = site.send(Ask::get(credits)).await;
    let policy = pasted.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(
        !card.text().contains("<script") && !card.text().contains("<form"),
        "{}",
        card.text()
    );
    for path in [
        format!("/productions/{id}/credits"),
        "/productions/999/credits/card".to_owned(),
        "/productions/1/x/credits/card".to_owned(),
    ] {
        let other = site.send(Ask::get(path.as_str()).html()).await;
        assert_eq!(other.header("x-frame-options"), Some("DENY"), "{path}");
        let policy = other.header("content-security-policy").unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
    }
    let address = site
        .state
        .site
        .public_url
        .replace(':', "%3A")
        .replace('/', "%2F");
    let oembed = json(
        &site,
        &format!("/oembed?url={address}%2Fproductions%2F{id}"),
    )
    .await;
    assert!(oembed["html"].as_str().unwrap().contains("/credits/card"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_accepted_shows_at_the_source() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let source = site.published(&ann).await;
    let remix = site.published(&bo).await;
    let later = site.published(&ann).await;
    let claim = async |source: RecordId| {
        let page = format!("http://{}/records/{remix}/claim", site.address);
        let (remix, source) = (remix.to_string(), source.to_string());
        let form = [
            ("id", remix.as_str()),
            ("claimed_source", &source),
            ("used", "the tin"),
            ("reason", "Hear it."),
        ];
        site.send(
            Ask::form("/claims/new", &form)
                .html()
                .header("referer", &page)
                .with(Some(&ann.token)),
        )
        .await
    };
    let refused = claim(later).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("links never lead back in time"),
        "{}",
        refused.text()
    );
    assert!(
        refused.text().contains("value=\"Hear it.\""),
        "{}",
        refused.text()
    );
    let made = claim(source).await;
    let place = made.header("location").unwrap().to_owned();
    let id = place
        .trim_start_matches("/claims/")
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let list = site
        .send(Ask::get("/claims").html().with(Some(&bo.token)))
        .await;
    assert!(
        list.text().contains(&format!("/claims/{id}")),
        "{}",
        list.text()
    );
    let form = [
        ("id", id.as_str()),
        ("act", "accept"),
        ("answer", "So it is."),
    ];
    let answer = site
        .send(
            Ask::form("/claims/decide", &form)
                .html()
                .with(Some(&bo.token)),
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = site
        .send(Ask::get(format!("/records/{remix}")).html())
        .await
        .text();
    assert!(
        page.contains("Added by a claim of") && page.contains("So it is."),
        "{page}"
    );
    let lineage = json(&site, &format!("/api/v1/records/{remix}/lineage")).await;
    assert_eq!(lineage["ancestor_count"], 1);
    let again = site
        .send(
            Ask::form("/claims/decide", &form)
                .html()
                .with(Some(&bo.token)),
        )
        .await;
    assert_eq!(again.status, 409);
}
