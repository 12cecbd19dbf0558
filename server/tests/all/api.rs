//! The REST API: every call's shape, its pages, its validators and its errors.

use crate::http::{Answer, Ask};
use crate::site::{Site, Somebody};
use db::record::DraftForm;
use domain::record::{Body, Details};
use domain::remix::NamedSource;
use domain::{License, Medium, RecordId, Role};
use roxmltree::Document;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

async fn get(site: &Site, path: &str) -> Answer {
    site.send(Ask::get(path)).await
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

async fn read(site: &Site, path: &str) -> Value {
    let answer = get(site, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/json"),
        "{path}"
    );
    json_of(&answer)
}

/// Publishes a text with sources and what was used of each.
async fn write(site: &Site, by: &Somebody, title: &str, sources: &[(RecordId, &str)]) -> RecordId {
    let named: Vec<NamedSource> = sources
        .iter()
        .map(|(source, used)| NamedSource {
            source: *source,
            used: (*used).to_owned(),
        })
        .collect();
    let form = DraftForm {
        details: Details::parse(title, "", "rain, tin").unwrap(),
        body: Some(Body::parse(Medium::Text, "patter", "").unwrap()),
        license: Some(License::CcBy),
        sources: named,
    };
    let parts = &site.state.site;
    let id = db::record::create_draft(&parts.db, &by.viewer, &form)
        .await
        .unwrap();
    db::record::publish(&parts.db, &by.viewer, id)
        .await
        .unwrap();
    parts.lineage.catch_up(&parts.db).await.unwrap();
    id
}

/// A root, a remix of it, a remix of both, and a withdrawn remix of the last.
struct World {
    site: Site,
    by: Somebody,
    root: RecordId,
    middle: RecordId,
    last: RecordId,
    gone: RecordId,
}

const NASTY: &str = "]]> <b>\"it's\" & 🌱</b>";

async fn world() -> World {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let root = write(&site, &by, "Rain on tin", &[]).await;
    let middle = write(&site, &by, NASTY, &[(root, "the patter")]).await;
    let last = write(
        &site,
        &by,
        "Storm",
        &[(middle, ""), (root, "<i>& thanks</i>")],
    )
    .await;
    let gone = write(&site, &by, "Aftermath", &[(last, "")]).await;
    db::record::withdraw(&site.state.site.db, &by.viewer, gone)
        .await
        .unwrap();
    World {
        site,
        by,
        root,
        middle,
        last,
        gone,
    }
}

/// Takes a time out of an answer, after a look at it.
fn take_time(value: &mut Value) {
    let time = value["published_at"].take();
    let time = time.as_str().unwrap();
    assert!(
        time.len() == 20 && time.ends_with('Z') && time.contains('T'),
        "{time}"
    );
}

#[tokio::test]
async fn one_record_has_the_promised_shape() {
    let World {
        site,
        by,
        root,
        last,
        gone,
        ..
    } = world().await;
    let mut record = read(&site, &format!("/api/v1/records/{last}")).await;
    take_time(&mut record);
    let url = &site.state.site.public_url;
    let expected = json!({
        "id": last.0, "title": "Storm", "medium": "text",
        "author": { "handle": by.handle, "name": by.viewer.name },
        "license": "CC-BY-4.0", "tags": ["rain", "tin"], "published_at": null,
        "sources": [{ "id": root.0 + 1, "used": "" }, { "id": root.0, "used": "<i>& thanks</i>" }],
        "remix_count": 1, "heart_count": 0, "media": null, "withdrawn": false,
        "url": format!("{url}/records/{last}"), "external_id": null,
    });
    assert_eq!(record, expected);
    let mut tombstone = read(&site, &format!("/api/v1/records/{gone}")).await;
    take_time(&mut tombstone);
    let expected = json!({
        "id": gone.0, "title": "Aftermath", "medium": "text",
        "author": { "handle": by.handle, "name": by.viewer.name },
        "license": "CC-BY-4.0", "tags": [], "published_at": null,
        "sources": [{ "id": last.0, "used": "" }],
        "remix_count": 0, "heart_count": 0, "media": null, "withdrawn": true,
        "url": format!("{url}/records/{gone}"), "external_id": null,
    });
    assert_eq!(tombstone, expected);
}

#[tokio::test]
async fn a_list_narrows_sorts_and_leaves_out_tombstones() {
    let World {
        site,
        by,
        root,
        middle,
        last,
        ..
    } = world().await;
    let mut list = read(&site, "/api/v1/records").await;
    assert_eq!(list["next"], Value::Null);
    let first = &mut list["records"][0];
    take_time(first);
    let expected = json!({
        "id": last.0, "title": "Storm", "medium": "text",
        "author": { "handle": by.handle, "name": by.viewer.name },
        "license": "CC-BY-4.0", "published_at": null, "source_count": 2, "remix_count": 1,
        "heart_count": 0, "url": format!("{}/records/{last}", site.state.site.public_url),
    });
    assert_eq!(*first, expected);
    let author = format!("author={}", by.handle);
    let rows: [(&str, Vec<RecordId>); 13] = [
        ("", vec![last, middle, root]),
        ("sort=oldest", vec![root, middle, last]),
        ("sort=remixes", vec![root, last, middle]),
        ("medium=text&tag=Rain", vec![last, middle, root]),
        ("medium=audio", vec![]),
        ("q=storm", vec![last]),
        ("q=patt", vec![last, middle, root]),
        ("license=CC-BY-4.0&min_remixes=2", vec![root]),
        ("max_remixes=0", vec![]),
        (&author, vec![last, middle, root]),
        ("author=nobody", vec![]),
        ("project=1", vec![]),
        ("unknown=1&external_id=x/1", vec![]),
    ];
    for (query, expected) in rows {
        let list = read(&site, &format!("/api/v1/records?{query}")).await;
        let ids: Vec<i64> = ids(&list["records"]);
        let expected: Vec<i64> = expected.into_iter().map(|id| id.0).collect();
        assert_eq!(ids, expected, "{query}");
    }
}

fn ids(records: &Value) -> Vec<i64> {
    let records = records.as_array().unwrap();
    records
        .iter()
        .map(|record| record["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_value_that_cannot_be_is_refused_by_its_name() {
    let World { site, root, .. } = world().await;
    let records = [
        ("medium", "film"),
        ("sort", "best"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "x"),
        ("min_remixes", "-1"),
        ("max_remixes", "many"),
        ("author", "a b"),
        ("tag", "#,"),
        ("after", "nonsense"),
        ("project", "x"),
    ];
    let lineage = [
        ("direction", "up"),
        ("depth", "-1"),
        ("limit", "501"),
        ("limit", "0"),
    ];
    let below = |call: &str, rows: &[(&'static str, &str)]| {
        let call = format!("/api/v1/records{call}");
        rows.iter()
            .map(|(name, value)| {
                (
                    *name,
                    format!(
                        "{call}?{name}={}",
                        value.replace('#', "%23").replace(' ', "%20")
                    ),
                )
            })
            .collect::<Vec<_>>()
    };
    let mut calls = below("", &records);
    calls.extend(below(&format!("/{root}/lineage"), &lineage));
    calls.extend(below(
        &format!("/{root}/lineage.svg"),
        &[("limit", "151"), ("size", "huge")],
    ));
    calls.extend(below(&format!("/{root}/attribution"), &[("format", "pdf")]));
    calls.push(("url", "/oembed?format=json".to_owned()));
    for (name, path) in calls {
        let answer = get(&site, &path).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json"),
            "{path}"
        );
        let problem = json_of(&answer);
        assert_eq!(problem["parameter"], name, "{path}");
        assert_eq!(
            (&problem["status"], &problem["code"]),
            (&json!(422), &json!("invalid_parameter"))
        );
        assert!(problem["detail"].as_str().unwrap().contains(name), "{path}");
        assert!(problem["title"].is_string() && problem["type"] == "about:blank");
    }
}

#[tokio::test]
async fn drafts_and_what_is_not_there_look_alike() {
    let World { site, by, .. } = world().await;
    let draft = site.draft(&by).await;
    for id in [
        draft.to_string(),
        "999999".to_owned(),
        "x".to_owned(),
        "-1".to_owned(),
    ] {
        for call in [
            "",
            "/lineage",
            "/attribution",
            "/lineage.svg",
            "/lineage.graphml",
            "/lineage.gexf",
            "/lineage.prov.json",
        ] {
            let path = format!("/api/v1/records/{id}{call}");
            // Signed in as the author, too: the API is everybody's.
            let answer = site.send(Ask::get(&path).with(Some(&by.token))).await;
            assert_eq!(answer.status, 404, "{path}");
            let expected = json!({
                "type": "about:blank", "title": "Not Found", "status": 404,
                "detail": "There is nothing here, or it is not public.", "code": "not_found",
            });
            assert_eq!(json_of(&answer), expected, "{path}");
        }
    }
    let nothing = get(&site, "/api/v1/nothing").await;
    assert_eq!(
        (nothing.status, nothing.header("content-type")),
        (404, Some("application/problem+json"))
    );
    let posted = site.send(Ask::form("/api/v1/records", &[])).await;
    assert_eq!(
        (posted.status, posted.header("content-type")),
        (405, Some("application/problem+json"))
    );
}

#[tokio::test]
async fn a_lineage_is_cut_but_counted_exactly() {
    let World {
        site,
        by,
        root,
        middle,
        last,
        gone,
    } = world().await;
    let mut lineage = read(&site, &format!("/api/v1/records/{middle}/lineage")).await;
    for record in lineage["records"].as_array_mut().unwrap() {
        take_time(record);
    }
    let record = |id: RecordId, title: &str, withdrawn: bool| {
        json!({
            "id": id.0, "title": title, "medium": "text", "published_at": null, "withdrawn": withdrawn,
            "author": { "handle": by.handle, "name": by.viewer.name },
        })
    };
    let expected = json!({
        "focus": middle.0,
        "records": [
            record(middle, NASTY, false), record(root, "Rain on tin", false),
            record(last, "Storm", false), record(gone, "Aftermath", true),
        ],
        "links": [
            { "source": root.0, "remix": middle.0, "used": "the patter" },
            { "source": middle.0, "remix": last.0, "used": "" },
            { "source": root.0, "remix": last.0, "used": "<i>& thanks</i>" },
            { "source": last.0, "remix": gone.0, "used": "" },
        ],
        "truncated": false, "ancestor_count": 1, "descendant_count": 2,
    });
    assert_eq!(lineage, expected);
    let rows = [
        ("direction=ancestors", vec![middle, root], false),
        ("direction=descendants&depth=1", vec![middle, last], true),
        ("limit=1", vec![middle], true),
        ("depth=0", vec![middle], true),
    ];
    for (query, expected, truncated) in rows {
        let lineage = read(&site, &format!("/api/v1/records/{middle}/lineage?{query}")).await;
        let expected: Vec<i64> = expected.into_iter().map(|id| id.0).collect();
        assert_eq!(ids(&lineage["records"]), expected, "{query}");
        assert_eq!(lineage["truncated"], truncated, "{query}");
        assert_eq!(
            (&lineage["ancestor_count"], &lineage["descendant_count"]),
            (&json!(1), &json!(2))
        );
    }
}

#[tokio::test]
async fn attribution_names_the_whole_chain_in_three_formats() {
    let World {
        site, root, last, ..
    } = world().await;
    let path = format!("/api/v1/records/{last}/attribution");
    let text = get(&site, &path).await;
    assert_eq!(
        text.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let lines = text.text();
    let lines: Vec<&str> = lines.lines().collect();
    assert!(lines[0].starts_with("\"Storm\" by Somebody"), "{lines:?}");
    assert_eq!((lines.len(), lines[1]), (4, "Made from:"));
    assert!(lines[0].ends_with("CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"));
    let html = get(&site, &format!("{path}?format=html")).await;
    assert_eq!(
        html.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(
        html.header("content-security-policy"),
        Some(
            "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
    );
    assert!(
        html.text()
            .contains("&lt;b&gt;&quot;it&#39;s&quot; &amp; 🌱&lt;/b&gt;"),
        "{}",
        html.text()
    );
    let chain = read(&site, &format!("{path}?format=json")).await;
    assert_eq!(chain["ancestor_count"], 2);
    assert_eq!(chain["made_from"].as_array().unwrap().len(), 2);
    assert_eq!(chain["work"]["license"]["id"], "CC-BY-4.0");
    let url = format!("{}/records/{root}", site.state.site.public_url);
    assert!(
        chain["made_from"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line["url"] == url)
    );
}

#[tokio::test]
async fn the_picture_stands_alone() {
    let World {
        site, middle, gone, ..
    } = world().await;
    let picture = get(&site, &format!("/api/v1/records/{middle}/lineage.svg")).await;
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    let text = picture.text();
    let document = Document::parse(&text).unwrap();
    let link = format!("{}/records/{gone}", site.state.site.public_url);
    let links: Vec<_> = document
        .descendants()
        .filter_map(|node| node.attribute("href"))
        .collect();
    assert!(
        links.len() == 4 && links.contains(&link.as_str()),
        "{links:?}"
    );
    assert!(!text.contains("<script") && !text.contains("<b>"));
}

fn edges(file: &str, strip: &str) -> BTreeSet<(i64, i64)> {
    let document = Document::parse(file).unwrap();
    let number = |node: &roxmltree::Node<'_, '_>, end: &str| {
        let id = node.attribute(end).unwrap();
        id.strip_prefix(strip).unwrap().parse().unwrap()
    };
    document
        .descendants()
        .filter(|node| node.tag_name().name() == "edge")
        .map(|edge| (number(&edge, "source"), number(&edge, "target")))
        .collect()
}

/// Reads a record's lineage in all its formats; they must hold the very same links.
async fn check_formats(site: &Site, id: i64) -> usize {
    let base = format!("/api/v1/records/{id}/lineage");
    let lineage = read(site, &base).await;
    let links: BTreeSet<(i64, i64)> = lineage["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| {
            (
                link["source"].as_i64().unwrap(),
                link["remix"].as_i64().unwrap(),
            )
        })
        .collect();
    let graphml = get(site, &format!("{base}.graphml")).await;
    assert_eq!(
        graphml.header("content-type"),
        Some("application/graphml+xml")
    );
    assert_eq!(edges(&graphml.text(), "r"), links);
    let gexf = get(site, &format!("{base}.gexf")).await;
    assert_eq!(gexf.header("content-type"), Some("application/gexf+xml"));
    assert_eq!(edges(&gexf.text(), ""), links);
    let prov = read(site, &format!("{base}.prov.json")).await;
    let number = |value: &Value| -> i64 {
        value
            .as_str()
            .unwrap()
            .strip_prefix("record:")
            .unwrap()
            .parse()
            .unwrap()
    };
    let derived: BTreeSet<(i64, i64)> = prov["wasDerivedFrom"]
        .as_object()
        .unwrap()
        .values()
        .map(|link| {
            (
                number(&link["prov:usedEntity"]),
                number(&link["prov:generatedEntity"]),
            )
        })
        .collect();
    assert_eq!(derived, links);
    assert_eq!(
        prov["entity"].as_object().unwrap().len(),
        lineage["records"].as_array().unwrap().len()
    );
    links.len()
}

#[tokio::test]
async fn graph_files_hold_exactly_the_links() {
    let World { site, middle, .. } = world().await;
    assert_eq!(check_formats(&site, middle.0).await, 4);
}

#[tokio::test]
async fn who_has_an_answer_already_is_told_so() {
    let World { site, root, by, .. } = world().await;
    let url = form_urlencoded::byte_serialize(
        format!("{}/records/{root}", site.state.site.public_url).as_bytes(),
    )
    .collect::<String>();
    let base = format!("/api/v1/records/{root}");
    let calls = [
        "/api/v1/records?limit=2".to_owned(),
        base.clone(),
        format!("{base}/lineage"),
        format!("{base}/attribution"),
        format!("{base}/lineage.svg"),
        format!("{base}/lineage.graphml"),
        format!("{base}/lineage.gexf"),
        format!("{base}/lineage.prov.json"),
        format!("/oembed?url={url}"),
        format!("/api/v1/oembed?url={url}"),
        "/api/v1/openapi.json".to_owned(),
    ];
    for path in calls {
        let answer = get(&site, &path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let expected = [
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("cache-control", "public, no-cache"),
            ("x-content-type-options", "nosniff"),
        ];
        for (name, value) in expected {
            assert_eq!(answer.header(name), Some(value), "{path} {name}");
        }
        let tag = answer.header("etag").unwrap().to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let again = site
            .send(
                Ask::get(&path)
                    .header("if-none-match", &tag)
                    .with(Some(&by.token)),
            )
            .await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), Some(tag.as_str()), "{path}");
        let other = site
            .send(Ask::get(&path).header("if-none-match", "W/\"other\""))
            .await;
        assert_eq!(other.status, 200, "{path}");
        let head = site.send(Ask::get(&path).method("HEAD")).await;
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("etag"), Some(tag.as_str()), "{path}");
    }
}

#[tokio::test]
async fn an_embed_links_and_credits() {
    let World { site, by, last, .. } = world().await;
    let public_url = site.state.site.public_url.to_string();
    let embed = async |url: String| {
        let url: String = form_urlencoded::byte_serialize(url.as_bytes()).collect();
        get(&site, &format!("/oembed?format=json&url={url}")).await
    };
    let told = json_of(&embed(format!("{public_url}/records/{last}")).await);
    assert_eq!(
        (&told["type"], &told["version"]),
        (&json!("rich"), &json!("1.0"))
    );
    assert_eq!(
        (&told["title"], &told["author_name"]),
        (&json!("Storm"), &json!(by.viewer.name))
    );
    assert_eq!(
        (&told["width"], &told["height"]),
        (&json!(600), &Value::Null)
    );
    let html = told["html"].as_str().unwrap();
    assert!(html.starts_with("<blockquote") && html.contains("&lt;b&gt;") && !html.contains("<b>"));
    assert!(!html.contains("<script") && !html.contains("<iframe"));
    assert!(told["attribution"].as_str().unwrap().contains("Made from:"));
    for elsewhere in [
        "https://example.org/records/1".to_owned(),
        format!("{public_url}/members/x"),
        format!("{public_url}.evil/records/{last}"),
    ] {
        assert_eq!(embed(elsewhere.clone()).await.status, 404, "{elsewhere}");
    }
    let xml = get(&site, "/oembed?format=xml&url=x").await;
    assert_eq!(
        (xml.status, json_of(&xml)["code"].as_str()),
        (501, Some("unsupported_format"))
    );
}

#[tokio::test]
async fn every_call_is_described() {
    let site = Site::start().await;
    let described = read(&site, "/api/v1/openapi.json").await;
    assert!(described["openapi"].as_str().unwrap().starts_with("3."));
    let paths: Vec<&String> = described["paths"].as_object().unwrap().keys().collect();
    let expected = [
        "/api/v1/challenges",
        "/api/v1/challenges/{id}",
        "/api/v1/challenges/{id}/contributions",
        "/api/v1/map",
        "/api/v1/map/live",
        "/api/v1/map/{epoch}/export.csv",
        "/api/v1/map/{epoch}/export.gexf",
        "/api/v1/map/{epoch}/export.graphml",
        "/api/v1/map/{epoch}/find",
        "/api/v1/map/{epoch}/flow",
        "/api/v1/map/{epoch}/heaviest",
        "/api/v1/map/{epoch}/labels/{level}/{x}/{y}",
        "/api/v1/map/{epoch}/lineage",
        "/api/v1/map/{epoch}/new",
        "/api/v1/map/{epoch}/new/labels",
        "/api/v1/map/{epoch}/records/{index}",
        "/api/v1/map/{epoch}/select",
        "/api/v1/map/{epoch}/siblings",
        "/api/v1/map/{epoch}/summary",
        "/api/v1/map/{epoch}/tiles/{level}/{x}/{y}",
        "/api/v1/oembed",
        "/api/v1/productions",
        "/api/v1/productions/{id}",
        "/api/v1/productions/{id}/credits",
        "/api/v1/projects",
        "/api/v1/projects/{id}",
        "/api/v1/records",
        "/api/v1/records/{id}",
        "/api/v1/records/{id}/attribution",
        "/api/v1/records/{id}/lineage",
        "/api/v1/records/{id}/lineage.gexf",
        "/api/v1/records/{id}/lineage.graphml",
        "/api/v1/records/{id}/lineage.prov.json",
        "/api/v1/records/{id}/lineage.svg",
        "/challenges/{id}/feed.atom",
        "/members/{handle}/feed.atom",
        "/records/{id}/remixes.atom",
    ];
    assert_eq!(paths, expected);
    let text = described.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(
            described["components"]["schemas"][name].is_object(),
            "{name}"
        );
    }
}

/// The corpora lie beside the project, or where `UNDERSTORY_CORPORA` says.
fn corpus(name: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let all = std::env::var_os("UNDERSTORY_CORPORA").map_or(beside, PathBuf::from);
    let corpus = all.join(name);
    if corpus.join("works.csv").exists() {
        return Some(corpus);
    }
    println!("skipped: the corpus {name} is not there");
    None
}

#[tokio::test]
async fn a_whole_corpus_is_read_page_by_page() {
    let Some(folder) = corpus("ccmixter-2016") else {
        return;
    };
    let site = Site::start().await;
    let parts = &site.state.site;
    let report = db::corpus::import(&parts.db, &folder, "ccmixter", false, &|_| {})
        .await
        .unwrap();
    assert_eq!((report.records, report.links), (1_372, 1_208));
    parts.lineage.catch_up(&parts.db).await.unwrap();
    let mut most_remixed = Vec::new();
    for (sort, limit) in [
        ("newest", 100),
        ("oldest", 97),
        ("remixes", 33),
        ("hearts", 100),
    ] {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/records?sort={sort}&limit={limit}&after={after}");
            let page = read(&site, &path).await;
            let more = ids(&page["records"]);
            assert!(more.len() <= limit);
            all.extend(more);
            let Some(next) = page["next"].as_str() else {
                break;
            };
            after = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        }
        assert_eq!(all.len(), 1_372, "{sort}");
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 1_372, "{sort}");
        if sort == "remixes" {
            most_remixed = all;
        }
    }
    let mut links = 0;
    for id in most_remixed.iter().take(8) {
        links += check_formats(&site, *id).await;
    }
    assert!(links > 80, "{links}");
    let found = read(&site, "/api/v1/records?external_id=ccmixter/1064").await;
    assert_eq!(found["records"][0]["title"], "Scared of My Own Blood");
    let id = found["records"][0]["id"].as_i64().unwrap();
    let one = read(&site, &format!("/api/v1/records/{id}")).await;
    assert_eq!(
        (&one["external_id"], &one["license"]),
        (&json!("ccmixter/1064"), &Value::Null)
    );
}
