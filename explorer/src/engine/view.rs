//! Where one looks from: fitting, clamping, zooming about a point, and the way from one view to another.

use lineage::map::Camera;

/// A box in units of the map.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Extent {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Pixels kept free round what is shown whole.
pub(super) const MARGIN: f64 = 24.0;

/// Pixels at the view's edges that panels cover, so that what is shown whole stands beside them.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Insets {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Insets {
    /// None where they would leave less than half of the view.
    fn within(self, width: f64, height: f64) -> Self {
        let leave_half =
            self.left + self.right <= width / 2.0 && self.top + self.bottom <= height / 2.0;
        if leave_half { self } else { Self::default() }
    }
}

/// Units that a view holds at the least: one record alone is not looked at through a microscope.
const SMALLEST: f64 = 8.0;

impl Extent {
    fn middle(&self) -> (f64, f64) {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// The camera that sees all of it, with a margin in pixels.
    pub(super) fn fitted(&self, width: f64, height: f64, margin: f64) -> Camera {
        let room = |pixels: f64| (pixels - 2.0 * margin).max(pixels * 0.5).max(1.0);
        let along = |room: f64, size: f64| room / size.max(SMALLEST);
        let (x, y) = self.middle();
        Camera {
            x,
            y,
            scale: along(room(width), self.right - self.left)
                .min(along(room(height), self.bottom - self.top)),
            width,
            height,
        }
    }

    /// The same with panels over the view's edges.
    pub(super) fn fitted_beside(
        &self,
        width: f64,
        height: f64,
        insets: Insets,
        margin: f64,
    ) -> Camera {
        let insets = insets.within(width, height);
        let (room_x, room_y) = (
            width - insets.left - insets.right,
            height - insets.top - insets.bottom,
        );
        let fitted = self.fitted(room_x, room_y, margin);
        Camera {
            x: fitted.x - (insets.left - insets.right) / 2.0 / fitted.scale,
            y: fitted.y - (insets.top - insets.bottom) / 2.0 / fitted.scale,
            width,
            height,
            ..fitted
        }
    }
}

/// How far one may go.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Limits {
    pub(super) extent: Extent,
    /// Pixels a unit takes at the nearest.
    pub(super) nearest: f64,
}

impl Limits {
    /// The camera, brought back to where something can be seen.
    pub(super) fn clamp(&self, camera: Camera) -> Camera {
        let whole = self
            .extent
            .fitted(camera.width, camera.height, MARGIN)
            .scale;
        let nearest = self.nearest.max(whole);
        let scale = if camera.scale.is_finite() {
            camera.scale.clamp(whole.min(nearest) * 0.6, nearest)
        } else {
            whole
        };
        let inside = |at: f64, from: f64, to: f64| {
            if at.is_finite() {
                at.clamp(from, to)
            } else {
                f64::midpoint(from, to)
            }
        };
        Camera {
            x: inside(camera.x, self.extent.left, self.extent.right),
            y: inside(camera.y, self.extent.top, self.extent.bottom),
            scale,
            ..camera
        }
    }
}

/// Where a pixel of the view lies on the map.
pub(super) fn place(camera: &Camera, (x, y): (f64, f64)) -> (f64, f64) {
    (
        camera.x + (x - camera.width / 2.0) / camera.scale,
        camera.y + (y - camera.height / 2.0) / camera.scale,
    )
}

/// Where a place of the map lies in the view.
pub(super) fn pixel(camera: &Camera, (x, y): (f64, f64)) -> (f64, f64) {
    (
        (x - camera.x) * camera.scale + camera.width / 2.0,
        (y - camera.y) * camera.scale + camera.height / 2.0,
    )
}

/// Comes nearer by a factor; what lies at `about`, in pixels, stays there.
pub(super) fn zoomed(camera: &Camera, factor: f64, about: (f64, f64), limits: &Limits) -> Camera {
    let scale = limits
        .clamp(Camera {
            scale: camera.scale * factor,
            ..*camera
        })
        .scale;
    let (x, y) = place(camera, about);
    limits.clamp(Camera {
        x: x - (about.0 - camera.width / 2.0) / scale,
        y: y - (about.1 - camera.height / 2.0) / scale,
        scale,
        ..*camera
    })
}

/// Moves what is seen by pixels.
pub(super) fn panned(camera: &Camera, (dx, dy): (f64, f64), limits: &Limits) -> Camera {
    limits.clamp(Camera {
        x: camera.x - dx / camera.scale,
        y: camera.y - dy / camera.scale,
        ..*camera
    })
}

/// The way between two cameras.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glide {
    from: Camera,
    to: Camera,
    began: f64,
    takes: f64,
    arc: Option<Arc>,
}

/// A far way goes up, across, and down again, as van Wijk and Nuij found it to be smoothest.
#[derive(Clone, Copy, Debug)]
struct Arc {
    /// Units across.
    across: f64,
    /// Half the views' widths in units, and how steep it begins.
    start: f64,
    bend: f64,
    length: f64,
}

/// How much a way rather goes up than across.
const STEEP: f64 = std::f64::consts::SQRT_2;

impl Glide {
    /// A way that takes as long as it is far, between 180 and 400 milliseconds.
    pub(super) fn new(from: Camera, to: Camera, now: f64) -> Self {
        let across = (to.x - from.x).hypot(to.y - from.y);
        let nearer = from.scale.max(to.scale);
        let farther = from.scale.min(to.scale);
        let size = from.width.max(from.height).max(1.0);
        let arc = (across * farther > 1.2 * size).then(|| Arc::new(&from, &to, across));
        let zoom = (to.scale / from.scale).abs().ln().abs();
        let way = zoom + (across * nearer / size).min(3.0);
        let takes = if arc.is_some() {
            400.0
        } else {
            180.0 + 70.0 * way
        };
        Self {
            from,
            to,
            began: now,
            takes: takes.min(400.0),
            arc,
        }
    }

    /// The same way, taking so many milliseconds.
    pub(super) fn within(self, takes: f64) -> Self {
        Self { takes, ..self }
    }

    pub(super) fn target(&self) -> Camera {
        self.to
    }

    /// Where the camera is now, and whether it has arrived.
    pub(super) fn at(&self, now: f64) -> (Camera, bool) {
        let part = (now - self.began) / self.takes;
        if !(0.0..1.0).contains(&part) {
            let camera = if part < 0.0 { self.from } else { self.to };
            return (camera, part >= 0.0);
        }
        // Begins and ends softly.
        let part = 1.0 - (1.0 - part).powi(3);
        (self.along(part), false)
    }

    fn along(&self, part: f64) -> Camera {
        if let Some(arc) = &self.arc {
            let (across, scale) = arc.at(part, self.from.width);
            return self.mixed(across, scale);
        }
        let scale = self.from.scale * (self.to.scale / self.from.scale).powf(part);
        let (from, to) = (1.0 / self.from.scale, 1.0 / self.to.scale);
        // So that the point about which one zooms stays where it is.
        let across = if (to / from - 1.0).abs() < 1e-3 {
            part
        } else {
            (1.0 / scale - from) / (to - from)
        };
        self.mixed(across, scale)
    }

    fn mixed(&self, across: f64, scale: f64) -> Camera {
        Camera {
            x: self.from.x + (self.to.x - self.from.x) * across,
            y: self.from.y + (self.to.y - self.from.y) * across,
            scale,
            ..self.to
        }
    }
}

impl Arc {
    fn new(from: &Camera, to: &Camera, across: f64) -> Self {
        let (start, end) = (from.width / from.scale, from.width / to.scale);
        let steep = STEEP.powi(2);
        let bend = |sign: f64, at: f64| {
            let b = (end * end - start * start + sign * steep * steep * across * across)
                / (2.0 * at * steep * across);
            ((b * b + 1.0).sqrt() - b).ln()
        };
        let (first, last) = (bend(1.0, start), bend(-1.0, end));
        Self {
            across,
            start,
            bend: first,
            length: (last - first) / STEEP,
        }
    }

    /// How much of the way across, and the scale.
    fn at(&self, part: f64, width: f64) -> (f64, f64) {
        let at = STEEP * part * self.length + self.bend;
        let across = self.start / STEEP.powi(2) * (self.bend.cosh() * at.tanh() - self.bend.sinh())
            / self.across;
        (across, width * at.cosh() / (self.start * self.bend.cosh()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENT: Extent = Extent {
        left: -10.0,
        top: 0.0,
        right: 990.0,
        bottom: 500.0,
    };
    const LIMITS: Limits = Limits {
        extent: EXTENT,
        nearest: 100.0,
    };

    fn camera(x: f64, y: f64, scale: f64) -> Camera {
        Camera {
            x,
            y,
            scale,
            width: 1200.0,
            height: 800.0,
        }
    }

    fn is_near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6 * (1.0 + a.abs())
    }

    #[test]
    fn what_is_fitted_is_whole_with_its_margin() {
        let fitted = EXTENT.fitted(1200.0, 800.0, 24.0);
        assert!(is_near(pixel(&fitted, (-10.0, 0.0)).0, 24.0));
        assert!(is_near(pixel(&fitted, (990.0, 500.0)).0, 1176.0));
        let insets = Insets {
            left: 200.0,
            top: 40.0,
            ..Insets::default()
        };
        let beside = EXTENT.fitted_beside(1200.0, 800.0, insets, MARGIN);
        assert!(is_near(pixel(&beside, (-10.0, 0.0)).0, 224.0));
        assert!(is_near(pixel(&beside, (990.0, 500.0)).0, 1176.0));
        let crowded = Insets {
            left: 700.0,
            ..insets
        };
        assert_eq!(EXTENT.fitted_beside(1200.0, 800.0, crowded, MARGIN), fitted);
        let tall = EXTENT.fitted(4000.0, 548.0, 24.0);
        assert!(is_near(pixel(&tall, (0.0, 500.0)).1, 524.0));
    }

    #[test]
    fn one_record_or_a_tiny_stage_still_fits() {
        let point = Extent {
            left: 3.0,
            top: 4.0,
            right: 3.0,
            bottom: 4.0,
        };
        let limits = Limits {
            extent: point,
            nearest: 100.0,
        };
        let fitted = limits.clamp(point.fitted(10.0, 10.0, 24.0));
        assert!(fitted.scale.is_finite() && fitted.scale > 0.0);
        assert_eq!((fitted.x, fitted.y), (3.0, 4.0));
    }

    #[test]
    fn nobody_gets_lost() {
        for lost in [
            camera(1e12, -1e12, 1e-9),
            camera(f64::NAN, f64::INFINITY, f64::NAN),
            camera(0.0, 0.0, 1e12),
        ] {
            let found = LIMITS.clamp(lost);
            assert!((-10.0..=990.0).contains(&found.x) && (0.0..=500.0).contains(&found.y));
            assert!(found.scale > 0.5 && found.scale <= 100.0, "{}", found.scale);
        }
    }

    #[test]
    fn what_lies_under_the_pointer_stays_there() {
        let before = camera(300.0, 200.0, 2.0);
        for factor in [1.3, 0.9, 5.0] {
            let after = zoomed(&before, factor, (700.0, 100.0), &LIMITS);
            let at = pixel(&after, place(&before, (700.0, 100.0)));
            assert!(is_near(at.0, 700.0) && is_near(at.1, 100.0), "{at:?}");
        }
        // At the limit nothing moves any more.
        let near = camera(300.0, 200.0, 100.0);
        assert_eq!(zoomed(&near, 2.0, (0.0, 0.0), &LIMITS), near);
    }

    #[test]
    fn panning_follows_the_pointer() {
        let before = camera(300.0, 200.0, 2.0);
        let after = panned(&before, (30.0, -8.0), &LIMITS);
        let at = pixel(&after, place(&before, (100.0, 100.0)));
        assert!(is_near(at.0, 130.0) && is_near(at.1, 92.0));
    }

    #[test]
    fn a_way_begins_and_ends_where_it_should() {
        let ways = [
            (camera(10.0, 10.0, 2.0), camera(12.0, 90.0, 2.0)),
            (camera(10.0, 10.0, 2.0), camera(50.0, 60.0, 9.0)),
            (camera(10.0, 10.0, 40.0), camera(900.0, 60.0, 40.0)),
            (camera(10.0, 10.0, 4.0), camera(9000.0, 60.0, 40.0)),
        ];
        for (from, to) in ways {
            let glide = Glide::new(from, to, 1000.0);
            assert!((180.0..=400.0).contains(&glide.takes));
            assert_eq!(glide.at(1001.0 + glide.takes), (to, true));
            for (part, end) in [(0.0, from), (1.0, to)] {
                let at = glide.along(part);
                assert!((at.x - end.x).abs() * end.scale < 0.5, "{at:?} {end:?}");
                assert!((at.y - end.y).abs() * end.scale < 0.5, "{at:?} {end:?}");
                assert!((at.scale / end.scale - 1.0).abs() < 1e-3, "{at:?} {end:?}");
            }
        }
    }

    #[test]
    fn a_far_way_rises_and_a_zoom_keeps_its_point() {
        let far = Glide::new(camera(0.0, 0.0, 40.0), camera(900.0, 0.0, 40.0), 0.0);
        assert!(far.along(0.5).scale < 20.0);
        let from = camera(300.0, 200.0, 2.0);
        let to = zoomed(&from, 3.0, (900.0, 300.0), &LIMITS);
        let glide = Glide::new(from, to, 0.0);
        let kept = place(&from, (900.0, 300.0));
        for part in [0.2, 0.5, 0.8] {
            let at = pixel(&glide.along(part), kept);
            assert!(is_near(at.0, 900.0) && is_near(at.1, 300.0), "{at:?}");
        }
    }
}
