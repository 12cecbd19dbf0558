//! Links that claims added, through export and import.

use crate::harness::{World, on_both};
use db::claim::{AddedBy, NewClaim, decide, find_added_by, make_claim};
use db::corpus::{ImportReport, export, import};
use db::record::{RecordFilter, Sort, find_record, list_records};
use db::session::Viewer;
use db::{Db, LiveLineage};
use domain::{Handle, RecordId, Role};
use std::collections::BTreeMap;
use std::path::Path;

async fn import_all(db: &Db, dir: &Path, skip_bad: bool) -> ImportReport {
    import(db, dir, "moved", skip_bad, &|_| {}).await.unwrap()
}

async fn accept(world: &World, source: (&Viewer, RecordId), remix: RecordId, by: &Viewer) {
    let claim = NewClaim {
        source: source.1,
        remix,
        used: "the \"bass\", line 3".to_owned(),
        reason: "It is the same, and older.".to_owned(),
    };
    let id = make_claim(&world.db, source.0, &claim).await.unwrap();
    let answer = format!("Heard by {}, so it is.", by.name);
    decide(&world.db, by, id, true, &answer).await.unwrap();
}

/// By title: sources in their order with what was used, and how those came that claims added.
type Sources = BTreeMap<String, (Vec<(String, Option<String>)>, Vec<AddedBy>, i64)>;

async fn sources(world: &World) -> Sources {
    let (db, all) = (&world.db, RecordFilter::default());
    let page = list_records(db, &all, Sort::Oldest, None, 100)
        .await
        .unwrap();
    let mut found = Sources::new();
    for card in page.rows {
        let record = find_record(db, None, card.id).await.unwrap();
        let named = record.sources.iter().map(|source| {
            // An export has no lines on what was used but those of claims.
            let used = source.is_added.then(|| source.used.clone());
            (source.card.title.clone(), used)
        });
        let mut added = find_added_by(db, card.id).await.unwrap();
        for by in &mut added {
            // Ids and handles are others in another database.
            by.source = RecordId(0);
            by.claimant = Handle::nearest(&by.claimant_name);
            by.accepted_by = Handle::nearest(&by.accepted_by_name);
        }
        found.insert(
            card.title.clone(),
            (named.collect(), added, record.card.remix_count),
        );
    }
    found
}

/// `ann` has a tune and a bell, `bo` a song of the bell and a remix of the song, whose sources are claimed later.
struct Before {
    ann: Viewer,
    bo: Viewer,
    cleo: Viewer,
    tune: RecordId,
    song: RecordId,
    remix: RecordId,
}

async fn before(world: &World) -> Before {
    let (ann, bo) = (world.member("ann").await, world.member("bo").await);
    let mut cleo = world.member("cleo").await;
    cleo.role = Role::Curator;
    let tune = world.record(&ann, "tune", &[]).await;
    let bell = world.record(&ann, "bell", &[]).await;
    let song = world.record(&bo, "song", &[bell]).await;
    let remix = world.record(&bo, "remix", &[song]).await;
    // The later one is accepted first, so that the order of claims is not that of records.
    accept(world, (&ann, tune), remix, &bo).await;
    accept(world, (&ann, tune), song, &cleo).await;
    Before {
        ann,
        bo,
        cleo,
        tune,
        song,
        remix,
    }
}

#[tokio::test]
async fn how_links_came_that_claims_added_is_carried_and_only_once() {
    on_both(async |world| {
        let is = before(world).await;
        let db = &world.db;
        let out = tempfile::tempdir().unwrap();
        // What claims say that are open or declined is between those whom they concern.
        let own = world.record(&is.cleo, "own", &[]).await;
        let later = world.record(&is.bo, "later", &[is.song]).await;
        let open = NewClaim {
            source: own,
            remix: later,
            used: String::new(),
            reason: "private words".to_owned(),
        };
        let declined = NewClaim {
            remix: later,
            source: is.tune,
            ..open.clone()
        };
        make_claim(db, &is.cleo, &open).await.unwrap();
        let declined = make_claim(db, &is.ann, &declined).await.unwrap();
        decide(db, &is.bo, declined, false, "private too")
            .await
            .unwrap();
        assert_eq!(export(db, out.path(), &|_| {}).await.unwrap(), (6, 5));
        let text = std::fs::read_to_string(out.path().join("claims.csv")).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(
            text.contains(&format!("{},{},The ann,", is.remix, is.tune)),
            "{text}"
        );
        assert!(!text.contains("private"));
        let was = sources(world).await;
        assert_eq!(was["remix"].0.len(), 2);

        Box::pin(on_both(async |world| {
            let db = &world.db;
            let lineage = LiveLineage::load(db).await.unwrap();
            let report = import_all(db, out.path(), false).await;
            assert!(report.problems.is_empty(), "{:?}", report.problems);
            assert_eq!(
                (report.records, report.links, report.claims, report.members),
                (6, 5, 2, 3)
            );
            assert_eq!(sources(world).await, was);
            world.expect_sound().await;
            // Whoever has the lineage in memory and whoever starts now know the same.
            lineage.catch_up(db).await.unwrap();
            let fresh = LiveLineage::load(db).await.unwrap();
            let remix = id_of(world, "remix").await;
            for lineage in [lineage, fresh] {
                assert_eq!((lineage.counts(remix), lineage.change_count()), ((3, 0), 2));
            }
            let again = import_all(db, out.path(), false).await;
            assert!(again.problems.is_empty(), "{:?}", again.problems);
            assert_eq!(
                (again.records, again.links, again.claims, again.known),
                (0, 0, 0, 6)
            );
            let back = tempfile::tempdir().unwrap();
            export(db, back.path(), &|_| {}).await.unwrap();
            for name in ["works.csv", "remixes.csv", "claims.csv"] {
                let read = |dir: &Path| std::fs::read_to_string(dir.join(name)).unwrap();
                assert_eq!(read(back.path()), read(out.path()), "{name}");
            }
        }))
        .await;
    })
    .await;
}

async fn id_of(world: &World, title: &str) -> RecordId {
    let sql = format!("SELECT id FROM record WHERE title = '{title}'");
    RecordId(world.number(&sql).await)
}

#[tokio::test]
async fn what_is_claimed_after_an_import_comes_with_the_next() {
    on_both(async |world| {
        let is = before(world).await;
        let (out, next) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        export(&world.db, out.path(), &|_| {}).await.unwrap();
        // A claim about what is exported already, and one about a record that comes later.
        let bell = id_of(world, "bell").await;
        let late = world.record(&is.bo, "late", &[is.song]).await;
        accept(world, (&is.ann, bell), is.remix, &is.cleo).await;
        accept(world, (&is.ann, bell), late, &is.bo).await;
        export(&world.db, next.path(), &|_| {}).await.unwrap();
        Box::pin(on_both(async |there| {
            let db = &there.db;
            import_all(db, out.path(), false).await;
            let report = import_all(db, next.path(), false).await;
            assert!(report.problems.is_empty(), "{:?}", report.problems);
            assert_eq!((report.records, report.links, report.claims), (1, 3, 2));
            assert_eq!(sources(there).await, sources(world).await);
            there.expect_sound().await;
            assert_eq!(import_all(db, next.path(), false).await.links, 0);
        }))
        .await;
    })
    .await;
}

#[tokio::test]
async fn an_export_without_claims_is_imported_as_ever() {
    on_both(async |world| {
        before(world).await;
        let out = tempfile::tempdir().unwrap();
        export(&world.db, out.path(), &|_| {}).await.unwrap();
        let claims = std::fs::read(out.path().join("claims.csv")).unwrap();
        Box::pin(on_both(async |there| {
            let db = &there.db;
            std::fs::remove_file(out.path().join("claims.csv")).unwrap();
            let report = import_all(db, out.path(), false).await;
            assert_eq!((report.links, report.claims), (4, 0));
            // Links that are there never change, so they stay as if the remix had named them.
            std::fs::write(out.path().join("claims.csv"), &claims).unwrap();
            let report = import_all(db, out.path(), false).await;
            assert!(report.problems.is_empty(), "{:?}", report.problems);
            assert_eq!((report.links, report.claims), (0, 0));
            there.expect_sound().await;
        }))
        .await;
    })
    .await;
}

const WORKS: &str = "id,title,author,created_at,media,license,tags,url
a,a,ann,2020-01-01T00:00:00Z,text,,,
b,b,bo,2020-01-02T00:00:00Z,text,,,
c,c,bo,2020-01-03T00:00:00Z,text,,,
";
const CLAIM: &str = "b,a,ann,2020-02-01T00:00:00Z,,mine,bo,2020-02-02T00:00:00Z,yes\n";

fn write(dir: &Path, remixes: &str, claims: &str) {
    let header =
        "remix_id,source_id,claimed_by,claimed_at,used,reason,accepted_by,accepted_at,answer";
    std::fs::write(dir.join("works.csv"), WORKS).unwrap();
    std::fs::write(
        dir.join("remixes.csv"),
        format!("remix_id,source_id\n{remixes}"),
    )
    .unwrap();
    std::fs::write(dir.join("claims.csv"), format!("{header}\n{claims}")).unwrap();
}

#[tokio::test]
async fn what_is_wrong_with_a_claim_is_named_by_its_line() {
    on_both(async |world| {
        let (db, dir) = (&world.db, tempfile::tempdir().unwrap());
        let time = "2020-02-01T00:00:00Z";
        let rows = [
            (format!("c,b,bo,{time},,mine,ann,{time},yes\n"), "no link"),
            (format!("c,x,bo,{time},,mine,ann,{time},yes\n"), "no work"),
            (
                format!("c,a,bo,{time},,mine,bo,{time},yes\n"),
                "did not make",
            ),
            (
                format!("c,a,ann,{time},,mine,ann,{time},yes\n"),
                "of their own",
            ),
            (
                format!("c,a,ann,{time},, ,bo,{time},yes\n"),
                "reason is empty",
            ),
            (
                format!("c,a,ann,{time},,mine,bo,{time},\n"),
                "answer is empty",
            ),
            (
                format!("c,a,ann,{time},,mine,,{time},yes\n"),
                "accepted_by is empty",
            ),
            (format!("c,a,ann,{time},,mine,bo,then,yes\n"), "time"),
            (
                format!("c,a,ann,{time},{},mine,bo,{time},yes\n", "x".repeat(501)),
                "501 characters",
            ),
            (CLAIM.to_owned(), "in line 2 already"),
            ("c,a\n".to_owned(), "columns"),
        ];
        for (row, what) in &rows {
            write(dir.path(), "b,a\nc,a\n", &format!("{CLAIM}{row}"));
            let report = import_all(db, dir.path(), false).await;
            let [problem] = &report.problems[..] else {
                panic!("{what}: {:?}", report.problems);
            };
            assert_eq!((problem.file, problem.line), ("claims.csv", 3), "{what}");
            assert!(problem.what.contains(what), "{what}: {}", problem.what);
        }
        assert_eq!(world.number("SELECT count(*) FROM member").await, 0);

        // A circle is none because a claim is in it. The link that closes it is left out with its claim.
        let back = "a,b,bo,2020-02-01T00:00:00Z,,mine,ann,2020-02-02T00:00:00Z,yes\n";
        write(dir.path(), "b,a\na,b\nc,b\n", &format!("{CLAIM}{back}"));
        let report = import_all(db, dir.path(), true).await;
        let lines: Vec<_> = report.problems.iter().map(|p| (p.file, p.line)).collect();
        assert_eq!(lines, [("remixes.csv", 3), ("claims.csv", 3)]);
        assert_eq!((report.records, report.links, report.claims), (3, 2, 1));

        // Nothing is added to what is there but by the rules: nothing that leads back, no link without a claim.
        let report = import_all(db, dir.path(), false).await;
        let lines: Vec<_> = report.problems.iter().map(|p| (p.file, p.line)).collect();
        assert_eq!(lines, [("claims.csv", 3)]);
        assert!(
            report.problems[0].what.contains("after the remix"),
            "{:?}",
            report.problems
        );
        write(dir.path(), "b,a\nc,b\nc,a\n", CLAIM);
        let report = import_all(db, dir.path(), false).await;
        let lines: Vec<_> = report.problems.iter().map(|p| (p.file, p.line)).collect();
        assert_eq!(lines, [("remixes.csv", 4)]);
        world.expect_sound().await;
    })
    .await;
}
