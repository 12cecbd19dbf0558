//! From places on the map to pixels of the view.

use super::Camera;
use crate::map::{Bounds, UNIT};

/// No view is larger, in pixels a side.
const WIDEST: f64 = 16_384.0;

/// Pixels from the view's middle within which a line keeps its exact course; beyond, painters lose precision.
const FAR: f64 = 30_000.0;

impl Camera {
    /// The camera if one can look through it at all.
    pub(super) fn checked(self) -> Option<Self> {
        let all = [self.x, self.y, self.scale, self.width, self.height];
        let can_be = all.iter().all(|number| number.is_finite())
            && self.scale > 1e-9
            && self.scale < 1e9
            && self.width >= 1.0
            && self.height >= 1.0;
        can_be.then(|| Self {
            width: self.width.min(WIDEST),
            height: self.height.min(WIDEST),
            ..self
        })
    }

    /// The box of the map that it sees, with a margin of so many pixels.
    pub(super) fn bounds(&self, margin: f64) -> Bounds {
        let step = |at: f64| at * f64::from(UNIT);
        let wide = (self.width / 2.0 + margin) / self.scale;
        let high = (self.height / 2.0 + margin) / self.scale;
        Bounds {
            left: step(self.x - wide).floor() as i32,
            top: step(self.y - high).floor() as i32,
            right: step(self.x + wide).ceil() as i32,
            bottom: step(self.y + high).ceil() as i32,
        }
    }
}

/// A camera as one multiplication and one addition a coordinate.
#[derive(Clone, Copy)]
pub(super) struct Lens {
    per_step: f64,
    x: f64,
    y: f64,
    pub(super) scale: f32,
}

impl Lens {
    pub(super) fn new(camera: &Camera) -> Self {
        Self {
            per_step: camera.scale / f64::from(UNIT),
            x: camera.width / 2.0 - camera.x * camera.scale,
            y: camera.height / 2.0 - camera.y * camera.scale,
            scale: camera.scale as f32,
        }
    }

    fn exact(&self, (x, y): (i32, i32)) -> (f64, f64) {
        (
            f64::from(x) * self.per_step + self.x,
            f64::from(y) * self.per_step + self.y,
        )
    }

    pub(super) fn point(&self, at: (i32, i32)) -> (f32, f32) {
        let (x, y) = self.exact(at);
        (x as f32, y as f32)
    }

    /// Both ends of a line. Of one that is level or upright in parts only what is far beyond the view is cut off;
    /// a slanting one is cut along itself.
    pub(super) fn line(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        slants: bool,
    ) -> ((f32, f32), (f32, f32)) {
        let (mut from, mut to) = (self.exact(from), self.exact(to));
        let is_near = |(x, y): (f64, f64)| x.abs() < FAR && y.abs() < FAR;
        if !(is_near(from) && is_near(to)) {
            if slants {
                (from, to) = (toward(from, to), toward(to, from));
            }
            from = (from.0.clamp(-FAR, FAR), from.1.clamp(-FAR, FAR));
            to = (to.0.clamp(-FAR, FAR), to.1.clamp(-FAR, FAR));
        }
        ((from.0 as f32, from.1 as f32), (to.0 as f32, to.1 as f32))
    }
}

/// The first point on the way from `far` to `other` that is near enough in both coordinates.
fn toward(far: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    let part = |from: f64, to: f64| {
        if from.abs() <= FAR || from == to {
            return 0.0;
        }
        ((FAR.copysign(from) - from) / (to - from)).clamp(0.0, 1.0)
    };
    let part = part(far.0, other.0).max(part(far.1, other.1));
    (
        far.0 + (other.0 - far.0) * part,
        far.1 + (other.1 - far.1) * part,
    )
}
