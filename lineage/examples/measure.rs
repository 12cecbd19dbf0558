//! Measures the index on a corpus whose ids are 1..n in topological order:
//! `cargo run --release -p lineage --example measure -- remixes.csv`.
#![expect(clippy::unwrap_used, reason = "a program for the person measuring")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use lineage::{Dag, Dense, Direction, order};

fn read_links(path: &str) -> Vec<(u32, u32)> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut links: Vec<(u32, u32)> = text
        .lines()
        .skip(1)
        .map(|line| {
            let (remix, source) = line.split_once(',').unwrap();
            let id = |text: &str| text.trim().parse::<u32>().unwrap() - 1;
            (id(source), id(remix))
        })
        .collect();
    links.sort_by_key(|&(_, remix)| remix);
    links
}

fn build(n: u32, links: &[(u32, u32)]) -> Dag {
    let mut builder = Dag::builder();
    let mut rest = links.iter().peekable();
    let mut sources = Vec::new();
    for record in 0..n {
        sources.clear();
        while let Some(&&(source, remix)) = rest.peek() {
            if remix != record {
                break;
            }
            sources.push(Dense(source));
            rest.next();
        }
        builder.push(&sources).unwrap();
    }
    builder.finish()
}

/// Marks reached records link by link until nothing changes.
fn brute_force(n: u32, links: &[(u32, u32)], from: u32, ancestors: bool) -> usize {
    let mut reached = vec![false; n as usize];
    reached[from as usize] = true;
    loop {
        let mut changed = false;
        let mut mark = |from: u32, to: u32| {
            if reached[from as usize] && !reached[to as usize] {
                reached[to as usize] = true;
                changed = true;
            }
        };
        if ancestors {
            links.iter().rev().for_each(|&(s, r)| mark(r, s));
        } else {
            links.iter().for_each(|&(s, r)| mark(s, r));
        }
        if !changed {
            return reached.iter().filter(|&&yes| yes).count() - 1;
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn quantiles(name: &str, n: u32, mut work: impl FnMut(Dense)) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut times: Vec<Duration> = (0..1000)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let record = Dense((state >> 33) as u32 % n);
            timed(|| work(record)).1
        })
        .collect();
    times.sort();
    println!(
        "{name}: p50 {:?}, p99 {:?}, max {:?}",
        times[500], times[990], times[999]
    );
}

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let links = read_links(&path);
    let n = links.iter().map(|&(_, remix)| remix + 1).max().unwrap_or(0);
    println!("{n} records up to the last remix, {} links", links.len());

    let (dag, time) = timed(|| build(n, &links));
    println!("build: {time:?}");
    println!(
        "memory: {:.1} bytes a record",
        dag.memory_bytes() as f64 / f64::from(n)
    );
    let (ordered, time) = timed(|| order(n, &links, |i| i));
    println!(
        "order, ranks right: {time:?}, {} ordered",
        ordered.unwrap().len()
    );
    let (ordered, time) = timed(|| order(n, &links, |_| 0));
    println!(
        "order, no ranks: {time:?}, {} ordered",
        ordered.unwrap().len()
    );
    let (ordered, time) = timed(|| order(n, &links, |i| i.wrapping_mul(2_654_435_761)));
    println!(
        "order, ranks shuffled: {time:?}, {} ordered",
        ordered.unwrap().len()
    );

    let both = |record| dag.neighbourhood(record, Direction::Both, None, 500);
    quantiles("neighbourhood of 500, both", n, |record| drop(both(record)));
    quantiles("ancestor count", n, |record| {
        black_box(dag.ancestor_count(record));
    });
    quantiles("descendant count", n, |record| {
        black_box(dag.descendant_count(record));
    });

    for (id, ancestors) in [(203_228, true), (799, false)] {
        if id > n {
            continue;
        }
        let record = Dense(id - 1);
        let (count, time) = timed(|| {
            if ancestors {
                dag.ancestor_count(record)
            } else {
                dag.descendant_count(record)
            }
        });
        let brute = brute_force(n, &links, record.0, ancestors);
        let side = if ancestors {
            "ancestors"
        } else {
            "descendants"
        };
        println!("{side} of {id}: {count} in {time:?}; brute force {brute}");
        assert_eq!(count as usize, brute);
    }

    let (appended, time) = timed(|| {
        let mut dag = Dag::new();
        let mut rest = links.as_slice();
        for record in 0..n {
            let end = rest.partition_point(|&(_, remix)| remix <= record);
            let sources: Vec<Dense> = rest[..end].iter().map(|&(s, _)| Dense(s)).collect();
            dag.append(&sources).unwrap();
            rest = &rest[end..];
        }
        dag
    });
    println!(
        "appended one by one: {time:?}, {:.1} bytes a record",
        appended.memory_bytes() as f64 / f64::from(n)
    );
}
