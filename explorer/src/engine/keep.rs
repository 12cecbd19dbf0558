//! The picture that is kept while the view moves. It is somewhat larger than the view and is only moved and scaled
//! until the view leaves it or its scale is too far off; where the view comes to rest, all is drawn anew.

use lineage::map::Camera;

/// Milliseconds by which one looks ahead to where the view is going.
const AHEAD: f64 = 200.0;

/// The room round a view on either side, in parts of its size: at least, and on both sides together at most.
const LEAST: f64 = 0.06;
const MOST: f64 = 0.5;

/// The same on both sides where a view has more device pixels than this: the picture would take too much memory.
const MANY_PIXELS: f64 = 4e6;
const MOST_OF_MANY: f64 = 0.25;

/// How far the scale of a picture may be off: when it has just been drawn, and some milliseconds later, when there
/// was time for another. While nobody can read it may be further off, and longer.
const OFF_AT_FIRST: f64 = 1.25;
const OFF_LATER: f64 = 1.06;
const LATER: f64 = 150.0;
const OFF_FLYING: f64 = 1.3;
const LATER_FLYING: f64 = 250.0;

/// While nobody can read, a picture is drawn at the scale that the view has half-way, no further off than this, so
/// that it serves twice as long.
const LEAN: f64 = 1.22;

/// Milliseconds after which a picture is drawn anew for what has come from the server meanwhile.
const NEWS: f64 = 200.0;

/// A picture, and what it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    /// Sees all of the picture.
    pub(super) wide: Camera,
    /// When it was drawn.
    pub(super) at: f64,
    /// Whether more has come from the server since.
    pub(super) is_old: bool,
    /// Whether nobody could read when it was drawn.
    pub(super) is_flying: bool,
}

/// Where a picture comes to lie, in pixels of the view.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Patch {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Kept {
    /// Where the picture lies in a view.
    pub(super) fn patch(&self, view: &Camera) -> Patch {
        let by = view.scale / self.wide.scale;
        let (width, height) = (self.wide.width * by, self.wide.height * by);
        Patch {
            left: (self.wide.x - view.x) * view.scale + (view.width - width) / 2.0,
            top: (self.wide.y - view.y) * view.scale + (view.height - height) / 2.0,
            width,
            height,
        }
    }

    /// Whether it can stand for what a view shows.
    pub(super) fn serves(&self, view: &Camera, now: f64) -> bool {
        let age = now - self.at;
        if self.is_old && age >= NEWS {
            return false;
        }
        let (first, later) = if self.is_flying {
            (OFF_FLYING, LATER_FLYING)
        } else {
            (OFF_AT_FIRST, LATER)
        };
        let most = first + (OFF_LATER - first) * (age / later).clamp(0.0, 1.0);
        let off = view.scale / self.wide.scale;
        let patch = self.patch(view);
        // Moved to whole pixels, it may be half a pixel off.
        let is_under =
            |from: f64, size: f64, whole: f64| from <= -0.5 && from + size >= whole + 0.5;
        (1.0 / most..=most).contains(&off)
            && is_under(patch.left, patch.width, view.width)
            && is_under(patch.top, patch.height, view.height)
    }
}

/// Where a view that was `before` so many milliseconds ago will be soon.
pub(super) fn ahead(before: &Camera, view: &Camera, passed: f64, is_flying: bool) -> Camera {
    let most = if is_flying {
        (LEAN * OFF_FLYING).ln()
    } else {
        OFF_AT_FIRST.ln()
    };
    let zoom = (view.scale / before.scale).ln();
    // By then the scale is too far off anyway.
    let times = (AHEAD / passed.clamp(4.0, 100.0)).min(most / zoom.abs().max(1e-6));
    let zoom = zoom * times;
    Camera {
        x: view.x + (view.x - before.x) * times,
        y: view.y + (view.y - before.y) * times,
        scale: view.scale * zoom.clamp(-most, most).exp(),
        ..*view
    }
}

/// Whether a view moves so fast that nobody can read: it comes nearer tenfold in a second, or crosses three views.
pub(super) fn is_fast(before: &Camera, view: &Camera, passed: f64) -> bool {
    let passed = passed.clamp(4.0, 100.0) / 1000.0;
    let zoom = (view.scale / before.scale).ln().abs() / passed;
    let size = view.width.min(view.height).max(1.0);
    let across = (view.x - before.x).hypot(view.y - before.y) * view.scale / size / passed;
    zoom > 10.0_f64.ln() || across > 3.0
}

/// What a picture is to show so that it serves from `view` to `soon` as far as there is room for, in whole device
/// pixels round the view. While nobody can read its scale leans towards that of `soon`.
pub(super) fn widened(view: &Camera, soon: &Camera, ratio: f64, is_flying: bool) -> Camera {
    let pixels = view.width * view.height * ratio * ratio;
    let most = if pixels > MANY_PIXELS {
        MOST_OF_MANY
    } else {
        MOST
    };
    let by = view.scale / soon.scale;
    let lean = if is_flying {
        let room = (1.0 + most) / (1.0 + 2.0 * LEAST);
        by.recip().sqrt().clamp(LEAN.recip(), LEAN.min(room))
    } else {
        1.0
    };
    // A larger scale takes of the room.
    let most = (1.0 + most) / lean.max(1.0) - 1.0;
    let sides = |now: f64, then: f64, size: f64| {
        let middle = (then - now) * view.scale;
        let half = size * by.max(1.0) / 2.0;
        let (before, after) = (half - middle - size / 2.0, half + middle - size / 2.0);
        let least = LEAST * size;
        let room = (most * size - least).max(least);
        let before = before.clamp(least, room);
        let after = after.clamp(least, (most * size - before).max(least));
        let whole = |pixels: f64| (pixels * ratio).ceil() / ratio;
        (whole(before), whole(after))
    };
    let (left, right) = sides(view.x, soon.x, view.width);
    let (above, below) = sides(view.y, soon.y, view.height);
    let leaning = |size: f64| (size * lean * ratio).ceil() / ratio;
    Camera {
        x: view.x + (right - left) / 2.0 / view.scale,
        y: view.y + (below - above) / 2.0 / view.scale,
        scale: view.scale * lean,
        width: leaning(view.width + left + right),
        height: leaning(view.height + above + below),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(x: f64, y: f64, scale: f64) -> Camera {
        Camera {
            x,
            y,
            scale,
            width: 1200.0,
            height: 840.0,
        }
    }

    fn kept(from: &Camera, soon: &Camera) -> Kept {
        Kept {
            wide: widened(from, soon, 1.0, false),
            at: 1000.0,
            is_old: false,
            is_flying: false,
        }
    }

    fn flown(from: &Camera, before: &Camera) -> Kept {
        Kept {
            wide: widened(from, &ahead(before, from, 16.0, true), 1.0, true),
            is_flying: true,
            ..kept(from, from)
        }
    }

    #[test]
    fn a_picture_serves_where_it_was_drawn_and_on_the_way() {
        let from = view(100.0, 50.0, 24.0);
        let before = view(99.0, 50.5, 24.0);
        let soon = ahead(&before, &from, 16.0, false);
        let kept = kept(&from, &soon);
        for step in 0..10 {
            let part = f64::from(step) / 10.0;
            let on = view(
                100.0 + part * (soon.x - 100.0),
                50.0 + part * (soon.y - 50.0),
                24.0,
            );
            assert!(kept.serves(&on, 1010.0), "{part}");
        }
        assert!(!kept.serves(&view(60.0, 50.0, 24.0), 1010.0));
    }

    #[test]
    fn a_view_is_never_beyond_the_edge_of_a_picture_that_serves() {
        let from = view(0.0, 0.0, 2.0);
        let mut served = 0;
        for (dx, dy) in [(3.0, 0.0), (-9.0, 4.0), (0.0, 200.0), (-700.0, -700.0)] {
            let before = view(-dx, -dy, 1.9);
            let slowly = kept(&from, &ahead(&before, &from, 16.0, false));
            for step in 0..4000 {
                let kept = if step % 2 == 0 {
                    slowly
                } else {
                    flown(&from, &before)
                };
                let (angle, away) = (f64::from(step) * 2.4, f64::from(step) / 4.0);
                let scale = 2.0 * (1.0 + 0.3 * (f64::from(step) / 7.0).sin());
                let other = view(away * angle.cos(), away * angle.sin(), scale);
                if kept.serves(&other, 1001.0) {
                    served += 1;
                    let patch = kept.patch(&other);
                    assert!(patch.left <= 0.0 && patch.left + patch.width >= 1200.0);
                    assert!(patch.top <= 0.0 && patch.top + patch.height >= 840.0);
                }
            }
        }
        assert!(served > 100, "{served}");
    }

    #[test]
    fn a_picture_lies_where_its_camera_says() {
        let from = view(10.0, 20.0, 4.0);
        let kept = kept(&from, &from);
        let wide = kept.wide;
        let patch = kept.patch(&view(12.0, 19.0, 5.0));
        let at = |x: f64, y: f64| super::super::view::pixel(&view(12.0, 19.0, 5.0), (x, y));
        let corner = super::super::view::place(&wide, (0.0, 0.0));
        let corner = at(corner.0, corner.1);
        assert!((corner.0 - patch.left).abs() < 1e-6 && (corner.1 - patch.top).abs() < 1e-6);
        let whole = |pixels: f64| (pixels - pixels.round()).abs() < 1e-6;
        let own = kept.patch(&from);
        assert!(whole(own.left) && whole(own.top), "{own:?}");
    }

    #[test]
    fn a_scale_may_be_less_off_the_older_a_picture_is() {
        let from = view(0.0, 0.0, 10.0);
        let kept = kept(&from, &view(0.0, 0.0, 8.0));
        assert!(kept.serves(&view(0.0, 0.0, 12.0), 1016.0));
        assert!(!kept.serves(&view(0.0, 0.0, 12.0), 1150.0));
        assert!(kept.serves(&view(0.0, 0.0, 8.4), 1016.0));
        assert!(kept.serves(&view(0.0, 0.0, 10.5), 5000.0));
        let old = Kept {
            is_old: true,
            ..kept
        };
        assert!(old.serves(&from, 1100.0) && !old.serves(&from, 1300.0));
    }

    #[test]
    fn a_picture_of_a_flight_serves_for_the_next_frames() {
        for by in [1.08_f64, 1.0 / 1.08] {
            let from = view(0.0, 0.0, 10.0);
            let kept = flown(&from, &view(0.0, 0.0, 10.0 / by));
            let serves = |step: i32| {
                let at = view(0.0, 0.0, 10.0 * by.powi(step));
                kept.serves(&at, 1000.0 + 16.0 * f64::from(step))
            };
            assert!((0..=4).all(serves), "{by}");
            assert!(!serves(8), "{by}");
        }
    }

    #[test]
    fn flying_is_fast_and_looking_about_is_not() {
        let from = view(0.0, 0.0, 10.0);
        assert!(is_fast(&from, &view(0.0, 0.0, 10.8), 16.0));
        assert!(!is_fast(&from, &view(0.0, 0.0, 10.2), 16.0));
        assert!(is_fast(&from, &view(6.0, 0.0, 10.0), 16.0));
        assert!(!is_fast(&from, &view(1.0, 1.0, 10.0), 16.0));
        assert!(!is_fast(&from, &from, 0.0));
    }

    #[test]
    fn pictures_are_not_much_larger_than_the_view() {
        let from = view(0.0, 0.0, 2.0);
        for (ratio, most) in [(1.0, 1.5), (3.0, 1.25)] {
            for soon in [
                view(9e6, -9e6, 2.0),
                view(0.0, 0.0, 0.01),
                view(40.0, 0.0, 300.0),
            ] {
                for is_flying in [false, true] {
                    let wide = widened(&from, &soon, ratio, is_flying);
                    let by = wide.scale / from.scale;
                    assert!(wide.width >= 1.12 * by * 1200.0 && wide.width <= most * 1200.0 + 2.0);
                    assert!(wide.height >= 1.12 * by * 840.0 && wide.height <= most * 840.0 + 2.0);
                }
            }
        }
    }
}
