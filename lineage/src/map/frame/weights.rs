//! How large marks and lines are: by the logarithm of what hangs on them, so that a thousand still fit.

use crate::map::{Kind, MapRecord, UNIT};

/// Units that the mark of a record on which nothing hangs has in radius.
const LEAF: f32 = 0.29;

/// The same of a record without any link, which stand closer together.
const SINGLE: f32 = 0.2;

/// Pixels beyond which no mark grows.
const LARGEST: f32 = 22.0;

/// Pixels below which a petal's link would be more ink than its mark.
const BARE: f32 = 1.5;

/// Units beyond which a petal has no line: in so large a blossom, being part of it says enough, and the lines of all
/// would fill it.
const FAR: f32 = 14.0;

/// The radius of a mark, in pixels.
pub(super) fn radius(record: &MapRecord, scale: f32) -> f32 {
    let weight = log2(record.size);
    // Neighbours on a stem are little more than a unit apart, and corners reach further than the radius.
    let (units, least) = match record.kind {
        Kind::Single => (SINGLE, 0.8),
        _ if record.size <= 1 => (LEAF, 1.2),
        Kind::Root => ((0.38 + 0.035 * weight).min(0.58), 0.9 + 0.22 * weight),
        _ => ((0.33 + 0.03 * weight).min(0.46), 0.8 + 0.1 * weight),
    };
    // From far away a root on which thousands hang is still told from one on which none does.
    (units * scale).clamp(least.min(3.6), LARGEST)
}

/// The width of the line to a record, in pixels; `None` where it would say nothing.
pub(super) fn width(record: &MapRecord, scale: f32) -> Option<f32> {
    let weight = log2(record.size.saturating_add(1));
    let width = (0.1 + 0.085 * weight) * scale;
    match record.kind {
        Kind::Petal if LEAF * scale < BARE || is_far(record) => None,
        Kind::Petal => Some((0.06 * scale).clamp(0.5, 1.5)),
        Kind::Twig => Some((width * 0.45).clamp(0.5, 3.0)),
        // A long way without a record on it: a thread from row to row.
        Kind::Wrap => Some((width * 0.5).clamp(0.6, 2.5)),
        _ => Some(width.clamp(0.6 + 0.05 * weight, 10.0)),
    }
}

/// The width of a line through which a part of a whole flows, in pixels: so that what is twice as wide is four times
/// as much, and the least can still be seen.
pub(super) fn flow(part: f32) -> f32 {
    1.5 + 10.5 * part.clamp(0.0, 1.0).sqrt()
}

/// The radius of a branch's corner, in pixels.
pub(super) fn corner(scale: f32) -> f32 {
    (1.6 * scale).max(5.0)
}

fn is_far(record: &MapRecord) -> bool {
    let (x, y) = record.at;
    record.from.is_some_and(|from| {
        let (wide, high) = ((x - from.0) as f32, (y - from.1) as f32);
        wide.hypot(high) > FAR * UNIT as f32
    })
}

fn log2(number: u32) -> f32 {
    (number.max(1) as f32).log2()
}
