//! Ordering against petgraph.

use lineage::order;
use petgraph::algo::is_cyclic_directed;
use petgraph::graph::DiGraph;
use proptest::collection::vec;
use proptest::prelude::*;

type Links = Vec<(u32, u32)>;

/// Ranks, and links of any kind between as many records.
fn inputs() -> impl Strategy<Value = (Vec<i64>, Links)> {
    (1u32..40).prop_flat_map(|n| {
        let links = vec((0..n, 0..n), 0..n as usize + n as usize / 2);
        (vec(0i64..10, n as usize), links)
    })
}

/// The same with links that only go from a smaller to a larger name, under
/// names that say nothing.
fn acyclic_inputs() -> impl Strategy<Value = (Vec<i64>, Links)> {
    inputs().prop_flat_map(|(ranks, links)| {
        let names = Just((0..ranks.len() as u32).collect::<Vec<_>>()).prop_shuffle();
        let named = names.prop_map(move |names| {
            let name = |&(a, b): &(u32, u32)| (names[a as usize], names[b as usize]);
            let ahead = links.iter().filter(|(a, b)| a < b);
            ahead.map(name).collect::<Links>()
        });
        (Just(ranks), named)
    })
}

proptest! {
    #[test]
    fn sources_come_first_then_the_least_rank((ranks, links) in acyclic_inputs()) {
        let n = ranks.len();
        let ordered = order(n as u32, &links, |i| ranks[i as usize]).unwrap();
        let mut placed = vec![false; n];
        for &next in &ordered {
            let is_ready = |r: u32| {
                !placed[r as usize]
                    && links.iter().all(|&(source, remix)| remix != r || placed[source as usize])
            };
            let least = (0..n as u32).filter(|&r| is_ready(r)).min_by_key(|&r| (ranks[r as usize], r));
            prop_assert_eq!(Some(next), least);
            placed[next as usize] = true;
        }
        prop_assert_eq!(ordered.len(), n);
    }

    #[test]
    fn a_cycle_is_found_when_there_is_one_and_is_real((ranks, links) in inputs()) {
        let n = ranks.len() as u32;
        let mut graph = DiGraph::<(), ()>::from_edges(&links);
        while graph.node_count() < n as usize {
            graph.add_node(());
        }
        let result = order(n, &links, |i| ranks[i as usize]);
        prop_assert_eq!(result.is_err(), is_cyclic_directed(&graph));
        if let Err(cycle) = result {
            let records = &cycle.records;
            prop_assert!(!records.is_empty());
            for (at, &source) in records.iter().enumerate() {
                let remix = records[(at + 1) % records.len()];
                prop_assert!(links.contains(&(source, remix)), "{} is no cycle", cycle);
            }
            let mut names = records.clone();
            names.sort_unstable();
            names.dedup();
            prop_assert_eq!(names.len(), records.len());
        }
    }

    #[test]
    fn the_order_of_links_does_not_matter(
        ((ranks, links), shuffled) in inputs().prop_flat_map(|input| {
            let shuffled = Just(input.1.clone()).prop_shuffle();
            (Just(input), shuffled)
        })
    ) {
        let n = ranks.len() as u32;
        let rank = |i: u32| ranks[i as usize];
        prop_assert_eq!(order(n, &links, rank), order(n, &shuffled, rank));
    }
}

#[test]
fn the_cycle_is_named() {
    let links = [(0, 1), (4, 2), (2, 3), (3, 4), (4, 5)];
    let cycle = order(6, &links, |_| 0).unwrap_err();
    assert_eq!(cycle.records, [2, 3, 4]);
    assert_eq!(cycle.to_string(), "a cycle of remixes: 2 -> 3 -> 4 -> 2");
    assert_eq!(order(1, &[(0, 0)], |_| 0).unwrap_err().records, [0]);
}

#[test]
fn a_chain_of_100_000_against_its_ranks() {
    const N: u32 = 100_000;
    let mut links: Links = (1..N).map(|record| (record, record - 1)).collect();
    let backwards: Vec<u32> = (0..N).rev().collect();
    assert_eq!(order(N, &links, |record| record), Ok(backwards));
    links.push((0, N - 1));
    let cycle = order(N, &links, |record| record).unwrap_err();
    assert_eq!(cycle.records.len(), N as usize);
}
