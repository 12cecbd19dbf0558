//! What takes a place of its own: a record, with those gathered around it, or
//! a bundle of gathered sources.

use super::columns::Columns;
use super::gather::{self, Group};
use super::graph::{Graph, Side};
use super::sunflower::{self, PETAL, Ways};
use super::tree::Tree;
use super::{Gathering, Place, Point};

pub(super) struct Unit {
    /// None for a bundle.
    pub(super) record: Option<usize>,
    pub(super) side: Side,
    /// Columns from the focus; never negative.
    pub(super) depth: usize,
    /// The unit it hangs on.
    pub(super) toward: Option<usize>,
    /// Continues its lane, away from the focus, in each arm.
    pub(super) heavy: [Option<usize>; 2],
    /// Units that branch off, in each arm.
    pub(super) branches: [Vec<usize>; 2],
    /// Records that hang on it, itself included.
    pub(super) weight: u32,
    /// Of its mark.
    pub(super) radius: f32,
    /// Of its mark with what is gathered around it.
    pub(super) reach: f32,
    pub(super) y: f32,
    petals: Vec<(usize, Point)>,
    pub(super) petal_side: Side,
}

/// The units; the focus is the first, and each comes after what it hangs on.
pub(super) struct Units {
    pub(super) list: Vec<Unit>,
    /// Unit of each record, gathered ones included.
    pub(super) of: Vec<Option<usize>>,
}

pub(super) const fn arm(side: Side) -> usize {
    match side {
        Side::Ancestor => 0,
        Side::Focus | Side::Descendant => 1,
    }
}

impl Unit {
    fn new(record: Option<usize>, side: Side, depth: u32, toward: Option<usize>) -> Self {
        Self {
            record,
            side,
            depth: depth as usize,
            toward,
            heavy: [None; 2],
            branches: [Vec::new(), Vec::new()],
            weight: 1,
            radius: 0.0,
            reach: 0.0,
            y: 0.0,
            petals: Vec::new(),
            petal_side: side,
        }
    }

    /// The column counted from the focus, negative to the left.
    pub(super) fn column(&self) -> i32 {
        match self.side {
            Side::Ancestor => -(self.depth as i32),
            _ => self.depth as i32,
        }
    }

    pub(super) fn is_end(&self, side: Side) -> bool {
        self.heavy[arm(side)].is_none() && self.branches[arm(side)].is_empty()
    }

    /// Whether it has both sources and remixes of its own place.
    pub(super) fn is_between(&self) -> bool {
        !self.is_end(Side::Ancestor) && !self.is_end(Side::Descendant)
    }

    pub(super) fn is_bundle(&self) -> bool {
        self.record.is_none()
    }

    pub(super) fn has_petals(&self) -> bool {
        !self.petals.is_empty()
    }

    /// Gathered records with their offsets from the centre.
    pub(super) fn petals(&self) -> &[(usize, Point)] {
        &self.petals
    }
}

/// The units when leaves beyond `most` of one record are gathered.
pub(super) fn gathered(graph: &Graph, most: usize) -> Units {
    let tree = Tree::new(graph);
    let groups = gather::groups(graph, &tree, most);
    let mut in_group = vec![false; graph.sides.len()];
    for &leaf in groups.iter().flat_map(|group| &group.leaves) {
        in_group[leaf] = true;
    }
    let mut units = Units {
        list: Vec::with_capacity(graph.ordered.len()),
        of: vec![None; graph.sides.len()],
    };
    let mut drawn: Vec<usize> = graph.ordered.clone();
    drawn.retain(|&record| !in_group[record]);
    drawn.sort_by_key(|&record| tree.depth[record]);
    for record in drawn {
        let side = graph.sides[record].unwrap_or(Side::Focus);
        let toward = tree.toward[record].and_then(|next| units.of[next]);
        units.of[record] = Some(units.list.len());
        let unit = Unit::new(Some(record), side, tree.depth[record], toward);
        units.list.push(unit);
    }
    units.add_groups(&groups);
    units.grow(graph);
    units
}

impl Units {
    fn add_groups(&mut self, groups: &[Group]) {
        for group in groups {
            let Some(around) = self.of[group.around] else {
                continue;
            };
            let centre = if group.side == Side::Ancestor {
                let depth = self.list[around].depth as u32 + 1;
                self.list
                    .push(Unit::new(None, Side::Ancestor, depth, Some(around)));
                self.list.len() - 1
            } else {
                around
            };
            let unit = &mut self.list[centre];
            unit.petal_side = group.side;
            let petals = group.leaves.iter().map(|&leaf| (leaf, Point::default()));
            unit.petals = petals.collect();
            for &leaf in &group.leaves {
                self.of[leaf] = Some(centre);
            }
        }
    }

    /// Weights, heavy ways, and the sizes of marks and blossoms.
    fn grow(&mut self, graph: &Graph) {
        let mut outward: Vec<usize> = (0..self.list.len()).collect();
        outward.sort_by_key(|&at| std::cmp::Reverse(self.list[at].depth));
        for at in outward {
            let unit = &mut self.list[at];
            let own = if unit.is_bundle() { 0 } else { 1 };
            unit.weight += unit.petals.len() as u32 + own - 1;
            self.choose_heavy(graph, at);
            self.size(at);
            let (weight, side) = (self.list[at].weight, self.list[at].side);
            if let Some(toward) = self.list[at].toward {
                self.list[toward].weight += weight;
                self.list[toward].branches[arm(side)].push(at);
            }
        }
    }

    /// Takes the heaviest branch as the one that goes straight on; of a
    /// record's sources the primary one.
    fn choose_heavy(&mut self, graph: &Graph, at: usize) {
        for arm in 0..2 {
            let primary = self.list[at].record.and_then(|r| graph.primary[r]);
            let worth = |&&branch: &&usize| {
                let unit = &self.list[branch];
                let is_primary = arm == 0 && unit.record.is_some() && unit.record == primary;
                let time = unit.record.map_or(i64::MAX, |record| graph.times[record]);
                (is_primary, unit.weight, std::cmp::Reverse(time))
            };
            let heavy = self.list[at].branches[arm]
                .iter()
                .max_by_key(worth)
                .copied();
            let unit = &mut self.list[at];
            unit.heavy[arm] = heavy;
            unit.branches[arm].retain(|&branch| Some(branch) != heavy);
        }
    }

    fn size(&mut self, at: usize) {
        let is_focus = at == 0;
        let unit = &mut self.list[at];
        unit.radius = match (unit.is_bundle(), is_focus) {
            (true, _) => 0.0,
            (_, true) => 13.0,
            _ => (5.4 + 0.6 * (unit.weight as f32).log2()).min(9.0),
        };
        unit.reach = unit.radius;
        if unit.petals.is_empty() {
            return;
        }
        let ways = Ways {
            left: !unit.is_bundle() && (unit.side != Side::Focus || !unit.is_end(Side::Ancestor)),
            right: unit.is_bundle() || unit.heavy[1].is_some(),
            upright: !unit.branches[1].is_empty(),
        };
        let offsets = sunflower::offsets(unit.petals.len(), unit.radius, ways);
        for ((_, offset), place) in unit.petals.iter_mut().zip(offsets) {
            *offset = place;
            unit.reach = unit.reach.max(place.x.hypot(place.y) + PETAL);
        }
    }

    /// Topmost and bottommost drawn.
    pub(super) fn extent(&self) -> (f32, f32) {
        self.list.iter().fold((0.0, 0.0), |(top, bottom), unit| {
            let (up, down) = (unit.y - unit.reach, unit.y + unit.reach);
            (up.min(top), down.max(bottom))
        })
    }

    pub(super) fn point(&self, at: usize, columns: &Columns) -> Point {
        Point {
            x: columns.x(self.list[at].column()),
            y: self.list[at].y,
        }
    }

    pub(super) fn places(&self, graph: &Graph, columns: &Columns) -> Vec<Option<Place>> {
        let mut places = vec![None; graph.sides.len()];
        for (index, unit) in self.list.iter().enumerate() {
            let centre = self.point(index, columns);
            if let Some(record) = unit.record {
                places[record] = Some(Place {
                    at: centre,
                    radius: unit.radius,
                    reach: unit.reach,
                    side: unit.side,
                    gathered: false,
                    ends: [Side::Ancestor, Side::Descendant].map(|side| {
                        let hidden = unit.side != Side::Focus && unit.side != side;
                        !hidden && unit.is_end(side)
                    }),
                    weight: unit.weight,
                });
            }
            for &(record, offset) in &unit.petals {
                places[record] = Some(Place {
                    at: Point {
                        x: centre.x + offset.x,
                        y: centre.y + offset.y,
                    },
                    radius: PETAL,
                    reach: PETAL,
                    side: unit.petal_side,
                    gathered: true,
                    ends: [false; 2],
                    weight: 1,
                });
            }
        }
        places
    }

    pub(super) fn gatherings(&self, columns: &Columns) -> Vec<Gathering> {
        let with_petals = self
            .list
            .iter()
            .enumerate()
            .filter(|(_, unit)| unit.has_petals());
        let gathering = |(at, unit): (usize, &Unit)| {
            let around = if unit.is_bundle() { unit.toward? } else { at };
            Some(Gathering {
                centre: self.point(at, columns),
                radius: unit.reach,
                side: unit.petal_side,
                record: self.list[around].record?,
                count: unit.petals.len() as u32,
            })
        };
        with_petals.filter_map(gathering).collect()
    }
}
