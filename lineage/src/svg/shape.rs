//! A shape for each medium, of about the same area, so that none depends on
//! its colour.

use std::fmt::{Display, Formatter, Result, Write};

use crate::draw::DrawnMark;
use crate::layout::layered::Side;
use crate::picture::Medium;

/// A number with at most one decimal.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) f32);

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
    let r = mark.radius;
    let corners: &[(f32, f32)] = match mark.medium {
        Medium::Text => {
            let (x, y) = (Number(mark.at.x), Number(mark.at.y));
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
                Number(mark.at.x - r * 0.9),
                Number(mark.at.y - r * 0.9),
                Number(r * 0.18)
            );
        }
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
    };
    // Inside the ring of the focus, corners need some air.
    let r = if mark.side == Side::Focus {
        r * 0.87
    } else {
        r
    };
    write!(svg, "<path class=\"{class}\" d=\"")?;
    for (at, (x, y)) in corners.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        let (x, y) = (mark.at.x + x * r, mark.at.y + y * r);
        write!(svg, "{letter}{} {}", Number(x), Number(y))?;
    }
    svg.push_str("Z\"/>");
    Ok(())
}
