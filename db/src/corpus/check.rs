//! What can be wrong between rows: links named twice, to themselves, too many, or in a circle.

use super::claims::Place;
use super::known::Known;
use super::read::{Corpus, Link, REMIXES, shown};
use domain::remix::SOURCES_MAX;
use std::collections::{HashMap, HashSet};

/// Most circles that are named.
const CYCLES_MAX: usize = 100;

/// Leaves out links that cannot be and lists them. What remains is in the order of remixes, each with its
/// sources in the order of the file, and comes with an order of the new works in which sources come first.
pub(super) fn check(corpus: &mut Corpus, known: &Known, skip_bad: bool) -> Vec<u32> {
    let mut links = std::mem::take(&mut corpus.links);
    // Stable: a remix's sources stay in the order of the file.
    links.sort_by_key(|link| link.remix);
    let mut kept = Vec::with_capacity(links.len());
    let mut named = HashMap::new();
    for group in links.chunk_by(|a, b| a.remix == b.remix) {
        named.clear();
        for link in group {
            match refusal(corpus, known, link, &named) {
                Some(what) => corpus.problem(REMIXES, link.line, what),
                None => {
                    named.insert(link.source, link.line);
                    kept.push(*link);
                }
            }
        }
    }
    drop(links);
    // What is there already is not made again.
    kept.retain(|link| {
        let is_there = known.id(link.remix).is_some();
        if is_there {
            corpus.claims.set(link, known.place_of(link));
        }
        !is_there
    });
    let order = order_without_cycles(corpus, known, &mut kept, skip_bad);
    for link in &kept {
        corpus.claims.set(link, Place::New);
    }
    // Those links are written with their claims.
    kept.retain(|link| !corpus.claims.has(link));
    corpus.links = kept;
    corpus.settle_claims();
    order
}

fn refusal(
    corpus: &Corpus,
    known: &Known,
    link: &Link,
    named: &HashMap<u32, u64>,
) -> Option<String> {
    let id = |work: u32| shown(&corpus.works[work as usize].id);
    if link.remix == link.source {
        return Some(format!(
            "work {} names itself as its source",
            id(link.remix)
        ));
    }
    if let Some(line) = named.get(&link.source) {
        return Some(format!("the link stands in line {line} already"));
    }
    if named.len() == SOURCES_MAX {
        let remix = id(link.remix);
        return Some(format!(
            "work {remix} names more than {SOURCES_MAX} sources"
        ));
    }
    let remix = known.id(link.remix)?;
    let source = known.id(link.source);
    if source.is_some_and(|source| known.links.contains(&(remix, source))) {
        return None;
    }
    let remix = id(link.remix);
    let is_claimed = corpus.claims.has(link);
    match source {
        Some(_) if is_claimed => None,
        None if is_claimed => Some(format!(
            "work {remix} was imported before, and work {} is new: a source comes before its remix",
            id(link.source)
        )),
        _ => Some(format!(
            "work {remix} was imported before, and its links change by claims alone"
        )),
    }
}

/// An order of the new works. Circles are listed, and opened by leaving out the link that comes last in the file.
fn order_without_cycles(
    corpus: &mut Corpus,
    known: &Known,
    links: &mut Vec<Link>,
    skip_bad: bool,
) -> Vec<u32> {
    let count = corpus.works.len() as u32;
    for found in 0.. {
        let pairs: Vec<(u32, u32)> = links
            .iter()
            .filter(|link| known.id(link.source).is_none())
            .map(|link| (link.source, link.remix))
            .collect();
        match lineage::order(count, &pairs, |work| corpus.works[work as usize].at) {
            Ok(mut order) => {
                order.retain(|work| known.id(*work).is_none());
                return order;
            }
            Err(cycle) => {
                let last = list_cycle(corpus, links, &cycle.records);
                links.retain(|link| Some(link.line) != last);
                if found + 1 >= CYCLES_MAX && !skip_bad {
                    return Vec::new();
                }
            }
        }
    }
    Vec::new()
}

/// Names a circle with its lines at its last line, which is answered.
fn list_cycle(corpus: &mut Corpus, links: &[Link], cycle: &[u32]) -> Option<u64> {
    let next = cycle.iter().cycle().skip(1);
    let pairs: HashSet<(u32, u32)> = cycle.iter().copied().zip(next.copied()).collect();
    let lines: HashMap<(u32, u32), u64> = links
        .iter()
        .map(|link| ((link.source, link.remix), link.line))
        .filter(|(pair, _)| pairs.contains(pair))
        .collect();
    let last = lines.values().copied().max();
    let id = |work: &u32| shown(&corpus.works[*work as usize].id);
    let next = cycle.iter().cycle().skip(1);
    let steps: Vec<String> = cycle
        .iter()
        .zip(next)
        .take(20)
        .map(|(source, remix)| {
            let line = lines.get(&(*source, *remix)).copied().unwrap_or(0);
            format!("{} to {} in line {line}", id(source), id(remix))
        })
        .collect();
    let more = match cycle.len() {
        n @ 21.. => format!(", and {} more", n - 20),
        _ => String::new(),
    };
    let what = format!("the links go in a circle: {}{more}", steps.join(", "));
    corpus.problem(REMIXES, last.unwrap_or(0), what);
    last
}
