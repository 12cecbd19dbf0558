//! Measures an import: `cargo run --release -p db --example import -- URL DIR NAME`.
//!
//! Prints how long each step took, how long the lineage takes to load, and the most memory that was used.
#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

use db::corpus::{Progress, import};
use db::{Db, LiveLineage};
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

/// Lines of `/proc/self/status` on memory.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let lines = status
        .lines()
        .filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
    lines.collect::<Vec<_>>().join(", ")
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, dir, name] = &arguments[..] else {
        panic!("URL DIR NAME");
    };
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    let begun = Instant::now();
    let step: Mutex<(&str, Instant, u32, Instant, f64)> = Mutex::new(("", begun, 0, begun, 0.0));
    let watch = |progress: Progress| {
        let mut step = step.lock().unwrap();
        if step.0 != progress.step {
            println!(
                "{:>10} {:>7.2} s, told {} times, longest silence {:.0} ms",
                step.0,
                step.1.elapsed().as_secs_f64(),
                step.2,
                step.4 * 1000.0
            );
            *step = (progress.step, Instant::now(), 0, Instant::now(), 0.0);
        }
        step.2 += 1;
        step.4 = step.4.max(step.3.elapsed().as_secs_f64());
        step.3 = Instant::now();
    };
    let report = import(&db, Path::new(dir), name, false, &watch)
        .await
        .unwrap();
    println!(
        "all {:.2} s: {} records, {} links, {} members, {} known, {} problems",
        begun.elapsed().as_secs_f64(),
        report.records,
        report.links,
        report.members,
        report.known,
        report.problems.len()
    );
    for problem in report.problems.iter().take(5) {
        println!("{problem:?}");
    }
    println!("{}", memory());
    let begun = Instant::now();
    let lineage = LiveLineage::load(&db).await.unwrap();
    let (records, links) = lineage.size();
    println!(
        "lineage loaded in {:.3} s: {records} records, {links} links, {:.1} bytes a record",
        begun.elapsed().as_secs_f64(),
        lineage.memory_bytes() as f64 / records.max(1) as f64
    );
    db.close().await;
    println!("{}", memory());
}
