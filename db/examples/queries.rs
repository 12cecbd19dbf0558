//! Measures the queries behind pages and calls: `cargo run --release -p db --example queries -- URL EXTERNAL_ID`.
#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

use db::lineage::Direction;
use db::record::{
    RecordFilter, Sort, find_cards, find_lineage_lines, find_record, find_totals, list_records,
};
use db::{Db, LiveLineage};
use std::future::Future;
use std::time::{Duration, Instant};

async fn measure<F: Future>(what: &str, times: usize, run: impl Fn() -> F) {
    run().await;
    let mut took: Vec<Duration> = Vec::with_capacity(times);
    for _ in 0..times {
        let begun = Instant::now();
        run().await;
        took.push(begun.elapsed());
    }
    took.sort();
    let ms = |at: usize| took[at.min(times - 1)].as_secs_f64() * 1000.0;
    println!(
        "{what:>40} p50 {:>9.3} ms  p99 {:>9.3} ms",
        ms(times / 2),
        ms(times * 99 / 100)
    );
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, external_id] = &arguments[..] else {
        panic!("URL EXTERNAL_ID");
    };
    let db = Db::connect(url).await.unwrap();
    let lineage = LiveLineage::load(&db).await.unwrap();
    let one = RecordFilter {
        external_id: Some(external_id.clone()),
        ..RecordFilter::default()
    };
    let page = list_records(&db, &one, Sort::Newest, None, 1)
        .await
        .unwrap();
    let id = page.rows[0].id;
    let near = lineage
        .neighbourhood(id, Direction::Both, None, 500)
        .unwrap();
    println!(
        "{external_id}: {} ancestors, {} descendants",
        near.ancestor_count, near.descendant_count
    );
    measure("neighbourhood of 500", 100, async || {
        lineage.neighbourhood(id, Direction::Both, None, 500)
    })
    .await;
    measure("find_cards of 500", 200, async || {
        find_cards(&db, &near.records).await.unwrap()
    })
    .await;
    measure("find_lineage_lines of 500", 200, async || {
        find_lineage_lines(&db, &near.records).await.unwrap()
    })
    .await;
    measure("find_record", 500, async || {
        find_record(&db, None, id).await.unwrap()
    })
    .await;
    measure("find_totals (kept)", 10, async || {
        find_totals(&db).await.unwrap()
    })
    .await;
    let text = |word: &str| Some(word.to_owned());
    let all = RecordFilter::default;
    let filters = [
        ("all", all()),
        (
            "tag rails",
            RecordFilter {
                tag: text("rails"),
                ..all()
            },
        ),
        (
            "medium code",
            RecordFilter {
                medium: Some(domain::Medium::Code),
                ..all()
            },
        ),
        (
            "medium image",
            RecordFilter {
                medium: Some(domain::Medium::Image),
                ..all()
            },
        ),
        (
            "license MIT",
            RecordFilter {
                license: text("MIT"),
                ..all()
            },
        ),
        (
            "never remixed",
            RecordFilter {
                max_remixes: Some(0),
                ..all()
            },
        ),
        (
            "author",
            RecordFilter {
                author: text("member-00003"),
                ..all()
            },
        ),
        (
            "q rare",
            RecordFilter {
                q: text("799"),
                ..all()
            },
        ),
        (
            "q common",
            RecordFilter {
                q: text("change"),
                ..all()
            },
        ),
        (
            "q common, tag",
            RecordFilter {
                q: text("change"),
                tag: text("numpy"),
                ..all()
            },
        ),
        (
            "q rails, tag git",
            RecordFilter {
                q: text("rails"),
                tag: text("git"),
                ..all()
            },
        ),
    ];
    for (name, filter) in &filters {
        for sort in [Sort::Newest, Sort::Oldest, Sort::Remixes] {
            measure(&format!("{name}, {sort:?}"), 3, async || {
                list_records(&db, filter, sort, None, 24).await.unwrap()
            })
            .await;
        }
    }
    let begun = Instant::now();
    let profile = db::member::find_profile(&db, page.rows[0].author.as_str())
        .await
        .unwrap();
    println!(
        "profile of {} records: {:?}",
        profile.record_count,
        begun.elapsed()
    );
}
