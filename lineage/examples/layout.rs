//! Times the map's layout: `cargo run --release -p lineage --example layout -- FILE ROUNDS` prints the CPU seconds of a
//! layout, round by round. The file has a line for each record, in order: its time, then the places of its sources.
#![expect(clippy::unwrap_used, reason = "a program for the person measuring")]

use lineage::Dag;
use lineage::map::{Facts, Map};
use lineage::{Dense, Medium};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = std::fs::read_to_string(arguments.next().unwrap()).unwrap();
    let rounds: usize = arguments.next().map_or(1, |count| count.parse().unwrap());
    let mut builder = Dag::builder();
    let mut facts = Vec::new();
    for line in text.lines() {
        let mut numbers = line.split(' ');
        let time = numbers.next().unwrap().parse::<f64>().unwrap() as i64;
        let sources: Vec<Dense> = numbers
            .map(|source| Dense(source.parse().unwrap()))
            .collect();
        builder.push(&sources).unwrap();
        facts.push(Facts {
            medium: Medium::Audio,
            withdrawn: false,
            time,
        });
    }
    let dag = builder.finish();
    for _ in 0..rounds {
        let (begun, before, mut count) = (Instant::now(), cpu(), 0);
        // The kernel counts a running thread's time in steps of some milliseconds.
        while count == 0 || begun.elapsed() < Duration::from_millis(500) {
            black_box(Map::build(black_box(&dag), black_box(&facts)));
            count += 1;
        }
        let seconds = match (before, cpu()) {
            (Some(before), Some(after)) => after - before,
            _ => begun.elapsed().as_secs_f64(),
        };
        println!("{:.9}", seconds / f64::from(count));
    }
}

/// Seconds that this thread has run, where the kernel tells.
fn cpu() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
