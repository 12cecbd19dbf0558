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

/// What [`Dag::nearest`] lists, before everything is counted.
#[derive(Clone, Debug)]
pub struct Nearest {
    pub focus: Dense,
    /// As [`Neighbourhood::records`].
    pub records: Vec<Dense>,
    /// As [`Neighbourhood::links`].
    pub links: Vec<Link>,
    direction: Direction,
    listed: [u32; 2],
    /// Whether all ancestors, and all descendants, were listed.
    complete: [bool; 2],
}

/// How many there are in the whole lineage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub ancestors: u32,
    pub descendants: u32,
    /// Whether any of the direction asked for is not listed.
    pub truncated: bool,
}

impl Nearest {
    /// The counts, where all was listed and nothing is left to count.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        let [ancestors, descendants] = self.listed;
        (self.complete == [true; 2]).then(|| self.truncated(ancestors, descendants))
    }

    fn truncated(&self, ancestors: u32, descendants: u32) -> Counts {
        let [up, down] = self.listed;
        Counts {
            ancestors,
            descendants,
            truncated: (self.direction != Direction::Descendants && up < ancestors)
                || (self.direction != Direction::Ancestors && down < descendants),
        }
    }
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
        let nearest = self.nearest(focus, direction, depth, limit);
        let counts = self.counts(&nearest);
        Neighbourhood {
            focus,
            records: nearest.records,
            links: nearest.links,
            truncated: counts.truncated,
            ancestor_count: counts.ancestors,
            descendant_count: counts.descendants,
        }
    }

    /// Counts what is around a focus, listed or not. In a deep lineage this
    /// takes far longer than listing the nearest.
    #[must_use]
    pub fn counts(&self, nearest: &Nearest) -> Counts {
        let [ancestors, descendants] = nearest.complete;
        let [listed_up, listed_down] = nearest.listed;
        let ancestors = match ancestors {
            true => listed_up,
            false => self.ancestor_count(nearest.focus),
        };
        let descendants = match descendants {
            true => listed_down,
            false => self.descendant_count(nearest.focus),
        };
        nearest.truncated(ancestors, descendants)
    }

    /// What [`Dag::neighbourhood`] lists, without its counts.
    #[must_use]
    pub fn nearest(
        &self,
        focus: Dense,
        direction: Direction,
        depth: Option<u32>,
        limit: usize,
    ) -> Nearest {
        if !self.contains(focus) {
            return Nearest {
                focus,
                records: Vec::new(),
                links: Vec::new(),
                direction,
                listed: [0; 2],
                complete: [true; 2],
            };
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
        Nearest {
            links: self.links_among(&records, &seen),
            focus,
            records,
            direction,
            listed: [up.listed, down.listed],
            complete: [up.complete, down.complete],
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
