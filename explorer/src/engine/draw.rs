//! What a frame shows: all of it drawn exactly, or while the view moves, the picture that is kept.

use lineage::map::Camera;

use super::event::Event;
use super::keep::{self, Kept};
use super::paint::{Extras, Pace};
use super::state::{Source, State};

/// Two frames with no more milliseconds between them belong to one motion.
const GOES_ON: f64 = 250.0;

/// Milliseconds between asking for tiles while the view moves.
const PLANS: f64 = 100.0;

impl State {
    /// Draws what is seen now.
    pub(super) fn draw(&mut self, now: f64) {
        self.dirty = false;
        let mut is_there = false;
        if let Some(glide) = self.glide {
            let (camera, arrived) = glide.at(now);
            let whole = self.whole;
            self.put(camera, now);
            self.whole = whole;
            self.dirty = !arrived;
            is_there = arrived;
            if arrived {
                self.glide = None;
            }
        }
        let is_map = matches!(self.source, Source::Map(_));
        self.is_fast = is_map
            && self
                .before
                .is_some_and(|(before, at)| keep::is_fast(&before, &self.camera, now - at));
        // A single step is drawn exactly; what goes on is worth a picture to keep.
        let lately = |(_, at): (Camera, f64)| now - at < GOES_ON;
        let goes_on = self.glide.is_some() || self.before.is_some_and(lately);
        if is_map && self.is_moving() && goes_on && !is_there {
            self.draw_moving(now);
        } else {
            self.draw_anew();
        }
        self.before = Some((self.camera, now));
        // A frame on the way need not ask: the next few will see much the same.
        if !self.is_moving() || now - self.planned >= PLANS {
            self.planned = now;
            self.plan_due = true;
        }
        if std::mem::take(&mut self.rested) {
            self.look_round();
        } else if self.is_exact && !self.is_moving() {
            // What has come since the view came to rest may have a picture as well.
            self.look_for_pictures();
        }
        self.events.push(Event::Drawn);
    }

    /// Moves the picture that is kept; where that does not serve, draws another.
    fn draw_moving(&mut self, now: f64) {
        let served = self.kept.filter(|kept| kept.serves(&self.camera, now));
        let kept = served.unwrap_or_else(|| self.keep(now));
        self.is_exact = false;
        self.kept = self.painter.show(&kept, &self.camera).then_some(kept);
        if self.kept.is_none() {
            self.draw_anew();
        }
    }

    fn keep(&mut self, now: f64) -> Kept {
        let soon = match (&self.glide, &self.before) {
            (Some(glide), _) => glide.target(),
            (None, Some((before, at))) => keep::ahead(before, &self.camera, now - at, self.is_fast),
            (None, None) => self.camera,
        };
        let wide = keep::widened(&self.camera, &soon, self.painter.ratio(), self.is_fast);
        self.frame_round(wide);
        let is_left = self.paint(true);
        Kept {
            wide,
            at: now,
            is_old: is_left,
            is_flying: self.is_fast,
        }
    }

    /// Draws all that the camera sees, exactly.
    pub(super) fn draw_anew(&mut self) {
        self.frame_round(self.camera);
        self.dirty |= self.paint(false);
        self.is_exact = true;
    }

    fn frame_round(&mut self, wide: Camera) {
        match &mut self.source {
            Source::Map(map) => map.frame(
                (&self.camera, &wide),
                &self.standings,
                self.hover,
                &mut self.frame,
            ),
            Source::Lineage(lineage) => lineage.frame(&wide, &self.standings, &mut self.frame),
        }
        self.framed = wide;
    }

    /// Paints the frame, to be kept or to be seen; answers whether some labels are left for later.
    fn paint(&mut self, to_keep: bool) -> bool {
        self.painted += 1;
        let secondary = self.secondary_lines();
        let is_map = matches!(self.source, Source::Map(_));
        let pace = match (is_map, to_keep || self.is_moving()) {
            // What the map shows exactly is complete.
            (true, _) if !to_keep => Pace::Still,
            (true, _) if self.is_fast => Pace::Flying,
            (_, true) => Pace::Moving,
            (_, false) => Pace::Still,
        };
        let extras = Extras {
            hover: self.hover,
            lasso: self.gestures.lasso(),
            secondary: &secondary,
            thumbnails: &self.thumbnails,
            pace,
        };
        let texts = match &self.source {
            Source::Map(_) => Vec::new(),
            Source::Lineage(lineage) => lineage.texts(&self.framed),
        };
        let scaled = match &self.source {
            Source::Map(_) => None,
            Source::Lineage(lineage) => Some(lineage.scaled(&texts)),
        };
        self.painter.paint(
            to_keep,
            &self.frame,
            &self.framed,
            &self.palette,
            scaled.as_ref(),
            &extras,
        )
    }
}
