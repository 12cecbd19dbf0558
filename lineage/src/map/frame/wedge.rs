//! A part that was collapsed: a wedge at the record on which it hangs, and what it says of itself.

use crate::draw::text;
use crate::picture::Medium;

/// A wedge's point is so many pixels to the right of its record's middle.
pub const WEDGE_START: f32 = 5.0;

/// How far a wedge opens to the right, on either side of level, in radians.
pub const WEDGE_HALF: f32 = 0.62;

/// The largest radius of a wedge.
const LARGEST: f32 = 40.0;

/// Between a wedge and what is written beside it.
const GAP: f32 = 4.0;

/// From the middle of one medium's shape to that of the next, and the radius of one of which there is nothing else.
const STEP: f32 = 13.0;
const SHAPE: f32 = 5.0;

/// Half the height of two lines of text.
const LINES: f32 = 18.0;

/// What a collapsed part holds beside its count, where that is known of all of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mix {
    /// The years in which the first and the last were published.
    pub years: (u16, u16),
    /// Records of each medium, in the order of [`Medium`].
    pub mediums: [u32; 5],
}

/// A part that was collapsed to a wedge at its first record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Collapsed {
    /// The record at which it stands, which stays.
    pub index: u32,
    /// Of that record.
    pub size: u32,
    /// Records in it that a filter leaves, without that record.
    pub count: u32,
    /// What they are; `None` where a filter leaves some only.
    pub mix: Option<Mix>,
}

/// A wedge, in pixels of the view.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FrameWedge {
    pub index: u32,
    /// The middle of its record's mark.
    pub at: (f32, f32),
    pub radius: f32,
    /// Records in it besides the one at which it stands.
    pub count: u32,
    pub mix: Option<Mix>,
}

/// A line of text beside a wedge.
#[derive(Clone, PartialEq, Debug)]
pub struct WedgeText {
    pub text: String,
    /// The left end of its baseline.
    pub at: (f32, f32),
    /// The count, which says most.
    pub is_count: bool,
}

/// A medium's shape beside a wedge: the larger, the more of the part is of that medium.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WedgeShape {
    pub medium: Medium,
    pub at: (f32, f32),
    pub radius: f32,
}

impl FrameWedge {
    /// The wedge of a part at a mark.
    #[must_use]
    pub fn new(part: &Collapsed, at: (f32, f32), mark_radius: f32) -> Self {
        let weight = (part.count.max(1) as f32).log2();
        Self {
            index: part.index,
            at,
            radius: (9.0 + 1.8 * weight).min(LARGEST).max(mark_radius * 1.6),
            count: part.count,
            mix: part.mix,
        }
    }

    fn beside(&self) -> f32 {
        self.at.0 + WEDGE_START + self.radius + GAP
    }

    fn told(&self) -> String {
        format!("+{}", grouped(self.count))
    }

    /// What is written beside it: the count, and beneath it the years.
    #[must_use]
    pub fn texts(&self) -> Vec<WedgeText> {
        let line = |text: String, down: f32, is_count: bool| WedgeText {
            text,
            at: (self.beside(), self.at.1 + down),
            is_count,
        };
        match self.mix {
            None => vec![line(self.told(), 4.5, true)],
            Some(mix) => vec![
                line(self.told(), -3.0, true),
                line(mix.told_years(), 13.0, false),
            ],
        }
    }

    /// The mediums of what is in it, beside the count.
    #[must_use]
    pub fn shapes(&self) -> Vec<WedgeShape> {
        let Some(mix) = self.mix else {
            return Vec::new();
        };
        let all: f32 = mix.mediums.iter().map(|count| *count as f32).sum();
        let left = self.beside() + text::width(&self.told()) * text::BOLD + STEP * 0.75;
        let there = Medium::ALL
            .into_iter()
            .zip(mix.mediums)
            .filter(|(_, count)| *count > 0);
        there
            .zip(0_u8..)
            .map(|((medium, count), place)| WedgeShape {
                medium,
                at: (left + f32::from(place) * STEP, self.at.1 - 7.5),
                // As large in area as its part, and none too small to be told.
                radius: (SHAPE * (count as f32 / all).sqrt()).max(2.4),
            })
            .collect()
    }

    /// How far it and what is beside it reach: to the right of its record, and above and below.
    pub(in crate::map) fn room(&self) -> (f32, f32) {
        let right = |line: &WedgeText| line.at.0 + text::width(&line.text) * text::BOLD;
        let texts = self.texts();
        let shapes = self.shapes();
        let rights = texts.iter().map(right);
        let rights = rights.chain(shapes.iter().map(|shape| shape.at.0 + SHAPE));
        let right = rights.fold(self.beside(), f32::max);
        let lines = if self.mix.is_some() { LINES } else { 9.0 };
        (
            right - self.at.0,
            (self.radius * WEDGE_HALF.sin()).max(lines),
        )
    }
}

impl Mix {
    fn told_years(&self) -> String {
        match self.years {
            (from, to) if from == to => from.to_string(),
            (from, to) => format!("{from}–{to}"),
        }
    }
}

/// A number with its thousands set apart.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Collapsed = Collapsed {
        index: 7,
        size: 1720,
        count: 1719,
        mix: Some(Mix {
            years: (2009, 2012),
            mediums: [0, 18, 1700, 0, 1],
        }),
    };

    #[test]
    fn thousands_are_set_apart() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1719, "1,719"),
            (1_000_000, "1,000,000"),
        ];
        for (number, expected) in cases {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn a_wedge_tells_count_years_and_mediums_in_its_room() {
        let wedge = FrameWedge::new(&PART, (100.0, 50.0), 4.0);
        let told: Vec<String> = wedge.texts().into_iter().map(|line| line.text).collect();
        assert_eq!(told, ["+1,719", "2009–2012"]);
        let shapes = wedge.shapes();
        let mediums: Vec<Medium> = shapes.iter().map(|shape| shape.medium).collect();
        assert_eq!(mediums, [Medium::Image, Medium::Audio, Medium::Code]);
        assert!(shapes[1].radius > shapes[0].radius && shapes[0].radius >= shapes[2].radius);
        let (right, half) = wedge.room();
        for shape in &shapes {
            assert!(shape.at.0 + shape.radius <= 100.0 + right);
            assert!((shape.at.1 - 50.0).abs() + shape.radius <= half);
        }
        // One year is said once, and of a part of a part nothing is said but how many.
        let mix = PART.mix.map(|mix| Mix {
            years: (2009, 2009),
            ..mix
        });
        let once = FrameWedge { mix, ..wedge };
        assert_eq!(once.texts()[1].text, "2009");
        let plain = FrameWedge { mix: None, ..wedge };
        assert_eq!((plain.texts().len(), plain.shapes().len()), (1, 0));
    }
}
