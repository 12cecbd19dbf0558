//! The map against what it promises: each record's place, what shows where, and that nothing learnt moves.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{HashMap, HashSet};

use lineage::map::{
    Facts, Kind, Map, MapRecord, Scene, TIME_STEPS, Tile, TileKey, UNIT, decode_tile, encode_tile,
};
use lineage::{Dag, Dense, Medium};
use proptest::prelude::*;

fn facts(time: i64) -> Facts {
    Facts {
        medium: Medium::Audio,
        withdrawn: false,
        time,
    }
}

fn map_of(sources: &[Vec<u32>]) -> Map {
    let mut builder = Dag::builder();
    for row in sources {
        let row: Vec<Dense> = row.iter().copied().map(Dense).collect();
        builder.push(&row).unwrap();
    }
    let all: Vec<Facts> = (0..sources.len() as i64).map(facts).collect();
    Map::build(&builder.finish(), &all)
}

/// What each record is made from: of several shapes, some of them long, some wide.
fn lineages(most: usize) -> impl Strategy<Value = Vec<Vec<u32>>> {
    let pick = (any::<u32>(), 0_u8..100, 0_usize..4);
    let habits = (0_u8..60, 0_u8..80, 1_u32..40);
    (proptest::collection::vec(pick, 0..most), habits).prop_map(|(picks, (alone, last, near))| {
        let mut sources: Vec<Vec<u32>> = Vec::new();
        for (record, (random, chance, more)) in (0_u32..).zip(picks) {
            let mut row = Vec::new();
            if record > 0 && chance >= alone {
                let first = if chance % 80 < last {
                    record - 1 - random % near.min(record)
                } else {
                    (random % record).min(random / 7 % record)
                };
                row.push(first);
                for number in 0..more as u32 {
                    let source = random.rotate_left(5 * number) % record;
                    if !row.contains(&source) && number % 2 == 0 {
                        row.push(source);
                    }
                }
            }
            sources.push(row);
        }
        sources
    })
}

fn all_tiles(map: &Map) -> Vec<(TileKey, Tile)> {
    let mut tiles = Vec::new();
    for level in 0..map.grid().levels {
        for y in 0..1 << level {
            for x in 0..1 << level {
                let key = TileKey { level, x, y };
                tiles.push((key, map.tile(key)));
            }
        }
    }
    tiles
}

fn records(map: &Map) -> Vec<MapRecord> {
    (0..map.len())
        .map(|index| map.record(index).unwrap())
        .collect()
}

fn check_forest(map: &Map, sources: &[Vec<u32>]) {
    assert_eq!(map.len() as usize, sources.len());
    let mut size = vec![1_u32; sources.len()];
    let mut kin: Vec<u32> = (0..sources.len() as u32).collect();
    for record in (0..sources.len()).rev() {
        if let Some(&source) = sources[record].first() {
            size[source as usize] += size[record];
        }
    }
    let mut seen = HashSet::new();
    for (dense, row) in (0_u32..).zip(sources) {
        let index = map.index(Dense(dense)).unwrap();
        assert!(seen.insert(index) && index < map.len());
        assert_eq!(map.dense(index), Some(Dense(dense)));
        let record = map.record(index).unwrap();
        assert_eq!((record.index, record.size), (index, size[dense as usize]));
        assert_eq!(record.more_sources, row.len() > 1);
        assert!(record.time < TIME_STEPS);
        let primary = row.first().map(|&source| map.index(Dense(source)).unwrap());
        assert_eq!(map.primary(index), primary);
        if let Some(source) = primary {
            let of = map.record(source).unwrap();
            assert!(index > source && index + record.size <= source + of.size);
            kin[dense as usize] = kin[row[0] as usize];
        }
        let root = map.index(Dense(kin[dense as usize])).unwrap();
        assert_eq!(
            record.kind == Kind::Root || record.kind == Kind::Single,
            root == index
        );
    }
}

fn check_tiles(map: &Map) {
    let grid = map.grid();
    let tiles = all_tiles(map);
    let mut seen = HashSet::new();
    for (key, tile) in &tiles {
        assert!(tile.records.is_sorted_by_key(|record| record.index));
        for record in &tile.records {
            assert!(seen.insert(record.index));
            assert_eq!(map.level(record.index), Some(key.level));
            assert_eq!(grid.tile(key.level, record.at), *key);
            assert_eq!(map.record(record.index), Some(*record));
        }
        for child in 0..4 {
            let (x, y) = (2 * key.x + (child & 1), 2 * key.y + (child >> 1));
            let holds = tiles.iter().any(|(other, tile)| {
                let deeper = other.level.wrapping_sub(key.level + 1);
                other.level > key.level
                    && (other.x >> deeper, other.y >> deeper) == (x, y)
                    && !tile.records.is_empty()
            });
            assert_eq!(tile.children >> child & 1 == 1, holds, "{key:?} {child}");
        }
    }
    assert_eq!(seen.len() as u32, map.base_len());
}

/// Each link starts at a record that shows no later, nearest of those towards the root.
fn check_links(map: &Map, shown: &[MapRecord], shows: impl Fn(u32, u32) -> bool) {
    for record in shown {
        let mut source = map.primary(record.index);
        while let Some(at) = source {
            if shows(at, record.index) {
                break;
            }
            source = map.primary(at);
        }
        let from = source.map(|at| map.record(at).unwrap().at);
        assert_eq!(record.from, from);
        let has_source = map.primary(record.index).is_some();
        assert_eq!(from.is_some(), has_source, "cut off: {record:?}");
        match (record.kind, from) {
            (Kind::Root | Kind::Single, from) => assert_eq!(from, None),
            (Kind::Stem, Some(from)) => assert!(from.1 == record.at.1 && from.0 < record.at.0),
            (Kind::Branch, Some(from)) => assert!(from.1 != record.at.1 && from.0 < record.at.0),
            (Kind::Wrap, Some(from)) => assert_ne!(from, record.at),
            (Kind::Petal | Kind::Twig, Some(_)) => assert_eq!(source, map.primary(record.index)),
            (_, None) => panic!("no link"),
        }
    }
}

fn check_levels(map: &Map) {
    let level = |index: u32| map.level(index).unwrap();
    check_links(map, &records(map), |at, of| level(at) <= level(of));
}

/// Nothing nearer than this to anything else, in [`UNIT`]ths.
fn check_apart(map: &Map, least: i32) {
    let mut squares: HashMap<(i32, i32), Vec<MapRecord>> = HashMap::new();
    for record in records(map) {
        let square = |at: i32| at.div_euclid(least);
        let (column, row) = (square(record.at.0), square(record.at.1));
        for x in column - 1..=column + 1 {
            for y in row - 1..=row + 1 {
                for other in squares.get(&(x, y)).into_iter().flatten() {
                    let (dx, dy) = (other.at.0 - record.at.0, other.at.1 - record.at.1);
                    assert!(dx * dx + dy * dy >= least * least, "{other:?}, {record:?}");
                }
            }
        }
        squares.entry((column, row)).or_default().push(record);
    }
}

/// The boxes of trees do not touch, nor does a stem run through a record.
fn check_trees(map: &Map) {
    let all = records(map);
    let roots = || all.iter().filter(|record| record.kind == Kind::Root);
    let boxes: Vec<[i32; 4]> = roots()
        .map(|root| {
            let tree = &all[root.index as usize..(root.index + root.size) as usize];
            let x = || tree.iter().map(|record| record.at.0);
            let y = || tree.iter().map(|record| record.at.1);
            [x().min(), x().max(), y().min(), y().max()].map(Option::unwrap)
        })
        .collect();
    for (number, a) in boxes.iter().enumerate() {
        for b in &boxes[..number] {
            assert!(a[0] > b[1] || b[0] > a[1] || a[2] > b[3] || b[2] > a[3]);
        }
    }
    let mut lines: HashMap<i32, Vec<MapRecord>> = HashMap::new();
    for &record in &all {
        lines.entry(record.at.1).or_default().push(record);
    }
    for record in all.iter().filter(|record| record.kind == Kind::Stem) {
        let from = map.record(map.primary(record.index).unwrap()).unwrap().at;
        for y in record.at.1 - UNIT / 4..=record.at.1 + UNIT / 4 {
            for other in lines.get(&y).into_iter().flatten() {
                let on = other.at.0 > from.0 && other.at.0 < record.at.0;
                assert!(!on, "{other:?} on the link of {record:?}");
            }
        }
    }
}

fn check_all(map: &Map, sources: &[Vec<u32>]) {
    check_forest(map, sources);
    check_tiles(map);
    check_levels(map);
    check_apart(map, UNIT / 2);
    check_trees(map);
    let bounds = map.bounds();
    for record in records(map) {
        assert!((bounds.left..=bounds.right).contains(&record.at.0));
        assert!((bounds.top..=bounds.bottom).contains(&record.at.1));
    }
}

/// Whether a place is inside a polygon, by the sum of the angles under which its edges are seen.
fn is_inside(polygon: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let mut sum = 0.0;
    for (number, a) in polygon.iter().enumerate() {
        let b = polygon[(number + 1) % polygon.len()];
        let (ax, ay, bx, by) = (a.0 - x, a.1 - y, b.0 - x, b.1 - y);
        sum += (ax * by - ay * bx).atan2(ax * bx + ay * by);
    }
    sum.abs() > 1.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_record_has_its_place(sources in lineages(1500)) {
        check_all(&map_of(&sources), &sources);
    }

    #[test]
    fn many_records_show_level_by_level(sources in lineages(6000)) {
        let map = map_of(&sources);
        check_tiles(&map);
        check_levels(&map);
        for (_, tile) in all_tiles(&map) {
            prop_assert!(tile.records.len() <= 2000);
        }
    }

    #[test]
    fn an_append_moves_nothing(sources in lineages(800), more in proptest::collection::vec(any::<u32>(), 1..60)) {
        let mut map = map_of(&sources);
        let before = records(&map);
        let first = map.len();
        // Whoever looks on hears of some at a time, and sees what whoever comes later is told at once.
        let mut scene = Scene::new(map.grid());
        for random in more {
            let len = map.len();
            let source = (random % 5 > 0 && len > 0).then(|| random / 5 % len);
            let source = source.map(|dense| if random % 2 == 0 { dense } else { dense.max(first.min(len - 1)) });
            let named: Vec<Dense> = source.map(Dense).into_iter().collect();
            let kept = records(&map);
            let index = map.append(&named, facts(i64::from(len)));
            prop_assert_eq!(index, len);
            prop_assert_eq!(map.index(Dense(index)), Some(index));
            let now = records(&map);
            for (old, new) in kept.iter().zip(&now) {
                prop_assert_eq!((old.at, old.from, old.index), (new.at, new.from, new.index));
            }
            prop_assert_eq!(map.primary(index), source.map(|source| map.index(Dense(source)).unwrap()));
            if random % 3 == 0 {
                scene.append(map.delta(scene.appended().len() as u32));
            }
        }
        scene.append(map.delta(scene.appended().len() as u32));
        prop_assert_eq!(scene.appended(), &map.delta(0).records[..]);
        prop_assert_eq!(&records(&map)[..first as usize], &before[..]);
        let delta = map.delta(0);
        prop_assert_eq!(delta.records.len() as u32, map.len() - first);
        for (record, anchor) in &delta.records {
            let mut at = record.index;
            while at >= first {
                match map.primary(at) {
                    Some(source) => at = source,
                    None => break,
                }
            }
            prop_assert_eq!(at, *anchor);
            let from = map.primary(record.index).map(|source| map.record(source).unwrap().at);
            prop_assert_eq!(record.from, from);
        }
        prop_assert_eq!(&map.delta(1).records[..], &delta.records[1..]);
        check_apart(&map, UNIT / 2);
    }

    #[test]
    fn a_lasso_finds_what_is_inside(
        sources in lineages(3000),
        corners in proptest::collection::vec((0.0_f64..1.0, 0.0_f64..1.0), 3..12),
    ) {
        let mut map = map_of(&sources);
        if !sources.is_empty() {
            map.append(&[Dense(0)], facts(0));
        }
        let bounds = map.bounds();
        let unit = f64::from(UNIT);
        let along = |part: f64, from: i32, to: i32| {
            (f64::from(from) + part * f64::from(to - from)) / unit + 0.003
        };
        let polygon: Vec<(f64, f64)> = corners
            .iter()
            .map(|&(x, y)| (along(x, bounds.left, bounds.right), along(y, bounds.top, bounds.bottom)))
            .collect();
        let inside: Vec<u32> = records(&map)
            .iter()
            .filter(|record| {
                let at = (f64::from(record.at.0) / unit, f64::from(record.at.1) / unit);
                is_inside(&polygon, at)
            })
            .map(|record| record.index)
            .collect();
        prop_assert_eq!(map.within(&polygon), inside);
    }

    #[test]
    fn the_heaviest_are_whole_lineages(sources in lineages(3000), count in 1_usize..200) {
        let map = map_of(&sources);
        let tile = map.heaviest(count);
        prop_assert!(tile.records.len() <= count);
        prop_assert!(tile.records.len() >= count.min(sources.len()).min(1));
        let chosen: HashSet<u32> = tile.records.iter().map(|record| record.index).collect();
        prop_assert_eq!(chosen.len(), tile.records.len());
        prop_assert!(tile.records.is_sorted_by_key(|record| record.index));
        check_links(&map, &tile.records, |at, _| chosen.contains(&at));
    }

    #[test]
    fn the_heaviest_of_some_hang_on_one_another(sources in lineages(600), step in 1_u32..9, count in 1_usize..90) {
        let map = map_of(&sources);
        let some: Vec<u32> = (0..map.len()).filter(|index| index % step == 0).collect();
        let tile = map.heaviest_of(some.iter().copied(), count);
        prop_assert_eq!(tile.records.len(), count.min(some.len()));
        prop_assert!(tile.records.is_sorted_by_key(|record| record.index));
        let least = tile.records.iter().map(|record| record.size).min().unwrap_or(0);
        let chosen: HashSet<u32> = tile.records.iter().map(|record| record.index).collect();
        for index in some.iter().filter(|index| !chosen.contains(index)) {
            prop_assert!(map.record(*index).unwrap().size <= least);
        }
        for record in &tile.records {
            let above = std::iter::successors(map.primary(record.index), |at| map.primary(*at));
            let nearest = above.into_iter().find(|at| chosen.contains(at));
            let own = map.record(record.index).unwrap();
            let expected = nearest.map_or(own.from, |at| Some(map.record(at).unwrap().at));
            prop_assert_eq!(record.from, expected);
        }
        prop_assert_eq!(decode_tile(&encode_tile(&tile)), Ok(tile));
    }
}

#[test]
fn nothing_and_one_record() {
    let mut map = map_of(&[]);
    assert!(map.is_empty() && map.grid().levels == 1);
    let first = TileKey {
        level: 0,
        x: 0,
        y: 0,
    };
    assert_eq!(map.tile(first), Tile::default());
    assert!(
        map.within(&[(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0)])
            .is_empty()
    );
    assert_eq!(map.append(&[], facts(3)), 0);
    assert_eq!(map.append(&[Dense(0)], facts(4)), 1);
    assert_eq!(map.record(1).unwrap().from, Some(map.record(0).unwrap().at));
    assert_eq!(map.record(0).unwrap().size, 2);

    let map = map_of(&[vec![]]);
    assert_eq!(map.tile(first).records.len(), 1);
    assert_eq!(map.record(0).unwrap().kind, Kind::Single);
    assert_eq!(map.heaviest(5).records.len(), 1);
    let mut wrong = first;
    wrong.level = 9;
    assert_eq!(map.tile(wrong), Tile::default());
    wrong = first;
    wrong.x = 1;
    assert_eq!(map.tile(wrong), Tile::default());
}

#[test]
fn singles_stand_in_a_strip() {
    let sources = vec![Vec::new(); 5000];
    let map = map_of(&sources);
    check_all(&map, &sources);
    assert!(
        records(&map)
            .iter()
            .all(|record| record.kind == Kind::Single)
    );
}

#[test]
fn a_chain_wraps_like_a_text() {
    let sources: Vec<Vec<u32>> = (0..67_319_u32)
        .map(|record| record.checked_sub(1).into_iter().collect())
        .collect();
    let map = map_of(&sources);
    check_forest(&map, &sources);
    check_tiles(&map);
    check_levels(&map);
    check_apart(&map, UNIT / 2);
    let bounds = map.bounds();
    let (wide, high) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
    assert!(wide < 3 * high && high < 2 * wide, "{wide} by {high}");
}

#[test]
fn a_star_is_one_blossom() {
    let mut sources = vec![vec![0_u32]; 100_000];
    sources[0].clear();
    let mut map = map_of(&sources);
    check_forest(&map, &sources);
    check_tiles(&map);
    check_levels(&map);
    check_apart(&map, UNIT / 2);
    let bounds = map.bounds();
    let (wide, high) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
    assert!((wide - high).abs() < UNIT, "{wide} by {high}");
    for _ in 0..200 {
        map.append(&[Dense(0)], facts(0));
    }
    check_apart(&map, UNIT / 2);
}

#[test]
fn a_record_with_64_sources() {
    let mut sources = vec![Vec::new(); 64];
    sources.push((0..64).collect());
    let map = map_of(&sources);
    check_all(&map, &sources);
    let last = map.record(map.index(Dense(64)).unwrap()).unwrap();
    assert!(last.more_sources);
    assert_eq!(map.primary(last.index), map.index(Dense(0)));
}

#[test]
fn a_withdrawn_record_is_told_as_such() {
    let mut map = map_of(&[vec![], vec![0]]);
    map.append(&[Dense(1)], facts(0));
    for record in [0, 2] {
        map.withdraw(Dense(record));
        let index = map.index(Dense(record)).unwrap();
        assert!(map.record(index).unwrap().withdrawn);
    }
    assert!(!map.record(map.index(Dense(1)).unwrap()).unwrap().withdrawn);
    assert!(map.delta(0).records[0].0.withdrawn);
}

/// A stem of many branches, some of them large.
#[test]
fn branches_flow_round_one_another() {
    let mut sources: Vec<Vec<u32>> = vec![Vec::new()];
    let mut random = 1_u32;
    let mut stem = 0;
    for number in 0..3000_u32 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        sources.push(vec![stem]);
        stem = sources.len() as u32 - 1;
        let long = if number % 97 == 3 { 700 } else { random >> 27 };
        if random >> 8 & 3 == 0 {
            let mut source = stem;
            for step in 0..long {
                sources.push(vec![source]);
                if step % 7 != 3 {
                    source = sources.len() as u32 - 1;
                }
            }
        }
    }
    // The stem is the heaviest at each of its records.
    for _ in 0..2000 {
        sources.push(vec![stem]);
        stem = sources.len() as u32 - 1;
    }
    let map = map_of(&sources);
    check_all(&map, &sources);
    assert!(records(&map).iter().any(|record| record.kind == Kind::Wrap));
}
