//! What is laid out: the ancestors and descendants of one record.

use crate::order::order;
use crate::picture::{PictureInput, PictureLink};

/// Where a record stands to the focus.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    Focus,
    Ancestor,
    Descendant,
}

/// The input as adjacency lists, without what does not belong to the lineage.
pub struct Graph {
    pub(super) focus: usize,
    pub(super) times: Vec<i64>,
    /// None for records that are not drawn.
    pub(super) sides: Vec<Option<Side>>,
    /// Drawn records, sources before their remixes.
    pub(super) ordered: Vec<usize>,
    /// Links between drawn records.
    pub(super) links: Vec<PictureLink>,
    /// Sources of each record, primary first.
    pub(super) sources: Vec<Vec<usize>>,
    pub(super) remixes: Vec<Vec<usize>>,
    /// The first-named source of each record, where it is drawn.
    pub(super) primary: Vec<Option<usize>>,
}

impl Graph {
    /// Links that are out of range, double, or part of a cycle are left out:
    /// they cannot come from a [`crate::Dag`].
    #[must_use]
    pub fn new(input: &PictureInput) -> Self {
        let n = input.records.len();
        let mut links = input.links.clone();
        links.retain(|link| link.source < n && link.remix < n);
        links.sort_by_key(|link| (link.remix, link.position, link.source));
        links.dedup_by_key(|link| (link.remix, link.source));
        let pairs: Vec<_> = links
            .iter()
            .map(|link| (link.source as u32, link.remix as u32))
            .collect();
        let ordered = order(n as u32, &pairs, |i| input.records[i as usize].time);
        let ordered = ordered.unwrap_or_else(|_| {
            links.clear();
            (0..n as u32).collect()
        });
        let mut graph = Self {
            focus: input.focus,
            times: input.records.iter().map(|record| record.time).collect(),
            sides: vec![None; n],
            ordered: ordered.into_iter().map(|i| i as usize).collect(),
            links,
            sources: vec![Vec::new(); n],
            remixes: vec![Vec::new(); n],
            primary: vec![None; n],
        };
        graph.link();
        graph.take_sides();
        graph
    }

    fn link(&mut self) {
        self.sources.iter_mut().for_each(Vec::clear);
        self.remixes.iter_mut().for_each(Vec::clear);
        for link in &self.links {
            self.sources[link.remix].push(link.source);
            self.remixes[link.source].push(link.remix);
            if link.position == 0 {
                self.primary[link.remix] = Some(link.source);
            }
        }
    }

    /// Finds the ancestors and descendants, and drops the rest.
    fn take_sides(&mut self) {
        if self.focus >= self.sides.len() {
            self.ordered.clear();
            self.links.clear();
            return;
        }
        self.sides[self.focus] = Some(Side::Focus);
        for &record in self.ordered.iter().rev() {
            let leads = |r: &usize| matches!(self.sides[*r], Some(Side::Focus | Side::Ancestor));
            if self.sides[record].is_none() && self.remixes[record].iter().any(leads) {
                self.sides[record] = Some(Side::Ancestor);
            }
        }
        for &record in &self.ordered {
            let leads = |s: &usize| matches!(self.sides[*s], Some(Side::Focus | Side::Descendant));
            if self.sides[record].is_none() && self.sources[record].iter().any(leads) {
                self.sides[record] = Some(Side::Descendant);
            }
        }
        let drawn = |record: usize| self.sides[record].is_some();
        let mut ordered = std::mem::take(&mut self.ordered);
        let mut links = std::mem::take(&mut self.links);
        ordered.retain(|&record| drawn(record));
        links.retain(|link| drawn(link.source) && drawn(link.remix));
        self.primary = vec![None; self.sides.len()];
        (self.ordered, self.links) = (ordered, links);
        self.link();
    }

    /// Neighbours of a record in its arm on the side of the focus.
    pub(super) fn toward_focus(&self, record: usize) -> impl Iterator<Item = usize> + '_ {
        let side = self.sides[record];
        let beside = match side {
            Some(Side::Ancestor) => self.remixes[record].as_slice(),
            Some(Side::Descendant) => self.sources[record].as_slice(),
            _ => &[],
        };
        let same = move |r: &usize| self.sides[*r] == side || *r == self.focus;
        beside.iter().copied().filter(same)
    }
}
