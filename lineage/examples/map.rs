//! Lays a corpus out as a map, measures it and draws it:
//! `cargo run --release -p lineage --example map -- FOLDER|COUNT [--svg FILE] [--window X,Y,WIDTH,HEIGHT]
//! [--level LEVEL] [--heaviest COUNT] [--positions FILE]`. FOLDER holds `works.csv` and `remixes.csv`; COUNT makes a
//! corpus of that many records, shaped like a site for remixes of music.
#![expect(clippy::unwrap_used, reason = "a program for the person measuring")]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use lineage::map::{Facts, Kind, Map, MapRecord, Tile, TileKey, UNIT};
use lineage::{Dag, Dense, Medium};

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{name}: {:.1} ms", 1e3 * start.elapsed().as_secs_f64());
    result
}

/// The fields of each line of a CSV file, quoted ones without their quotes.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    for letter in text.chars() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' => {}
            _ => row.last_mut().unwrap().push(letter),
        }
    }
    rows.retain(|row| row.len() > 1);
    rows
}

fn medium(name: &str) -> Medium {
    match name {
        "image" => Medium::Image,
        "audio" => Medium::Audio,
        "video" => Medium::Video,
        "text" => Medium::Text,
        _ => Medium::Code,
    }
}

/// Seconds, roughly: enough to order by.
fn seconds(text: &str) -> i64 {
    let numbers: Vec<i64> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .collect();
    let part = |at: usize| numbers.get(at).copied().unwrap_or(0);
    let days = (part(0) * 12 + part(1)) * 31 + part(2);
    ((days * 24 + part(3)) * 60 + part(4)) * 60 + part(5)
}

fn read(folder: &str) -> (Dag, Vec<Facts>) {
    let file = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let works = read_csv(&file("works.csv"));
    let column = |name: &str| works[0].iter().position(|head| head == name);
    let (created, media) = (column("created_at").unwrap(), column("media"));
    let works = &works[1..];
    let time: Vec<i64> = works.iter().map(|work| seconds(&work[created])).collect();
    let place: HashMap<&str, u32> = works.iter().map(|work| work[0].as_str()).zip(0..).collect();
    let links: Vec<(u32, u32)> = read_csv(&file("remixes.csv"))[1..]
        .iter()
        .map(|row| (place[row[1].as_str()], place[row[0].as_str()]))
        .collect();
    let order = lineage::order(works.len() as u32, &links, |work| time[work as usize]).unwrap();
    let mut dense = vec![0; works.len()];
    for (number, &work) in (0_u32..).zip(&order) {
        dense[work as usize] = number;
    }
    let mut sources = vec![Vec::new(); works.len()];
    for (source, remix) in links {
        sources[dense[remix as usize] as usize].push(Dense(dense[source as usize]));
    }
    let facts = order.iter().map(|&work| Facts {
        medium: media.map_or(Medium::Code, |media| medium(&works[work as usize][media])),
        withdrawn: false,
        time: time[work as usize],
    });
    (build(&sources), facts.collect())
}

fn build(sources: &[Vec<Dense>]) -> Dag {
    let mut builder = Dag::builder();
    for sources in sources {
        builder.push(sources).unwrap();
    }
    builder.finish()
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % end
    }
}

/// Some 39 in 100 have no source, 40 one, the others several; what has been remixed is remixed again, so that a few
/// have hundreds; most remix something that is no remix, and lineages are about ten deep.
fn generate(count: u32) -> (Dag, Vec<Facts>) {
    let mut random = Random(7);
    let (mut firsts, mut used): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut sources = Vec::new();
    for record in 0..count {
        let wanted = match random.below(1000) {
            _ if record < 20 => 0,
            0..393 => 0,
            393..788 => 1,
            788..889 => 2,
            889..932 => 3,
            932..957 => 4,
            _ => 5 + random.below(8),
        };
        let mut named: Vec<Dense> = Vec::new();
        for _ in 0..wanted {
            let pick =
                |list: &[u32], random: &mut Random| list[random.below(list.len() as u64) as usize];
            let source = match random.below(100) {
                0..45 => pick(&firsts, &mut random),
                45..85 if !used.is_empty() => pick(&used, &mut random),
                _ => {
                    let back = 1 + random.below(u64::from(record.min(3000)));
                    record - back as u32
                }
            };
            if !named.contains(&Dense(source)) {
                named.push(Dense(source));
                used.push(source);
            }
        }
        if wanted == 0 && random.below(100) < 45 {
            firsts.push(record);
        }
        if firsts.is_empty() {
            firsts.push(record);
        }
        sources.push(named);
    }
    let facts = (0..count).map(|record| Facts {
        medium: match random.below(10) {
            0 => Medium::Text,
            1 => Medium::Image,
            2 => Medium::Video,
            3 => Medium::Code,
            _ => Medium::Audio,
        },
        withdrawn: false,
        time: i64::from(record),
    });
    let facts = facts.collect();
    (build(&sources), facts)
}

fn all_tiles(map: &Map) -> Vec<(TileKey, Tile)> {
    let first = TileKey {
        level: 0,
        x: 0,
        y: 0,
    };
    let mut waiting = vec![first];
    let mut tiles = Vec::new();
    while let Some(key) = waiting.pop() {
        let tile = map.tile(key);
        for child in (0..4).filter(|child| tile.children >> child & 1 == 1) {
            waiting.push(TileKey {
                level: key.level + 1,
                x: 2 * key.x + (child & 1),
                y: 2 * key.y + (child >> 1),
            });
        }
        tiles.push((key, tile));
    }
    tiles
}

fn report(map: &Map) {
    let (bounds, grid) = (map.bounds(), map.grid());
    let units = |length: i32| length / UNIT;
    println!(
        "{} records, {} by {} units, {} levels, {:.1} bytes a record",
        map.len(),
        units(bounds.right - bounds.left),
        units(bounds.bottom - bounds.top),
        grid.levels,
        map.memory_bytes() as f64 / f64::from(map.len().max(1)),
    );
    let mut kinds: HashMap<Kind, usize> = HashMap::new();
    let tiles = timed("all tiles", || all_tiles(map));
    for level in 0..grid.levels {
        let of_level = tiles.iter().filter(|(key, _)| key.level == level);
        let sizes: Vec<usize> = of_level.map(|(_, tile)| tile.records.len()).collect();
        println!(
            "level {level}: {} records on {} tiles, at most {}",
            sizes.iter().sum::<usize>(),
            sizes.len(),
            sizes.iter().max().unwrap_or(&0),
        );
    }
    for (_, tile) in &tiles {
        for record in &tile.records {
            *kinds.entry(record.kind).or_default() += 1;
        }
    }
    println!("{kinds:?}");
}

/// Where and how large to draw: a scale, and the view's middle in units.
struct View {
    scale: f64,
    middle: (f64, f64),
    size: (f64, f64),
}

impl View {
    fn place(&self, at: (i32, i32)) -> (f64, f64) {
        let along = |at: i32, middle: f64, size: f64| {
            (f64::from(at) / f64::from(UNIT) - middle) * self.scale + size / 2.0
        };
        (
            along(at.0, self.middle.0, self.size.0),
            along(at.1, self.middle.1, self.size.1),
        )
    }
}

fn link(out: &mut String, view: &View, record: &MapRecord) {
    let Some(from) = record.from else { return };
    let ((ax, ay), (bx, by)) = (view.place(from), view.place(record.at));
    let width = (0.12 + 0.13 * f64::from(record.size + 1).log2()) * view.scale;
    let width = width.clamp(0.4, 9.0);
    let (path, width, opacity) = match record.kind {
        Kind::Petal => (format!("M{ax:.1} {ay:.1}L{bx:.1} {by:.1}"), 0.4, 0.25),
        Kind::Twig => (
            format!("M{ax:.1} {ay:.1}L{bx:.1} {by:.1}"),
            width * 0.5,
            0.55,
        ),
        Kind::Branch => {
            let corner = (by - ay)
                .abs()
                .min(1.2 * view.scale)
                .min((bx - ax).max(0.0));
            let turn = by - corner * (by - ay).signum();
            let end = ax + corner;
            let path =
                format!("M{ax:.1} {ay:.1}V{turn:.1}Q{ax:.1} {by:.1} {end:.1} {by:.1}H{bx:.1}");
            (path, width, 0.7)
        }
        Kind::Wrap => (format!("M{ax:.1} {ay:.1}L{bx:.1} {by:.1}"), 0.6, 0.5),
        _ => (format!("M{ax:.1} {ay:.1}H{bx:.1}"), width, 0.85),
    };
    let _ = writeln!(
        out,
        r##"<path d="{path}" stroke="#8fb088" fill="none" stroke-width="{width:.2}" opacity="{opacity}"/>"##
    );
}

fn draw(map: &Map, records: &[MapRecord], view: &View) -> String {
    let (width, height) = view.size;
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="100%" height="100%" fill="#10140f"/>"##
    );
    let mut order: Vec<&MapRecord> = records.iter().collect();
    order.sort_by_key(|record| (std::cmp::Reverse(record.size), record.index));
    for record in &order {
        link(&mut out, view, record);
    }
    for record in order.iter().rev() {
        let (x, y) = view.place(record.at);
        let leaf = record.size == 1;
        let radius = if leaf {
            0.31
        } else {
            0.36 + 0.05 * f64::from(record.size).log2()
        };
        let radius = (radius * view.scale).clamp(0.5, 8.0);
        let colour = match record.medium {
            Medium::Text => "#E69F00",
            Medium::Image => "#56B4E9",
            Medium::Audio => "#2bb18a",
            Medium::Video => "#CC79A7",
            Medium::Code => "#F0E442",
        };
        let author = map.dense(record.index).map_or(0, |dense| dense.0);
        let opacity = if leaf {
            0.6 + f64::from(author % 3) * 0.1
        } else {
            1.0
        };
        let _ = writeln!(
            out,
            r##"<circle cx="{x:.1}" cy="{y:.1}" r="{radius:.2}" fill="{colour}" opacity="{opacity}"/>"##
        );
    }
    out.push_str("</svg>\n");
    out
}

fn option(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)
}

fn view(map: &Map) -> View {
    let bounds = map.bounds();
    let unit = f64::from(UNIT);
    let size = (1400.0, 920.0);
    let (x, y, width, height) = match option("--window") {
        Some(window) => {
            let numbers: Vec<f64> = window
                .split(',')
                .map(|part| part.parse().unwrap())
                .collect();
            (numbers[0], numbers[1], numbers[2], numbers[3])
        }
        None => (
            f64::from(bounds.left) / unit,
            f64::from(bounds.top) / unit,
            f64::from(bounds.right - bounds.left) / unit,
            f64::from(bounds.bottom - bounds.top) / unit,
        ),
    };
    View {
        scale: ((size.0 - 30.0) / width.max(1.0)).min((size.1 - 30.0) / height.max(1.0)),
        middle: (x + width / 2.0, y + height / 2.0),
        size,
    }
}

/// What the view shows, to the given level or the one that fits its scale.
fn seen(map: &Map, view: &View) -> Vec<MapRecord> {
    let fitting = map.grid().level(view.scale);
    let level = option("--level").map_or(fitting, |level| level.parse().unwrap());
    let tiles = all_tiles(map).into_iter();
    let records = tiles
        .filter(|(key, _)| key.level <= level)
        .flat_map(|(_, tile)| tile.records);
    let near = |record: &MapRecord| {
        let (x, y) = view.place(record.at);
        let (from_x, from_y) = record.from.map_or((x, y), |from| view.place(from));
        let (width, height) = view.size;
        x.max(from_x) > -20.0
            && x.min(from_x) < width + 20.0
            && y.max(from_y) > -20.0
            && y.min(from_y) < height + 20.0
    };
    let records: Vec<MapRecord> = records.filter(near).collect();
    println!(
        "level {level} seen, {} records, scale {:.2}",
        records.len(),
        view.scale
    );
    records
}

fn positions(map: &Map) -> String {
    let mut out = String::from("index,x,y,primary_index\n");
    for index in 0..map.len() {
        let at = map.record(index).unwrap().at;
        let unit = f64::from(UNIT);
        let (x, y) = (f64::from(at.0) / unit, f64::from(at.1) / unit);
        let primary = map
            .primary(index)
            .map_or(String::new(), |source| source.to_string());
        let _ = writeln!(out, "{index},{x},{y},{primary}");
    }
    out
}

fn main() {
    let what = std::env::args().nth(1).unwrap();
    let (dag, facts) = match what.parse() {
        Ok(count) => generate(count),
        Err(_) => read(&what),
    };
    println!("{} records, {} links", dag.len(), dag.link_count());
    let mut times: Vec<Duration> = Vec::new();
    let repeats = option("--repeat").map_or(1, |count| count.parse().unwrap());
    let mut map = Map::default();
    for _ in 0..repeats {
        let start = Instant::now();
        map = Map::build(&dag, &facts);
        times.push(start.elapsed());
    }
    times.sort();
    println!(
        "build: {:.1} ms",
        1e3 * times[times.len() / 2].as_secs_f64()
    );
    report(&map);
    if let Some(file) = option("--svg") {
        let view = view(&map);
        let records = match option("--heaviest") {
            Some(count) => timed("heaviest", || map.heaviest(count.parse().unwrap())).records,
            None => seen(&map, &view),
        };
        std::fs::write(file, draw(&map, &records, &view)).unwrap();
    }
    if let Some(file) = option("--positions") {
        std::fs::write(file, positions(&map)).unwrap();
    }
}
