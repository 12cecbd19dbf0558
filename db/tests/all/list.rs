use crate::harness::{World, form, on_both};
use db::heart::set_heart;
use db::record::*;
use db::{Error, session::Viewer};
use domain::license::License;
use domain::record::{Body, Details};
use domain::{Medium, RecordId};

/// All ids of a list, gathered in pages of `limit`.
async fn pages(world: &World, filter: &RecordFilter, sort: Sort, limit: u64) -> Vec<RecordId> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = list_records(&world.db, filter, sort, after.as_deref(), limit)
            .await
            .unwrap();
        assert!(page.rows.len() as u64 <= limit && ids.len() < 100_000);
        ids.extend(page.rows.iter().map(|card| card.id));
        match page.next {
            Some(next) => after = Some(next),
            None => return ids,
        }
    }
}

async fn found(world: &World, filter: RecordFilter) -> Vec<RecordId> {
    pages(world, &filter, Sort::Oldest, 2).await
}

async fn publish_as(world: &World, author: &Viewer, form: &DraftForm) -> RecordId {
    let id = create_draft(&world.db, author, form).await.unwrap();
    publish(&world.db, author, id).await.unwrap();
    world.forget_pace().await;
    id
}

#[tokio::test]
async fn every_order_goes_through_all_records_once() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let mut ids = Vec::new();
        for n in 0..11 {
            // Many equal counts, so that ties are broken; some with a remix of them.
            let sources = if n % 3 == 2 {
                vec![ids[0], ids[n - 1]]
            } else {
                Vec::new()
            };
            ids.push(world.record(&ann, &format!("record {n}"), &sources).await);
        }
        for id in &ids[..4] {
            set_heart(&world.db, bo.member, *id, true).await.unwrap();
        }
        set_heart(&world.db, ann.member, ids[2], true)
            .await
            .unwrap();
        create_draft(&world.db, &ann, &form("draft", &[]))
            .await
            .unwrap();
        let cards = find_cards(&world.db, &ids).await.unwrap();
        assert_eq!(cards.len(), ids.len());
        type Key = fn(&RecordCard) -> i64;
        let keys: [(Sort, Key); 4] = [
            (Sort::Newest, |card| -card.at.0),
            (Sort::Oldest, |card| card.at.0),
            (Sort::Hearts, |card| -card.heart_count),
            (Sort::Remixes, |card| -card.remix_count),
        ];
        for (sort, key) in keys {
            let mut expected: Vec<_> = cards.iter().collect();
            expected.sort_by_key(|card| {
                let id = if sort == Sort::Oldest {
                    card.id.0
                } else {
                    -card.id.0
                };
                (key(card), id)
            });
            let expected: Vec<_> = expected.iter().map(|card| card.id).collect();
            for limit in [1, 2, 3, 100] {
                assert_eq!(
                    pages(world, &RecordFilter::default(), sort, limit).await,
                    expected,
                    "{sort:?}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_goes_on_where_it_ended_whatever_is_published_meanwhile() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(world.record(&ann, &format!("{n}"), &[]).await);
        }
        let all = RecordFilter::default();
        let first = list_records(&world.db, &all, Sort::Newest, None, 2)
            .await
            .unwrap();
        world.record(&ann, "newer", &[]).await;
        let next = first.next.unwrap();
        let second = list_records(&world.db, &all, Sort::Newest, Some(&next), 2)
            .await
            .unwrap();
        let seen: Vec<_> = first
            .rows
            .iter()
            .chain(&second.rows)
            .map(|card| card.id)
            .collect();
        assert_eq!(seen, [ids[4], ids[3], ids[2], ids[1]]);
        for bad in ["", "x", "n", "o1.2", "n1", "'; DROP TABLE record; --"] {
            let refused = list_records(&world.db, &all, Sort::Newest, Some(bad), 2).await;
            assert!(matches!(refused, Err(Error::Rule(_))), "{bad}");
        }
    })
    .await;
}

#[tokio::test]
async fn filters_combine() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let with = |title: &str, tags: &str, medium, license| DraftForm {
            details: Details::parse(title, "", tags).unwrap(),
            body: Some(Body::parse(medium, "some words", "").unwrap()),
            license: Some(license),
            ..form("x", &[])
        };
        let a = publish_as(
            world,
            &ann,
            &with("rain on tin", "rain, tin", Medium::Text, License::CcBy),
        )
        .await;
        let b = publish_as(
            world,
            &ann,
            &with("rain again", "Rain", Medium::Code, License::Cc0),
        )
        .await;
        let c = publish_as(world, &bo, &with("dry", "sun", Medium::Code, License::CcBy)).await;
        let d = publish_as(world, &bo, &form("remix of rain", &[a])).await;
        let text = |word: &str| Some(word.to_owned());
        let none = RecordFilter::default;
        let rows: [(RecordFilter, &[RecordId]); 18] = [
            (none(), &[a, b, c, d]),
            (
                RecordFilter {
                    tag: text("RAIN"),
                    ..none()
                },
                &[a, b],
            ),
            (
                RecordFilter {
                    tag: text("rain"),
                    medium: Some(Medium::Code),
                    ..none()
                },
                &[b],
            ),
            (
                RecordFilter {
                    tag: text("nothing"),
                    ..none()
                },
                &[],
            ),
            (
                RecordFilter {
                    tag: text(" "),
                    ..none()
                },
                &[],
            ),
            (
                RecordFilter {
                    medium: Some(Medium::Code),
                    ..none()
                },
                &[b, c],
            ),
            (
                RecordFilter {
                    medium: Some(Medium::Video),
                    ..none()
                },
                &[],
            ),
            (
                RecordFilter {
                    author: text("@Ann"),
                    ..none()
                },
                &[a, b],
            ),
            (
                RecordFilter {
                    author: text("no such handle"),
                    ..none()
                },
                &[],
            ),
            (
                RecordFilter {
                    author: text("bo"),
                    q: text("rain"),
                    ..none()
                },
                &[d],
            ),
            (
                RecordFilter {
                    license: text("CC-BY-4.0"),
                    author: text("bo"),
                    ..none()
                },
                &[c, d],
            ),
            (
                RecordFilter {
                    license: text("MIT"),
                    ..none()
                },
                &[],
            ),
            (
                RecordFilter {
                    min_remixes: Some(1),
                    ..none()
                },
                &[a],
            ),
            (
                RecordFilter {
                    max_remixes: Some(0),
                    medium: Some(Medium::Text),
                    ..none()
                },
                &[d],
            ),
            (
                RecordFilter {
                    max_remixes: Some(0),
                    ..none()
                },
                &[b, c, d],
            ),
            (
                RecordFilter {
                    remix_of: Some(a),
                    ..none()
                },
                &[d],
            ),
            (
                RecordFilter {
                    remix_of_author: text("ann"),
                    ..none()
                },
                &[d],
            ),
            (
                RecordFilter {
                    external_id: text("x/1"),
                    ..none()
                },
                &[],
            ),
        ];
        for (filter, expected) in rows {
            assert_eq!(found(world, filter.clone()).await, expected, "{filter:?}");
            let hearts = list_records(&world.db, &filter, Sort::Hearts, None, 10)
                .await
                .unwrap();
            assert_eq!(hearts.rows.len(), expected.len(), "{filter:?}");
        }
        world
            .sql(&format!(
                "UPDATE record SET external_id = 'x/1' WHERE id = {c}"
            ))
            .await
            .unwrap();
        assert_eq!(
            found(
                world,
                RecordFilter {
                    external_id: text("x/1"),
                    ..none()
                }
            )
            .await,
            [c]
        );
    })
    .await;
}

#[tokio::test]
async fn search_finds_words_and_takes_nothing_for_syntax() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let with = |title: &str, body: &str, tags: &str| DraftForm {
            details: Details::parse(title, "", tags).unwrap(),
            body: Some(Body::parse(Medium::Text, body, "").unwrap()),
            ..form("x", &[])
        };
        let rain = publish_as(
            world,
            &ann,
            &with("Rain on Tin", "drumming, café", "field recording"),
        )
        .await;
        let code = publish_as(
            world,
            &ann,
            &with("d3.js: a (quoted) \"AND\" NEAR thing", "x", ""),
        )
        .await;
        let arabic = publish_as(world, &bo, &with("مرحبا بالعالم 🎨", "x", "")).await;
        let long = format!("{} unreachable", "word ".repeat(5000));
        let far = publish_as(world, &bo, &with("far", &long, "")).await;
        let rows: [(&str, &[RecordId]); 26] = [
            ("rain", &[rain]),
            ("RAIN tin", &[rain]),
            ("tin ra", &[rain]),
            ("ra tin", &[]),
            ("cafe", &[rain]),
            ("CAFÉ", &[rain]),
            ("recording", &[rain]),
            ("field-rec", &[rain]),
            ("ann", &[rain, code]),
            ("the ann rain", &[rain]),
            ("d3", &[code]),
            ("d3.js", &[code]),
            ("js", &[code]),
            ("\"quoted\"", &[code]),
            ("\"", &[]),
            ("*", &[]),
            ("AND", &[code]),
            ("NEAR(", &[code]),
            ("quoted AND thing", &[code]),
            ("title:rain", &[]),
            ("rain OR d3", &[]),
            ("^rain", &[rain]),
            ("مرحبا", &[arabic]),
            ("🎨", &[]),
            ("far unreachable", &[]),
            ("rain' | !tin:* \\", &[rain]),
        ];
        for (q, expected) in rows {
            let filter = RecordFilter {
                q: Some(q.to_owned()),
                ..RecordFilter::default()
            };
            assert_eq!(found(world, filter).await, expected, "{q}");
        }
        let everything = RecordFilter {
            q: Some("  ".to_owned()),
            ..RecordFilter::default()
        };
        assert_eq!(found(world, everything).await.len(), 4);

        let version = find_record(&world.db, None, far).await.unwrap().version;
        let details = Details::parse("near", "and <b>bold</b>", "new tag").unwrap();
        edit_published(&world.db, &bo, far, version, &details)
            .await
            .unwrap();
        for (q, expected) in [
            ("far", vec![]),
            ("near bold", vec![]),
            ("near tag", vec![far]),
        ] {
            let filter = RecordFilter {
                q: Some(q.to_owned()),
                ..RecordFilter::default()
            };
            assert_eq!(found(world, filter).await, expected, "{q}");
        }
    })
    .await;
}

#[tokio::test]
async fn totals_count_what_is_published() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let empty = find_totals(db).await.unwrap();
        assert_eq!((empty.records, empty.authors, empty.links), (0, 0, 0));
        let one = world.record(&ann, "one", &[]).await;
        let tagged = DraftForm {
            details: Details::parse("two", "", "rain, sun").unwrap(),
            ..form("x", &[one])
        };
        publish_as(world, &bo, &tagged).await;
        let gone = world.record(&bo, "gone", &[one]).await;
        withdraw(db, &bo, gone).await.unwrap();
        create_draft(db, &ann, &form("draft", &[one]))
            .await
            .unwrap();
        // Totals are those of a moment ago.
        let mut totals = find_totals(db).await.unwrap();
        for _ in 0..600 {
            if totals.records > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            totals = find_totals(db).await.unwrap();
        }
        assert_eq!((totals.records, totals.authors, totals.links), (2, 2, 2));
        assert_eq!(totals.mediums, [(Medium::Text, 2)]);
        assert_eq!(totals.licenses, [("CC-BY-4.0".to_owned(), 2)]);
        assert_eq!(totals.tags, [("rain".to_owned(), 1), ("sun".to_owned(), 1)]);
    })
    .await;
}

#[tokio::test]
async fn cards_and_lines_come_in_the_order_asked_for() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let one = world.record(&ann, "one", &[]).await;
        let two = world.record(&ann, "two", &[one]).await;
        withdraw(db, &ann, one).await.unwrap();
        let ids = [two, RecordId(-1), one, two];
        let cards = find_cards(db, &ids).await.unwrap();
        assert_eq!(
            cards.iter().map(|card| card.id).collect::<Vec<_>>(),
            [two, one, two]
        );
        let lines = find_lineage_lines(db, &ids).await.unwrap();
        let told: Vec<_> = lines
            .iter()
            .map(|l| (l.id, &*l.title, l.withdrawn))
            .collect();
        assert_eq!(
            told,
            [(two, "two", false), (one, "one", true), (two, "two", false)]
        );
        assert!(find_cards(db, &[]).await.unwrap().is_empty());
        assert!(find_used(db, &[]).await.unwrap().is_empty());
    })
    .await;
}

/// Thousands of records go other ways on SQLite than few do.
#[tokio::test]
async fn lists_of_thousands_hold_what_they_should_in_their_order() {
    on_both(async |world| {
        let dir = tempfile::tempdir().unwrap();
        let mut works = "id,title,author,created_at,media,license,tags,url\n".to_owned();
        let mut remixes = "remix_id,source_id\n".to_owned();
        for n in 0..7000_u32 {
            let medium = if n % 1000 == 7 { "image" } else { "code" };
            let license = if n % 900 == 5 { "Zlib" } else { "MIT" };
            let tags = if n % 2 == 0 {
                "even-number;all"
            } else {
                "odd;all"
            };
            // Hours that do not go with the ids.
            let at = format!("20{:02}-01-01T{:02}:{:02}:00Z", n % 20, n % 24, n % 60);
            let word = if n % 10 == 0 { "seldom" } else { "often" };
            works += &format!(
                "{n},change {n} {word},author {},{at},{medium},{license},{tags},\n",
                n % 2
            );
            if n % 3 == 1 {
                remixes += &format!("{n},{}\n{n},0\n", n - 1);
            }
        }
        std::fs::write(dir.path().join("works.csv"), works).unwrap();
        // The first work is named twice by the second.
        std::fs::write(
            dir.path().join("remixes.csv"),
            remixes.replacen("1,0\n", "", 1),
        )
        .unwrap();
        let report = db::corpus::import(&world.db, dir.path(), "x", false, &|_| {})
            .await
            .unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);

        let everything = pages(world, &RecordFilter::default(), Sort::Oldest, 100).await;
        let cards = find_cards(&world.db, &everything).await.unwrap();
        assert_eq!(cards.len(), 7000);
        let number =
            |card: &RecordCard| -> u32 { card.title.split(' ').nth(1).unwrap().parse().unwrap() };
        type Passes = fn(u32, &RecordCard) -> bool;
        let text = |word: &str| Some(word.to_owned());
        let all = RecordFilter::default;
        let rows: [(RecordFilter, Passes); 14] = [
            (all(), |_, _| true),
            (
                RecordFilter {
                    q: text("change"),
                    ..all()
                },
                |_, _| true,
            ),
            (
                RecordFilter {
                    q: text("change seldom"),
                    ..all()
                },
                |n, _| n % 10 == 0,
            ),
            (
                RecordFilter {
                    q: text("change"),
                    tag: text("even-number"),
                    ..all()
                },
                |n, _| n % 2 == 0,
            ),
            (
                RecordFilter {
                    q: text("seldom"),
                    tag: text("odd"),
                    ..all()
                },
                |_, _| false,
            ),
            (
                RecordFilter {
                    q: text("change"),
                    author: text("author-1"),
                    ..all()
                },
                |n, _| n % 2 == 1,
            ),
            (
                RecordFilter {
                    tag: text("all"),
                    ..all()
                },
                |_, _| true,
            ),
            (
                RecordFilter {
                    tag: text("odd"),
                    license: text("MIT"),
                    ..all()
                },
                |n, _| n % 2 == 1 && n % 900 != 5,
            ),
            (
                RecordFilter {
                    medium: Some(Medium::Code),
                    ..all()
                },
                |n, _| n % 1000 != 7,
            ),
            (
                RecordFilter {
                    medium: Some(Medium::Image),
                    ..all()
                },
                |n, _| n % 1000 == 7,
            ),
            (
                RecordFilter {
                    medium: Some(Medium::Image),
                    license: text("MIT"),
                    ..all()
                },
                |n, _| n % 1000 == 7 && n % 900 != 5,
            ),
            (
                RecordFilter {
                    max_remixes: Some(0),
                    ..all()
                },
                |_, card| card.remix_count == 0,
            ),
            (
                RecordFilter {
                    max_remixes: Some(0),
                    license: text("Zlib"),
                    ..all()
                },
                |n, card| card.remix_count == 0 && n % 900 == 5,
            ),
            (
                RecordFilter {
                    min_remixes: Some(2),
                    medium: Some(Medium::Code),
                    ..all()
                },
                |n, card| card.remix_count > 1 && n % 1000 != 7,
            ),
        ];
        for (filter, passes) in &rows {
            for sort in [Sort::Newest, Sort::Oldest, Sort::Hearts, Sort::Remixes] {
                let mut expected: Vec<_> = cards
                    .iter()
                    .filter(|card| passes(number(card), card))
                    .collect();
                expected.sort_by_key(|card| match sort {
                    Sort::Newest => (-card.at.0, -card.id.0),
                    Sort::Oldest => (card.at.0, card.id.0),
                    Sort::Hearts => (-card.heart_count, -card.id.0),
                    Sort::Remixes => (-card.remix_count, -card.id.0),
                });
                let expected: Vec<_> = expected.iter().map(|card| card.id).collect();
                let listed = pages(world, filter, sort, 100).await;
                assert!(
                    listed == expected,
                    "{filter:?} {sort:?}: {} of {}",
                    listed.len(),
                    expected.len()
                );
            }
        }
    })
    .await;
}
