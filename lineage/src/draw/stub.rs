//! Short dotted ends: the lineage goes on here, beyond the picture.

use crate::layout::layered::{Layout, Place, Point, Side};
use crate::picture::{PictureInput, PictureRecord};

/// Length beyond the mark.
pub(super) const STUB: f32 = 13.0;

/// A dotted end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stub {
    pub from: Point,
    pub to: Point,
}

/// Whether a record's lane goes on beyond the picture to the left, and to the
/// right.
pub(super) fn stubs(place: &Place, record: &PictureRecord) -> [bool; 2] {
    let [is_first, is_last] = place.ends;
    let left = is_first && record.hidden_sources > 0 && place.side != Side::Descendant;
    let gathers = place.reach > place.radius;
    let right = is_last && record.hidden_remixes > 0 && place.side != Side::Ancestor;
    [left, right && !gathers]
}

pub(super) fn all(input: &PictureInput, layout: &Layout) -> Vec<Stub> {
    let places = layout.places.iter().zip(&input.records);
    let drawn = places.filter_map(|(place, record)| Some((place.as_ref()?, record)));
    let ends = drawn.flat_map(|(place, record)| {
        let sides = [-1.0, 1.0].into_iter().zip(stubs(place, record));
        let go_on = sides.filter(|(_, goes_on)| *goes_on);
        go_on.map(move |(way, _)| {
            let ring = if place.side == Side::Focus { 6.0 } else { 0.0 };
            let from = place.at.x + way * (place.radius + ring + 4.5);
            let to = place.at.x + way * (place.radius + ring + STUB);
            let y = place.at.y;
            Stub {
                from: Point { x: from, y },
                to: Point { x: to, y },
            }
        })
    });
    ends.collect()
}
