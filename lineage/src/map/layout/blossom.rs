//! What stands round one record: its petals in sunflower order, and small branches as twigs on their rim.

use super::super::forest::{Forest, Remixes};

/// How far a place reaches from its record, on each side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) up: f32,
    pub(super) down: f32,
}

impl Reach {
    fn around(radius: f32) -> Self {
        Self {
            left: radius,
            right: radius,
            up: radius,
            down: radius,
        }
    }

    fn include(&mut self, (x, y): (f32, f32), radius: f32) {
        self.left = self.left.max(radius - x);
        self.right = self.right.max(radius + x);
        self.up = self.up.max(radius - y);
        self.down = self.down.max(radius + y);
    }

    fn radius(&self) -> f32 {
        self.left.max(self.right).max(self.up).max(self.down)
    }
}

/// Half of the room that a record's mark takes.
const MARK: f32 = 0.55;
/// Half of the room that a petal's mark takes.
const PETAL: f32 = 0.42;
/// A petal's distance grows by this with the root of its number.
const SPREAD: f32 = 0.66;
/// The golden angle.
const GOLDEN: f64 = 2.399_963_229_728_653;

/// Which ways lines leave a record; no petal stands on them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lines {
    pub(super) right: bool,
    pub(super) left: bool,
    pub(super) upright: bool,
}

impl Lines {
    pub(super) fn new(remixes: &Remixes, has_source: bool) -> Self {
        Self {
            right: remixes.stem.is_some(),
            left: has_source,
            upright: remixes.branches.0 < remixes.branches.1,
        }
    }
}

/// The places of a blossom, from the middle outward, without end.
#[derive(Clone, Debug)]
pub(in crate::map) struct Sunflower {
    next: u32,
    lines: Lines,
    /// The square of the first place's distance, in squares of [`SPREAD`].
    inner: f32,
    /// Half of the room kept free for a line.
    strip: f32,
    turn: f32,
    mirror: f32,
}

impl Sunflower {
    /// Round a record that was laid out.
    pub(in crate::map) fn round(forest: &Forest, index: u32, remixes: &Remixes) -> Self {
        let lines = Lines::new(remixes, forest.role[index as usize].is_on_stem());
        Self::new(index, forest.size[index as usize], lines)
    }

    /// Round a record that has no place on a stem.
    pub(in crate::map) fn alone(index: u32) -> Self {
        Self::new(index, 1, Lines::default())
    }

    pub(super) fn new(index: u32, size: u32, lines: Lines) -> Self {
        let weight = (size as f32).log2();
        // The first petal goes on where the stem ends; else above or below, by turns.
        let turn = if lines.right || lines.upright {
            std::f32::consts::FRAC_PI_2
        } else {
            0.0
        };
        Self {
            next: 0,
            lines,
            inner: ((0.86 + 0.05 * weight) / SPREAD).powi(2),
            strip: 0.4 + 0.035 * weight,
            turn,
            mirror: if index.count_ones().is_multiple_of(2) {
                1.0
            } else {
                -1.0
            },
        }
    }

    fn blocked(&self, (x, y): (f32, f32)) -> bool {
        let lines = &self.lines;
        let along = y.abs() < self.strip && ((lines.right && x > 0.0) || (lines.left && x < 0.0));
        along || (lines.upright && x.abs() < self.strip)
    }
}

impl Iterator for Sunflower {
    type Item = (f32, f32);

    fn next(&mut self) -> Option<(f32, f32)> {
        loop {
            let number = self.next as f32;
            self.next += 1;
            let radius = SPREAD * (number + self.inner).sqrt();
            let angle = f64::from(self.next - 1) * GOLDEN % std::f64::consts::TAU;
            let (sin, cos) = (angle as f32 + self.turn).sin_cos();
            let place = (radius * cos, radius * sin * self.mirror);
            if !self.blocked(place) {
                return Some(place);
            }
        }
    }
}

/// Twigs begin so far beyond the petals,
const RIM: f32 = 0.5;
/// their records are so far apart outward
const TWIG_STEP: f32 = 0.9;
/// and sideways.
const TWIG_WIDTH: f32 = 0.8;
/// Angle kept free on both sides of a line.
const APART: f32 = 0.4;

/// Room round a record, and where on it the twigs stand.
#[derive(Debug)]
pub(super) struct Rim {
    ring: f32,
    /// Angles from and to, and how many leaves of twigs stand between.
    arcs: Vec<(f32, f32, u32)>,
}

/// How far the petals and twigs of a record reach.
pub(super) fn reach(forest: &Forest, index: u32, remixes: &Remixes, lines: Lines) -> Reach {
    let size = forest.size[index as usize];
    let mut reach = Reach::around(MARK);
    let petals = remixes.petal_count();
    if petals > 0 {
        for place in Sunflower::new(index, size, lines).take(petals as usize) {
            reach.include(place, PETAL);
        }
    }
    if remixes.twigs.0 < remixes.twigs.1 {
        twigs(forest, index, remixes, lines, reach.radius(), |_, place| {
            reach.include(place, PETAL);
        });
    }
    reach
}

/// Calls `put` with each petal's and twig record's index and place round the record.
pub(super) fn fill(
    forest: &Forest,
    index: u32,
    remixes: &Remixes,
    lines: Lines,
    mut put: impl FnMut(u32, (f32, f32)),
) {
    let size = forest.size[index as usize];
    let mut petals = Reach::around(MARK);
    if remixes.petal_count() > 0 {
        let places = Sunflower::new(index, size, lines);
        for (petal, place) in (remixes.petals.0..remixes.petals.1).zip(places) {
            petals.include(place, PETAL);
            put(petal, place);
        }
    }
    if remixes.twigs.0 < remixes.twigs.1 {
        twigs(forest, index, remixes, lines, petals.radius(), put);
    }
}

/// The angles between a record's lines, the upper first or the lower, by turns.
fn arcs(index: u32, lines: Lines) -> Vec<(f32, f32, u32)> {
    use std::f32::consts::{FRAC_PI_2, PI, TAU};
    let mut ends = vec![0.0];
    if lines.upright {
        ends.push(FRAC_PI_2);
    }
    if lines.left {
        ends.push(PI);
    }
    if lines.upright {
        ends.push(PI + FRAC_PI_2);
    }
    ends.push(TAU);
    let mut arcs: Vec<(f32, f32, u32)> = ends
        .windows(2)
        .map(|pair| (pair[0] + APART, pair[1] - APART, 0))
        .collect();
    if index.count_ones() % 2 == 1 {
        arcs.reverse();
    }
    arcs
}

fn twigs(
    forest: &Forest,
    index: u32,
    remixes: &Remixes,
    lines: Lines,
    petals: f32,
    mut put: impl FnMut(u32, (f32, f32)),
) {
    let leaves = |at: u32| {
        let end = at + forest.size[at as usize];
        (at..end).filter(|&t| forest.size[t as usize] == 1).count() as u32
    };
    let total: u32 = forest.parts(remixes.twigs).map(leaves).sum();
    let mut rim = Rim {
        ring: petals + RIM,
        arcs: arcs(index, lines),
    };
    // Each arc takes its share, by its angle, of all twigs.
    let angle: f32 = rim.arcs.iter().map(|(from, to, _)| to - from).sum();
    let share = |arc: &(f32, f32, u32)| total as f32 * (arc.1 - arc.0) / angle;
    let mut placed = 0;
    let mut arc = 0;
    let mut until = share(&rim.arcs[0]);
    let mut standing: Vec<(u32, usize, u32)> = Vec::new();
    for twig in forest.parts(remixes.twigs) {
        let count = leaves(twig);
        if placed as f32 + 0.5 * count as f32 > until && arc + 1 < rim.arcs.len() {
            arc += 1;
            until += share(&rim.arcs[arc]);
        }
        standing.push((twig, arc, rim.arcs[arc].2));
        rim.arcs[arc].2 += count;
        placed += count;
    }
    for &(from, to, count) in &rim.arcs {
        rim.ring = rim.ring.max(count as f32 * TWIG_WIDTH / (to - from));
    }
    for (twig, arc, before) in standing {
        one_twig(forest, twig, &rim, arc, before, &mut put);
    }
}

/// Each leaf has its own angle; other records stand in the middle of theirs.
fn one_twig(
    forest: &Forest,
    twig: u32,
    rim: &Rim,
    arc: usize,
    before: u32,
    put: &mut impl FnMut(u32, (f32, f32)),
) {
    let (from, to, count) = rim.arcs[arc];
    let step = (to - from) / count as f32;
    let narrow = step.min(1.2 * TWIG_WIDTH / rim.ring);
    let own = (twig..twig + forest.size[twig as usize])
        .filter(|&t| forest.size[t as usize] == 1)
        .count() as f32;
    let middle = from + step * (before as f32 + own / 2.0);
    let mut leaves_before = 0;
    for at in twig..twig + forest.size[twig as usize] {
        let size = forest.size[at as usize];
        let leaves = (at..at + size)
            .filter(|&t| forest.size[t as usize] == 1)
            .count();
        let slot = leaves_before as f32 + leaves as f32 / 2.0;
        if size == 1 {
            leaves_before += 1;
        }
        let mut depth = 0;
        let mut source = at;
        while source != twig {
            source = forest.primary[source as usize];
            depth += 1;
        }
        let radius = rim.ring + depth as f32 * TWIG_STEP;
        let (sin, cos) = (middle + (slot - own / 2.0) * narrow).sin_cos();
        put(at, (radius * cos, radius * sin));
    }
}
