//! How large marks and lines are: by the logarithm of what hangs on them, so that a thousand still fit.

use crate::map::{Kind, MapRecord};

/// Pixels below which a petal's link would be more ink than its mark.
const BARE: f32 = 1.5;

/// The radius of a mark, in pixels.
pub(super) fn radius(record: &MapRecord, scale: f32) -> f32 {
    let weight = log2(record.size);
    let units = if record.size <= 1 {
        0.31
    } else {
        0.4 + 0.075 * weight
    };
    // From far away a root on which thousands hang is still told from one on which none does.
    let least = 0.8 + 0.1 * weight;
    (units * scale).clamp(least.min(3.0), 22.0)
}

/// The width of the line to a record, in pixels; `None` where it would say nothing.
pub(super) fn width(record: &MapRecord, scale: f32) -> Option<f32> {
    let weight = log2(record.size.saturating_add(1));
    let width = (0.12 + 0.13 * weight) * scale;
    match record.kind {
        Kind::Petal if 0.31 * scale < BARE => None,
        Kind::Petal => Some((0.07 * scale).clamp(0.5, 1.5)),
        Kind::Twig => Some((width * 0.55).clamp(0.45, 5.0)),
        _ => Some(width.clamp(0.6 + 0.06 * weight, 11.0)),
    }
}

/// The radius of a branch's corner, in pixels.
pub(super) fn corner(scale: f32) -> f32 {
    (1.6 * scale).max(5.0)
}

fn log2(number: u32) -> f32 {
    (number.max(1) as f32).log2()
}

/// The radius of a wedge that stands for so many records, in pixels.
pub(super) fn wedge(count: u32) -> f32 {
    (9.0 + 1.8 * log2(count)).min(40.0)
}
