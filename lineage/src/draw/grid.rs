//! Boxes by where they are, to ask quickly what is in the way.

use super::Rect;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// Marks and labels: nothing may cover them.
    Solid,
    Line,
}

pub(super) struct Grid {
    across: usize,
    down: usize,
    cells: Vec<Vec<u32>>,
    boxes: Vec<(Rect, Obstacle)>,
}

const CELL: f32 = 40.0;

impl Grid {
    pub(super) fn new(width: f32, height: f32) -> Self {
        let across = (width / CELL) as usize + 1;
        let down = (height / CELL) as usize + 1;
        Self {
            across,
            down,
            cells: vec![Vec::new(); across * down],
            boxes: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, rect: Rect, obstacle: Obstacle) {
        let index = self.boxes.len() as u32;
        self.boxes.push((rect, obstacle));
        for cell in self.cells_of(&rect) {
            self.cells[cell].push(index);
        }
    }

    /// Whether anything solid is in the box, and how much else.
    pub(super) fn hits(&self, rect: &Rect) -> (bool, u32) {
        let mut lines = 0;
        for cell in self.cells_of(rect) {
            for &index in &self.cells[cell] {
                let (other, obstacle) = &self.boxes[index as usize];
                if !other.overlaps(rect) {
                    continue;
                }
                match obstacle {
                    Obstacle::Solid => return (true, lines),
                    Obstacle::Line => lines += 1,
                }
            }
        }
        (false, lines)
    }

    fn cells_of(&self, rect: &Rect) -> impl Iterator<Item = usize> + use<> {
        let across = self.across;
        let clamp = |at: f32, cells: usize| ((at / CELL).max(0.0) as usize).min(cells - 1);
        let columns = clamp(rect.left, self.across)..=clamp(rect.right, self.across);
        let rows = clamp(rect.top, self.down)..=clamp(rect.bottom, self.down);
        rows.flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }
}
