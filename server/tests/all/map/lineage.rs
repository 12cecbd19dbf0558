//! The lineage of a record on the map.

use super::{NASTY, World, draft, get, publish, read, world};
use domain::RecordId;
use roaring::RoaringBitmap;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_lineage_comes_with_the_indexes_of_its_records() {
    let World {
        site,
        base,
        root,
        middle,
        last,
        by,
        ..
    } = world().await;
    let mut told = read(&site, &format!("{base}/lineage?record={middle}")).await;
    for record in told["records"].as_array_mut().unwrap() {
        let time = record["published_at"].take();
        assert!(time.as_str().unwrap().ends_with('Z'));
    }
    let author = json!({ "handle": by.handle, "name": by.viewer.name });
    let line = |id: RecordId, title: &str| {
        json!({
            "id": id.0, "index": site.state.site.map.index(id), "title": title, "medium": "text",
            "author": author, "published_at": null, "withdrawn": false,
        })
    };
    let links = [(root, middle), (root, last), (middle, last)]
        .map(|(source, remix)| json!({ "source": source.0, "remix": remix.0 }));
    let mut found = told["links"].take();
    let found = found.as_array_mut().unwrap();
    found.sort_by_key(|link| (link["source"].as_i64(), link["remix"].as_i64()));
    assert_eq!(found[..], links);
    assert_eq!(told["records"][0], line(middle, "Storm"), "itself first");
    let titles = told["records"].as_array().unwrap();
    assert!(titles.contains(&line(root, "Rain on tin")) && titles.contains(&line(last, NASTY)));
    assert_eq!((&told["truncated"], titles.len()), (&json!(false), 3));

    // What is published a moment later is there too, with an index of its own.
    let more = draft(&site, &by, "Drizzle", &[last]).await;
    publish(&site, &by, more).await;
    site.settle().await;
    let index = site.state.site.map.index(more).unwrap();
    let base = format!("/api/v1/map/{}", site.settle().await);
    let told = read(&site, &format!("{base}/lineage?record={middle}")).await;
    let found = told["records"].as_array().unwrap().iter();
    let found = found.filter(|record| record["id"] == more.0);
    assert_eq!(
        found
            .map(|record| record["index"].clone())
            .collect::<Vec<_>>(),
        [json!(index)]
    );

    for (path, status) in [
        ("lineage", 422),
        ("lineage?record=x", 422),
        ("lineage?record=999", 404),
    ] {
        assert_eq!(get(&site, &format!("{base}/{path}")).await.status, status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lineage_narrows_what_is_selected() {
    let World {
        site,
        by,
        root,
        middle,
        draft: secret,
        ..
    } = world().await;
    let other = draft(&site, &by, "Far away", &[]).await;
    publish(&site, &by, other).await;
    let beside = draft(&site, &by, "Hail", &[root]).await;
    publish(&site, &by, beside).await;
    let base = format!("/api/v1/map/{}", site.settle().await);
    let index = |id: RecordId| site.state.site.map.index(id).unwrap();
    for (query, expected) in [
        (format!("lineage={beside}"), vec![root, beside]),
        (format!("lineage={other}"), vec![other]),
        (format!("descendants={root}&lineage={beside}"), vec![beside]),
        (format!("records={other}&lineage={middle}"), vec![]),
        (format!("q=hail&lineage={root}"), vec![beside]),
    ] {
        let answer = get(&site, &format!("{base}/select?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        let found = RoaringBitmap::deserialize_from(&answer.body[..]).unwrap();
        let expected: RoaringBitmap = expected.into_iter().map(index).collect();
        assert_eq!(found, expected, "{query}");
        let summary = read(&site, &format!("{base}/summary?{query}")).await;
        assert_eq!(summary["count"], expected.len());
        let bounds = summary["bounds"].as_array();
        assert_eq!(bounds.is_some(), !expected.is_empty(), "{query}");
    }
    for unseen in [secret, RecordId(999)] {
        for call in ["select", "summary", "export.csv", "export.graphml"] {
            let answer = get(&site, &format!("{base}/{call}?lineage={unseen}")).await;
            assert_eq!(answer.status, 404, "{call} {unseen}");
        }
    }
}
