//! The line of a link.

use super::{DrawnLink, Rect};
use crate::layout::layered::{Course, LaidLink, Point};

/// Where a line starts and how it goes on.
#[derive(Clone, PartialEq, Debug)]
pub struct Path {
    pub start: Point,
    pub segments: Vec<Segment>,
}

/// One stretch of a line, to its end point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    Line(Point),
    /// A cubic curve: two control points and the end.
    Curve(Point, Point, Point),
}

pub(super) fn draw(laid: &LaidLink) -> DrawnLink {
    DrawnLink {
        source: laid.source,
        remix: laid.remix,
        path: Path {
            start: laid.from,
            segments: segments(laid),
        },
        width: width(laid),
        primary: laid.primary,
        side: laid.side,
        petal: laid.petal,
    }
}

/// Thicker the more hangs on it: by the logarithm, so that 150 still fit.
fn width(laid: &LaidLink) -> f32 {
    if laid.petal {
        return 1.0;
    }
    let weight = laid.weight.max(1) as f32;
    let width = (2.2 + 0.8 * weight.log2()).min(7.0);
    if laid.primary { width } else { width.min(3.0) }
}

fn segments(laid: &LaidLink) -> Vec<Segment> {
    let (from, to) = (laid.from, laid.to);
    match laid.course {
        Course::Straight => vec![Segment::Line(to)],
        Course::Branch => branch(from, to),
        Course::Stream { bend } => {
            let turn = Point { x: bend, y: from.y };
            let mut segments = Vec::with_capacity(2);
            if bend > from.x {
                segments.push(Segment::Line(turn));
            }
            segments.push(curve(turn, to));
            segments
        }
        Course::Detour {
            lane,
            from: enters,
            to: leaves,
        } => {
            let enter = Point { x: enters, y: lane };
            let leave = Point { x: leaves, y: lane };
            let mut segments = vec![curve(from, enter)];
            if leaves > enters {
                segments.push(Segment::Line(leave));
            }
            segments.push(curve(leave, to));
            segments
        }
    }
}

/// Level at both ends.
pub(super) fn curve(from: Point, to: Point) -> Segment {
    let middle = f32::midpoint(from.x, to.x);
    Segment::Curve(
        Point {
            x: middle,
            y: from.y,
        },
        Point { x: middle, y: to.y },
        to,
    )
}

/// Up or down, then a soft corner, then along.
fn branch(from: Point, to: Point) -> Vec<Segment> {
    const CORNER: f32 = 15.0;
    // The control point of a quarter circle lies this far toward the corner.
    const ROUND: f32 = 0.5523;
    let (wide, high) = (to.x - from.x, to.y - from.y);
    let radius = CORNER.min(high.abs()).min(wide * 0.8);
    let turn = Point {
        x: from.x,
        y: to.y - radius.copysign(high),
    };
    let level = Point {
        x: from.x + radius,
        y: to.y,
    };
    vec![
        Segment::Line(turn),
        Segment::Curve(
            Point {
                x: turn.x,
                y: turn.y + ROUND * radius.copysign(high),
            },
            Point {
                x: level.x - ROUND * radius,
                y: to.y,
            },
            level,
        ),
        Segment::Line(to),
    ]
}

impl Path {
    /// Where the line ends.
    #[must_use]
    pub fn end(&self) -> Point {
        self.segments.last().map_or(self.start, Segment::end)
    }

    /// Boxes that together cover the line, drawn `width` wide.
    pub(super) fn boxes(&self, width: f32) -> Vec<Rect> {
        const PIECES: u16 = 10;
        let mut boxes = Vec::new();
        let mut from = self.start;
        for segment in &self.segments {
            let is_level = |to: &Point| from.x == to.x || from.y == to.y;
            let pieces = match segment {
                Segment::Line(to) if is_level(to) => 1,
                _ => PIECES,
            };
            let mut at = from;
            for piece in 1..=pieces {
                let next = segment.point(from, f32::from(piece) / f32::from(pieces));
                boxes.push(cover(at, next, width / 2.0));
                at = next;
            }
            from = segment.end();
        }
        boxes
    }
}

fn cover(a: Point, b: Point, pad: f32) -> Rect {
    Rect {
        left: a.x.min(b.x) - pad,
        top: a.y.min(b.y) - pad,
        right: a.x.max(b.x) + pad,
        bottom: a.y.max(b.y) + pad,
    }
}

impl Segment {
    fn end(&self) -> Point {
        match *self {
            Self::Line(to) | Self::Curve(_, _, to) => to,
        }
    }

    fn point(&self, from: Point, t: f32) -> Point {
        let mix = |a: Point, b: Point| Point {
            x: a.x + (b.x - a.x) * t,
            y: a.y + (b.y - a.y) * t,
        };
        match *self {
            Self::Line(to) => mix(from, to),
            Self::Curve(one, two, to) => {
                let (a, b, c) = (mix(from, one), mix(one, two), mix(two, to));
                mix(mix(a, b), mix(b, c))
            }
        }
    }
}
