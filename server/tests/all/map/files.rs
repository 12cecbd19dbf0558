//! What is selected, as files.

use super::{NASTY, World, get, world};
use roxmltree::Document;

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
        "id,title,medium,author,license,published_at,url,sources,withdrawn"
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
