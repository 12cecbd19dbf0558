//! The index against petgraph, and at the sizes that break recursion.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{HashMap, HashSet};

use lineage::{Dag, Dense, Direction, LinkError};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Bfs, Reversed};
use proptest::collection::vec;
use proptest::prelude::*;

/// Sources of each record, named in no particular order.
type Named = Vec<Vec<Dense>>;

fn lineages() -> impl Strategy<Value = Named> {
    vec(vec(any::<prop::sample::Index>(), 0..5), 1..60).prop_map(|records| {
        let pick = |(remix, picks): (usize, Vec<prop::sample::Index>)| {
            let mut sources = Vec::new();
            for pick in picks.iter().filter(|_| remix > 0) {
                let source = Dense(pick.index(remix) as u32);
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
            sources
        };
        records.into_iter().enumerate().map(pick).collect()
    })
}

fn built(named: &Named) -> Dag {
    let mut builder = Dag::builder();
    for sources in named {
        builder.push(sources).unwrap();
    }
    builder.finish()
}

fn appended(named: &Named, packed: usize) -> Dag {
    let mut dag = built(&named[..packed].to_vec());
    for sources in &named[packed..] {
        dag.append(sources).unwrap();
    }
    dag
}

fn oracle(named: &Named) -> DiGraph<(), ()> {
    let links = named.iter().enumerate().flat_map(|(remix, sources)| {
        let link = move |source: &Dense| (source.0, remix as u32);
        sources.iter().map(link)
    });
    let mut graph = DiGraph::from_edges(links);
    while graph.node_count() < named.len() {
        graph.add_node(());
    }
    graph
}

fn node(record: Dense) -> NodeIndex {
    NodeIndex::new(record.index())
}

/// Everything reached from a record, without itself, ascending.
fn reached(graph: &DiGraph<(), ()>, from: Dense, ancestors: bool) -> Vec<Dense> {
    let mut found = Vec::new();
    let mut bfs = Bfs::new(graph, node(from));
    while let Some(next) = if ancestors {
        bfs.next(Reversed(graph))
    } else {
        bfs.next(graph)
    } {
        found.push(Dense(next.index() as u32));
    }
    found.retain(|&record| record != from);
    found.sort();
    found
}

fn distances(dag: &Dag, focus: Dense, direction: Direction) -> HashMap<Dense, u32> {
    let mut distance = HashMap::from([(focus, 0)]);
    for up in [true, false] {
        if direction == Direction::Descendants && up || direction == Direction::Ancestors && !up {
            continue;
        }
        let (mut level, mut away) = (vec![focus], 0);
        while !level.is_empty() {
            away += 1;
            let next: HashSet<Dense> = level
                .iter()
                .flat_map(|&r| match up {
                    true => dag.sources(r).collect::<Vec<_>>(),
                    false => dag.remixes(r).collect(),
                })
                .filter(|r| !distance.contains_key(r))
                .collect();
            distance.extend(next.iter().map(|&r| (r, away)));
            level = next.into_iter().collect();
        }
    }
    distance
}

fn assert_same(a: &Dag, b: &Dag) {
    assert_eq!((a.len(), a.link_count()), (b.len(), b.link_count()));
    for record in (0..a.len() as u32).map(Dense) {
        assert!(a.sources(record).eq(b.sources(record)));
        assert!(a.remixes(record).eq(b.remixes(record)));
        assert_eq!(a.remix_count(record), b.remixes(record).count());
        assert_eq!(a.source_count(record), b.sources(record).count());
    }
}

proptest! {
    #[test]
    fn reach_agrees_with_petgraph(named in lineages()) {
        let (dag, graph) = (built(&named), oracle(&named));
        for record in (0..dag.len() as u32).map(Dense) {
            let ancestors = reached(&graph, record, true);
            let descendants = reached(&graph, record, false);
            prop_assert_eq!(dag.ancestor_count(record) as usize, ancestors.len());
            prop_assert_eq!(dag.descendant_count(record) as usize, descendants.len());
            for other in (0..dag.len() as u32).map(Dense) {
                prop_assert_eq!(dag.is_ancestor(other, record), ancestors.contains(&other));
            }
            prop_assert_eq!(dag.ancestors(record), ancestors);
            prop_assert_eq!(dag.descendants(record), descendants);
        }
    }

    #[test]
    fn what_flows_through_a_record_came_from_it(
        named in lineages(),
        chosen in prop::collection::vec((any::<prop::sample::Index>(), 1_u64..9), 0..150),
    ) {
        let (dag, graph) = (built(&named), oracle(&named));
        let weight = |(at, weight): (prop::sample::Index, u64)| (Dense(at.index(dag.len()) as u32), weight);
        let mut weights: Vec<(Dense, u64)> = chosen.into_iter().map(weight).collect();
        let mut expected = vec![0; dag.len()];
        for (record, weight) in &weights {
            expected[record.index()] += weight;
            for source in reached(&graph, *record, true) {
                expected[source.index()] += weight;
            }
        }
        let each = (0..).map(Dense).zip(expected);
        let expected: Vec<(Dense, u64)> = each.filter(|(_, share)| *share > 0).collect();
        // What is not there weighs nothing.
        weights.insert(weights.len() / 2, (Dense(u32::MAX), 5));
        prop_assert_eq!(dag.flow(&weights), expected);
    }

    #[test]
    fn links_agree_with_petgraph_and_keep_their_order(named in lineages()) {
        let (dag, graph) = (built(&named), oracle(&named));
        prop_assert_eq!(dag.link_count(), graph.edge_count());
        for (record, sources) in (0..).map(Dense).zip(&named) {
            prop_assert!(dag.sources(record).eq(sources.iter().copied()));
            let mut remixes: Vec<_> = graph
                .neighbors_directed(node(record), Outgoing)
                .map(|n| Dense(n.index() as u32))
                .collect();
            remixes.sort();
            prop_assert!(dag.remixes(record).eq(remixes));
            prop_assert_eq!(
                dag.source_count(record),
                graph.neighbors_directed(node(record), Incoming).count()
            );
        }
    }

    #[test]
    fn appending_is_building(named in lineages(), part in any::<prop::sample::Index>()) {
        assert_same(&appended(&named, part.index(named.len())), &built(&named));
    }

    #[test]
    fn neighbourhood_is_nearest_first_and_honest(
        named in lineages(),
        focus in any::<prop::sample::Index>(),
        direction in prop::sample::select(vec![
            Direction::Both, Direction::Ancestors, Direction::Descendants,
        ]),
        depth in prop::option::of(0u32..6),
        limit in 1usize..30,
    ) {
        let dag = appended(&named, named.len() / 2);
        let focus = Dense(focus.index(named.len()) as u32);
        let view = dag.neighbourhood(focus, direction, depth, limit);
        let distance = distances(&dag, focus, direction);
        let away: Vec<u32> = view.records.iter().map(|r| distance[r]).collect();

        prop_assert_eq!(view.records[0], focus);
        prop_assert!(away.is_sorted());
        let listed: HashSet<_> = view.records.iter().copied().collect();
        prop_assert_eq!(listed.len(), view.records.len());
        let within = distance.values().filter(|&&d| depth.is_none_or(|max| d <= max)).count();
        prop_assert_eq!(view.records.len(), within.min(limit));
        prop_assert_eq!(view.truncated, view.records.len() < distance.len());
        prop_assert_eq!(view.ancestor_count, dag.ancestor_count(focus));
        prop_assert_eq!(view.descendant_count, dag.descendant_count(focus));

        let mut expected = HashSet::new();
        for &remix in &view.records {
            for (position, &source) in named[remix.index()].iter().enumerate() {
                if listed.contains(&source) {
                    expected.insert((source, remix, position as u32));
                }
            }
        }
        let links: HashSet<_> =
            view.links.iter().map(|l| (l.source, l.remix, l.position)).collect();
        prop_assert_eq!(links.len(), view.links.len());
        prop_assert_eq!(links, expected);
    }
}

#[test]
fn impossible_links_are_refused_and_change_nothing() {
    let mut dag = Dag::new();
    dag.append(&[]).unwrap();
    let (source, remix) = (Dense(0), Dense(1));
    let cases = [
        (vec![remix], LinkError::OwnSource { remix }),
        (
            vec![source, Dense(2)],
            LinkError::UnknownSource {
                source: Dense(2),
                remix,
            },
        ),
        (vec![source, source], LinkError::Duplicate { source, remix }),
        (vec![source; 100], LinkError::Duplicate { source, remix }),
    ];
    for (sources, error) in cases {
        assert_eq!(dag.append(&sources), Err(error));
        assert_eq!((dag.len(), dag.link_count()), (1, 0));
        assert_eq!(dag.remix_count(source), 0);
    }
}

#[test]
fn an_unknown_record_has_no_lineage() {
    let dag = appended(&vec![vec![], vec![Dense(0)]], 1);
    for unknown in [Dense(2), Dense(64), Dense(u32::MAX)] {
        assert!(!dag.contains(unknown));
        assert_eq!(dag.sources(unknown).len(), 0);
        assert_eq!(dag.remixes(unknown).count(), 0);
        assert_eq!(dag.ancestor_count(unknown), 0);
        assert_eq!(dag.descendant_count(unknown), 0);
        assert!(!dag.is_ancestor(Dense(0), unknown));
        let view = dag.neighbourhood(unknown, Direction::Both, None, 10);
        assert_eq!(view.records, []);
    }
}

const MANY: u32 = 100_000;

#[test]
fn a_chain_100_000_deep() {
    let sources = |record: u32| record.checked_sub(1).map(Dense);
    let mut builder = Dag::builder();
    let mut appended = Dag::new();
    for record in 0..MANY {
        builder.push(sources(record).as_slice()).unwrap();
        appended.append(sources(record).as_slice()).unwrap();
    }
    for dag in [builder.finish(), appended] {
        let last = Dense(MANY - 1);
        assert_eq!(dag.ancestor_count(last), MANY - 1);
        assert_eq!(dag.descendant_count(Dense(0)), MANY - 1);
        assert!(dag.is_ancestor(Dense(0), last));
        assert_eq!(dag.ancestors(last).len(), MANY as usize - 1);
        let all = dag.neighbourhood(Dense(MANY / 2), Direction::Both, None, usize::MAX);
        assert_eq!(all.records.len(), MANY as usize);
        assert_eq!(all.links.len(), MANY as usize - 1);
        assert!(!all.truncated);
    }
}

#[test]
fn a_record_with_100_000_sources_or_remixes() {
    let mut dag = Dag::new();
    let hub = dag.append(&[]).unwrap();
    for _ in 0..MANY {
        dag.append(&[hub]).unwrap();
    }
    let all: Vec<Dense> = dag.remixes(hub).collect();
    let rim = dag.append(&all).unwrap();
    assert_eq!(dag.remix_count(hub), MANY as usize);
    assert_eq!(dag.source_count(rim), MANY as usize);
    assert_eq!(dag.ancestor_count(rim), MANY + 1);
    assert_eq!(dag.descendant_count(hub), MANY + 1);
    for focus in [hub, rim] {
        let view = dag.neighbourhood(focus, Direction::Both, None, 500);
        assert_eq!(view.records.len(), 500);
        assert!(view.truncated);
        assert_eq!(view.ancestor_count + view.descendant_count, MANY + 1);
    }
}

#[test]
fn appending_to_a_loaded_lineage_takes_little_room() {
    let mut builder = Dag::builder();
    for record in 0..MANY {
        let nearest = [2, 1]
            .into_iter()
            .filter_map(|back| record.checked_sub(back));
        builder
            .push(&nearest.map(Dense).collect::<Vec<_>>())
            .unwrap();
    }
    let mut dag = builder.finish();
    for record in MANY..MANY + MANY / 10 {
        dag.append(&[Dense(record - 1)]).unwrap();
    }
    assert!(dag.memory_bytes() < dag.len() * 40);
}

/// A lineage, and links between its records that may be there already, or be given twice.
fn grown() -> impl Strategy<Value = (Named, usize, Vec<(Dense, Dense)>)> {
    let links = vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        0..8,
    );
    (lineages(), any::<prop::sample::Index>(), links).prop_map(|(named, packed, picks)| {
        let pick = |(remix, source): (prop::sample::Index, prop::sample::Index)| {
            let remix = remix.index(named.len());
            let source = Dense(source.index(remix.max(1)) as u32);
            (remix > 0).then_some((source, Dense(remix as u32)))
        };
        let links: Vec<_> = picks.into_iter().filter_map(pick).collect();
        let packed = packed.index(named.len());
        (named, packed, links)
    })
}

proptest! {
    #[test]
    fn links_that_come_later_are_as_if_they_had_been_named((mut named, packed, links) in grown()) {
        let dag = appended(&named, packed).linked(&links).unwrap();
        for (source, remix) in links {
            let sources = &mut named[remix.index()];
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let graph = oracle(&named);
        prop_assert_eq!(dag.link_count(), graph.edge_count());
        for record in (0..named.len() as u32).map(Dense) {
            prop_assert_eq!(dag.sources(record).collect::<Vec<_>>(), named[record.index()].clone());
            let mut remixes: Vec<_> = graph.neighbors_directed(node(record), Outgoing).collect();
            remixes.sort();
            prop_assert_eq!(dag.remixes(record).map(node).collect::<Vec<_>>(), remixes);
            prop_assert_eq!(dag.ancestors(record), reached(&graph, record, true));
            prop_assert_eq!(dag.descendants(record), reached(&graph, record, false));
        }
    }

    #[test]
    fn ancestors_of_many_are_those_of_each(named in lineages(), picks in vec(any::<prop::sample::Index>(), 0..6)) {
        let dag = built(&named);
        let graph = oracle(&named);
        let records: Vec<Dense> = picks.iter().map(|pick| Dense(pick.index(named.len()) as u32)).collect();
        let mut expected: Vec<Dense> = records.iter().flat_map(|record| reached(&graph, *record, true)).collect();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(dag.ancestors_of_all(&records), expected);
    }
}

#[test]
fn a_later_link_never_makes_a_cycle() {
    let dag = built(&vec![vec![], vec![Dense(0)], vec![]]);
    for (source, remix) in [(1, 0), (1, 1), (0, 3), (3, 1)] {
        let refused = dag.linked(&[(Dense(source), Dense(remix))]);
        assert!(refused.is_err(), "{source} -> {remix}");
    }
    assert_eq!(dag.linked(&[(Dense(0), Dense(1))]).unwrap().link_count(), 1);
}
