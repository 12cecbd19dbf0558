//! What of a frame is at a point.

use super::frame::{Frame, FrameMark, WEDGE_HALF, WEDGE_START};

/// A smaller mark is meant by a pointer within so many pixels, also where a title lies over it.
const REACH: f32 = 3.0;

impl Frame {
    /// The record that a pointer at a place means: the mark that is drawn there, else what can be read there, else a
    /// wedge, else the nearest mark within `slop` pixels. A title never takes the click of a mark that it covers,
    /// because it leads to its own record by its whole length.
    #[must_use]
    pub fn hit(&self, x: f32, y: f32, slop: f32) -> Option<u32> {
        if let Some(index) = self.mark_at(x, y, REACH) {
            return Some(index);
        }
        let label = self.labels.iter().find(|label| {
            let bounds = label.bounds();
            bounds.left <= x && x <= bounds.right && bounds.top <= y && y <= bounds.bottom
        });
        if let Some(label) = label {
            return Some(label.index);
        }
        let wedge = self.wedges.iter().rev().find(|wedge| {
            let (wide, high) = (x - wedge.at.0 - WEDGE_START, y - wedge.at.1);
            let is_in_it = wide.hypot(high) <= wedge.radius && high.atan2(wide).abs() <= WEDGE_HALF;
            let (right, half) = wedge.room();
            let is_beside = wide > wedge.radius && x < wedge.at.0 + right && high.abs() < half;
            is_in_it || is_beside
        });
        wedge
            .map(|wedge| wedge.index)
            .or_else(|| self.mark_at(x, y, slop))
    }

    /// The mark whose middle is nearest among those within their radius, or within `slop` if that is more; of equals
    /// the one painted last.
    fn mark_at(&self, x: f32, y: f32, slop: f32) -> Option<u32> {
        let mut nearest: Option<(f32, &FrameMark)> = None;
        for mark in &self.marks {
            let reach = mark.radius.max(slop);
            let (wide, high) = ((mark.at.0 - x).abs(), (mark.at.1 - y).abs());
            if wide > reach || high > reach {
                continue;
            }
            let away = wide.hypot(high);
            if away <= reach && nearest.is_none_or(|(least, _)| away <= least) {
                nearest = Some((away, mark));
            }
        }
        nearest.map(|(_, mark)| mark.index)
    }
}
