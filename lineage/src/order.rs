//! Putting records into an order in which sources come before their remixes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

/// Records that came from themselves: each is a source of the next, and the
/// last a source of the first. The smallest index comes first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cycle {
    pub records: Vec<u32>,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a cycle of remixes: ")?;
        for record in &self.records {
            write!(f, "{record} -> ")?;
        }
        write!(f, "{}", self.records.first().unwrap_or(&0))
    }
}

impl std::error::Error for Cycle {}

/// Orders the records 0..n so that every source precedes its remixes, and
/// otherwise by `rank` (a time), then by index: of the records whose sources
/// are all placed, the one of least rank is always next. The same input in any
/// order of links gives the same answer. A link is `(source, remix)`; naming
/// it twice changes nothing.
///
/// Iterative; O(n log n + links) where the ranks already respect the links,
/// else O((n + links) log n).
///
/// # Errors
/// One actual cycle, when there is any.
///
/// # Panics
/// When a link names an index outside 0..n.
pub fn order<K: Ord>(
    n: u32,
    links: &[(u32, u32)],
    rank: impl Fn(u32) -> K,
) -> Result<Vec<u32>, Cycle> {
    let mut by_rank: Vec<u32> = (0..n).collect();
    by_rank.sort_by_cached_key(|&record| (rank(record), record));
    let mut place = vec![0u32; n as usize];
    for (at, &record) in (0..).zip(&by_rank) {
        place[record as usize] = at;
    }
    let is_before = |&(source, remix): &(u32, u32)| place[source as usize] < place[remix as usize];
    if links.iter().all(is_before) {
        return Ok(by_rank);
    }
    order_by_place(&by_rank, &place, links)
}

/// Kahn's algorithm with the ready records in a heap by place.
fn order_by_place(by_rank: &[u32], place: &[u32], links: &[(u32, u32)]) -> Result<Vec<u32>, Cycle> {
    let n = by_rank.len();
    let (starts, remixes) = rows(n, links);
    let mut waiting = vec![0u32; n];
    for &(_, remix) in links {
        waiting[remix as usize] += 1;
    }
    let mut ready: BinaryHeap<Reverse<u32>> = (0..n)
        .filter(|&record| waiting[record] == 0)
        .map(|record| Reverse(place[record]))
        .collect();
    let mut ordered = Vec::with_capacity(n);
    while let Some(Reverse(at)) = ready.pop() {
        let record = by_rank[at as usize];
        ordered.push(record);
        let row = starts[record as usize] as usize..starts[record as usize + 1] as usize;
        for &remix in &remixes[row] {
            waiting[remix as usize] -= 1;
            if waiting[remix as usize] == 0 {
                ready.push(Reverse(place[remix as usize]));
            }
        }
    }
    if ordered.len() == n {
        Ok(ordered)
    } else {
        Err(find_cycle(&waiting, links))
    }
}

/// Remixes of each source as compressed sparse rows.
fn rows(n: usize, links: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; n + 1];
    for &(source, _) in links {
        starts[source as usize + 1] += 1;
    }
    for at in 0..n {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut remixes = vec![0u32; links.len()];
    for &(source, remix) in links {
        let place = &mut next[source as usize];
        remixes[*place as usize] = remix;
        *place += 1;
    }
    (starts, remixes)
}

/// Every record still waiting waits for at least one that waits too, so going
/// back along such links must come round.
fn find_cycle(waiting: &[u32], links: &[(u32, u32)]) -> Cycle {
    let is_waiting = |record: u32| waiting[record as usize] > 0;
    let mut source_of = vec![u32::MAX; waiting.len()];
    for &(source, remix) in links {
        if is_waiting(source) && is_waiting(remix) {
            // The smallest, so that the order of links does not matter.
            let least = &mut source_of[remix as usize];
            *least = source.min(*least);
        }
    }
    let mut at = (0..).find(|&record| is_waiting(record)).unwrap_or(0);
    let mut seen = vec![false; waiting.len()];
    while !seen[at as usize] {
        seen[at as usize] = true;
        at = source_of[at as usize];
    }
    let mut records = vec![at];
    let mut source = source_of[at as usize];
    while source != at {
        records.push(source);
        source = source_of[source as usize];
    }
    records.reverse();
    let least = (0..records.len()).min_by_key(|&i| records[i]).unwrap_or(0);
    records.rotate_left(least);
    Cycle { records }
}
