//! A bounded view around one record, nearest first.

use super::bits::Bits;
use super::{Dag, Dense, Link};

/// Which way to look from a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Direction {
    /// What it came from and what came from it (not what merely shares a
    /// source or a remix with it).
    #[default]
    Both,
    /// What it came from.
    Ancestors,
    /// What came from it.
    Descendants,
}

/// Part of a lineage around one record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Neighbourhood {
    pub focus: Dense,
    /// The focus, then the others by distance from it; at the same distance,
    /// ancestors and descendants take turns.
    pub records: Vec<Dense>,
    /// Every link between two of `records`; by remix in their order, and each
    /// remix's sources in the order named.
    pub links: Vec<Link>,
    /// Whether `depth` or `limit` left out any record of that direction.
    pub truncated: bool,
    /// Of the focus in the whole lineage, whatever the bounds and direction.
    pub ancestor_count: u32,
    /// Of the focus in the whole lineage, whatever the bounds and direction.
    pub descendant_count: u32,
}

/// One direction's breadth-first front.
struct Front {
    level: Vec<Dense>,
    listed: u32,
    /// Whether everything in this direction was listed.
    complete: bool,
}

impl Front {
    fn new(start: Option<Dense>) -> Self {
        Self {
            complete: start.is_some(),
            level: start.into_iter().collect(),
            listed: 0,
        }
    }

    /// Replaces the level by at most `room` records next to it.
    fn advance<I: Iterator<Item = Dense>>(
        &mut self,
        seen: &mut Bits,
        room: usize,
        next_to: impl Fn(Dense) -> I,
    ) {
        let mut next = Vec::new();
        for &record in &self.level {
            for beside in next_to(record) {
                if next.len() == room {
                    // Perhaps seen already; then counting again is only slower.
                    self.complete = false;
                    break;
                }
                if seen.insert(beside) {
                    next.push(beside);
                }
            }
        }
        self.level = next;
    }

    fn list(&mut self, at: usize, records: &mut Vec<Dense>) {
        if let Some(&record) = self.level.get(at) {
            records.push(record);
            self.listed += 1;
        }
    }

    /// Forgets what of the level was not listed.
    fn cut(&mut self, listed: usize, seen: &mut Bits) {
        for record in self.level.drain(listed.min(self.level.len())..) {
            seen.remove(record);
            self.complete = false;
        }
    }
}

impl Dag {
    /// The records nearest to `focus`, breadth first: at most `limit` of them,
    /// the focus included (and always listed), and at most `depth` links away.
    /// Counts are exact even where the list is cut. An unknown focus has no
    /// records.
    #[must_use]
    pub fn neighbourhood(
        &self,
        focus: Dense,
        direction: Direction,
        depth: Option<u32>,
        limit: usize,
    ) -> Neighbourhood {
        if !self.contains(focus) {
            return Neighbourhood::empty(focus);
        }
        let mut seen = Bits::new(self.len());
        seen.insert(focus);
        let mut records = vec![focus];
        let mut up = Front::new((direction != Direction::Descendants).then_some(focus));
        let mut down = Front::new((direction != Direction::Ancestors).then_some(focus));
        let mut left = depth.unwrap_or(u32::MAX);
        while !(up.level.is_empty() && down.level.is_empty()) {
            let room = limit.saturating_sub(records.len());
            if left == 0 || room == 0 {
                up.complete &= up.level.is_empty();
                down.complete &= down.level.is_empty();
                break;
            }
            left -= 1;
            up.advance(&mut seen, room, |record| self.sources(record));
            down.advance(&mut seen, room, |record| self.remixes(record));
            list_in_turn(&mut up, &mut down, &mut records, limit, &mut seen);
        }
        self.with_counts(focus, direction, records, &seen, (&up, &down))
    }

    fn with_counts(
        &self,
        focus: Dense,
        direction: Direction,
        records: Vec<Dense>,
        listed: &Bits,
        (up, down): (&Front, &Front),
    ) -> Neighbourhood {
        let count = |front: &Front, exact: &dyn Fn() -> u32| {
            if front.complete {
                front.listed
            } else {
                exact()
            }
        };
        let ancestor_count = count(up, &|| self.ancestor_count(focus));
        let descendant_count = count(down, &|| self.descendant_count(focus));
        let truncated = (direction != Direction::Descendants && up.listed < ancestor_count)
            || (direction != Direction::Ancestors && down.listed < descendant_count);
        Neighbourhood {
            links: self.links_among(&records, listed),
            focus,
            records,
            truncated,
            ancestor_count,
            descendant_count,
        }
    }

    fn links_among(&self, records: &[Dense], listed: &Bits) -> Vec<Link> {
        let of = |&remix: &Dense| {
            let named = (0..).zip(self.sources(remix));
            named
                .filter(|(_, source)| listed.contains(*source))
                .map(move |(position, source)| Link {
                    source,
                    remix,
                    position,
                })
        };
        records.iter().flat_map(of).collect()
    }
}

impl Neighbourhood {
    fn empty(focus: Dense) -> Self {
        Self {
            focus,
            records: Vec::new(),
            links: Vec::new(),
            truncated: false,
            ancestor_count: 0,
            descendant_count: 0,
        }
    }
}

/// Lists both levels by turns until they or the room end.
fn list_in_turn(
    up: &mut Front,
    down: &mut Front,
    records: &mut Vec<Dense>,
    limit: usize,
    seen: &mut Bits,
) {
    let (before_up, before_down) = (up.listed, down.listed);
    for at in 0..up.level.len().max(down.level.len()) {
        if records.len() < limit {
            up.list(at, records);
        }
        if records.len() < limit {
            down.list(at, records);
        }
    }
    up.cut((up.listed - before_up) as usize, seen);
    down.cut((down.listed - before_down) as usize, seen);
}
