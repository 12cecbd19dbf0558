//! Measures the map of a filled database: `cargo run --release -p db --example map_calls -- URL`.
//!
//! Prints how long loading, laying out and common questions take, and how much memory is held.
#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

use db::map::{Expression, Filter, LiveMap, Term};
use db::{Db, LiveLineage};
use domain::{Medium, RecordId};
use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

/// Times that a question is asked; the median counts.
const TIMES: usize = 9;

/// Lines of `/proc/self/status` on memory.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let lines = status
        .lines()
        .filter(|line| line.starts_with("VmHWM") || line.starts_with("RssAnon"));
    lines.collect::<Vec<_>>().join(", ")
}

async fn ask<F: Future<Output = String>>(what: &str, question: impl Fn() -> F) {
    let mut times = Vec::new();
    let mut answer = String::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        answer = question().await;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{what:<40} {:>8.2} ms, at most {:>8.2}: {answer}",
        times[TIMES / 2],
        times[TIMES - 1]
    );
}

fn term(term: Term) -> Expression {
    Expression {
        terms: vec![term],
        filter: Filter::default(),
    }
}

fn expressions(heaviest: RecordId, deepest: RecordId) -> Vec<(&'static str, Expression)> {
    let filter = |filter| Expression {
        terms: Vec::new(),
        filter,
    };
    let wide = vec![(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)];
    let circle: Vec<(f64, f64)> = (0..64)
        .map(|corner| f64::from(corner) * std::f64::consts::TAU / 64.0)
        .map(|angle| (400.0 + 300.0 * angle.cos(), 400.0 + 300.0 * angle.sin()))
        .collect();
    vec![
        ("all", Expression::default()),
        (
            "subtree of the heaviest",
            term(Term::Subtrees(vec![heaviest])),
        ),
        (
            "descendants of the heaviest",
            term(Term::Descendants(vec![heaviest])),
        ),
        (
            "ancestors of the deepest",
            term(Term::Ancestors(vec![deepest])),
        ),
        ("within everything", term(Term::Within(wide))),
        ("within a circle of 64 corners", term(Term::Within(circle))),
        (
            "medium",
            filter(Filter {
                mediums: vec![Medium::Code],
                ..Filter::default()
            }),
        ),
        (
            "never remixed",
            filter(Filter {
                never_remixed: true,
                ..Filter::default()
            }),
        ),
        (
            "words",
            filter(Filter {
                q: Some("fix".to_owned()),
                ..Filter::default()
            }),
        ),
        (
            "tag",
            filter(Filter {
                tag: Some("git".to_owned()),
                ..Filter::default()
            }),
        ),
    ]
}

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let db = Db::connect(&url).await.unwrap();
    db.migrate().await.unwrap();
    let begun = Instant::now();
    let lineage = Arc::new(LiveLineage::load(&db).await.unwrap());
    println!(
        "lineage {:.3} s, {} bytes; {}",
        begun.elapsed().as_secs_f64(),
        lineage.memory_bytes(),
        memory()
    );
    let map = Arc::new(LiveMap::new(Arc::clone(&lineage)));
    let begun = Instant::now();
    map.lay_out(&db).await.unwrap();
    let info = map.info().unwrap();
    println!(
        "map {:.3} s, {} bytes, {:.1} a record; {}",
        begun.elapsed().as_secs_f64(),
        map.memory_bytes(),
        map.memory_bytes() as f64 / f64::from(info.records.max(1)),
        memory()
    );
    println!("{info:?}");
    let (db, map, epoch) = (&db, &map, &*info.epoch);
    let picture = map.first_picture(db, 150).await.unwrap().unwrap();
    let weight = |at: &usize| picture.tile.records[*at].size;
    let heaviest = (0..picture.records.len()).max_by_key(weight).unwrap();
    let heaviest = picture.records[heaviest].1;
    let deepest = RecordId(203_228);
    for (what, expression) in expressions(heaviest, deepest) {
        let select = || async {
            let selected = map.select(db, epoch, expression.clone()).await.unwrap();
            format!(
                "{} records, {} bytes",
                selected.len(),
                selected.serialized_size()
            )
        };
        ask(&format!("select {what}"), select).await;
        let summary = || async {
            format!(
                "{}",
                map.summary(db, epoch, expression.clone())
                    .await
                    .unwrap()
                    .member_count
            )
        };
        ask(&format!("summary {what}"), summary).await;
    }
    for id in [heaviest, deepest] {
        let detail = || async {
            let detail = map.find(db, epoch, id).await.unwrap();
            format!(
                "{} descendants, {} deep, {} remixes",
                detail.descendant_count, detail.deepest, detail.remix_count
            )
        };
        ask("detail", detail).await;
    }
    let key = lineage::map::TileKey {
        level: 0,
        x: 0,
        y: 0,
    };
    ask("tile 0", || async {
        map.tile(epoch, key).unwrap().records.len().to_string()
    })
    .await;
    ask("labels 0", || async {
        map.labels(db, epoch, key).await.unwrap().len().to_string()
    })
    .await;
    ask("first picture", || async {
        map.first_picture(db, 150)
            .await
            .unwrap()
            .unwrap()
            .records
            .len()
            .to_string()
    })
    .await;
    ask("catch up with nothing", || async {
        map.catch_up(db).await.map(|()| String::new()).unwrap()
    })
    .await;
    println!("{}", memory());
    db.close().await;
}
