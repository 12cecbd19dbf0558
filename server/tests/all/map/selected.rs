//! What is selected.

use super::{World, get, read, world};
use domain::RecordId;
use roaring::RoaringBitmap;

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
        ("project=7".to_owned(), vec![]),
        ("time=4095".to_owned(), vec![root, middle, last]),
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
        let tile = get(&site, &format!("{base}/heaviest?{query}")).await;
        let tile = lineage::map::decode_tile(&tile.body).unwrap();
        let drawn: RoaringBitmap = tile.records.iter().map(|record| record.index).collect();
        assert_eq!(drawn, expected, "{query}");
        let summary = read(&site, &format!("{base}/summary?{query}")).await;
        assert_eq!(summary["count"], expected.len(), "{query}");
    }
    for call in ["select", "summary", "export.csv", "export.gexf"] {
        let one = get(&site, &format!("{base}/{call}?subtree=999")).await;
        assert_eq!(one.status, 404, "{call}");
    }
}
