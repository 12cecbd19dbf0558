//! How far apart the columns stand: wide near the focus, closer further away
//! where the lineage is deep.

use super::Room;
use super::graph::Side;
use super::units::Units;

/// The least distance of two columns.
const LEAST: f32 = 9.0;

/// How many times the mean gap those next to the focus may be.
const NEARER: f32 = 3.0;

pub(super) struct Columns {
    /// Of all columns, leftmost first.
    xs: Vec<f32>,
    /// How many lie left of the focus.
    left: i32,
    pub(super) width: f32,
}

impl Columns {
    /// Also shrinks marks that would not fit their columns.
    pub(super) fn new(units: &mut Units, room: &Room) -> Self {
        let deepest = |side| {
            let depths = units.list.iter().filter(|unit| unit.side == side);
            depths.map(|unit| unit.depth).max().unwrap_or(0)
        };
        let (left, right) = (deepest(Side::Ancestor), deepest(Side::Descendant));
        let needed = needed_gaps(units, left, right);
        let roomy = (left + right) as f32 * room.gap * 0.7 <= room.width - 2.0 * room.label_margin;
        let margin = if roomy {
            room.label_margin
        } else {
            room.bare_margin
        };
        // Beside a focus that is first or last there is its own label.
        let margin_of = |columns: usize| match columns {
            0 => room.label_margin,
            _ => margin,
        };
        let margins = margin_of(left) + margin_of(right);
        let gaps = fit(&needed, left, room.width - margins, room);
        let span: f32 = gaps.iter().sum();
        let width = room.width.max(span + margins);

        let start = margin_of(left) + (width - span - margins) / 2.0;
        let mut xs = vec![start];
        for gap in &gaps {
            xs.push(xs[xs.len() - 1] + gap);
        }
        let columns = Self {
            xs,
            left: left as i32,
            width,
        };
        columns.shrink_marks(units, &gaps);
        columns
    }

    /// Of a column counted from the focus, negative to the left.
    pub(super) fn x(&self, column: i32) -> f32 {
        let last = self.xs.len() - 1;
        let at = usize::try_from(column + self.left).unwrap_or(0);
        self.xs[at.min(last)]
    }

    fn shrink_marks(&self, units: &mut Units, gaps: &[f32]) {
        for unit in &mut units.list {
            let at = (unit.column() + self.left) as usize;
            let beside = [at.checked_sub(1), Some(at)];
            let least = beside.iter().flatten().filter_map(|&gap| gaps.get(gap));
            let least = least.copied().fold(f32::INFINITY, f32::min);
            if unit.side != Side::Focus && !unit.has_petals() {
                unit.radius = unit.radius.min((least * 0.36).max(2.6));
                unit.reach = unit.radius;
            }
        }
    }
}

/// What each gap must be at least for the blossoms beside it.
fn needed_gaps(units: &Units, left: usize, right: usize) -> Vec<f32> {
    let mut reach = vec![0.0_f32; left + right + 1];
    for unit in &units.list {
        let column = &mut reach[(unit.column() + left as i32) as usize];
        if unit.has_petals() || unit.side == Side::Focus {
            *column = column.max(unit.reach + 12.0);
        }
    }
    let pair = |two: &[f32]| (two[0] + two[1]).max(LEAST);
    reach.windows(2).map(pair).collect()
}

/// Gaps that fit `span` if any do: full near the focus, and each further one a
/// fixed part smaller.
fn fit(needed: &[f32], left: usize, span: f32, room: &Room) -> Vec<f32> {
    let even = span / needed.len().max(1) as f32;
    let first = even.clamp(room.gap.min(NEARER * even), room.max_gap);
    let gaps = |ratio: f32| -> Vec<f32> {
        let gap = |(at, &least): (usize, &f32)| {
            let away = if at < left { left - 1 - at } else { at - left };
            let exponent = i32::try_from(away).unwrap_or(i32::MAX);
            least.max(first * ratio.powi(exponent))
        };
        needed.iter().enumerate().map(gap).collect()
    };
    let fits = |ratio: f32| gaps(ratio).iter().sum::<f32>() <= span;
    if fits(1.0) {
        return gaps(1.0);
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    gaps(low)
}
