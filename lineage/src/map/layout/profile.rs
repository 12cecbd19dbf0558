//! How high a row is along its length.

/// Cells to a unit.
const FINE: f32 = 2.0;

/// Heights along a line that grows to the left without end.
#[derive(Default, Debug)]
pub(super) struct Profile {
    /// Left of zero, the nearest first, and from zero on.
    left: Vec<f32>,
    right: Vec<f32>,
    highest: f32,
}

/// The cells that a part of the line touches. Rounded by hand: without SSE 4 that is a call for each.
fn cells(from: f32, to: f32) -> (i64, i64) {
    let (from, to) = (from * FINE, to * FINE);
    let (first, last) = (from as i64, to as i64);
    (
        first - i64::from((first as f32) > from),
        last + i64::from((last as f32) < to),
    )
}

/// The higher of two heights, which are numbers: unlike `f32::max` it need not ask for others.
fn higher(one: f32, other: f32) -> f32 {
    if one < other { other } else { one }
}

impl Profile {
    pub(super) fn clear(&mut self) {
        self.left.clear();
        self.right.clear();
        self.highest = 0.0;
    }

    pub(super) fn highest(&self) -> f32 {
        self.highest
    }

    /// Where nothing stands from here to the left.
    pub(super) fn right_of_all(&self) -> f32 {
        -(self.left.len() as f32) / FINE
    }

    pub(super) fn highest_in(&self, from: f32, to: f32) -> f32 {
        let (from, to) = cells(from, to);
        let part = |list: &[f32], from: i64, to: i64| {
            let len = list.len() as i64;
            let range = from.clamp(0, len) as usize..to.clamp(0, len) as usize;
            list.get(range)
                .map_or(0.0, |cells| cells.iter().copied().fold(0.0, higher))
        };
        part(&self.left, -to, -from).max(part(&self.right, from, to))
    }

    pub(super) fn raise(&mut self, from: f32, to: f32, height: f32) {
        let (from, to) = cells(from, to);
        let raise = |list: &mut Vec<f32>, from: i64, to: i64| {
            let (from, to) = (from.max(0) as usize, to.max(0) as usize);
            if list.len() < to {
                list.resize(to, 0.0);
            }
            if from < to {
                for cell in &mut list[from..to] {
                    *cell = higher(*cell, height);
                }
            }
        };
        raise(&mut self.left, -to, -from);
        raise(&mut self.right, from, to);
        self.raise_all(height);
    }

    /// Counts a height that nothing will ask for at its place.
    pub(super) fn raise_all(&mut self, height: f32) {
        self.highest = self.highest.max(height);
    }
}
