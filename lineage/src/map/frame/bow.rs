//! Links beside the primary ones run in a bow, so that they do not hide along a stem.

/// How far a bow's control point lies beside the middle, as a part of the way between its ends.
const BEND: f64 = 0.16;

/// Longer bows are straight as far as one sees, and mostly out of view.
const LONGEST: f64 = 6_000.0;

/// Pixels beyond the view up to which what is out of view is drawn, so that no end shows.
const BEYOND: f64 = 40.0;

/// A link beside the primary ones, in pixels of the view.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bow {
    pub from: (f32, f32),
    pub to: (f32, f32),
    /// Whether it is bent; what is left of a very long one is not.
    is_bent: bool,
}

impl Bow {
    /// What of a link between two places, in pixels, comes into a view of this size; `None` where nothing does.
    #[must_use]
    pub fn within(from: (f64, f64), to: (f64, f64), (width, height): (f64, f64)) -> Option<Self> {
        let (wide, high) = (to.0 - from.0, to.1 - from.1);
        let length = wide.hypot(high);
        let number = |(x, y): (f64, f64)| (x as f32, y as f32);
        if length <= LONGEST {
            // Further than the bow comes from its chord.
            let around = BEYOND + length * BEND;
            let meets = |a: f64, b: f64, size: f64| a.min(b) < size + around && a.max(b) > -around;
            let is_seen = meets(from.0, to.0, width) && meets(from.1, to.1, height);
            return is_seen.then(|| Self {
                from: number(from),
                to: number(to),
                is_bent: true,
            });
        }
        // Liang and Barsky's clipping.
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        for (at, way, size) in [(from.0, wide, width), (from.1, high, height)] {
            let (near, far) = (-BEYOND - at, size + BEYOND - at);
            if way == 0.0 {
                if near > 0.0 || far < 0.0 {
                    return None;
                }
                continue;
            }
            let (one, other) = (near / way, far / way);
            start = start.max(one.min(other));
            end = end.min(one.max(other));
        }
        let along = |part: f64| (from.0 + wide * part, from.1 + high * part);
        (start < end).then(|| Self {
            from: number(along(start)),
            to: number(along(end)),
            is_bent: false,
        })
    }

    /// The control point of the quadratic curve that it is.
    #[must_use]
    pub fn control(&self) -> (f32, f32) {
        let bend = if self.is_bent { BEND as f32 } else { 0.0 };
        let (wide, high) = (self.to.0 - self.from.0, self.to.1 - self.from.1);
        (
            self.from.0 + wide / 2.0 + high * bend,
            self.from.1 + high / 2.0 - wide * bend,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Bow;

    fn seen(from: (f64, f64), to: (f64, f64)) -> Option<Bow> {
        Bow::within(from, to, (800.0, 600.0))
    }

    #[test]
    fn what_is_near_bows_and_what_is_elsewhere_is_left_out() {
        let bow = seen((10.0, 20.0), (910.0, 20.0)).unwrap();
        assert_eq!((bow.from, bow.to), ((10.0, 20.0), (910.0, 20.0)));
        assert_eq!(bow.control(), (460.0, 20.0 - 144.0));
        assert!(seen((-500.0, -500.0), (-300.0, -200.0)).is_none());
        assert!(seen((100.0, 900.0), (700.0, 900.0)).is_none());
    }

    #[test]
    fn of_a_long_way_what_is_in_view_is_left_straight() {
        let bow = seen((-1e6, 300.0), (1e6, 300.0)).unwrap();
        assert_eq!((bow.from, bow.to), ((-40.0, 300.0), (840.0, 300.0)));
        assert_eq!(bow.control(), (400.0, 300.0));
        assert!(seen((-1e6, 3000.0), (1e6, 3000.0)).is_none());
        assert!(seen((-1e6, 0.0), (0.0, 1e6)).is_none());
        let slanted = seen((-1e5, -1e5), (1e5, 1e5)).unwrap();
        assert!((slanted.from.0 - slanted.from.1).abs() < 0.1);
    }
}
