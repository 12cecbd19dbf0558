//! A shape for each medium, of about the same area, so that none depends on
//! its colour.

use std::fmt::{Display, Formatter, Result, Write};

use crate::draw::DrawnMark;
use crate::layout::layered::Side;
use crate::picture::Medium;

/// A number with at most one decimal.
#[derive(Clone, Copy)]
pub(crate) struct Number(pub(crate) f32);

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let tenths = (self.0 * 10.0).round() as i64;
        if tenths < 0 {
            f.write_char('-')?;
        }
        let tenths = tenths.abs();
        write!(f, "{}", tenths / 10)?;
        match tenths % 10 {
            0 => Ok(()),
            tenth => write!(f, ".{tenth}"),
        }
    }
}

pub(super) fn write(svg: &mut String, mark: &DrawnMark, class: &str) -> Result {
    // Inside the ring of the focus, corners need some air.
    let has_corners = !matches!(mark.medium, Medium::Text | Medium::Image);
    let r = if mark.side == Side::Focus && has_corners {
        mark.radius * 0.87
    } else {
        mark.radius
    };
    write_at(svg, mark.medium, (mark.at.x, mark.at.y), r, class)
}

/// The medium's shape at a place.
pub(crate) fn write_at(
    svg: &mut String,
    medium: Medium,
    at: (f32, f32),
    r: f32,
    class: &str,
) -> Result {
    let corners: &[(f32, f32)] = match medium {
        Medium::Text => {
            let (x, y) = (Number(at.0), Number(at.1));
            return write!(
                svg,
                "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{}\"/>",
                Number(r)
            );
        }
        Medium::Image => {
            let side = Number(r * 1.8);
            return write!(
                svg,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" rx=\"{}\"/>",
                Number(at.0 - r * 0.9),
                Number(at.1 - r * 0.9),
                Number(r * 0.18)
            );
        }
        _ => corners(medium),
    };
    write!(svg, "<path class=\"{class}\" d=\"")?;
    for (corner, (x, y)) in corners.iter().enumerate() {
        let letter = if corner == 0 { 'M' } else { 'L' };
        let (x, y) = (at.0 + x * r, at.1 + y * r);
        write!(svg, "{letter}{} {}", Number(x), Number(y))?;
    }
    svg.push_str("Z\"/>");
    Ok(())
}

/// The corners of a medium's shape, for a radius of 1; none where it is round or square.
fn corners(medium: Medium) -> &'static [(f32, f32)] {
    match medium {
        Medium::Text | Medium::Image => &[],
        Medium::Audio => &[(0.0, -1.24), (1.24, 0.0), (0.0, 1.24), (-1.24, 0.0)],
        Medium::Video => &[(-0.92, -1.13), (1.28, 0.0), (-0.92, 1.13)],
        Medium::Code => &[
            (-0.55, -0.953),
            (0.55, -0.953),
            (1.1, 0.0),
            (0.55, 0.953),
            (-0.55, 0.953),
            (-1.1, 0.0),
        ],
    }
}
