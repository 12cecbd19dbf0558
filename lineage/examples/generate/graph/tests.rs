use super::*;
use crate::shape::{Band, CRAWL};

/// Whether the share of records in every band is that of the crawl, give or take 2 % of all records.
fn assert_bands(values: &[usize], bands: &[Band]) {
    for band in bands {
        let found = values
            .iter()
            .filter(|value| (band.from..=band.to).contains(value))
            .count() as f64;
        let share = |count: f64, all: usize| count / all as f64;
        let (found, wanted) = (
            share(found, values.len()),
            share(band.records as f64, CRAWL),
        );
        assert!(
            (found - wanted).abs() < 0.02 && found > wanted * 0.75,
            "{} to {}: {found:.4}, not {wanted:.4}",
            band.from,
            band.to
        );
    }
}

fn largest_component(graph: &[Record]) -> usize {
    let mut group: Vec<usize> = (0..graph.len()).collect();
    fn find(group: &mut [usize], mut record: usize) -> usize {
        while group[record] != record {
            group[record] = group[group[record]];
            record = group[record];
        }
        record
    }
    for (record, entry) in graph.iter().enumerate() {
        for &source in &entry.sources {
            let (one, other) = (find(&mut group, record), find(&mut group, source as usize));
            group[one] = other;
        }
    }
    let mut sizes = vec![0; graph.len()];
    for record in 0..graph.len() {
        sizes[find(&mut group, record)] += 1;
    }
    sizes.into_iter().max().unwrap()
}

#[test]
fn a_corpus_is_shaped_like_the_crawl_at_every_size() {
    for total in [10_000, CRAWL, 200_000] {
        let graph = grow(total, &mut Dice::new(7));
        assert_eq!(graph.len(), total);
        let sources: Vec<usize> = graph.iter().map(|record| record.sources.len()).collect();
        let mut remixes = vec![0; total];
        let mut depths = vec![0; total];
        for (at, record) in graph.iter().enumerate() {
            for &source in &record.sources {
                assert!(graph[source as usize].time < record.time && (source as usize) < at);
                remixes[source as usize] += 1;
                depths[at] = depths[at].max(depths[source as usize] + 1);
            }
        }
        assert_bands(&sources, &SOURCES);
        assert_bands(&remixes, &REMIXES);
        for (depth, wanted) in DEPTHS.iter().enumerate() {
            let found = depths.iter().filter(|&&at| at == depth).count();
            let wanted = *wanted as f64 / CRAWL as f64 * total as f64;
            assert!(
                (found as f64 - wanted).abs() <= 1.0,
                "{found} of depth {depth}, not {wanted}"
            );
        }
        let links = sources.iter().sum::<usize>() as f64 / total as f64;
        assert!(
            (links - 59_186.0 / 51_486.0).abs() < 0.05,
            "{links} links a record"
        );
        let largest = largest_component(&graph) as f64 / total as f64;
        assert!(
            (largest - 39_280.0 / 51_486.0).abs() < 0.1,
            "{largest} in one component"
        );
    }
}

#[test]
fn the_same_seed_grows_the_same_corpus() {
    let links = |seed| {
        let graph = grow(2_000, &mut Dice::new(seed));
        graph
            .iter()
            .map(|record| (record.sources.clone(), record.time))
            .collect::<Vec<_>>()
    };
    assert_eq!(links(1), links(1));
    assert_ne!(links(1), links(2));
}
