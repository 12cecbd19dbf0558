//! What holds for every frame, whatever the scene and the camera.

use std::collections::{HashMap, HashSet};

use lineage::map::{
    Bow, Camera, Collapsed, Delta, Facts, Frame, FrameLabel, FrameMark, Grid, Kind, Look, Map,
    MapRecord, Mix, Scene, Standing, Tile, TileKey, decode_tile, encode_tile, render_map,
    render_map_standalone,
};
use lineage::{Dag, Dense, Medium};
use proptest::prelude::*;

const GRID: Grid = Grid {
    left: 0,
    top: 0,
    span: 1 << 14,
    levels: 5,
};

/// A made-up map: trees whose records hang on one another, in preorder, and the level of each.
fn map(seed: u64, count: u32) -> Vec<(u8, MapRecord)> {
    let mut state = seed | 1;
    let mut random = move |below: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(99);
        (state >> 33) as u32 % below.max(1)
    };
    let mut path: Vec<u32> = Vec::new();
    let mut above = vec![None; count as usize];
    for index in 0..count {
        let keep = random(path.len() as u32 + 2) as usize;
        path.truncate(keep.max(path.len().saturating_sub(2)));
        above[index as usize] = path.last().copied();
        path.push(index);
    }
    let mut sizes = vec![1_u32; count as usize];
    for index in (0..count as usize).rev() {
        if let Some(source) = above[index] {
            sizes[source as usize] += sizes[index];
        }
    }
    let mut places: Vec<(i32, i32)> = Vec::new();
    let mut records = Vec::new();
    for index in 0..count {
        let source = above[index as usize];
        let size = sizes[index as usize];
        let from = source.map(|source| places[source as usize]);
        let step = |r: u32| (r as i32 % 400) - 200;
        let (kind, at) = match (from, size, random(4)) {
            (None, 1, _) => (Kind::Single, (random(16_000) as i32, random(16_000) as i32)),
            (None, _, _) => (Kind::Root, (random(16_000) as i32, random(16_000) as i32)),
            (Some((x, y)), 1, _) => (Kind::Petal, (x + step(random(400)), y + step(random(400)))),
            (Some((x, y)), _, 0) => (Kind::Stem, (x + 100, y)),
            (Some((x, y)), _, 1) => (Kind::Wrap, (x - 3000, y + 200)),
            (Some((x, y)), _, 2) => (Kind::Twig, (x + step(random(400)), y + 70)),
            (Some((x, y)), _, _) => (Kind::Branch, (x + 60, y + 3 * step(random(400)))),
        };
        places.push(at);
        let record = MapRecord {
            index,
            size,
            at,
            from,
            kind,
            medium: Medium::ALL[index as usize % 5],
            withdrawn: index % 17 == 0,
            more_sources: index % 13 == 0,
            time: (index % 4096) as u16,
        };
        let level = match size {
            40.. => 0,
            8.. => 1,
            3.. => 2,
            2 => 3,
            _ => 4,
        };
        records.push((level, record));
    }
    records
}

fn tiles(map: &[(u8, MapRecord)]) -> HashMap<TileKey, Tile> {
    let mut tiles: HashMap<TileKey, Tile> = HashMap::new();
    for &(level, record) in map {
        let key = GRID.tile(level, record.at);
        tiles.entry(key).or_default().records.push(record);
        for level in 0..level {
            let (above, below) = (GRID.tile(level, record.at), GRID.tile(level + 1, record.at));
            let bit = 1 << (2 * (below.y & 1) + (below.x & 1));
            tiles.entry(above).or_default().children |= bit;
        }
    }
    tiles
}

fn scene(map: &[(u8, MapRecord)]) -> Scene {
    let mut scene = Scene::new(GRID);
    for (key, tile) in tiles(map) {
        scene.insert(key, tile);
    }
    scene
}

/// A scene that shows all of the map at every level.
fn flat(map: &[(u8, MapRecord)]) -> Scene {
    let mut scene = Scene::new(GRID);
    let records = map.iter().map(|&(_, record)| record).collect();
    let top = TileKey {
        level: 0,
        x: 0,
        y: 0,
    };
    scene.insert(
        top,
        Tile {
            records,
            children: 0,
        },
    );
    scene
}

fn plain(_: &MapRecord, _: u32) -> Standing {
    Standing::Plain
}

fn titles(count: u32) -> Vec<String> {
    let word = |i: u32| {
        [
            "Rain on tin",
            "港の灯り、ゆっくり",
            "Chorus",
            "A very long title of a record, at length",
        ][i as usize % 4]
    };
    (0..count)
        .map(|i| format!("{} {i}", word(i * 7 / 3)))
        .collect()
}

fn camera(x: f64, y: f64, scale: f64) -> Camera {
    Camera {
        x,
        y,
        scale,
        width: 1200.0,
        height: 840.0,
    }
}

fn cameras() -> impl Strategy<Value = Camera> {
    (0.0..256.0, 0.0..256.0, 0.5..60.0_f64).prop_map(|(x, y, scale)| camera(x, y, scale))
}

fn whole() -> Camera {
    camera(128.0, 128.0, 3.2)
}

fn framed(scene: &mut Scene, camera: &Camera, titles: &[String]) -> Frame {
    let mut frame = Frame::default();
    let title = |index: u32| titles.get(index as usize).map(String::as_str);
    scene.frame(camera, &Look::new(plain, &title), &mut frame);
    frame
}

fn check_labels(frame: &Frame) {
    let boxes: Vec<_> = frame
        .labels
        .iter()
        .map(lineage::map::FrameLabel::bounds)
        .collect();
    for (at, one) in boxes.iter().enumerate() {
        assert!(boxes[..at].iter().all(|other| !one.overlaps(other)));
        assert!(one.left >= 0.0 && one.top >= 0.0 && one.right <= 1200.0 && one.bottom <= 840.0);
    }
    let marks: HashSet<u32> = frame.marks.iter().map(|mark| mark.index).collect();
    assert!(
        frame
            .labels
            .iter()
            .all(|label| marks.contains(&label.index))
    );
    assert!(frame.labels.len() <= 60);
}

#[test]
fn a_wider_frame_shows_in_the_view_what_the_view_shows() {
    let map = map(11, 3000);
    let (mut seen, mut beside) = (0, 0);
    for scale in [0.6, 2.0, 9.0] {
        let view = Camera {
            x: 120.0,
            y: 90.0,
            scale,
            width: 900.0,
            height: 700.0,
        };
        let wide = Camera {
            x: view.x + 40.0 / scale,
            width: 1300.0,
            height: 820.0,
            ..view
        };
        let titles: Vec<String> = (0..3000).map(|index| format!("Record {index}")).collect();
        let title = |index: u32| titles.get(index as usize).map(String::as_str);
        let look = Look::new(|_: &MapRecord, _| Standing::Plain, &title);
        let (mut narrow, mut around) = (Frame::default(), Frame::default());
        scene(&map).frame(&view, &look, &mut narrow);
        scene(&map).frame_round(&view, &wide, &look, &mut around);
        // From the one's left edge to the other's: 160 beyond on the left, 60 above.
        let shown: HashMap<u32, (f32, f32)> = around
            .marks
            .iter()
            .map(|mark| (mark.index, mark.at))
            .collect();
        seen += narrow.marks.len();
        beside += around.marks.len() - narrow.marks.len();
        for mark in &narrow.marks {
            let (x, y) = shown[&mark.index];
            assert!((x - 160.0 - mark.at.0).abs() < 0.1, "{x} {:?}", mark.at);
            assert!((y - 60.0 - mark.at.1).abs() < 0.1, "{y} {:?}", mark.at);
        }
        for label in &around.labels {
            let bounds = label.bounds();
            assert!(bounds.left >= 0.0 && bounds.right <= 1300.0);
        }
    }
    assert!(seen > 100 && beside > 10, "{seen} {beside}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_two_labels_overlap(seed in any::<u64>(), count in 1..900_u32, cameras in prop::collection::vec(cameras(), 1..4)) {
        let map = map(seed, count);
        let mut scene = scene(&map);
        let titles = titles(count);
        for camera in cameras {
            check_labels(&framed(&mut scene, &camera, &titles));
        }
    }

    #[test]
    fn labels_stay_while_the_map_is_moved(seed in any::<u64>(), camera in cameras(), dx in -30.0..30.0_f64) {
        let map = map(seed, 700);
        let mut scene = scene(&map);
        let titles = titles(700);
        let before = framed(&mut scene, &camera, &titles);
        let moved = Camera { x: camera.x + dx / camera.scale, ..camera };
        let after = framed(&mut scene, &moved, &titles);
        check_labels(&after);
        let still: HashSet<u32> = after.labels.iter().map(|label| label.index).collect();
        // Those that neither were nor come near an edge, where they are moved inward.
        for label in &before.labels {
            let bounds = label.bounds();
            let far = 260.0 + dx.abs() as f32;
            let is_inside = bounds.left > far && bounds.right < 1200.0 - far && bounds.top > 60.0;
            let crowded = before.labels.iter().any(|l| {
                let other = l.bounds();
                l.index != label.index && (other.left <= far || other.right >= 1200.0 - far)
                    && (other.top - bounds.top).abs() < 20.0
            });
            prop_assert!(!is_inside || crowded || still.contains(&label.index));
        }
    }

    #[test]
    fn every_link_starts_at_a_record(seed in any::<u64>(), camera in cameras()) {
        let map = map(seed, 700);
        let mut scene = scene(&map);
        let frame = framed(&mut scene, &camera, &[]);
        let pixel = |at: (i32, i32)| {
            let x = (f64::from(at.0) / 64.0 - camera.x) * camera.scale + 600.0;
            let y = (f64::from(at.1) / 64.0 - camera.y) * camera.scale + 420.0;
            (x as f32, y as f32)
        };
        let level = scene.level(&camera);
        let drawable: HashSet<(i32, i32)> = map
            .iter()
            .filter(|(first, _)| *first <= level)
            .map(|(_, record)| pixel(record.at))
            .map(|(x, y)| ((x * 4.0).round() as i32, (y * 4.0).round() as i32))
            .collect();
        for link in &frame.links {
            let (x, y) = ((link.from.0 * 4.0).round() as i32, (link.from.1 * 4.0).round() as i32);
            let near = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
            prop_assert!(near.into_iter().any(|at| drawable.contains(&at)), "{:?}", link);
            prop_assert_eq!(map[link.index as usize].1.from.map(pixel), Some(link.from));
        }
    }

    #[test]
    fn what_is_in_view_is_drawn_and_nothing_else(seed in any::<u64>(), camera in cameras()) {
        let map = map(seed, 700);
        let mut scene = scene(&map);
        let frame = framed(&mut scene, &camera, &[]);
        let drawn: HashSet<u32> = frame.marks.iter().map(|mark| mark.index).collect();
        prop_assert_eq!(drawn.len(), frame.marks.len());
        let level = scene.level(&camera);
        for (first, record) in &map {
            let x = (f64::from(record.at.0) / 64.0 - camera.x) * camera.scale + 600.0;
            let y = (f64::from(record.at.1) / 64.0 - camera.y) * camera.scale + 420.0;
            let inside = (0.0..=1200.0).contains(&x) && (0.0..=840.0).contains(&y);
            let outside = !(-30.0..=1230.0).contains(&x) || !(-30.0..=870.0).contains(&y);
            if inside {
                prop_assert_eq!(drawn.contains(&record.index), *first <= level);
            } else if outside {
                prop_assert!(!drawn.contains(&record.index));
            }
        }
    }

    #[test]
    fn hit_finds_what_is_drawn(seed in any::<u64>(), camera in cameras()) {
        let map = map(seed, 500);
        let mut scene = scene(&map);
        let titles = titles(500);
        let frame = framed(&mut scene, &camera, &titles);
        for label in &frame.labels {
            let (x, y) = (label.at.0, label.at.1 - 4.0);
            let covers = frame.marks.iter().any(|mark| {
                (mark.at.0 - x).hypot(mark.at.1 - y) <= mark.radius.max(3.0)
            });
            prop_assert!(covers || frame.hit(x, y, 18.0) == Some(label.index));
        }
        for mark in &frame.marks {
            let (x, y) = mark.at;
            let hit = frame.hit(x, y, 4.0).unwrap();
            let same_place = frame.marks.iter().any(|other| {
                other.index == hit && (other.at.0 - x).hypot(other.at.1 - y) < 0.01
            });
            prop_assert!(same_place);
        }
        prop_assert_eq!(frame.hit(-5000.0, 0.0, 20.0), None);
    }

    #[test]
    fn collapsed_hides_the_interval(seed in any::<u64>(), at in 0..600_u32, inner in 0..600_u32) {
        let map = map(seed, 600);
        let mut scene = flat(&map);
        scene.append(Delta { records: vec![
            (MapRecord { index: 600, from: Some(map[at as usize].1.at), ..map[at as usize].1 }, at),
            (MapRecord { index: 601, size: 1, from: None, kind: Kind::Single, ..map[at as usize].1 }, 601),
        ] });
        let part = |index: u32| {
            let size = map[index as usize].1.size;
            Collapsed { index, size, count: size - 1, mix: None }
        };
        let collapsed = [part(inner), part(at)];
        let look = Look { collapsed: &collapsed, ..Look::new(plain, &|_| None) };
        let deep = Camera { scale: 46.0, width: 16_000.0, height: 16_000.0, ..whole() };
        let all = framed(&mut scene, &deep, &[]);
        let mut frame = Frame::default();
        scene.frame(&deep, &look, &mut frame);
        let hidden = |index: u32| collapsed.iter().any(|part| {
            index > part.index && index < part.index + part.size
        });
        for mark in &frame.marks {
            prop_assert!(!hidden(mark.index) && mark.index != 600);
        }
        prop_assert!(frame.links.iter().all(|link| !hidden(link.index)));
        let left = all.marks.iter().filter(|mark| !hidden(mark.index) && mark.index != 600);
        prop_assert_eq!(left.count(), frame.marks.len());
        for wedge in &frame.wedges {
            let stands_for = |part: &Collapsed| part.index == wedge.index && part.count == wedge.count;
            prop_assert!(collapsed.iter().any(stands_for));
        }
        let heads: HashSet<u32> = collapsed.iter().map(|part| part.index).collect();
        let shown = frame.marks.iter().filter(|mark| heads.contains(&mark.index));
        prop_assert_eq!(frame.wedges.len(), shown.count());
    }

    #[test]
    fn absurd_cameras_are_survived(
        x in any::<f64>(), y in any::<f64>(), scale in any::<f64>(),
        width in any::<f64>(), height in any::<f64>(),
    ) {
        let mut scene = scene(&map(7, 300));
        let titles = titles(300);
        let camera = Camera { x, y, scale, width, height };
        let frame = framed(&mut scene, &camera, &titles);
        prop_assert!(frame.links.iter().all(|l| l.from.0.is_finite() && l.to.1.is_finite()));
        prop_assert!(scene.needed(&camera).len() < 3000);
        let _ = scene.view(&camera);
        let near = Camera { x: 128.0, y: 128.0, scale: scale.abs(), width: 1200.0, height: 840.0 };
        let _ = framed(&mut scene, &near, &titles);
        prop_assert!(scene.needed(&near).len() < 3000);
    }

    #[test]
    fn needed_leaves_out_what_is_empty_or_there(seed in any::<u64>(), camera in cameras()) {
        let tiles = tiles(&map(seed, 400));
        let mut scene = Scene::new(GRID);
        // As a client does: ask, take what comes in, ask again.
        for _ in 0..=GRID.levels {
            for key in scene.needed(&camera) {
                prop_assert!(!scene.has(key));
                scene.insert(key, tiles.get(&key).cloned().unwrap_or_default());
            }
        }
        prop_assert!(scene.needed(&camera).is_empty());
        let level = scene.level(&camera);
        for key in tiles.keys().filter(|key| key.level <= level) {
            let seen = GRID.tiles(key.level, &scene.view(&camera)).any(|other| other == *key);
            prop_assert!(!seen || scene.has(*key));
        }
    }
}

#[test]
fn of_an_empty_scene_there_is_nothing_to_see() {
    let mut scene = Scene::new(GRID);
    assert_eq!(framed(&mut scene, &whole(), &[]), Frame::default());
    assert_eq!(scene.needed(&whole())[0].level, 0);
    assert_eq!(Frame::default().hit(1.0, 1.0, 10.0), None);
}

#[test]
fn nan_is_survived() {
    let mut scene = scene(&map(3, 100));
    for broken in [f64::NAN, f64::INFINITY, 0.0, -1.0, 1e-308, 1e308] {
        for at in 0..5 {
            let mut numbers = [128.0, 128.0, 3.0, 1200.0, 840.0];
            numbers[at] = broken;
            let [x, y, scale, width, height] = numbers;
            let camera = Camera {
                x,
                y,
                scale,
                width,
                height,
            };
            let _ = framed(&mut scene, &camera, &titles(100));
            assert!(scene.needed(&camera).len() < 3000);
        }
    }
}

#[test]
fn the_focus_is_painted_last_and_what_is_dim_first() {
    let mut scene = flat(&map(5, 300));
    let standing = |record: &MapRecord, _: u32| match record.index {
        7 => Standing::Focus,
        8..20 => Standing::Descendant,
        20..40 => Standing::Hidden,
        i if i % 2 == 0 => Standing::Dim,
        _ => Standing::Plain,
    };
    let mut frame = Frame::default();
    let deep = Camera {
        scale: 60.0,
        width: 16_000.0,
        height: 16_000.0,
        ..whole()
    };
    scene.frame(&deep, &Look::new(standing, &|_| Some("Rain")), &mut frame);
    assert!(frame.marks.is_sorted_by_key(|mark| mark.standing));
    assert!(frame.links.is_sorted_by_key(|link| link.standing));
    assert_eq!(frame.marks.last().unwrap().index, 7);
    assert!(
        frame
            .marks
            .iter()
            .all(|mark| !(20..40).contains(&mark.index))
    );
    assert_eq!(frame.labels[0].index, 7);
}

#[test]
fn tiles_out_of_view_go_first_and_the_coarsest_stay() {
    let map = map(11, 4000);
    let mut scene = Scene::new(GRID).with_most(600);
    let left = camera(20.0, 20.0, 40.0);
    let mut tiles: Vec<(TileKey, Tile)> = tiles(&map).into_iter().collect();
    tiles.sort_by_key(|&(key, _)| key);
    let coarse: usize = tiles
        .iter()
        .filter(|(k, _)| k.level <= 1)
        .map(|(_, t)| t.records.len())
        .sum();
    for (key, tile) in tiles.clone() {
        scene.insert(key, tile);
        framed(&mut scene, &left, &[]);
        assert!(scene.has(TileKey {
            level: 0,
            x: 0,
            y: 0
        }));
    }
    let in_view = |key: &TileKey| GRID.tiles(key.level, &scene.view(&left)).any(|k| k == *key);
    let level = scene.level(&left);
    let seen = |key: &TileKey| key.level <= level && in_view(key);
    assert!(tiles.iter().all(|(key, _)| scene.has(*key) || !seen(key)));
    let size = |of: &dyn Fn(&TileKey) -> bool| {
        let tiles = tiles.iter().filter(|(key, _)| of(key));
        tiles.map(|(_, tile)| tile.records.len()).sum::<usize>()
    };
    let stay = size(&|key| key.level <= 1 || seen(key));
    assert!(scene.held() < size(&|_| true));
    assert!(scene.held() <= stay + 600, "{} of {stay}", scene.held());
    // Without a frame in between they are let go of all the same.
    let mut scene = Scene::new(GRID).with_most(600);
    for (key, tile) in tiles {
        scene.insert(key, tile);
    }
    assert!(scene.held() <= 1200 + coarse, "{}", scene.held());
}

#[test]
fn what_the_tile_above_says_is_empty_is_not_asked_for() {
    let mut scene = Scene::new(GRID);
    let top = TileKey {
        level: 0,
        x: 0,
        y: 0,
    };
    // Something in the lower right quarter only.
    scene.insert(
        top,
        Tile {
            records: Vec::new(),
            children: 0b1000,
        },
    );
    let needed = scene.needed(&camera(128.0, 128.0, 30.0));
    assert!(needed.iter().any(|key| key.level == 3));
    let quarter = |key: &TileKey| (key.x >> (key.level - 1), key.y >> (key.level - 1));
    assert!(needed.iter().all(|key| quarter(key) == (1, 1)));
}

#[test]
fn a_wedge_is_hit_where_it_opens() {
    let mut scene = flat(&map(2, 50));
    let collapsed = [Collapsed {
        index: 0,
        size: 1,
        count: 40,
        mix: None,
    }];
    let look = Look {
        collapsed: &collapsed,
        ..Look::new(plain, &|_| None)
    };
    let mut frame = Frame::default();
    let at = map(2, 50)[0].1.at;
    let near = camera(f64::from(at.0) / 64.0, f64::from(at.1) / 64.0, 4.0);
    scene.frame(&near, &look, &mut frame);
    let wedge = frame.wedges[0];
    frame.marks.clear();
    assert_eq!(
        frame.hit(wedge.at.0 + wedge.radius, wedge.at.1, 0.0),
        Some(0)
    );
    assert_eq!(
        frame.hit(wedge.at.0 + wedge.radius + 20.0, wedge.at.1, 0.0),
        Some(0),
        "what is written beside it"
    );
    assert_eq!(frame.hit(wedge.at.0 - wedge.radius, wedge.at.1, 0.0), None);
    assert_eq!(frame.hit(wedge.at.0, wedge.at.1 + wedge.radius, 0.0), None);
}

#[test]
fn a_title_does_not_take_the_click_of_a_mark_that_it_covers() {
    let mark = |index, x, radius| FrameMark {
        index,
        at: (x, 50.0),
        radius,
        size: 1,
        medium: Medium::Audio,
        withdrawn: false,
        more_sources: false,
        time: 0,
        standing: Standing::Plain,
    };
    let frame = Frame {
        marks: vec![mark(1, 100.0, 9.0), mark(2, 130.0, 1.2)],
        labels: vec![FrameLabel {
            index: 1,
            text: "The first of them".to_owned(),
            at: (115.0, 54.0),
            width: 90.0,
            standing: Standing::Plain,
        }],
        ..Frame::default()
    };
    assert_eq!(frame.hit(130.0, 50.0, 6.0), Some(2), "the small mark");
    assert_eq!(frame.hit(132.0, 49.0, 18.0), Some(2), "and close by");
    assert_eq!(frame.hit(136.0, 50.0, 18.0), Some(1), "the title is read");
    assert_eq!(frame.hit(104.0, 50.0, 6.0), Some(1));
}

#[test]
fn what_is_named_shows_at_every_level_and_once() {
    let map = map(11, 400);
    let mut scene = Scene::new(GRID);
    for (key, tile) in tiles(&map).into_iter().filter(|(key, _)| key.level == 0) {
        scene.insert(key, tile);
    }
    let inside = |(x, y): (i32, i32)| (0..16_000).contains(&x) && (0..16_000).contains(&y);
    let some = |of: fn(u8) -> bool| {
        let found = map
            .iter()
            .filter(|(level, record)| of(*level) && inside(record.at));
        found
            .map(|(_, record)| *record)
            .take(20)
            .collect::<Vec<_>>()
    };
    let (light, heavy) = (some(|level| level > 0), some(|level| level == 0));
    assert!(!light.is_empty() && !heavy.is_empty());
    let before = framed(&mut scene, &whole(), &[]);
    let shows = |frame: &Frame, record: &MapRecord| {
        let marks = frame.marks.iter();
        marks.filter(|mark| mark.index == record.index).count()
    };
    assert!(light.iter().all(|record| shows(&before, record) == 0));
    scene.set_named([light.clone(), heavy.clone(), light.clone()].concat());
    let after = framed(&mut scene, &whole(), &[]);
    assert_eq!(after.marks.len(), before.marks.len() + light.len());
    for record in light.iter().chain(&heavy) {
        assert_eq!(shows(&after, record), 1, "{}", record.index);
        assert_eq!(scene.record(record.index).unwrap().at, record.at);
    }
    let withdrawn = |frame: &Frame| {
        let marks = frame.marks.iter().filter(|mark| mark.withdrawn);
        marks.map(|mark| mark.index).collect::<HashSet<_>>()
    };
    let mut expected = withdrawn(&after);
    scene.withdraw(|index| index == light[0].index);
    expected.insert(light[0].index);
    let after = framed(&mut scene, &whole(), &[]);
    assert_eq!(withdrawn(&after), expected);
    scene.set_named(Vec::new());
    assert_eq!(
        framed(&mut scene, &whole(), &[]).marks.len(),
        before.marks.len()
    );
}

#[test]
fn appended_records_come_once() {
    let mut scene = scene(&map(2, 50));
    let record = |index| {
        (
            MapRecord {
                index,
                ..map(2, 50)[0].1
            },
            0,
        )
    };
    scene.append(Delta {
        records: vec![record(50), record(51)],
    });
    scene.append(Delta {
        records: vec![record(51), record(52)],
    });
    assert_eq!(scene.appended().len(), 3);
    assert_eq!(scene.record(52).unwrap().index, 52);
    assert_eq!(scene.record(49).unwrap().index, 49);
    assert!(scene.record(53).is_none());
}

fn svgs(frame: &Frame, describe: impl Fn(u32) -> Option<(String, String)>) -> [String; 2] {
    let name = "Map of <all> & \"more\"";
    [
        render_map(frame, 1200.0, 840.0, name, &describe),
        render_map_standalone(frame, &[], (1200.0, 840.0), name, &describe),
    ]
}

#[test]
fn a_file_has_the_links_beside_the_primary_ones() {
    let size = (1200.0, 840.0);
    let bow = Bow::within((1.0, 2.0), (101.0, 2.0), size).unwrap();
    let frame = Frame::default();
    let svg = render_map_standalone(&frame, &[bow], size, "", |_| None);
    let bow = "stroke-dasharray=\"5 6\" d=\"M1 2Q51 -14 101 2\"";
    assert!(svg.contains(bow), "{svg}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn svg_is_xml_and_every_record_in_it_is_a_link(
        seed in any::<u64>(),
        camera in cameras(),
        title in any::<String>(),
    ) {
        let mut scene = scene(&map(seed, 300));
        let standing = |record: &MapRecord, _: u32| match record.index % 9 {
            0 => Standing::Ancestor,
            1 => Standing::Selected,
            2 => Standing::Dim,
            3 => Standing::Focus,
            _ => Standing::Plain,
        };
        let mix = Mix { years: (2009, 2012), mediums: [1, 0, 1200, 0, 33] };
        let collapsed = [Collapsed { index: 3, size: 1, count: 1234, mix: Some(mix) }];
        let known = |_| Some(title.as_str());
        let look = Look { collapsed: &collapsed, ..Look::new(standing, &known) };
        let mut frame = Frame::default();
        scene.frame(&camera, &look, &mut frame);
        let href = |index: u32| Some((format!("/records/{index}?a=\"<&"), title.clone()));
        for svg in svgs(&frame, href) {
            let document = roxmltree::Document::parse(&svg).unwrap();
            let named = |name: &str| document.descendants().filter(|n| n.has_tag_name(name)).count();
            prop_assert_eq!(named("text"), frame.labels.len() + 2 * frame.wedges.len());
            let links = frame.marks.len() + frame.labels.len() + frame.wedges.len();
            prop_assert_eq!(named("a"), links);
            prop_assert!(document.descendants().all(|node| !node.has_attribute("style")));
        }
        for svg in svgs(&frame, |_| None) {
            prop_assert!(!svg.contains("<a "));
        }
    }
}

/// A map as it is laid out, with remixes of what is near, and its tiles.
fn laid_out(picks: &[u32]) -> (Map, HashMap<TileKey, Tile>) {
    let mut dag = Dag::builder();
    for (at, pick) in (0_u32..).zip(picks) {
        let source = (pick % 4 != 0).then(|| Dense((pick / 4) % at.max(1)));
        let sources: Vec<Dense> = source.into_iter().filter(|_| at > 0).collect();
        assert!(dag.push(&sources).is_ok());
    }
    let facts = |at: usize| Facts {
        medium: Medium::ALL[at % 5],
        withdrawn: false,
        time: at as i64,
    };
    let facts: Vec<Facts> = (0..picks.len()).map(facts).collect();
    let map = Map::build(&dag.finish(), &facts);
    let mut tiles = HashMap::new();
    let mut waiting = vec![TileKey {
        level: 0,
        x: 0,
        y: 0,
    }];
    while let Some(key) = waiting.pop() {
        let tile = map.tile(key);
        for bit in (0..4).filter(|bit| tile.children & (1 << bit) != 0) {
            waiting.push(TileKey {
                level: key.level + 1,
                x: key.x * 2 + bit % 2,
                y: key.y * 2 + bit / 2,
            });
        }
        tiles.insert(key, tile);
    }
    (map, tiles)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn of_a_map_laid_out_every_link_starts_at_a_record_that_shows(
        picks in prop::collection::vec(any::<u32>(), 1..3000),
        scale in 0.5..40.0_f64,
    ) {
        let (map, tiles) = laid_out(&picks);
        let count: usize = tiles.values().map(|tile| tile.records.len()).sum();
        prop_assert_eq!(count, picks.len());
        let mut scene = Scene::new(map.grid());
        for (key, tile) in &tiles {
            let read = decode_tile(&encode_tile(tile));
            prop_assert_eq!(read.as_ref(), Ok(tile));
            scene.insert(*key, tile.clone());
        }
        let bounds = map.bounds();
        let middle = |a: i32, b: i32| f64::midpoint(f64::from(a), f64::from(b)) / 64.0;
        let camera = camera(middle(bounds.left, bounds.right), middle(bounds.top, bounds.bottom), scale);
        let frame = framed(&mut scene, &camera, &[]);
        let level = scene.level(&camera);
        let shown: HashSet<(i32, i32)> = (0..map.len())
            .filter(|&index| map.level(index).is_some_and(|first| first <= level))
            .map(|index| map.record(index).unwrap().at)
            .collect();
        for link in &frame.links {
            let from = map.record(link.index).unwrap();
            let from = tiles.values().flat_map(|tile| &tile.records).find(|r| r.index == from.index);
            prop_assert!(shown.contains(&from.unwrap().from.unwrap()));
        }
    }
}
