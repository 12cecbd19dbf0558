//! Draws the lineage of one record of a corpus, or a made-up shape:
//! `cargo run -p lineage --example picture -- DIR ID OUT.svg [compact]`, where
//! DIR may be `star`, `chain`, `sources`, `alone`, `titles` or `mediums` with
//! ID a count.
#![expect(clippy::unwrap_used, reason = "a program for the person drawing")]

use std::collections::HashMap;
use std::time::Instant;

use lineage::{
    Dag, Dense, Direction, Medium, PictureInput, PictureRecord, PictureSize, order, picture,
};

struct Corpus {
    dag: Dag,
    titles: Vec<String>,
    ids: HashMap<String, Dense>,
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

fn read(dir: &str) -> Corpus {
    let works = std::fs::read_to_string(format!("{dir}/works.csv")).unwrap();
    let remixes = std::fs::read_to_string(format!("{dir}/remixes.csv")).unwrap();
    let works: Vec<Vec<String>> = works
        .lines()
        .skip(1)
        .map(fields)
        .filter(|f| f.len() > 4)
        .collect();
    let index: HashMap<&str, u32> = works.iter().map(|f| f[0].as_str()).zip(0..).collect();
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
    let titles = ordered
        .iter()
        .map(|&i| works[i as usize][1].clone())
        .collect();
    let ids = works
        .iter()
        .map(|f| f[0].clone())
        .zip(place.iter().copied().map(Dense))
        .collect();
    Corpus {
        dag: builder.finish(),
        titles,
        ids,
    }
}

fn made_up(shape: &str, count: u32) -> Option<(Corpus, Dense)> {
    let mut dag = Dag::new();
    let mut focus = Dense(0);
    let first = |dag: &mut Dag| dag.append(&[]).unwrap();
    match shape {
        "alone" => focus = first(&mut dag),
        "star" => {
            first(&mut dag);
            for _ in 0..count {
                dag.append(&[Dense(0)]).unwrap();
            }
        }
        "chain" => {
            let mut last = first(&mut dag);
            for _ in 1..count {
                last = dag.append(&[last]).unwrap();
            }
            focus = Dense(count / 2);
        }
        "sources" => {
            let sources: Vec<Dense> = (0..count).map(|_| first(&mut dag)).collect();
            focus = dag.append(&sources).unwrap();
        }
        "titles" | "mediums" => {
            let sources: Vec<Dense> = (0..4).map(|_| first(&mut dag)).collect();
            let last = dag.append(&sources[..2]).unwrap();
            focus = dag.append(&[last, sources[2], sources[3]]).unwrap();
            let on = dag.append(&[focus]).unwrap();
            dag.append(&[on]).unwrap();
            for _ in 0..count {
                dag.append(&[focus]).unwrap();
            }
        }
        _ => return None,
    }
    let names = [
        "Harbour lights, slow version",
        "",
        "مرفأ الأضواء في آخر الليل، نسخة بطيئة",
        "👩‍👩‍👧‍👦🎉 party 🇩🇪🇫🇷 again and again and again",
        "<script>alert('&')</script>",
        "港の灯り、ゆっくりとした長い長い題名です",
        "Night ferry (film)",
        "Chorus sketch",
        "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    ];
    let plain = [
        "Rain on tin",
        "Harbour poem",
        "Chorus sketch",
        "Quay, 5 a.m.",
        "With strings",
        "Poster",
    ];
    let title = |i: usize| {
        if shape == "titles" {
            names[i % names.len()]
        } else {
            plain[i % plain.len()]
        }
    };
    let titles = (0..dag.len()).map(|i| title(i).to_owned()).collect();
    Some((
        Corpus {
            dag,
            titles,
            ids: HashMap::new(),
        },
        focus,
    ))
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (corpus, focus) =
        made_up(&arguments[0], arguments[1].parse().unwrap_or(0)).unwrap_or_else(|| {
            let corpus = read(&arguments[0]);
            let focus = corpus.ids[&arguments[1]];
            (corpus, focus)
        });
    let mediums = [
        Medium::Audio,
        Medium::Text,
        Medium::Image,
        Medium::Video,
        Medium::Code,
    ];
    let view = corpus.dag.neighbourhood(focus, Direction::Both, None, 150);
    let mut input = PictureInput::from_neighbourhood(&corpus.dag, &view, |record| PictureRecord {
        title: corpus.titles[record.index()].clone(),
        byline: "by a member".to_owned(),
        medium: mediums[(record.index() * 7 / 3) % 5],
        withdrawn: record.index() % 11 == 5,
        href: format!("/records/{}", record.0 + 1),
        time: i64::from(record.0),
        hidden_sources: 0,
        hidden_remixes: 0,
    });
    if arguments.get(3).is_some_and(|size| size == "compact") {
        input.size = PictureSize::Compact;
    }
    let mut times: Vec<_> = (0..40)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(picture::render(&input));
            start.elapsed()
        })
        .collect();
    times.sort();
    let list = picture::draw_list(&input);
    println!(
        "{}: {} records ({} labelled), {} before and {} after in all, {:?} median, {} bytes, {}x{}",
        input.title,
        list.marks.len(),
        list.labels.len(),
        view.ancestor_count,
        view.descendant_count,
        times[20],
        picture::render(&input).len(),
        list.width,
        list.height
    );
    std::fs::write(&arguments[2], picture::render_standalone(&input)).unwrap();
}
