use crate::harness::{World, on_both};
use db::corpus::{ImportReport, Problem, export, import};
use db::lineage::Direction;
use db::record::{RecordFilter, Sort, find_record, list_records};
use db::{Db, LiveLineage};
use domain::RecordId;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Mutex;

const HEADER: &str = "id,title,author,created_at,media,license,tags,url\n";

fn write(dir: &Path, works: &str, remixes: &str) {
    std::fs::write(dir.join("works.csv"), format!("{HEADER}{works}")).unwrap();
    std::fs::write(
        dir.join("remixes.csv"),
        format!("remix_id,source_id\n{remixes}"),
    )
    .unwrap();
}

fn work(id: &str) -> String {
    format!("{id},title {id},ann,2020-01-01T00:00:00Z,text,CC-BY-4.0,a;b,\n")
}

async fn import_all(db: &Db, dir: &Path, name: &str, skip_bad: bool) -> ImportReport {
    import(db, dir, name, skip_bad, &|_| {}).await.unwrap()
}

/// The record id of each work of a corpus, by its id in the files.
async fn ids(world: &World, name: &str) -> HashMap<String, RecordId> {
    let (mut ids, mut after) = (HashMap::new(), None);
    loop {
        let all = RecordFilter::default();
        let page = list_records(&world.db, &all, Sort::Oldest, after.as_deref(), 100)
            .await
            .unwrap();
        for card in page.rows {
            let record = find_record(&world.db, None, card.id).await.unwrap();
            let external_id = record.external_id.unwrap();
            ids.insert(
                external_id
                    .strip_prefix(&format!("{name}/"))
                    .unwrap()
                    .to_owned(),
                card.id,
            );
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return ids,
        }
    }
}

#[tokio::test]
async fn a_corpus_is_imported_once() {
    on_both(async |world| {
        let db = &world.db;
        let dir = tempfile::tempdir().unwrap();
        let works = "9,\"A \"\"title\"\" <b>,\n of two lines\",\"Ann, Lee\",2020-01-02T03:04:05Z,code,GPL-2.0-only,B;a;b,https://example.org/9\n\
            2,,Ann  Lee,2019-01-01T00:00:00.5Z,audio,,,\n\
            x,مرحبا,bo,2018-01-01T00:00:00+02:00,image,CC0-1.0,,\n";
        write(dir.path(), works, "9,2\n9,x\n2,x\n");
        world.member("ann-lee").await;
        let report = import_all(db, dir.path(), "mix", false).await;
        assert_eq!((report.records, report.links, report.members, report.known), (3, 3, 3, 0));
        assert!(report.problems.is_empty());
        let ids = ids(world, "mix").await;
        let record = find_record(db, None, ids["9"]).await.unwrap();
        assert_eq!(record.card.title, "A \"title\" <b>, of two lines");
        assert_eq!(record.card.author_name, "Ann, Lee");
        assert_eq!(record.card.license.as_deref(), Some("GPL-2.0-only"));
        assert_eq!(record.tags, ["b", "a"]);
        assert_eq!(record.url.as_deref(), Some("https://example.org/9"));
        assert_eq!(record.published_at.unwrap().rfc3339(), "2020-01-02T03:04:05Z");
        let sources: Vec<_> = record.sources.iter().map(|s| s.card.id).collect();
        assert_eq!(sources, [ids["2"], ids["x"]]);
        assert_eq!(record.sources[1].card.remix_count, 2);
        // "Ann, Lee" and "Ann Lee" are two authors, and a member has the nearest handle already.
        let handles: BTreeSet<_> = record.sources.iter().map(|s| s.card.author.to_string()).collect();
        assert_eq!(record.card.author.as_str(), "ann-lee-2");
        assert_eq!(handles, BTreeSet::from(["ann-lee-3".to_owned(), "bo".to_owned()]));
        let profile = db::member::find_profile(db, "ann-lee-3").await.unwrap();
        assert_eq!((profile.name.as_str(), profile.corpus.as_deref()), ("Ann Lee", Some("mix")));
        assert_eq!(profile.joined_at.rfc3339(), "2019-01-01T00:00:00Z");
        for (q, expected) in [("title lines", ids["9"]), ("مرحبا", ids["x"])] {
            let filter = RecordFilter { q: Some(q.to_owned()), ..RecordFilter::default() };
            let page = list_records(db, &filter, Sort::Newest, None, 9).await.unwrap();
            assert_eq!(page.rows.iter().map(|card| card.id).collect::<Vec<_>>(), [expected], "{q}");
        }

        let again = import_all(db, dir.path(), "mix", false).await;
        assert_eq!((again.records, again.links, again.members, again.known), (0, 0, 0, 3));
        assert!(again.problems.is_empty());

        // New rows of the same corpus are added, and their links to known records hold.
        let more = format!("{works}n,new,bo,2021-01-01T00:00:00Z,text,,,\n");
        write(dir.path(), &more, "9,2\n9,x\n2,x\nn,9\nn,x\n");
        let report = import_all(db, dir.path(), "mix", false).await;
        assert_eq!((report.records, report.links, report.members, report.known), (1, 2, 0, 3));
        let lineage = LiveLineage::load(db).await.unwrap();
        assert_eq!(lineage.counts(ids["x"]), (0, 3));
        assert_eq!(find_record(db, None, ids["x"]).await.unwrap().card.remix_count, 3);

        // What was imported is published: it can be remixed, and its links no longer change.
        let ann = db::demo::find_viewer(db, "ann-lee").await.unwrap();
        world.record(&ann, "mine", &[ids["x"]]).await;
        write(dir.path(), &more, "9,2\n9,x\n2,x\nn,9\nn,x\nx,n\n");
        let report = import_all(db, dir.path(), "mix", false).await;
        assert_eq!(report.problems.len(), 1);
        assert_eq!((report.problems[0].file, report.problems[0].line), ("remixes.csv", 7));
        // The same files under another name are another corpus.
        write(dir.path(), works, "");
        assert_eq!(import_all(db, dir.path(), "other", false).await.records, 3);
        for finding in db::audit::audit(db).await.unwrap() {
            assert_eq!(finding.bad, None, "{}", finding.what);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named_by_file_and_line_and_nothing_is_imported() {
    on_both(async |world| {
        let db = &world.db;
        let dir = tempfile::tempdir().unwrap();
        let good: String = ["1", "2", "3", "4"].iter().map(|id| work(id)).collect();
        let with = |row: &str| format!("{good}{row}{}", work("5"));
        let long = format!(
            "6,{},ann,2020-01-01T00:00:00Z,text,,,\n",
            "x".repeat(10_001)
        );
        let many: String = (10..75).map(|n| work(&n.to_string())).collect::<String>();
        let to_many: String = (10..75).map(|n| format!("1,{n}\n")).collect();
        let rows: [(String, &str, &str, u64, &str); 17] = [
            (
                with("6,t,ann,2020-01-01T00:00:00Z,text,\n"),
                "",
                "works.csv",
                6,
                "columns",
            ),
            (
                with("6,t,ann,2020-01-01T00:00:00Z,text,,,,\n"),
                "",
                "works.csv",
                6,
                "columns",
            ),
            (
                with("6,t,ann,yesterday,text,,,\n"),
                "",
                "works.csv",
                6,
                "time",
            ),
            (
                with("6,t,ann,2020-02-30T00:00:00Z,text,,,\n"),
                "",
                "works.csv",
                6,
                "time",
            ),
            (
                with("6,t,ann,2020-01-01T00:00:00Z,smell,,,\n"),
                "",
                "works.csv",
                6,
                "medium",
            ),
            (with(&work("2")), "", "works.csv", 6, "already"),
            (
                with("\"\",t,ann,2020-01-01T00:00:00Z,text,,,\n"),
                "",
                "works.csv",
                6,
                "id is empty",
            ),
            (
                with("6,t,,2020-01-01T00:00:00Z,text,,,\n"),
                "",
                "works.csv",
                6,
                "author is empty",
            ),
            (
                with("6,t,ann,2020-01-01T00:00:00Z,text,,,javascript:alert(1)\n"),
                "",
                "works.csv",
                6,
                "url",
            ),
            (with(&long), "", "works.csv", 6, "10001 characters"),
            (good.clone(), "2,1\n3,nine\n", "remixes.csv", 3, "nine"),
            (good.clone(), "2,1\n3\n", "remixes.csv", 3, "columns"),
            (good.clone(), "2,1\n3,1\n2,1\n", "remixes.csv", 4, "line 2"),
            (good.clone(), "2,1\n3,3\n", "remixes.csv", 3, "itself"),
            (
                good.clone(),
                "2,1\n4,1\n3,2\n1,3\n4,2\n",
                "remixes.csv",
                5,
                "\"1\" to \"2\" in line 2",
            ),
            (
                good.clone() + &many,
                &to_many,
                "remixes.csv",
                66,
                "more than 64",
            ),
            (
                with("6,\"t\nwith a line\",ann,bad,text,,,\n"),
                "",
                "works.csv",
                6,
                "time",
            ),
        ];
        for (works, remixes, file, line, what) in &rows {
            write(dir.path(), works, remixes);
            let report = import_all(db, dir.path(), "bad", false).await;
            let [
                Problem {
                    file: f,
                    line: l,
                    what: w,
                },
            ] = &report.problems[..]
            else {
                panic!("{what}: {:?}", report.problems);
            };
            assert_eq!((f, l), (file, line), "{what}: {w}");
            assert!(w.contains(what), "{what}: {w}");
            assert_eq!((report.records, report.members), (0, 0));
        }
        assert_eq!(world.number("SELECT count(*) FROM member").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM record").await, 0);
        assert_eq!(
            world
                .number("SELECT value FROM counter WHERE name = 'record_seq'")
                .await,
            0
        );

        // A missing column or file is hopeless, bad rows skipped or not.
        std::fs::write(
            dir.path().join("works.csv"),
            "id,title,author,created_at,license,tags,url\n",
        )
        .unwrap();
        let report = import_all(db, dir.path(), "bad", true).await;
        assert_eq!(report.problems[0].what, "the column media is missing");
        std::fs::remove_file(dir.path().join("works.csv")).unwrap();
        assert!(import(db, dir.path(), "bad", true, &|_| {}).await.is_err());
        for name in ["", "a/b", " a", "a\nb"] {
            assert!(import(db, dir.path(), name, true, &|_| {}).await.is_err());
        }
    })
    .await;
}

#[tokio::test]
async fn skipping_what_is_bad_imports_the_rest_and_lists_it() {
    on_both(async |world| {
        let db = &world.db;
        let dir = tempfile::tempdir().unwrap();
        let mut works: String = ["1", "2", "3", "4"].iter().map(|id| work(id)).collect();
        works.push_str("6,t,ann,yesterday,text,,,\n");
        works.push_str(&work("7"));
        // Two circles, a link to a work left out, an unknown one, and one twice.
        write(
            dir.path(),
            &works,
            "2,1\n1,2\n3,2\n4,3\n2,4\n7,6\n7,8\n7,1\n7,1\n",
        );
        let report = import_all(db, dir.path(), "bad", true).await;
        let told: Vec<_> = report.problems.iter().map(|p| (p.file, p.line)).collect();
        let remixes = "remixes.csv";
        assert_eq!(
            told,
            [
                ("works.csv", 6),
                (remixes, 3),
                (remixes, 6),
                (remixes, 7),
                (remixes, 8),
                (remixes, 10)
            ]
        );
        assert_eq!((report.records, report.links), (5, 4));
        let ids = ids(world, "bad").await;
        let lineage = LiveLineage::load(db).await.unwrap();
        assert_eq!(lineage.counts(ids["4"]), (3, 0));
        assert_eq!(lineage.counts(ids["1"]), (0, 4));
        for finding in db::audit::audit(db).await.unwrap() {
            assert_eq!(finding.bad, None, "{}", finding.what);
        }
    })
    .await;
}

#[tokio::test]
async fn the_lineage_comes_in_order_whatever_the_order_of_rows_and_clocks() {
    on_both(async |world| {
        let dir = tempfile::tempdir().unwrap();
        // The remix is older than its source by its date, and stands before it in the file.
        let works = "b,b,ann,2010-01-01T00:00:00Z,text,,,\na,a,ann,2020-01-01T00:00:00Z,text,,,\n";
        write(dir.path(), works, "b,a\n");
        import_all(&world.db, dir.path(), "x", false).await;
        let ids = ids(world, "x").await;
        let seq = |id: RecordId| format!("SELECT seq FROM record WHERE id = {id}");
        assert_eq!(world.number(&seq(ids["a"])).await, 1);
        assert_eq!(world.number(&seq(ids["b"])).await, 2);
    })
    .await;
}

/// A lineage as sets of titles: each record's sources, ancestors and descendants.
type Shape = BTreeMap<String, (Vec<String>, u32, u32)>;

async fn shape(world: &World) -> Shape {
    let lineage = LiveLineage::load(&world.db).await.unwrap();
    let mut shape = Shape::new();
    let (records, _) = lineage.size();
    let all = world
        .number("SELECT coalesce(max(id), 0) FROM record")
        .await;
    for id in 1..=all {
        let Ok(record) = find_record(&world.db, None, RecordId(id)).await else {
            continue;
        };
        let sources: Vec<_> = record
            .sources
            .iter()
            .map(|s| s.card.title.clone())
            .collect();
        let near = lineage
            .neighbourhood(RecordId(id), Direction::Both, None, records)
            .unwrap();
        assert_eq!(
            near.records.len() as u32,
            1 + near.ancestor_count + near.descendant_count
        );
        let (up, down) = lineage.counts(RecordId(id));
        shape.insert(record.card.title, (sources, up, down));
    }
    assert_eq!(shape.len(), records);
    shape
}

/// A link seen from one end: the near record and the far one.
type Step<'a> = &'a dyn Fn(&(usize, usize)) -> (usize, usize);

/// What `shape` must be, by walking from every record.
fn brute_force(count: usize, links: &[(usize, usize)]) -> Shape {
    let reach = |from: usize, step: Step<'_>| {
        let (mut seen, mut stack) = (BTreeSet::new(), vec![from]);
        while let Some(at) = stack.pop() {
            for link in links {
                let (near, far) = step(link);
                if near == at && seen.insert(far) {
                    stack.push(far);
                }
            }
        }
        seen.len() as u32
    };
    let title = |n: usize| format!("title w{n}");
    (0..count)
        .map(|n| {
            let sources = links
                .iter()
                .filter(|l| l.0 == n)
                .map(|l| title(l.1))
                .collect();
            (
                title(n),
                (sources, reach(n, &|l| *l), reach(n, &|l| (l.1, l.0))),
            )
        })
        .collect()
}

/// Remixes and sources among `count` works: the remix's number is always the larger.
fn any_lineage() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (1..24_usize).prop_flat_map(|count| {
        let link =
            (0..count, 0..count).prop_filter_map("a link", |(a, b)| (a > b).then_some((a, b)));
        let links = prop::collection::btree_set(link, 0..count * 2 / 3 + 1);
        let links = links
            .prop_map(|links| links.into_iter().collect::<Vec<_>>())
            .prop_shuffle();
        let links = if count < 2 {
            Just(Vec::new()).boxed()
        } else {
            links.boxed()
        };
        (Just(count), links)
    })
}

#[tokio::test]
async fn any_lineage_survives_import_export_and_import() {
    let mut runner = TestRunner::new(Config {
        cases: 12,
        ..Config::default()
    });
    let mut cases = Vec::new();
    for _ in 0..12 {
        cases.push(any_lineage().new_tree(&mut runner).unwrap().current());
    }
    for (count, links) in cases {
        let exported: Mutex<Option<(Vec<u8>, Vec<u8>)>> = Mutex::new(None);
        on_both(async |world| {
            let (dir, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            // Dates have nothing to do with the order of links.
            let works: String = (0..count)
                .map(|n| {
                    format!(
                        "w{n},title w{n},author {},20{:02}-01-01T00:00:00Z,text,,,\n",
                        n % 3,
                        (n * 7) % 30
                    )
                })
                .collect();
            let remixes: String = links.iter().map(|(a, b)| format!("w{a},w{b}\n")).collect();
            write(dir.path(), &works, &remixes);
            let report = import_all(&world.db, dir.path(), "any", false).await;
            assert!(report.problems.is_empty(), "{:?}", report.problems);
            let expected = brute_force(count, &links);
            assert_eq!(shape(world).await, expected);
            let (records, exported_links) = export(&world.db, out.path(), &|_| {}).await.unwrap();
            assert_eq!(
                (records, exported_links),
                (count as u64, links.len() as u64)
            );
            let read = |name: &str| std::fs::read(out.path().join(name)).unwrap();
            let files = (read("works.csv"), read("remixes.csv"));
            on_both_again(out.path(), &expected).await;
            // Both databases write the same files.
            if let Some(first) = exported.lock().unwrap().replace(files.clone()) {
                assert!(first == files);
            }
        })
        .await;
    }
}

async fn on_both_again(files: &Path, expected: &Shape) {
    Box::pin(on_both(async |world| {
        let report = import_all(&world.db, files, "again", false).await;
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        assert_eq!(&shape(world).await, expected);
        assert_eq!(
            report.members,
            world.number("SELECT count(*) FROM member").await as u64
        );
    }))
    .await;
}

#[tokio::test]
async fn an_export_tells_records_and_authors_apart() {
    on_both(async |world| {
        let db = &world.db;
        let dir = tempfile::tempdir().unwrap();
        let ann = world.member("ann").await;
        db::member::edit_profile(db, ann.member, "Twin", "").await.unwrap();
        let ann = db::demo::find_viewer(db, "ann").await.unwrap();
        let own = world.record(&ann, "own, \"quoted\"", &[]).await;
        // A work called like the record's own id, and one in each of two corpora.
        let works = format!("{own},one,Twin,2020-01-01T00:00:00Z,text,,x;y,\nk,two,Twin,2020-01-01T00:00:00Z,text,,,\n");
        write(dir.path(), &works, &format!("k,{own}\n"));
        import_all(db, dir.path(), "first", false).await;
        write(dir.path(), &work("k"), "");
        import_all(db, dir.path(), "second", false).await;
        let remix = world.record(&ann, "remix", &[own]).await;
        db::record::withdraw(db, &ann, own).await.unwrap();

        let out = tempfile::tempdir().unwrap();
        assert_eq!(export(db, out.path(), &|_| {}).await.unwrap(), (5, 2));
        let text = std::fs::read_to_string(out.path().join("works.csv")).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<_> = rows.records().map(|row| row.unwrap()).collect();
        let ids: BTreeSet<_> = rows.iter().map(|row| row[0].to_owned()).collect();
        assert_eq!(ids.len(), 5, "{text}");
        assert!(ids.contains(&own.to_string()) && ids.contains(&remix.to_string()));
        assert!(!ids.contains("k"));
        let authors: BTreeSet<_> = rows.iter().map(|row| row[2].to_owned()).collect();
        assert_eq!(authors.len(), 3, "{authors:?}");
        assert_eq!(&rows[1][6], "x;y");
        let links = std::fs::read_to_string(out.path().join("remixes.csv")).unwrap();
        assert!(links.contains(&format!("{remix},{own}\n")), "{links}");
    })
    .await;
}

#[tokio::test]
async fn the_real_corpora_have_the_counts_their_sources_give() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let corpora = [
        ("ccmixter-2016", 1_372, 1_208, 269),
        ("d3-blocks", 29_307, 6_014, 2_970),
    ];
    if !data.exists() {
        eprintln!("skipped: no corpora at {}", data.display());
        return;
    }
    on_both(async |world| {
        let started = std::time::Instant::now();
        let told = Mutex::new(Vec::new());
        for (name, records, links, members) in corpora {
            let watch = |_| told.lock().unwrap().push(started.elapsed());
            let report = import(&world.db, &data.join(name), name, false, &watch)
                .await
                .unwrap();
            assert!(report.problems.is_empty(), "{:?}", &report.problems[..1]);
            assert_eq!(
                (report.records, report.links, report.members),
                (records, links, members)
            );
        }
        let told = told.into_inner().unwrap();
        assert!(told.len() > 20, "{}", told.len());
        let lineage = LiveLineage::load(&world.db).await.unwrap();
        assert_eq!(lineage.size(), (30_679, 7_222));
        let find = async |external_id: &str| {
            let filter = RecordFilter {
                external_id: Some(external_id.to_owned()),
                ..RecordFilter::default()
            };
            list_records(&world.db, &filter, Sort::Newest, None, 1)
                .await
                .unwrap()
                .rows
                .remove(0)
        };
        let most = find("d3-blocks/b8a8fcb885b6840bfde5").await;
        assert_eq!((most.remix_count, lineage.counts(most.id).1), (125, 300));
        let deep = find("d3-blocks/e0f1b570161875b27fc9").await;
        assert_eq!(lineage.counts(deep.id).0, 38);
        for finding in db::audit::audit(&world.db).await.unwrap() {
            assert_eq!(finding.bad, None, "{}", finding.what);
        }
        let longest = "SELECT CAST(max(length(title)) AS BIGINT) FROM record";
        assert_eq!(world.number(longest).await, 802);
    })
    .await;
}

/// Imports what its parent says and tells how far it is, to be killed on the way.
#[tokio::test]
#[ignore = "run as a process of its own by the test below"]
async fn import_until_killed() {
    let url = std::env::var("UNDERSTORY_TEST_KILL_URL").unwrap();
    let dir = std::env::var("UNDERSTORY_TEST_KILL_DIR").unwrap();
    let db = Db::connect(&url).await.unwrap();
    let watch =
        |progress: db::corpus::Progress| println!("step {} {}", progress.step, progress.done);
    import(&db, Path::new(&dir), "killed", false, &watch)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_import_killed_in_the_middle_leaves_nothing_and_can_be_run_again() {
    use std::io::{BufRead, BufReader};
    on_both(async |world| {
        let dir = tempfile::tempdir().unwrap();
        let works: String = (0..20_000).map(|n| work(&n.to_string())).collect();
        let remixes: String = (1..20_000).map(|n| format!("{n},{}\n", n / 2)).collect();
        write(dir.path(), &works, &remixes);
        let ann = world.member("ann").await;
        let before = world.record(&ann, "before", &[]).await;
        for step in ["step records 4000", "step links 4000", "step writing"] {
            let mut child = std::process::Command::new(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "corpus::import_until_killed",
                    "--ignored",
                    "--nocapture",
                ])
                .env("UNDERSTORY_TEST_KILL_URL", &world.url)
                .env("UNDERSTORY_TEST_KILL_DIR", dir.path())
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let reached = lines.map_while(Result::ok).any(|line| line.contains(step));
            // On Unix this is `kill -9`.
            child.kill().unwrap();
            child.wait().unwrap();
            assert!(reached, "{step}");
            // Waits for a server that has yet to see that its client is gone.
            world.sql("UPDATE counter SET value = value").await.unwrap();
            let records = world.number("SELECT count(*) FROM record").await;
            if step == "step writing" && records == 20_001 {
                // It was committed before the signal came.
                break;
            }
            assert_eq!(records, 1, "{step}");
            assert_eq!(world.number("SELECT count(*) FROM remix_source").await, 0);
            assert_eq!(world.number("SELECT count(*) FROM member").await, 1);
            assert_eq!(
                world
                    .number("SELECT value FROM counter WHERE name = 'record_seq'")
                    .await,
                1
            );
        }
        let report = import_all(&world.db, dir.path(), "killed", false).await;
        assert_eq!(report.records + report.known, 20_000);
        let lineage = LiveLineage::load(&world.db).await.unwrap();
        assert_eq!(lineage.size(), (20_001, 19_999));
        find_record(&world.db, None, before).await.unwrap();
        for finding in db::audit::audit(&world.db).await.unwrap() {
            assert_eq!(finding.bad, None, "{}", finding.what);
        }
    })
    .await;
}
