//! Sunflower order: each next one 137.5 degrees on and further out, so that a
//! new one has its place without moving another (Vogel 1979).

use super::Point;

/// Radius of a gathered mark.
pub(super) const PETAL: f32 = 4.0;

/// Half the width of the way kept free for a line through the sunflower.
const WAY: f32 = 9.0;

/// Directions in which lines leave the centre and marks would be in the way.
#[derive(Clone, Copy, Default)]
pub(super) struct Ways {
    pub(super) left: bool,
    pub(super) right: bool,
    pub(super) upright: bool,
}

impl Ways {
    fn are_free(self, at: Point) -> bool {
        let flat = if at.x < 0.0 { self.left } else { self.right };
        !(flat && at.y.abs() < WAY || self.upright && at.x.abs() < WAY)
    }
}

/// Offsets of `count` marks around a centre whose own mark has radius `core`
/// (0 for none), the earliest inside.
pub(super) fn offsets(count: usize, core: f32, ways: Ways) -> Vec<Point> {
    const SPREAD: f32 = 6.2;
    let golden = std::f32::consts::PI * (3.0 - 5.0_f32.sqrt());
    let inner = if core > 0.0 { core + PETAL + 4.0 } else { 3.0 };
    (0u16..)
        .map(f32::from)
        .map(|k| {
            let radius = (inner * inner + SPREAD * SPREAD * k).sqrt();
            let (sin, cos) = (k * golden + 2.2).sin_cos();
            Point {
                x: radius * cos,
                y: radius * sin,
            }
        })
        .filter(|&at| ways.are_free(at))
        .take(count)
        .collect()
}
