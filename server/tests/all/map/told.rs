//! What the map tells of itself and of its records.

use super::{NASTY, World, get, read, world};
use crate::http::Ask;
use domain::RecordId;
use lineage::map::decode_tile;
use serde_json::json;

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
    for name in ["published_at", "from", "to", "inside_from", "inside_to"] {
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
        "from": null, "to": null, "inside_from": null, "inside_to": null,
        "secondary_links": [], "mediums": { "text": 2, "image": 0, "audio": 0, "video": 0, "code": 0 },
        "chain": [step(middle, "Storm"), step(root, "Rain on tin")], "chain_more": false,
    });
    assert_eq!(detail, expected);
    let summary = read(&site, &format!("{base}/summary")).await;
    assert_eq!(
        summary["members"],
        json!([{ "handle": by.handle, "name": by.viewer.name, "count": 3 }])
    );
    let of_last = read(&site, &format!("{base}/find?record={last}")).await;
    let (root_at, last_at) = (&of_last["sources"][1]["at"], &of_last["at"]);
    let secondary = json!([{
        "source": index(root), "source_at": root_at, "remix": index(last), "remix_at": last_at,
        "time": summary["secondary_links"][0]["time"],
    }]);
    assert!(secondary[0]["time"].is_u64());
    assert_eq!(of_last["secondary_links"], secondary);
    assert_eq!(summary["secondary_links"], secondary);
    assert_eq!(
        (&of_last["inside_from"], &of_last["inside_to"]),
        (&json!(null), &json!(null))
    );
    let siblings = async |record: RecordId, source: RecordId| {
        let path = format!("{base}/siblings?record={record}&source={source}");
        read(&site, &path).await
    };
    assert_eq!(
        siblings(middle, root).await,
        json!({ "before": null, "after": last.0 })
    );
    assert_eq!(
        siblings(last, root).await,
        json!({ "before": middle.0, "after": null })
    );
    assert_eq!(
        siblings(last, middle).await,
        json!({ "before": null, "after": null })
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
        "siblings?record=1&source=1",
        "siblings?record=999&source=1",
    ] {
        assert_eq!(
            get(&site, &format!("{base}/{path}")).await.status,
            404,
            "{path}"
        );
    }
}
