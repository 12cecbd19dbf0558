//! The large marks of a frame by where they are, to ask quickly what a label would cover.

use crate::draw::Rect;
use crate::map::frame::FrameMark;

/// Smaller marks may be covered, and so may those much smaller than the label's own.
const LARGE: f32 = 3.5;
const MUCH: f32 = 0.62;

/// However large the label's own is, these may not.
const ALWAYS: f32 = 10.0;

/// The side of a cell, in pixels, and cells a side at most.
const CELL: f32 = 48.0;
const CELLS: i32 = 512;

/// Cells hold marks as one list sorted by cell; room is kept from frame to frame.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    by_cell: Vec<(u32, u32)>,
}

impl Marks {
    pub(super) fn lay(&mut self, marks: &[FrameMark]) {
        self.by_cell.clear();
        let large = (0_u32..)
            .zip(marks)
            .filter(|(_, mark)| mark.radius >= LARGE);
        self.by_cell
            .extend(large.map(|(at, mark)| (cell(mark.at.0, mark.at.1), at)));
        self.by_cell.sort_unstable();
    }

    /// Whether a label of `own` in this box would cover another's large mark; one of a landmark may cover those that
    /// are much smaller than it, however large they are.
    pub(super) fn are_under(
        &self,
        rect: &Rect,
        own: &FrameMark,
        marks: &[FrameMark],
        is_landmark: bool,
    ) -> bool {
        let is_large = |mark: &FrameMark| {
            (mark.radius >= ALWAYS && !is_landmark) || mark.radius >= own.radius * MUCH
        };
        // Marks are told by their middle: those just outside the box reach into it.
        let reach = 24.0;
        let (left, right) = (rect.left - reach, rect.right + reach);
        let rows = row(rect.top - reach)..=row(rect.bottom + reach);
        rows.into_iter().any(|row| {
            let first = (row * CELLS + column(left)).cast_unsigned();
            let last = (row * CELLS + column(right)).cast_unsigned();
            let start = self.by_cell.partition_point(|&(cell, _)| cell < first);
            self.by_cell[start..]
                .iter()
                .take_while(|&&(cell, _)| cell <= last)
                .map(|&(_, at)| &marks[at as usize])
                .any(|mark| mark.index != own.index && is_large(mark) && meets(mark, rect))
        })
    }
}

/// Whether a mark reaches into a box.
fn meets(mark: &FrameMark, rect: &Rect) -> bool {
    let (x, y) = mark.at;
    let beside = x - x.clamp(rect.left, rect.right);
    let over = y - y.clamp(rect.top, rect.bottom);
    beside.hypot(over) < mark.radius
}

fn row(y: f32) -> i32 {
    ((y / CELL) as i32 + 2).clamp(0, CELLS - 1)
}

fn column(x: f32) -> i32 {
    row(x)
}

fn cell(x: f32, y: f32) -> u32 {
    (row(y) * CELLS + column(x)).cast_unsigned()
}
