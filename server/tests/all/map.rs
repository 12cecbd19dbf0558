//! The map over HTTP: every call's shape, old epochs, what is refused, what does not show, and what shows at once.

use crate::http::{Answer, Ask};
use crate::site::{Site, Somebody};
use db::record::DraftForm;
use domain::record::{Body, Details};
use domain::remix::NamedSource;
use domain::{License, Medium, RecordId, Role};
use lineage::map::{Delta, decode_delta, decode_tile};
use roaring::RoaringBitmap;
use roxmltree::Document;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

async fn get(site: &Site, path: &str) -> Answer {
    site.send(Ask::get(path)).await
}

async fn read(site: &Site, path: &str) -> Value {
    let answer = get(site, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/json"),
        "{path}"
    );
    serde_json::from_slice(&answer.body).unwrap()
}

async fn delta(site: &Site, path: &str) -> Delta {
    let answer = get(site, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    decode_delta(&answer.body).unwrap()
}

async fn draft(site: &Site, by: &Somebody, title: &str, sources: &[RecordId]) -> RecordId {
    let used = |source: &RecordId| NamedSource {
        source: *source,
        used: "the patter".to_owned(),
    };
    let form = DraftForm {
        details: Details::parse(title, "", "rain").unwrap(),
        body: Some(Body::parse(Medium::Text, "patter", "").unwrap()),
        license: Some(License::CcBy),
        sources: sources.iter().map(used).collect(),
    };
    let db = &site.state.site.db;
    db::record::create_draft(db, &by.viewer, &form)
        .await
        .unwrap()
}

async fn publish(site: &Site, by: &Somebody, id: RecordId) {
    db::record::publish(&site.state.site.db, &by.viewer, id)
        .await
        .unwrap();
}

/// A root, a remix of it, a remix of both whose title is no formula and no markup, and a draft.
struct World {
    site: Site,
    by: Somebody,
    root: RecordId,
    middle: RecordId,
    last: RecordId,
    draft: RecordId,
    /// `/api/v1/map/{epoch}`.
    base: String,
}

const NASTY: &str = "=HYPERLINK(\"x\",\"<b>🌱</b>\")";
const SECRET: &str = "Not shown to anybody";

async fn world() -> World {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let root = draft(&site, &by, "Rain on tin", &[]).await;
    publish(&site, &by, root).await;
    let middle = draft(&site, &by, "Storm", &[root]).await;
    publish(&site, &by, middle).await;
    let last = draft(&site, &by, NASTY, &[middle, root]).await;
    publish(&site, &by, last).await;
    let draft = draft(&site, &by, SECRET, &[last]).await;
    let base = format!("/api/v1/map/{}", site.settle().await);
    World {
        site,
        by,
        root,
        middle,
        last,
        draft,
        base,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_tells_what_it_is() {
    let World { site, base, .. } = world().await;
    let info = read(&site, "/api/v1/map").await;
    assert_eq!(
        base,
        format!("/api/v1/map/{}", info["epoch"].as_str().unwrap())
    );
    let counts = [
        "records",
        "new",
        "links",
        "roots",
        "singles",
        "several_sources",
        "never_remixed",
        "withdrawn",
    ];
    let found: Vec<i64> = counts
        .iter()
        .map(|name| info[name].as_i64().unwrap())
        .collect();
    assert_eq!(found, [3, 0, 3, 1, 0, 1, 1, 0]);
    assert_eq!(
        info["mediums"],
        json!({ "text": 3, "image": 0, "audio": 0, "video": 0, "code": 0 })
    );
    for name in ["left", "top", "right", "bottom"] {
        assert!(info["bounds"][name].is_i64(), "{info}");
    }
    for name in ["left", "top", "span", "levels"] {
        assert!(info["grid"][name].is_i64(), "{info}");
    }
    let months = info["months"].as_array().unwrap();
    assert_eq!(months.len(), 64);
    assert_eq!(
        months
            .iter()
            .map(|month| month.as_u64().unwrap())
            .sum::<u64>(),
        3
    );
    assert!(info["time"]["from"].as_str().unwrap().ends_with('Z'));
    let tag = get(&site, "/api/v1/map")
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    let again = Ask::get("/api/v1/map").header("if-none-match", &tag);
    assert_eq!(site.send(again).await.status, 304);
}

#[tokio::test(flavor = "multi_thread")]
async fn tiles_are_kept_for_ever_and_titles_for_a_while() {
    let World {
        site, base, root, ..
    } = world().await;
    let answer = get(&site, &format!("{base}/tiles/0/0/0")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let headers = [
        ("content-type", "application/octet-stream"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
    ];
    for (name, value) in headers {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    let tile = decode_tile(&answer.body).unwrap();
    let index = site.state.site.map.index(root).unwrap();
    let record = tile
        .records
        .iter()
        .find(|record| record.index == index)
        .unwrap();
    assert_eq!((record.size, record.withdrawn), (3, false));
    let answer = get(&site, &format!("{base}/labels/0/0/0")).await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    let labels: Vec<(u32, String)> = serde_json::from_slice(&answer.body).unwrap();
    assert!(
        labels.contains(&(index, "Rain on tin".to_owned())),
        "{labels:?}"
    );
    for place in [
        "0/1/0",
        "0/0/1",
        "99/0/0",
        "256/0/0",
        "-1/0/0",
        "0/+0/0",
        "a/b/c",
        "0/0/4294967296",
    ] {
        for call in ["tiles", "labels"] {
            assert_eq!(
                get(&site, &format!("{base}/{call}/{place}")).await.status,
                404,
                "{call} {place}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_selected_comes_as_a_bitmap() {
    let World {
        site,
        base,
        root,
        middle,
        last,
        by,
        ..
    } = world().await;
    let map = &site.state.site.map;
    let now = db::Timestamp::now().rfc3339();
    let today = &now[..10];
    let member = format!("member={}", by.handle);
    let corners: String = (0..64).map(|n| format!("{n},{},", n * n)).collect();
    let rows: Vec<(String, Vec<RecordId>)> = vec![
        (String::new(), vec![root, middle, last]),
        (format!("records={root},{last},999"), vec![root, last]),
        (format!("subtree={middle}"), vec![middle, last]),
        (format!("ancestors={last}"), vec![root, middle]),
        (format!("descendants={root}&never_remixed=1"), vec![last]),
        (
            "within=-1e6,-1e6,1e6,-1e6,1e6,1e6,-1e6,1e6".to_owned(),
            vec![root, middle, last],
        ),
        (format!("within={}", &corners[..corners.len() - 1]), vec![]),
        ("several_sources=1&never_remixed=0".to_owned(), vec![last]),
        (
            "medium=text,code&tag=Rain&license=CC-BY-4.0&q=patt".to_owned(),
            vec![root, middle, last],
        ),
        ("medium=image".to_owned(), vec![]),
        (member, vec![root, middle, last]),
        ("member=nobody".to_owned(), vec![]),
        (format!("from={today}&to={today}"), vec![root, middle, last]),
        ("to=2001-01-01".to_owned(), vec![]),
        ("min_hearts=1".to_owned(), vec![]),
        ("withdrawn=1".to_owned(), vec![]),
        (
            "unknown=1&later=version".to_owned(),
            vec![root, middle, last],
        ),
    ];
    for (query, expected) in rows {
        let answer = get(&site, &format!("{base}/select?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        let found = RoaringBitmap::deserialize_from(&answer.body[..]).unwrap();
        let expected: RoaringBitmap = expected.iter().map(|id| map.index(*id).unwrap()).collect();
        assert_eq!(found, expected, "{query}");
        assert_eq!(
            answer.header("understory-count"),
            Some(expected.len().to_string().as_str())
        );
        assert!(
            answer
                .header("access-control-expose-headers")
                .unwrap()
                .contains("understory-count")
        );
        let summary = read(&site, &format!("{base}/summary?{query}")).await;
        assert_eq!(summary["count"], expected.len(), "{query}");
    }
    for call in ["select", "summary", "export.csv", "export.gexf"] {
        let one = get(&site, &format!("{base}/{call}?subtree=999")).await;
        assert_eq!(one.status, 404, "{call}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_and_a_summary_have_the_promised_shape() {
    let World {
        site,
        base,
        root,
        middle,
        last,
        by,
        ..
    } = world().await;
    let index = |id| site.state.site.map.index(id).unwrap();
    let mut detail = read(&site, &format!("{base}/records/{}", index(middle))).await;
    assert_eq!(
        detail,
        read(&site, &format!("{base}/find?record={middle}")).await
    );
    for name in ["published_at", "from", "to"] {
        assert!(
            detail[name].take().as_str().unwrap().ends_with('Z'),
            "{name}"
        );
    }
    for list in ["sources", "remixes", "chain"] {
        for record in detail[list].as_array_mut().unwrap() {
            let time = record["published_at"].take();
            assert!(time.as_str().unwrap().ends_with('Z'), "{list}");
        }
    }
    let mut places = vec![
        detail["at"].take(),
        detail["sources"][0]["at"].take(),
        detail["remixes"][0]["at"].take(),
    ];
    places.retain(|place| place[0].is_i64() && place[1].is_i64());
    assert_eq!(places.len(), 3);
    assert!(detail["level"].take().is_u64() && detail["kind"].take().is_string());
    let author = json!({ "handle": by.handle, "name": by.viewer.name });
    let near = |id: RecordId, title: &str, size: u32, sources: u32, remixes: u32| {
        json!({
            "id": id.0, "index": index(id), "title": title, "medium": "text", "author": author,
            "used": "the patter", "withdrawn": false, "at": null, "published_at": null,
            "size": size, "source_count": sources, "remix_count": remixes,
        })
    };
    let step = |id: RecordId, title: &str| {
        json!({
            "id": id.0, "index": index(id), "title": title, "medium": "text", "author": author, "published_at": null,
        })
    };
    let expected = json!({
        "id": middle.0, "index": index(middle), "size": 2, "title": "Storm", "medium": "text", "author": author,
        "license": "CC-BY-4.0", "published_at": null, "withdrawn": false, "at": null, "level": null, "kind": null,
        "hearts": 0, "source_count": 1, "sources": [near(root, "Rain on tin", 3, 0, 2)],
        "remix_count": 1, "remixes": [near(last, NASTY, 1, 2, 0)],
        "ancestor_count": 1, "descendant_count": 1, "deepest": 1, "member_count": 1, "thumbnail": null,
        "from": null, "to": null, "mediums": { "text": 2, "image": 0, "audio": 0, "video": 0, "code": 0 },
        "chain": [step(middle, "Storm"), step(root, "Rain on tin")], "chain_more": false,
    });
    assert_eq!(detail, expected);
    let summary = read(&site, &format!("{base}/summary")).await;
    assert_eq!(
        summary["members"],
        json!([{ "handle": by.handle, "name": by.viewer.name, "count": 3 }])
    );
    let ids: Vec<i64> = summary["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [root.0, middle.0, last.0]);
    let keys: Vec<&str> = summary["records"][0]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "author",
            "id",
            "index",
            "medium",
            "published_at",
            "title",
            "withdrawn"
        ]
    );
    for path in [
        "records/3",
        "records/x",
        "records/-1",
        "records/4294967296",
        "find?record=999",
    ] {
        assert_eq!(
            get(&site, &format!("{base}/{path}")).await.status,
            404,
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_selected_goes_into_files() {
    let World {
        site,
        base,
        root,
        middle,
        last,
        by,
        ..
    } = world().await;
    let url = &site.state.site.public_url;
    let answer = get(&site, &format!("{base}/export.csv?records={root},{last}")).await;
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"understory-map.csv\"")
    );
    assert_eq!(
        answer.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    let mut reader = csv::Reader::from_reader(&answer.body[..]);
    let head: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        head.join(","),
        "id,title,medium,author,license,published_at,url,sources"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][0], last.to_string());
    assert_eq!(rows[1][1], format!("'{NASTY}"), "no formula");
    assert_eq!(
        (&rows[1][2], &rows[1][3], &rows[1][4]),
        ("text", by.viewer.name.as_str(), "CC-BY-4.0")
    );
    assert_eq!(rows[1][6], format!("{url}/records/{last}"));
    assert_eq!(
        rows[1][7],
        format!("{middle} {root}"),
        "all sources, selected or not"
    );
    for (ending, edges) in [("graphml", "edge"), ("gexf", "edge")] {
        let answer = get(
            &site,
            &format!("{base}/export.{ending}?records={root},{last}"),
        )
        .await;
        assert_eq!(answer.status, 200);
        let text = answer.text();
        let xml = Document::parse(&text).unwrap();
        let count = |name: &str| {
            xml.descendants()
                .filter(|node| {
                    node.has_tag_name(("http://gexf.net/1.3", name))
                        || node.has_tag_name(("http://graphml.graphdrawing.org/xmlns", name))
                })
                .count()
        };
        assert_eq!((count("node"), count(edges)), (2, 1), "{text}");
    }
}

/// Every call below an epoch.
fn calls() -> Vec<&'static str> {
    vec![
        "tiles/0/0/0",
        "labels/0/0/0",
        "new",
        "new/labels",
        "select",
        "summary",
        "export.csv",
        "export.graphml",
        "export.gexf",
        "records/0",
        "find?record=1",
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
    paths.extend(calls().iter().map(|call| format!("{base}/{call}")));
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
    ] {
        let ask = Ask::get(format!("{base}/{path}")).with(Some(&by.token));
        assert_eq!(site.send(ask).await.status, 404, "{path}");
    }
    let found = read(&site, &format!("{base}/summary?q=anybody")).await;
    assert_eq!(found["count"], 0);
}

/// A site with so many records that a few more lead to no new layout.
async fn filled() -> (Site, Somebody, Vec<RecordId>) {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let mut ids: Vec<RecordId> = Vec::new();
    for number in 0..16 {
        let sources: Vec<RecordId> = ids.last().copied().into_iter().collect();
        let id = draft(&site, &by, &format!("Number {number}"), &sources).await;
        publish(&site, &by, id).await;
        ids.push(id);
    }
    site.settle().await;
    (site, by, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_shows_within_a_second() {
    let (site, by, ids) = filled().await;
    let info = read(&site, "/api/v1/map").await;
    assert_eq!((&info["records"], &info["new"]), (&json!(16), &json!(0)));
    let base = format!("/api/v1/map/{}", info["epoch"].as_str().unwrap());
    assert!(
        delta(&site, &format!("{base}/new"))
            .await
            .records
            .is_empty()
    );
    let mut events = Events::open(&site, "").await;
    assert_eq!(events.next().await["new"], 0);
    let late = draft(&site, &by, "Late", &[ids[3]]).await;
    let begun = Instant::now();
    publish(&site, &by, late).await;
    let event = events.next().await;
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(
        (&event["new"], &event["epoch"]),
        (&json!(1), &info["epoch"])
    );
    let new = delta(&site, &format!("{base}/new")).await;
    let (record, anchor) = new.records[0];
    let anchored = site.state.site.map.index(ids[3]).unwrap();
    assert_eq!((new.records.len(), record.index, anchor), (1, 16, anchored));
    assert!(
        delta(&site, &format!("{base}/new?after=1"))
            .await
            .records
            .is_empty()
    );
    assert_eq!(
        read(&site, &format!("{base}/new/labels")).await,
        json!([[16, "Late"]])
    );
    let detail = read(&site, &format!("{base}/find?record={late}")).await;
    assert_eq!(
        (&detail["index"], &detail["level"]),
        (&json!(16), &Value::Null)
    );
    let selected = get(&site, &format!("{base}/select?subtree={}", ids[3])).await;
    let selected = RoaringBitmap::deserialize_from(&selected.body[..]).unwrap();
    assert!(selected.contains(16) && selected.len() == 14);
    let measures = get(&site, "/metrics").await.text();
    for measure in [
        "understory_map_records 17",
        "understory_map_new 1",
        "understory_map_listeners 1",
    ] {
        assert!(measures.contains(measure), "{measure}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_record_shows_as_what_is_left_of_it() {
    let (site, by, ids) = filled().await;
    let base = format!("/api/v1/map/{}", site.settle().await);
    let mut events = Events::open(&site, "").await;
    events.next().await;
    db::record::withdraw(&site.state.site.db, &by.viewer, ids[5])
        .await
        .unwrap();
    assert_eq!(events.next().await["withdrawn"], 1);
    let detail = read(&site, &format!("{base}/find?record={}", ids[5])).await;
    assert_eq!(
        (&detail["withdrawn"], &detail["title"]),
        (&json!(true), &json!("Number 5"))
    );
    assert_eq!(detail["author"]["name"], by.viewer.name);
    let remix = read(&site, &format!("{base}/find?record={}", ids[6])).await;
    assert_eq!(
        (
            &remix["sources"][0]["withdrawn"],
            &remix["sources"][0]["title"]
        ),
        (&json!(true), &json!("Number 5"))
    );
    let gone = get(&site, &format!("{base}/select?withdrawn=1")).await;
    let gone = RoaringBitmap::deserialize_from(&gone.body[..]).unwrap();
    assert!(gone.iter().eq(site.state.site.map.index(ids[5])));
    assert_eq!(read(&site, "/api/v1/map").await["withdrawn"], 1);
    let text = read(&site, &format!("{base}/summary?q=patter")).await;
    assert_eq!(text["count"], 15, "its words are gone");
}

/// A stream of events.
struct Events {
    stream: TcpStream,
    read: String,
}

impl Events {
    async fn open(site: &Site, from: &str) -> Self {
        let mut ask = Ask::get("/api/v1/map/live");
        if !from.is_empty() {
            ask = ask.header("x-forwarded-for", from);
        }
        Self {
            stream: ask.open(site.address).await,
            read: String::new(),
        }
    }

    /// Reads on; `false` at the end.
    async fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        let count = tokio::time::timeout(Duration::from_secs(5), self.stream.read(&mut bytes));
        let count = count
            .await
            .expect("nothing is said for five seconds")
            .unwrap();
        self.read
            .push_str(&String::from_utf8_lossy(&bytes[..count]));
        count > 0
    }

    async fn head(&mut self) -> String {
        while !self.read.contains("\r\n\r\n") {
            assert!(self.read().await);
        }
        self.read.split("\r\n\r\n").next().unwrap().to_lowercase()
    }

    async fn next(&mut self) -> Value {
        loop {
            if let Some((before, rest)) = self.read.split_once("data: ")
                && let Some((data, rest)) = rest.split_once("\n\n")
            {
                assert!(before.contains("event: map"), "{before}");
                let line = data.lines().next().unwrap();
                let value = serde_json::from_str(line).unwrap();
                self.read = rest.to_owned();
                return value;
            }
            assert!(self.read().await, "the stream ended: {}", self.read);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_the_server_stops() {
    let mut site = Site::start().await;
    let epoch = site.settle().await;
    let mut events = Events::open(&site, "").await;
    let head = events.head().await;
    for line in [
        "http/1.1 200",
        "content-type: text/event-stream",
        "cache-control: no-store",
        "access-control-allow-origin: *",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    assert!(!head.contains("content-encoding"), "{head}");
    assert_eq!(
        events.next().await,
        json!({ "epoch": epoch, "new": 0, "withdrawn": 0 })
    );
    site.stop();
    while events.read().await {}
    let ended = tokio::time::timeout(Duration::from_secs(5), site.serving.take().unwrap()).await;
    ended.expect("the server ends at once").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_listens_eight_times_at_most() {
    let site = Site::start_with(&[("UNDERSTORY_TRUSTED_PROXIES", "127.0.0.1")]).await;
    site.settle().await;
    let mut all = Vec::new();
    for turn in 0..8 {
        let mut events = Events::open(&site, &format!("2001:db8:0:1::{turn}")).await;
        assert!(events.head().await.starts_with("http/1.1 200"));
        all.push(events);
    }
    let ask = || Ask::get("/api/v1/map/live").header("x-forwarded-for", "2001:db8:0:1::9");
    assert_eq!(ask().status(site.address).await, 429);
    let refused = site.send(ask()).await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (429, Some("60"))
    );
    assert_eq!(
        refused.header("content-type"),
        Some("application/problem+json")
    );
    let mut other = Events::open(&site, "203.0.113.9").await;
    assert!(other.head().await.starts_with("http/1.1 200"));
    all.pop();
    // The server sees that nobody listens when it next has something to say.
    let by = site.join(Role::Member).await;
    let id = draft(&site, &by, "News", &[]).await;
    publish(&site, &by, id).await;
    site.settle().await;
    let begun = Instant::now();
    loop {
        let mut again = Events::open(&site, "2001:db8:0:1::9").await;
        if again.head().await.starts_with("http/1.1 200") {
            break;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "there is room again"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
