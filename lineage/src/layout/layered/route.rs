//! The way of every link: along the tree as it was packed, and for the others
//! through whatever lane is free.

use super::columns::Columns;
use super::graph::{Graph, Side};
use super::units::{Unit, Units};
use super::{Course, LaidLink, Point};
use crate::picture::PictureLink;

pub(super) fn links(graph: &Graph, units: &Units, columns: &Columns, lane: f32) -> Vec<LaidLink> {
    let router = Router {
        graph,
        units,
        columns,
    };
    let mut laid = router.petals_and_trunks();
    let mut taken = router.taken();
    let mut beside = Vec::new();
    for link in &graph.links {
        match router.ends(link) {
            Some((source, remix)) if units.list[remix].toward == Some(source) => {
                laid.push(router.branch(link, source, remix));
            }
            Some((source, remix)) if units.list[source].toward == Some(remix) => {
                laid.push(router.stream(link, source, remix));
            }
            Some((source, remix)) => beside.push((link, source, remix)),
            None => {}
        }
    }
    beside.sort_by_key(|&(_, source, remix)| {
        units.list[remix].column() - units.list[source].column()
    });
    for (link, source, remix) in beside {
        laid.push(router.detour(link, source, remix, &mut taken, lane));
    }
    laid
}

struct Router<'a> {
    graph: &'a Graph,
    units: &'a Units,
    columns: &'a Columns,
}

/// Heights occupied in each column, leftmost first, with what occupies them.
struct Taken {
    left: i32,
    columns: Vec<Vec<(f32, f32, usize)>>,
}

impl Taken {
    fn column(&mut self, column: i32) -> &mut Vec<(f32, f32, usize)> {
        &mut self.columns[(column + self.left) as usize]
    }

    /// Whether a line from `source` may pass the column at `y`; two lines
    /// from the same source may share a lane.
    fn is_free(&mut self, column: i32, y: f32, source: usize) -> bool {
        let blocks = |&(top, bottom, of): &(f32, f32, usize)| of != source && top < y && y < bottom;
        !self.column(column).iter().any(blocks)
    }
}

/// Marks a line's place as its own; no unit has so large an index.
const LINE: usize = usize::MAX;

impl Router<'_> {
    /// The units at both ends, unless the link is drawn as a petal.
    fn ends(&self, link: &PictureLink) -> Option<(usize, usize)> {
        let unit = |record: usize| {
            let at = self.units.of[record]?;
            (self.units.list[at].record == Some(record)).then_some(at)
        };
        Some((unit(link.source)?, unit(link.remix)?))
    }

    fn laid(&self, link: &PictureLink, from: Point, to: Point, weight: u32) -> LaidLink {
        let side = match self.graph.sides[link.remix] {
            Some(Side::Descendant) => Side::Descendant,
            _ => Side::Ancestor,
        };
        let course = if from.y == to.y {
            Course::Straight
        } else {
            Course::Branch
        };
        LaidLink {
            source: link.source,
            remix: link.remix,
            from,
            to,
            course,
            primary: link.position == 0,
            side,
            petal: false,
            weight,
        }
    }

    fn branch(&self, link: &PictureLink, source: usize, remix: usize) -> LaidLink {
        let from = self.units.point(source, self.columns);
        let to = self.units.point(remix, self.columns);
        self.laid(link, from, to, self.units.list[remix].weight)
    }

    fn stream(&self, link: &PictureLink, source: usize, remix: usize) -> LaidLink {
        let from = self.units.point(source, self.columns);
        let to = self.units.point(remix, self.columns);
        let mut laid = self.laid(link, from, to, self.units.list[source].weight);
        if laid.course != Course::Straight {
            laid.course = self.stream_course(from, &self.units.list[remix]);
        }
        laid
    }

    fn stream_course(&self, from: Point, remix: &Unit) -> Course {
        const LONGEST: f32 = 76.0;
        let before = self.columns.x(remix.column() - 1).max(from.x);
        let end = self.columns.x(remix.column());
        Course::Stream {
            bend: before.max(end - LONGEST),
        }
    }

    fn petals_and_trunks(&self) -> Vec<LaidLink> {
        let mut laid = Vec::new();
        for (at, unit) in self.units.list.iter().enumerate() {
            let centre = self.units.point(at, self.columns);
            let bundled = unit.toward.filter(|_| unit.is_bundle());
            let around = bundled.map_or(unit.record, |toward| self.units.list[toward].record);
            let Some(around) = around else { continue };
            for &(leaf, offset) in unit.petals() {
                let outer = Point {
                    x: centre.x + offset.x,
                    y: centre.y + offset.y,
                };
                let is_source = unit.petal_side == Side::Ancestor;
                let (source, remix) = if is_source {
                    (leaf, around)
                } else {
                    (around, leaf)
                };
                let (from, to) = if is_source {
                    (outer, centre)
                } else {
                    (centre, outer)
                };
                let position = u32::from(self.graph.primary[remix] != Some(source));
                let link = PictureLink {
                    source,
                    remix,
                    position,
                };
                laid.push(LaidLink {
                    course: Course::Straight,
                    petal: true,
                    ..self.laid(&link, from, to, 1)
                });
            }
            if let (Some(toward), Some(&(first, _))) = (bundled, unit.petals().first()) {
                let link = PictureLink {
                    source: first,
                    remix: around,
                    position: 1,
                };
                laid.push(self.stream(&link, at, toward));
            }
        }
        laid
    }

    fn taken(&self) -> Taken {
        let list = &self.units.list;
        let columns = || list.iter().map(Unit::column);
        let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
        let mut taken = Taken {
            left: -left,
            columns: vec![Vec::new(); (right - left + 1) as usize],
        };
        for (at, unit) in list.iter().enumerate() {
            let reach = unit.reach + 5.0;
            taken
                .column(unit.column())
                .push((unit.y - reach, unit.y + reach, at));
            let Some(toward) = unit.toward else { continue };
            let toward = &list[toward];
            let (low, high) = (unit.column(), toward.column());
            for column in low.min(high) + 1..low.max(high) {
                let line = (unit.y - 5.0, unit.y + 5.0, LINE);
                taken.column(column).push(line);
            }
            if unit.side == Side::Descendant {
                let (top, bottom) = (unit.y.min(toward.y), unit.y.max(toward.y));
                taken.column(toward.column()).push((top, bottom, LINE));
            }
        }
        taken
    }

    /// Leads a link past everything between its ends, with the least way up
    /// and down.
    fn detour(
        &self,
        link: &PictureLink,
        source: usize,
        remix: usize,
        taken: &mut Taken,
        lane: f32,
    ) -> LaidLink {
        let from = self.units.point(source, self.columns);
        let to = self.units.point(remix, self.columns);
        let between = self.units.list[source].column() + 1..self.units.list[remix].column();
        let mut laid = self.laid(link, from, to, 0);
        if between.is_empty() {
            if laid.course != Course::Straight {
                laid.course = Course::Stream { bend: from.x };
            }
            return laid;
        }
        let y = self.free_lane(between.clone(), (from.y, to.y), source, taken, lane);
        for column in between.clone() {
            taken.column(column).push((y - 4.5, y + 4.5, source));
        }
        laid.course = Course::Detour {
            lane: y,
            from: self.columns.x(between.start),
            to: self.columns.x(between.end - 1),
        };
        laid
    }

    fn free_lane(
        &self,
        between: std::ops::Range<i32>,
        (from, to): (f32, f32),
        source: usize,
        taken: &mut Taken,
        lane: f32,
    ) -> f32 {
        let mut candidates = vec![from, to];
        let (mut top, mut bottom) = (from.min(to), from.max(to));
        for column in between.clone() {
            for &(above, below, _) in taken.column(column).iter() {
                candidates.extend([above - 0.5, below + 0.5]);
                top = top.min(above);
                bottom = bottom.max(below);
            }
        }
        let way = |y: f32| (y - from).abs() + (y - to).abs();
        candidates.sort_by(|&a, &b| way(a).total_cmp(&way(b)));
        let mut free = candidates.into_iter().filter(|&y| {
            let mut columns = between.clone();
            columns.all(|column| taken.is_free(column, y, source))
        });
        let outside = if way(top - lane / 2.0) < way(bottom + lane / 2.0) {
            top - lane / 2.0
        } else {
            bottom + lane / 2.0
        };
        free.next().unwrap_or(outside)
    }
}
