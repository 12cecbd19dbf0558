use super::*;
use db::Timestamp;
use db::lineage::Neighbourhood;
use db::record::LineageLine;
use domain::{Medium, RecordId};
use proptest::prelude::*;
use roxmltree::Document;

fn found(title: &str, used: &str) -> Found {
    let line = |id| LineageLine {
        id: RecordId(id),
        title: title.to_owned(),
        medium: Medium::Audio,
        author: "maya".parse().unwrap(),
        author_name: title.to_owned(),
        license: None,
        published_at: Timestamp(1_700_000_000_000_000),
        withdrawn: id == 2,
    };
    let link = |source, remix| (RecordId(source), RecordId(remix));
    Found {
        near: Neighbourhood {
            records: vec![RecordId(3), RecordId(1), RecordId(2)],
            links: vec![link(1, 3), link(2, 3)],
            truncated: false,
            ancestor_count: 2,
            descendant_count: 0,
        },
        lines: vec![line(3), line(1), line(2)],
        used: vec![used.to_owned(), String::new()],
    }
}

fn edges<'a>(document: &'a Document<'_>) -> Vec<(&'a str, &'a str)> {
    let is_edge = |node: &roxmltree::Node<'_, '_>| node.has_tag_name("edge");
    document
        .descendants()
        .filter(|node| node.tag_name().name() == "edge" || is_edge(node))
        .map(|edge| {
            (
                edge.attribute("source").unwrap(),
                edge.attribute("target").unwrap(),
            )
        })
        .collect()
}

const NASTY: &str = "]]> <b a='\"'>&amp;\u{0}\u{b}\u{1b}\u{ffff}\n\t🌱 \u{202e}x";

#[test]
fn graphml_holds_the_links_whatever_titles_hold() {
    let file = graphml::write(&found(NASTY, NASTY), "https://example.org");
    let document = Document::parse(&file).unwrap();
    assert_eq!(edges(&document), [("r1", "r3"), ("r2", "r3")]);
    let titles: Vec<_> = document
        .descendants()
        .filter(|node| node.attribute("key") == Some("title"))
        .map(|node| node.text().unwrap())
        .collect();
    assert_eq!(titles, ["]]> <b a='\"'>&amp;\n\t🌱 \u{202e}x"; 3]);
}

#[test]
fn gexf_holds_the_links_whatever_titles_hold() {
    let file = gexf::write(&found(NASTY, NASTY), "https://example.org");
    let document = Document::parse(&file).unwrap();
    assert_eq!(edges(&document), [("1", "3"), ("2", "3")]);
    let label = document
        .descendants()
        .find_map(|node| node.attribute("label"))
        .unwrap();
    assert_eq!(label, "]]> <b a='\"'>&amp;\n\t🌱 \u{202e}x");
}

#[test]
fn prov_derives_and_attributes() {
    let document = prov::document(&found("Rain", "the chorus"), "https://example.org");
    let derived = document["wasDerivedFrom"].as_object().unwrap();
    assert_eq!(derived.len(), 2);
    let first = &derived["_:d1-3"];
    assert_eq!(first["prov:generatedEntity"], "record:3");
    assert_eq!(first["prov:usedEntity"], "record:1");
    assert_eq!(first["prov:label"], "the chorus");
    assert_eq!(document["wasAttributedTo"].as_object().unwrap().len(), 3);
    assert_eq!(document["agent"].as_object().unwrap().len(), 1);
}

proptest! {
    #[test]
    fn every_title_gives_a_file_that_can_be_read(title in any::<String>(), used in any::<String>()) {
        let found = found(&title, &used);
        for file in [graphml::write(&found, "https://x.y"), gexf::write(&found, "https://x.y")] {
            let document = Document::parse(&file);
            prop_assert!(document.is_ok(), "{document:?}");
        }
    }
}
