//! Draws what a camera sees of the map of a corpus, and measures it:
//! `cargo run --release -p lineage --example scene -- DIR OUT.svg [X Y SCALE [FOCUS]]`, where X and Y are in units of
//! the map, and FOCUS is the index of a record. Without them, everything is in view; with `first` instead, what the
//! server draws before there are tiles.
#![expect(clippy::unwrap_used, reason = "a program for the person drawing")]

use std::time::Instant;

use lineage::map::{
    Camera, Facts, Frame, Look, Map, MapRecord, Scene, Standing, decode_tile, encode_tile,
    render_map_standalone,
};
use lineage::{Dag, Dense, Medium, order};

struct Corpus {
    dag: Dag,
    facts: Vec<Facts>,
    titles: Vec<String>,
}

/// Splits a line of CSV; corpora have no line breaks inside fields here.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

/// Most corpora have one medium only; the picture shows how all of them look.
fn medium(author: &str) -> Medium {
    let hash = author.bytes().fold(7_u32, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(byte.into())
    });
    let mediums = [
        Medium::Text,
        Medium::Image,
        Medium::Audio,
        Medium::Video,
        Medium::Code,
    ];
    mediums[(hash >> 3) as usize % mediums.len()]
}

fn read(dir: &str) -> Corpus {
    let works = std::fs::read_to_string(format!("{dir}/works.csv")).unwrap();
    let remixes = std::fs::read_to_string(format!("{dir}/remixes.csv")).unwrap();
    let works: Vec<Vec<String>> = works
        .lines()
        .skip(1)
        .map(fields)
        .filter(|f| f.len() > 4)
        .collect();
    let index: std::collections::HashMap<&str, u32> =
        works.iter().map(|f| f[0].as_str()).zip(0..).collect();
    let link = |line: &str| {
        let (remix, source) = line.split_once(',')?;
        Some((*index.get(source.trim())?, *index.get(remix)?))
    };
    let links: Vec<(u32, u32)> = remixes.lines().skip(1).filter_map(link).collect();
    let ordered = order(works.len() as u32, &links, |i| works[i as usize][3].clone()).unwrap();
    let mut place = vec![0; works.len()];
    for (at, &record) in (0..).zip(&ordered) {
        place[record as usize] = at;
    }
    let mut sources = vec![Vec::new(); works.len()];
    for &(source, remix) in &links {
        sources[place[remix as usize] as usize].push(Dense(place[source as usize]));
    }
    let mut builder = Dag::builder();
    for row in &sources {
        builder.push(row).unwrap();
    }
    let facts = |(at, &record): (i64, &u32)| Facts {
        medium: medium(&works[record as usize][2]),
        withdrawn: at % 97 == 5,
        time: at,
    };
    Corpus {
        dag: builder.finish(),
        facts: (0..).zip(&ordered).map(facts).collect(),
        titles: ordered
            .iter()
            .map(|&i| works[i as usize][1].clone())
            .collect(),
    }
}

/// Everything in view, or what the arguments say.
fn camera(map: &Map, arguments: &[String]) -> Camera {
    const SIZE: (f64, f64) = (1400.0, 920.0);
    let bounds = map.bounds();
    let unit = f64::from(lineage::map::UNIT);
    let (left, right) = (
        f64::from(bounds.left) / unit,
        f64::from(bounds.right) / unit,
    );
    let (top, bottom) = (
        f64::from(bounds.top) / unit,
        f64::from(bounds.bottom) / unit,
    );
    let number = |at: usize, otherwise: f64| {
        let given = arguments.get(at).filter(|_| arguments.len() > 4);
        given.map_or(otherwise, |text| text.parse().unwrap())
    };
    let fit = f64::min(
        (SIZE.0 - 50.0) / (right - left).max(1.0),
        (SIZE.1 - 50.0) / (bottom - top).max(1.0),
    );
    Camera {
        x: number(2, f64::midpoint(left, right)),
        y: number(3, f64::midpoint(top, bottom)),
        scale: number(4, fit),
        width: SIZE.0,
        height: SIZE.1,
    }
}

/// Takes in what the camera needs, as a browser would; answers bytes and records.
fn load(scene: &mut Scene, map: &Map, camera: &Camera) -> (usize, usize) {
    let (mut bytes, mut records) = (0, 0);
    loop {
        let needed = scene.needed(camera);
        if needed.is_empty() {
            return (bytes, records);
        }
        for key in needed {
            let tile = encode_tile(&map.tile(key));
            let read = decode_tile(&tile).unwrap();
            bytes += tile.len();
            records += read.records.len();
            scene.insert(key, read);
        }
    }
}

/// Bytes a record over all tiles.
fn whole(map: &Map) -> f64 {
    let grid = map.grid();
    let (mut bytes, mut records) = (0, 0);
    let mut waiting = vec![grid.tile(0, (grid.left, grid.top))];
    while let Some(key) = waiting.pop() {
        let tile = map.tile(key);
        bytes += encode_tile(&tile).len();
        records += tile.records.len();
        for bit in (0..4).filter(|bit| tile.children & (1 << bit) != 0) {
            waiting.push(lineage::map::TileKey {
                level: key.level + 1,
                x: key.x * 2 + bit % 2,
                y: key.y * 2 + bit / 2,
            });
        }
    }
    println!("all tiles: {records} records, {bytes} bytes");
    bytes as f64 / records as f64
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let corpus = read(&arguments[0]);
    let start = Instant::now();
    let map = Map::build(&corpus.dag, &corpus.facts);
    println!(
        "{} records laid out in {:?}, {:.1} bytes a record in memory, {:?}, {:?}",
        map.len(),
        start.elapsed(),
        map.memory_bytes() as f64 / f64::from(map.len().max(1)),
        map.bounds(),
        map.grid()
    );
    println!("{:.2} bytes a record", whole(&map));
    let camera = camera(&map, &arguments);
    let mut scene = Scene::new(map.grid());
    let is_first = arguments.get(2).is_some_and(|word| word == "first");
    let (bytes, records) = if is_first {
        let tile = map.heaviest(150);
        let (bytes, records) = (encode_tile(&tile).len(), tile.records.len());
        scene.insert(map.grid().tile(0, (0, 0)), tile);
        (bytes, records)
    } else {
        load(&mut scene, &map, &camera)
    };
    let focus: Option<u32> = arguments.get(5).map(|index| index.parse().unwrap());
    let standing = |record: &MapRecord, _: u32| match focus {
        None => Standing::Plain,
        Some(focus) if focus == record.index => Standing::Focus,
        Some(focus) => {
            let size = map.record(focus).map_or(1, |record| record.size);
            let is_above = focus > record.index && focus - record.index < record.size;
            let is_below = record.index > focus && record.index - focus < size;
            match (is_above, is_below) {
                (true, _) => Standing::Ancestor,
                (_, true) => Standing::Descendant,
                _ => Standing::Dim,
            }
        }
    };
    let title = |index: u32| {
        let dense = map.dense(index)?;
        corpus.titles.get(dense.index()).map(String::as_str)
    };
    let look = Look::new(standing, &title);
    let mut frame = Frame::default();
    let mut times: Vec<_> = (0..200)
        .map(|at| {
            let moved = Camera {
                x: camera.x + f64::from(at % 2) / camera.scale,
                ..camera
            };
            let start = Instant::now();
            scene.frame(&moved, &look, &mut frame);
            start.elapsed()
        })
        .collect();
    times.sort();
    scene.frame(&camera, &look, &mut frame);
    println!(
        "{camera:?}: {records} records loaded in {bytes} bytes; {} marks, {} links, {} labels in {:?} (p95 {:?})",
        frame.marks.len(),
        frame.links.len(),
        frame.labels.len(),
        times[100],
        times[190]
    );
    let middle = frame.hit(camera.width as f32 / 2.0, camera.height as f32 / 2.0, 60.0);
    println!("in the middle: {middle:?}");
    let describe = |index: u32| Some((format!("#{index}"), title(index)?.to_owned()));
    let svg = render_map_standalone(
        &frame,
        &[],
        (camera.width, camera.height),
        "The map",
        describe,
    );
    std::fs::write(&arguments[1], svg).unwrap();
}
