//! The map: the same places in every process and after every start, selections, details, and what changes.

use crate::harness::{World, form, on_both};
use db::map::{Expression, Filter, LiveMap, Term, Unanswered};
use db::production::{NewProduction, create_production, find_included_ids, include_all};
use db::session::Viewer;
use db::{Db, LiveLineage, Timestamp};
use domain::project::ProjectForm;
use domain::{Medium, ProductionId, ProjectId, RecordId, Role};
use std::sync::Arc;

/// A process of its own over the world's database.
struct Process {
    db: Db,
    lineage: Arc<LiveLineage>,
    map: Arc<LiveMap>,
}

impl Process {
    /// Begins, and lays out the map.
    async fn begin(world: &World) -> Self {
        let db = Db::connect(&world.url).await.unwrap();
        let lineage = Arc::new(LiveLineage::load(&db).await.unwrap());
        let map = Arc::new(LiveMap::new(Arc::clone(&lineage)));
        assert!(map.lay_out(&db).await.unwrap());
        Self { db, lineage, map }
    }

    /// What the server does twice a second.
    async fn catch_up(&self) {
        self.lineage.catch_up(&self.db).await.unwrap();
        self.map.catch_up(&self.db).await.unwrap();
    }

    fn epoch(&self) -> String {
        self.map.info().unwrap().epoch.to_string()
    }

    async fn ids(&self, expression: Expression) -> Vec<RecordId> {
        let epoch = self.epoch();
        let exported = self.map.export(&self.db, &epoch, expression, 1_000);
        let exported = exported.await.unwrap();
        exported.iter().map(|record| record.line.id).collect()
    }

    /// The indexes that an expression means, as they go over the wire.
    async fn indexes(&self, expression: Expression) -> Vec<u32> {
        let epoch = self.epoch();
        let selected = self.map.select(&self.db, &epoch, expression);
        selected.await.unwrap().iter().collect()
    }

    async fn place(&self, id: RecordId) -> (u32, (i32, i32)) {
        let detail = self.map.find(&self.db, &self.epoch(), id).await.unwrap();
        (detail.record.index, detail.record.at)
    }

    async fn end(self) {
        self.db.close().await;
    }
}

fn term(term: Term) -> Expression {
    Expression {
        terms: vec![term],
        filter: Filter::default(),
    }
}

fn filter(filter: Filter) -> Expression {
    Expression {
        terms: Vec::new(),
        filter,
    }
}

/// A tree with a second source across, and a record alone: root, left, right, leaf (of left), both (of right and
/// left), single.
async fn tree(world: &World, by: &Viewer) -> [RecordId; 6] {
    let root = world.record(by, "root", &[]).await;
    let left = world.record(by, "left", &[root]).await;
    let right = world.record(by, "right", &[root]).await;
    let leaf = world.record(by, "leaf", &[left]).await;
    let both = world.record(by, "both", &[right, left]).await;
    let single = world.record(by, "single", &[]).await;
    [root, left, right, leaf, both, single]
}

/// Records without end, so that a few more do not lead to a new layout: a long stem.
async fn many(world: &World, by: &Viewer, count: u32) {
    let mut last = world.record(by, "first", &[]).await;
    for number in 1..count {
        last = world.record(by, &format!("number {number}"), &[last]).await;
    }
}

#[tokio::test]
async fn terms_name_what_they_say_and_conditions_narrow_it() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let [root, left, right, leaf, both, single] = tree(world, &ann).await;
        let bos = world.record(&bo, "bos", &[leaf]).await;
        db::heart::set_heart(&world.db, bo.member, left, true).await.unwrap();
        world.sql(&format!("UPDATE record SET medium = 'audio' WHERE id = {right}")).await.unwrap();
        world
            .sql(&format!("INSERT INTO record_tag (record_id, tag, position, published_at) VALUES ({leaf}, 'rain', 0, 1)"))
            .await
            .unwrap();
        let process = Process::begin(world).await;
        let all = vec![root, left, right, leaf, both, single, bos];
        let rows: Vec<(Expression, Vec<RecordId>)> = vec![
            (Expression::default(), all.clone()),
            (term(Term::Records(vec![leaf, root, RecordId(999)])), vec![root, leaf]),
            (term(Term::Subtrees(vec![left])), vec![left, leaf, bos]),
            (term(Term::Subtrees(vec![right])), vec![right, both]),
            (term(Term::Subtrees(vec![root])), vec![root, left, right, leaf, both, bos]),
            (term(Term::Ancestors(vec![both])), vec![root, left, right]),
            (term(Term::Descendants(vec![left])), vec![leaf, both, bos]),
            (term(Term::Within(vec![(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)])), all.clone()),
            (term(Term::Within(vec![(9e5, 9e5), (9e5, 1e6), (1e6, 9e5)])), vec![]),
            (
                Expression {
                    terms: vec![Term::Ancestors(vec![leaf]), Term::Records(vec![single])],
                    filter: Filter { never_remixed: true, ..Filter::default() },
                },
                vec![single],
            ),
            (filter(Filter { mediums: vec![Medium::Audio, Medium::Video], ..Filter::default() }), vec![right]),
            (filter(Filter { member: Some("bo".parse().unwrap()), ..Filter::default() }), vec![bos]),
            (filter(Filter { member: Some("nobody".parse().unwrap()), ..Filter::default() }), vec![]),
            (filter(Filter { license: Some("CC-BY-4.0".to_owned()), ..Filter::default() }), all.clone()),
            (filter(Filter { license: Some("CC0-1.0".to_owned()), ..Filter::default() }), vec![]),
            (filter(Filter { never_remixed: true, ..Filter::default() }), vec![both, single, bos]),
            (filter(Filter { several_sources: true, ..Filter::default() }), vec![both]),
            (filter(Filter { tag: Some("Rain".to_owned()), ..Filter::default() }), vec![leaf]),
            (filter(Filter { min_hearts: Some(1), ..Filter::default() }), vec![left]),
            (filter(Filter { min_hearts: Some(0), ..Filter::default() }), all.clone()),
            (filter(Filter { q: Some("lea".to_owned()), ..Filter::default() }), vec![leaf]),
            (filter(Filter { q: Some("in full".to_owned()), ..Filter::default() }), all.clone()),
            (filter(Filter { q: Some("🎨".to_owned()), ..Filter::default() }), vec![]),
            (filter(Filter { from: Some(Timestamp::now()), ..Filter::default() }), vec![]),
            (filter(Filter { before: Some(Timestamp::now()), ..Filter::default() }), all.clone()),
            (filter(Filter { withdrawn: Some(true), ..Filter::default() }), vec![]),
        ];
        for (expression, expected) in rows {
            let shown = format!("{expression:?}");
            let indexes = process.indexes(expression.clone()).await;
            assert_eq!(process.ids(expression).await, expected, "{shown}");
            let mut own: Vec<u32> = expected.iter().map(|id| process.map.index(*id).unwrap()).collect();
            own.sort_unstable();
            assert_eq!(indexes, own, "{shown}");
        }
        let epoch = process.epoch();
        let one = process.map.select(&process.db, &epoch, term(Term::Subtrees(vec![RecordId(999)])));
        assert!(matches!(one.await, Err(Unanswered::NotFound)));
        let many = process.map.export(&process.db, &epoch, Expression::default(), 6).await;
        assert!(matches!(many, Err(Unanswered::TooMany { count: 7, most: 6 })));
        process.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_entered_for_a_project_is_found() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let [root, left, ..] = tree(world, &ann).await;
        let form = ProjectForm::parse("Rain", "").unwrap();
        let project = db::project::start(&world.db, &ann, &form).await.unwrap();
        world.forget_pace().await;
        let call = super::challenge::form("Sing", "", &[]);
        for project in [Some(project), None] {
            let id = db::challenge::issue(&world.db, &ann, project, &call)
                .await
                .unwrap();
            world.forget_pace().await;
            let entered = if project.is_some() { left } else { root };
            db::challenge::enter(&world.db, &ann, id, entered)
                .await
                .unwrap();
        }
        let process = Process::begin(world).await;
        let of = |project| {
            filter(Filter {
                project: Some(project),
                ..Filter::default()
            })
        };
        assert_eq!(process.ids(of(project)).await, [left]);
        assert_eq!(process.ids(of(ProjectId(999))).await, []);
        process.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_production_includes_flows_through_what_it_came_from() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let director = Viewer {
            role: Role::Director,
            ..ann.clone()
        };
        let [root, left, right, leaf, both, single] = tree(world, &ann).await;
        let new = NewProduction {
            title: "Ferry".to_owned(),
            body: String::new(),
            shortlist: None,
            records: vec![leaf],
            trail_public: true,
        };
        let id = create_production(&world.db, &director, &new).await.unwrap();
        // Those included already stay where they are.
        include_all(&world.db, &director, id, &[both, leaf, single])
            .await
            .unwrap();
        let included = find_included_ids(&world.db, id).await.unwrap();
        assert_eq!(included, [leaf, both, single]);
        let sql = format!("UPDATE production_record SET weight = 3 WHERE record_id = {both}");
        world.sql(&sql).await.unwrap();
        let process = Process::begin(world).await;
        assert_eq!(process.ids(term(Term::Production(id))).await, included);
        let epoch = process.epoch();
        let flow = |count| process.map.flow(&process.db, &epoch, id, count);
        let all = flow(100).await.unwrap();
        let index = |id| process.map.index(id).unwrap();
        let indexes = all.tile.records.iter().map(|record| record.index);
        let mut told: Vec<(u32, u64)> = indexes.zip(all.shares).collect();
        let mut expected = [
            (root, 4),
            (left, 4),
            (right, 3),
            (leaf, 1),
            (both, 3),
            (single, 1),
        ]
        .map(|(id, share)| (index(id), share));
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!((all.total, told.as_slice()), (5, expected.as_slice()));
        let few = flow(2).await.unwrap();
        assert_eq!((few.total, few.shares), (5, vec![4, 4]));
        let none = process.map.flow(&process.db, &epoch, ProductionId(999), 9);
        assert!(matches!(none.await, Err(Unanswered::NotFound)));
        let none = process.map.select(
            &process.db,
            &epoch,
            term(Term::Production(ProductionId(999))),
        );
        assert!(matches!(none.await, Err(Unanswered::NotFound)));
        process.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_moment_limits_what_is_meant_and_later_epochs_are_waited_for() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let all = tree(world, &ann).await;
        let process = Process::begin(world).await;
        let until = |time| {
            filter(Filter {
                time: Some(time),
                ..Filter::default()
            })
        };
        let mut before = 1;
        for time in [0, 1024, 2048, 3072, 4094] {
            let ids = process.ids(until(time)).await;
            assert_eq!(ids, all[..ids.len()], "{time}");
            assert!((before..all.len()).contains(&ids.len()), "{time}");
            before = ids.len();
        }
        assert_eq!(process.ids(until(4095)).await, all);
        assert!(matches!(process.map.check("7-0"), Err(Unanswered::NotYet)));
        for epoch in ["6-0", "5-0", "", "x-0", "-1-0"] {
            let told = process.map.check(epoch);
            assert!(matches!(told, Err(Unanswered::Stale)), "{epoch}");
        }
        process.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_record_is_told_with_what_is_round_it() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let bo = world.member("bo").await;
        let [root, left, right, leaf, both, single] = tree(world, &ann).await;
        let bos = world.record(&bo, "bos", &[leaf]).await;
        let process = Process::begin(world).await;
        let epoch = process.epoch();
        let detail = async |id| process.map.find(&process.db, &epoch, id).await.unwrap();
        let of_root = detail(root).await;
        assert_eq!(
            (
                of_root.ancestor_count,
                of_root.descendant_count,
                of_root.deepest,
                of_root.member_count
            ),
            (0, 5, 3, 2)
        );
        assert_eq!(
            (of_root.record.size, of_root.mediums[0]),
            (6, (Medium::Text, 6))
        );
        let near = |near: &[db::map::Near]| -> Vec<RecordId> {
            near.iter().map(|near| near.line.id).collect()
        };
        assert_eq!(near(&of_root.remixes), [left, right]);
        assert!(of_root.from < of_root.to);
        let of_both = detail(both).await;
        assert_eq!(near(&of_both.sources), [right, left]);
        assert_eq!(of_both.sources[1].used, format!("of {left}"));
        assert_eq!(
            (
                of_both.source_count,
                of_both.ancestor_count,
                of_both.deepest
            ),
            (2, 3, 0)
        );
        let ends = |links: &[db::map::SecondaryLink]| -> Vec<[(u32, (i32, i32)); 2]> {
            let ends = links
                .iter()
                .map(|it| [(it.source, it.source_at), (it.remix, it.remix_at)]);
            ends.collect()
        };
        let secondary = [[process.place(left).await, process.place(both).await]];
        assert_eq!(ends(&of_both.secondary_links), secondary);
        assert_eq!(ends(&detail(left).await.secondary_links), secondary);
        assert_eq!(of_both.secondary_links[0].time, of_both.record.time);
        assert!(detail(right).await.secondary_links.is_empty());
        let siblings = async |record, source| {
            let found = process.map.siblings(&process.db, &epoch, record, source);
            found.await.map(|found| (found.before, found.after))
        };
        assert_eq!(siblings(left, root).await.unwrap(), (None, Some(right)));
        assert_eq!(siblings(right, root).await.unwrap(), (Some(left), None));
        assert_eq!(siblings(both, left).await.unwrap(), (Some(leaf), None));
        for (record, source) in [
            (leaf, root),
            (root, left),
            (root, root),
            (RecordId(999), root),
        ] {
            let none = siblings(record, source).await;
            assert!(matches!(none, Err(Unanswered::NotFound)));
        }
        let chain: Vec<RecordId> = of_both.chain.iter().map(|step| step.line.id).collect();
        assert_eq!(
            (chain, of_both.chain_more),
            (vec![both, right, root], false)
        );
        for id in [root, left, right, leaf, both, single, bos] {
            let found = detail(id).await;
            assert_eq!(found.card.id, id);
            let index = found.record.index;
            let by_index = process
                .map
                .detail(&process.db, &epoch, index)
                .await
                .unwrap();
            assert_eq!((by_index.card.id, process.map.index(id)), (id, Some(index)));
        }
        let none = process.map.detail(&process.db, &epoch, 7).await;
        assert!(matches!(none, Err(Unanswered::NotFound)));
        let summary = process
            .map
            .summary(&process.db, &epoch, Expression::default())
            .await
            .unwrap();
        assert_eq!(
            (summary.count, summary.member_count, summary.mediums[0].1),
            (7, 2, 7)
        );
        let members: Vec<(&str, u32)> = summary
            .members
            .iter()
            .map(|member| (member.handle.as_str(), member.count))
            .collect();
        assert_eq!(members, [("ann", 6), ("bo", 1)]);
        assert_eq!(summary.records[0].1.remix_count_of(&process), 2);
        assert_eq!(summary.records.len(), 7);
        // One whose ends are both among them is told once.
        assert_eq!(ends(&summary.secondary_links), secondary);
        let info = process.map.info().unwrap();
        assert_eq!(
            (
                info.records,
                info.new,
                info.links,
                info.roots,
                info.singles,
                info.several_sources,
                info.never_remixed
            ),
            (7, 0, 6, 1, 1, 1, 3)
        );
        assert_eq!(info.months.iter().sum::<u32>(), 7);
        process.end().await;
    })
    .await;
}

/// How many remixes a record of a summary has, from the lineage.
trait Remixes {
    fn remix_count_of(&self, process: &Process) -> usize;
}

impl Remixes for db::record::LineageLine {
    fn remix_count_of(&self, process: &Process) -> usize {
        let near = process
            .lineage
            .neighbourhood(self.id, db::lineage::Direction::Descendants, Some(1), 100)
            .unwrap();
        near.records.len() - 1
    }
}

#[tokio::test]
async fn drafts_are_nowhere() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let root = world.record(&ann, "root", &[]).await;
        let draft = db::record::create_draft(&world.db, &ann, &form("secret", &[root]))
            .await
            .unwrap();
        world
            .sql(&format!(
                "INSERT INTO record_tag (record_id, tag, position) VALUES ({draft}, 'rain', 0)"
            ))
            .await
            .unwrap();
        let process = Process::begin(world).await;
        process.catch_up().await;
        let epoch = process.epoch();
        assert_eq!(process.ids(Expression::default()).await, [root]);
        let found = process.map.find(&process.db, &epoch, draft).await;
        assert!(matches!(found, Err(Unanswered::NotFound)));
        for expression in [
            term(Term::Records(vec![root, draft])),
            term(Term::Subtrees(vec![root])),
            Expression {
                terms: vec![Term::Records(vec![root])],
                filter: Filter::default(),
            },
        ] {
            assert_eq!(process.ids(expression).await, [root]);
        }
        let tagged = filter(Filter {
            tag: Some("rain".to_owned()),
            ..Filter::default()
        });
        assert!(process.ids(tagged).await.is_empty());
        let of_root = process.map.find(&process.db, &epoch, root).await.unwrap();
        assert_eq!((of_root.remix_count, of_root.descendant_count), (0, 0));
        process.end().await;
    })
    .await;
}

#[tokio::test]
async fn places_are_the_same_after_a_start_and_in_another_process() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        many(world, &ann, 40).await;
        let one = Process::begin(world).await;
        let epoch = one.epoch();
        assert!(epoch.starts_with("40-"), "{epoch}");
        let late = world.record(&ann, "late", &[RecordId(7)]).await;
        let later = world.record(&ann, "later", &[late]).await;
        one.catch_up().await;
        let (two, mut places) = (Process::begin(world).await, Vec::new());
        for id in (1..=40).map(RecordId).chain([late, later]) {
            let place = one.place(id).await;
            assert_eq!(two.place(id).await, place, "{id}");
            places.push(place.1);
        }
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 42, "no two stand on one another");
        assert_eq!((two.epoch(), two.map.size()), (epoch.clone(), (42, 2)));
        // What hangs on appended records is found like all else.
        assert_eq!(
            two.ids(term(Term::Subtrees(vec![late]))).await,
            [late, later]
        );
        assert_eq!(
            two.ids(term(Term::Subtrees(vec![RecordId(40)]))).await,
            [RecordId(40)]
        );
        assert!(
            two.ids(term(Term::Subtrees(vec![RecordId(7)])))
                .await
                .contains(&later)
        );

        // Enough is new: one process lays out anew, and the other follows.
        for number in 0..8 {
            world.record(&ann, &format!("more {number}"), &[late]).await;
        }
        one.catch_up().await;
        two.catch_up().await;
        assert_eq!(one.map.size(), (50, 10));
        assert!(one.map.lay_out(&one.db).await.unwrap());
        assert!(two.map.lay_out(&two.db).await.unwrap());
        assert!(
            !one.map.lay_out(&one.db).await.unwrap() && !two.map.lay_out(&two.db).await.unwrap()
        );
        assert_eq!((one.epoch(), one.map.size()), (two.epoch(), (50, 0)));
        assert_ne!(one.epoch(), epoch);
        assert_eq!(one.place(later).await, two.place(later).await);
        assert!(matches!(one.map.check(&epoch), Err(Unanswered::Stale)));
        let selected = one.map.select(&one.db, &epoch, Expression::default()).await;
        assert!(matches!(selected, Err(Unanswered::Stale)));
        one.end().await;
        two.end().await;
    })
    .await;
}

#[tokio::test]
async fn withdrawals_are_seen_wherever_they_were_done() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        many(world, &ann, 12).await;
        world
            .sql("UPDATE record SET status = 'withdrawn', withdrawn_at = 1 WHERE id = 3")
            .await
            .unwrap();
        let process = Process::begin(world).await;
        let new = world.record(&ann, "new", &[RecordId(5)]).await;
        process.catch_up().await;
        let tombstones = || {
            filter(Filter {
                withdrawn: Some(true),
                ..Filter::default()
            })
        };
        assert_eq!(process.ids(tombstones()).await, [RecordId(3)]);
        let mut standing = process.map.watch();
        standing.mark_unchanged();
        let elsewhere = Db::connect(&world.url).await.unwrap();
        for id in [RecordId(8), new] {
            db::record::withdraw(&elsewhere, &ann, id).await.unwrap();
        }
        // By a clock that is wrong, past the commands.
        world
            .sql("UPDATE record SET status = 'withdrawn', withdrawn_at = -5 WHERE id = 9")
            .await
            .unwrap();
        elsewhere.close().await;
        process.catch_up().await;
        assert!(standing.has_changed().unwrap());
        assert_eq!(standing.borrow_and_update().as_ref().unwrap().withdrawn, 4);
        let gone = [RecordId(3), RecordId(8), RecordId(9), new];
        assert_eq!(process.ids(tombstones()).await, gone);
        let info = process.map.info().unwrap();
        assert_eq!(info.withdrawn, 4);
        for id in gone {
            let detail = process
                .map
                .find(&process.db, &process.epoch(), id)
                .await
                .unwrap();
            assert!(
                detail.record.withdrawn && !detail.card.title.is_empty(),
                "{id}"
            );
        }
        assert_eq!(
            process
                .map
                .new_records(&process.epoch(), 0)
                .unwrap()
                .records
                .len(),
            1
        );
        // Laid out anew, they still are.
        for number in 0..4 {
            world.record(&ann, &format!("more {number}"), &[]).await;
        }
        process.catch_up().await;
        assert!(process.map.lay_out(&process.db).await.unwrap());
        assert_eq!(process.ids(tombstones()).await, gone);
        process.end().await;
    })
    .await;
}

#[tokio::test]
async fn titles_are_those_of_the_records_that_weigh_most() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        tree(world, &ann).await;
        let process = Process::begin(world).await;
        let picture = process
            .map
            .first_picture(&process.db, 4)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(picture.tile.records.len(), picture.records.len());
        assert!((1..=4).contains(&picture.records.len()));
        for (index, id, title) in &picture.records {
            assert_eq!(process.map.index(*id), Some(*index));
            assert!(!title.is_empty());
        }
        let key = lineage::map::TileKey {
            level: 0,
            x: 0,
            y: 0,
        };
        let labels = process
            .map
            .labels(&process.db, &process.epoch(), key)
            .await
            .unwrap();
        let tile = process.map.tile(&process.epoch(), key).unwrap();
        assert_eq!(labels.len(), tile.records.len());
        let root = process.map.index(RecordId(1)).unwrap();
        assert!(labels.contains(&(root, "root".to_owned())), "{labels:?}");
        let outside = lineage::map::TileKey {
            level: 0,
            x: 1,
            y: 0,
        };
        assert!(matches!(
            process.map.tile(&process.epoch(), outside),
            Err(Unanswered::NotFound)
        ));
        let far = lineage::map::TileKey {
            level: 255,
            x: u32::MAX,
            y: u32::MAX,
        };
        assert!(matches!(
            process.map.tile(&process.epoch(), far),
            Err(Unanswered::NotFound)
        ));
        process.end().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_a_map_too() {
    on_both(async |world| {
        let db = &world.db;
        let lineage = Arc::new(LiveLineage::load(db).await.unwrap());
        let map = Arc::new(LiveMap::new(Arc::clone(&lineage)));
        assert!(map.info().is_none() && map.watch().borrow().is_none());
        assert!(matches!(map.check("0-x"), Err(Unanswered::NotYet)));
        map.catch_up(db).await.unwrap();
        assert!(map.lay_out(db).await.unwrap() && !map.lay_out(db).await.unwrap());
        let info = map.info().unwrap();
        assert_eq!((info.records, info.new, info.from), (0, 0, None));
        assert!(
            map.select(db, &info.epoch, Expression::default())
                .await
                .unwrap()
                .is_empty()
        );
        let summary = map
            .summary(db, &info.epoch, Expression::default())
            .await
            .unwrap();
        assert_eq!((summary.count, summary.from), (0, None));
        let ann = world.member("ann").await;
        let root = world.record(&ann, "root", &[]).await;
        lineage.catch_up(db).await.unwrap();
        map.catch_up(db).await.unwrap();
        assert_eq!((map.size(), map.index(root)), ((1, 1), Some(0)));
        assert!(map.lay_out(db).await.unwrap());
        assert_eq!(map.size(), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_link_that_a_claim_added_is_known_at_once_and_placed_at_the_next_layout() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let (song, tune) = (
            world.record(&bo, "song", &[]).await,
            world.record(&bo, "tune", &[]).await,
        );
        let [root, left, _, leaf, ..] = tree(world, &ann).await;
        let one = Process::begin(world).await;
        let before = one.map.info().unwrap();
        assert_eq!(
            (before.roots, before.singles, before.several_sources),
            (1, 3, 1)
        );
        let (epoch, place) = (one.epoch(), one.place(leaf).await);
        // The one to a record that had no source: it moves a whole tree.
        for (source, remix) in [(song, root), (tune, left)] {
            let new = db::claim::NewClaim {
                source,
                remix,
                used: String::new(),
                reason: "Bar 4.".to_owned(),
            };
            let claim = db::claim::make_claim(db, &bo, &new).await.unwrap();
            db::claim::decide(db, &ann, claim, true, "Yes.")
                .await
                .unwrap();
        }
        one.catch_up().await;
        let two = Process::begin(world).await;
        for process in [&one, &two] {
            let info = process.map.info().unwrap();
            assert_eq!((info.roots, info.singles, info.several_sources), (2, 1, 2));
            assert_eq!(
                (process.epoch(), process.place(leaf).await),
                (epoch.clone(), place)
            );
            let ancestors = process.ids(term(Term::Ancestors(vec![leaf]))).await;
            assert_eq!(ancestors, [song, tune, root, left]);
            let several = Filter {
                several_sources: true,
                ..Filter::default()
            };
            assert_eq!(process.ids(filter(several)).await.len(), 2);
            assert_eq!(process.ids(term(Term::Subtrees(vec![song]))).await, [song]);
            assert!(!process.map.lay_out(&process.db).await.unwrap());
        }

        let new = world.record(&ann, "new", &[leaf]).await;
        let again = world.record(&ann, "again", &[new]).await;
        for process in [&one, &two] {
            process.catch_up().await;
            assert!(process.map.lay_out(&process.db).await.unwrap());
            process.catch_up().await;
        }
        let three = Process::begin(world).await;
        for process in [&one, &two, &three] {
            assert_eq!(process.epoch(), one.epoch());
            assert_ne!(process.epoch(), epoch);
            assert_eq!(process.place(leaf).await, one.place(leaf).await);
            let hangs = process.ids(term(Term::Subtrees(vec![song]))).await;
            assert!(hangs.contains(&again) && hangs.len() == 8, "{hangs:?}");
        }
        for process in [one, two, three] {
            process.end().await;
        }
    })
    .await;
}
