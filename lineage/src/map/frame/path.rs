//! The line of a link, for whichever hand draws it.

use super::{FrameLink, LinkShape};

/// What draws lines: a canvas, or SVG.
pub trait Pen {
    fn move_to(&mut self, x: f32, y: f32);
    fn line_to(&mut self, x: f32, y: f32);
    /// A cubic curve with two control points.
    fn curve_to(&mut self, first: (f32, f32), second: (f32, f32), to: (f32, f32));
}

/// The control points of a quarter circle lie this far toward the corner.
const ROUND: f32 = 0.5523;

/// How far beyond the end of its row a line back to the left goes, in corners.
const BEYOND: f32 = 0.6;

impl FrameLink {
    /// Draws the link's line.
    pub fn trace(&self, pen: &mut impl Pen) {
        pen.move_to(self.from.0, self.from.1);
        match self.shape {
            LinkShape::Line => pen.line_to(self.to.0, self.to.1),
            LinkShape::Elbow => self.elbow(pen),
            LinkShape::Wrap => self.wrap(pen),
        }
    }

    fn elbow(&self, pen: &mut impl Pen) {
        let (from, to) = (self.from, self.to);
        let (wide, high) = (to.0 - from.0, to.1 - from.1);
        let radius = self.corner.min(high.abs()).min(wide.abs());
        let turn = (from.0, to.1 - radius.copysign(high));
        let level = (from.0 + radius.copysign(wide), to.1);
        pen.line_to(turn.0, turn.1);
        quarter(pen, turn, from.0, to.1, level);
        pen.line_to(to.0, to.1);
    }

    /// On to the right a little, back between the rows, and from the left into the next.
    fn wrap(&self, pen: &mut impl Pen) {
        let (from, to) = (self.from, self.to);
        let high = to.1 - from.1;
        let radius = (high.abs() / 4.0).min(self.corner);
        if radius < 0.5 {
            pen.line_to(to.0, to.1);
            return;
        }
        let down = radius.copysign(high);
        let middle = f32::midpoint(from.1, to.1);
        let right = from.0 + self.corner * BEYOND;
        let left = to.0 - self.corner * BEYOND;
        pen.line_to(right, from.1);
        quarter_turn(pen, (right, from.1), (right + radius, from.1 + down), true);
        pen.line_to(right + radius, middle - down);
        quarter_turn(pen, (right + radius, middle - down), (right, middle), false);
        pen.line_to(left, middle);
        quarter_turn(pen, (left, middle), (left - radius, middle + down), true);
        pen.line_to(left - radius, to.1 - down);
        quarter_turn(pen, (left - radius, to.1 - down), (left, to.1), false);
        pen.line_to(to.0, to.1);
    }
}

/// A quarter circle round the corner at (`x`, `y`).
fn quarter(pen: &mut impl Pen, from: (f32, f32), x: f32, y: f32, to: (f32, f32)) {
    let near = |at: (f32, f32)| (at.0 + ROUND * (x - at.0), at.1 + ROUND * (y - at.1));
    pen.curve_to(near(from), near(to), to);
}

/// A quarter circle that leaves `from` level, or upright.
fn quarter_turn(pen: &mut impl Pen, from: (f32, f32), to: (f32, f32), level: bool) {
    if level {
        quarter(pen, from, to.0, from.1, to);
    } else {
        quarter(pen, from, from.0, to.1, to);
    }
}
