//! Which records lie inside a polygon.

use super::Map;
use crate::map::UNIT;
use crate::map::grid::Bounds;

/// The corners in [`UNIT`]ths.
struct Polygon {
    corners: Vec<(f64, f64)>,
}

impl Polygon {
    fn edges(&self) -> impl Iterator<Item = ((f64, f64), (f64, f64))> {
        let next = self.corners.iter().cycle().skip(1);
        self.corners.iter().copied().zip(next.copied())
    }

    /// Whether a place is inside: a line round it goes round more often one way than the other.
    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let mut turns = 0;
        for ((ax, ay), (bx, by)) in self.edges() {
            let side = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
            if ay <= y && by > y && side > 0.0 {
                turns += 1;
            } else if ay > y && by <= y && side < 0.0 {
                turns -= 1;
            }
        }
        turns != 0
    }

    /// Whether no edge comes into a box, so that all of it is inside or all outside.
    fn misses(&self, view: &Bounds) -> bool {
        let (left, right) = (f64::from(view.left), f64::from(view.right));
        let (top, bottom) = (f64::from(view.top), f64::from(view.bottom));
        self.edges().all(|((ax, ay), (bx, by))| {
            if ax.max(bx) < left || ax.min(bx) > right || ay.max(by) < top || ay.min(by) > bottom {
                return true;
            }
            let side = |x: f64, y: f64| (bx - ax) * (y - ay) - (x - ax) * (by - ay);
            let sides = [
                side(left, top),
                side(right, top),
                side(left, bottom),
                side(right, bottom),
            ];
            sides.iter().all(|&side| side > 0.0) || sides.iter().all(|&side| side < 0.0)
        })
    }
}

impl Map {
    /// Records inside a polygon whose corners are in units of the map, as a canvas would fill it; ascending by
    /// index.
    #[must_use]
    pub fn within(&self, polygon: &[(f64, f64)]) -> Vec<u32> {
        let unit = f64::from(UNIT);
        let polygon = Polygon {
            corners: polygon.iter().map(|&(x, y)| (x * unit, y * unit)).collect(),
        };
        let inside = |at: (i32, i32)| polygon.holds((f64::from(at.0), f64::from(at.1)));
        let mut found = Vec::new();
        for (key, records) in self.tiles.all() {
            let square = self.grid.bounds(key);
            if !polygon.misses(&square) {
                let held = records.iter().copied();
                found.extend(held.filter(|&index| inside(self.at[index as usize])));
            } else if inside((square.left, square.top)) {
                found.extend_from_slice(records);
            }
        }
        found.sort_unstable();
        let places = (self.base_len()..).zip(self.appended.places());
        found.extend(places.filter(|&(_, at)| inside(at)).map(|(index, _)| index));
        found
    }
}
