//! What is not answered: old epochs, nonsense, what is not public.

use super::{SECRET, World, delta, get, read, world};
use crate::http::Ask;
use crate::site::Site;
use serde_json::{Value, json};

/// Every call below an epoch.
fn calls() -> Vec<&'static str> {
    vec![
        "tiles/0/0/0",
        "labels/0/0/0",
        "new",
        "new/labels",
        "select",
        "heaviest",
        "flow?production=1",
        "summary",
        "export.csv",
        "export.graphml",
        "export.gexf",
        "records/0",
        "find?record=1",
        "lineage?record=1",
        "siblings?record=2&source=1",
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_epoch_is_told_so() {
    let World { site, .. } = world().await;
    for call in calls() {
        for epoch in [
            "3-0000000000",
            "live",
            "%F0%9F%8C%B1",
            "..%2F",
            &"x".repeat(3000),
        ] {
            let answer = get(&site, &format!("/api/v1/map/{epoch}/{call}")).await;
            assert_eq!(answer.status, 410, "{call} {epoch}");
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json")
            );
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            let problem: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(
                problem["detail"],
                "The map was laid out anew. Load it again."
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn until_it_is_laid_out_it_says_when_to_ask_again() {
    let mut site = Site::start().await;
    let lineage = site.state.site.lineage.clone();
    let mut state = site.state.clone();
    state.site.map = std::sync::Arc::new(db::LiveMap::new(lineage));
    let address = site.serve_too(state).await;
    let mut paths: Vec<String> = calls()
        .iter()
        .map(|call| format!("/api/v1/map/0-x/{call}"))
        .collect();
    paths.extend(["/api/v1/map".to_owned(), "/api/v1/map/live".to_owned()]);
    for path in paths {
        let answer = Ask::get(&path).send(address).await;
        assert_eq!(
            (answer.status, answer.header("retry-after")),
            (503, Some("1")),
            "{path}"
        );
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
    }
    assert_eq!(Ask::get("/readyz").send(address).await.status, 200);
    assert_eq!(Ask::get("/").html().send(address).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_refused_by_its_name() {
    let World { site, base, .. } = world().await;
    let ids = |count: usize| vec!["1"; count].join(",");
    let corners = |count: usize| vec!["1,1"; count].join(",");
    let rows = [
        ("records", ids(501)),
        ("records", "1,,2".to_owned()),
        ("records", "1;DROP TABLE record".to_owned()),
        ("records", "-1".to_owned()),
        ("records", "99999999999999999999".to_owned()),
        ("records", "1&records=2".to_owned()),
        ("subtree", ids(21)),
        ("ancestors", ids(21)),
        ("descendants", ids(21)),
        ("descendants", "%00".to_owned()),
        ("within", corners(2)),
        ("within", corners(65)),
        ("within", "1,2,3".to_owned()),
        ("within", "1,1,2,2,3".to_owned()),
        ("within", "NaN,1,2,2,3,3".to_owned()),
        ("within", "inf,1,2,2,3,3".to_owned()),
        ("within", "1e300,1,2,2,3,3".to_owned()),
        (
            "within",
            format!(
                "{0}&within={0}&within={0}&within={0}&within={0}&within={0}&within={0}&within={0}&within={0}",
                corners(3)
            ),
        ),
        ("medium", "film".to_owned()),
        ("medium", "text,".to_owned()),
        ("medium", "text&medium=audio".to_owned()),
        ("member", "not a handle".to_owned()),
        ("license", "x".repeat(101)),
        ("tag", "%23".to_owned()),
        ("tag", "x".repeat(100)),
        ("from", "yesterday".to_owned()),
        ("from", "2026-02-30".to_owned()),
        ("to", "2026-1-1".to_owned()),
        ("to", "2026-01-01&from=2026-01-02".to_owned()),
        ("min_hearts", "-1".to_owned()),
        ("min_hearts", "many".to_owned()),
        ("never_remixed", "yes".to_owned()),
        ("several_sources", "2".to_owned()),
        ("withdrawn", "true".to_owned()),
        ("q", "x".repeat(201)),
        ("lineage", "x".to_owned()),
    ];
    for (name, value) in rows {
        for call in [
            "select",
            "summary",
            "export.csv",
            "export.graphml",
            "export.gexf",
        ] {
            let answer = get(
                &site,
                &format!("{base}/{call}?{name}={value}").replace(' ', "+"),
            )
            .await;
            assert_eq!(
                answer.status,
                422,
                "{call}?{name}={value}: {}",
                answer.text()
            );
            let problem: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(
                (&problem["parameter"], &problem["code"]),
                (&json!(name), &json!("invalid_parameter"))
            );
        }
    }
    for (path, name) in [
        ("new?after=-1", "after"),
        ("new/labels?after=x", "after"),
        ("find", "record"),
        ("find?record=x", "record"),
        ("siblings", "record"),
        ("siblings?record=2", "source"),
        ("siblings?record=2&source=x", "source"),
    ] {
        let answer = get(&site, &format!("{base}/{path}")).await;
        assert_eq!(answer.status, 422, "{path}");
        let problem: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(problem["parameter"], name);
    }
    assert_eq!(
        get(&site, &format!("{base}/select?records={}", ids(500)))
            .await
            .status,
        200
    );
    assert!(
        delta(&site, &format!("{base}/new?after=4294967295"))
            .await
            .records
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_their_titles_are_nowhere() {
    let World {
        site,
        base,
        draft,
        last,
        by,
        ..
    } = world().await;
    let mut paths = vec!["/api/v1/map".to_owned()];
    // There is no production yet.
    let calls = calls().into_iter().filter(|call| !call.starts_with("flow"));
    paths.extend(calls.map(|call| format!("{base}/{call}")));
    paths.push(format!("{base}/find?record={last}"));
    paths.push(format!("{base}/export.csv?records={last},{draft}"));
    for path in paths {
        // Not even to its author.
        let answer = site.send(Ask::get(&path).with(Some(&by.token))).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert!(!answer.text().contains(SECRET), "{path}");
    }
    for path in [
        format!("find?record={draft}"),
        format!("select?records={draft}"),
        format!("summary?ancestors={draft}"),
        format!("siblings?record={draft}&source={last}"),
        format!("siblings?record={last}&source={draft}"),
    ] {
        let ask = Ask::get(format!("{base}/{path}")).with(Some(&by.token));
        assert_eq!(site.send(ask).await.status, 404, "{path}");
    }
    let found = read(&site, &format!("{base}/summary?q=anybody")).await;
    assert_eq!(found["count"], 0);
}
