//! A record's mark, wedge and title.

use std::fmt::{Result, Write};

use super::class;
use crate::draw::text;
use crate::map::frame::{FrameLabel, FrameMark, FrameWedge, Standing};
use crate::map::hit::OPENING;
use crate::svg::escape::Escaped;
use crate::svg::record::medium_names;
use crate::svg::shape::{self, Number};

/// Smaller marks have no rim: it would be most of them.
const SPECK: f32 = 2.4;

/// Larger ones show by a ring that they have more sources.
const RINGED: f32 = 4.0;

/// Where a record leads and what it is called.
type Described = Option<(String, String)>;

pub(super) fn mark(svg: &mut String, mark: &FrameMark, described: Described) -> Result {
    // What cannot be read is reached by pointer only; the page lists it too.
    let end = open(svg, described.as_ref(), " tabindex=\"-1\"")?;
    let (medium, medium_class) = medium_names(mark.medium);
    if let Some((_, title)) = &described {
        let withdrawn = if mark.withdrawn { ", withdrawn" } else { "" };
        let title = text::shown(title);
        write!(
            svg,
            "<title>{}, {medium}{withdrawn}</title>",
            Escaped(&title)
        )?;
    }
    let ring = |svg: &mut String, class: &str, more: f32| {
        write!(
            svg,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"none\"/>",
            Number(mark.at.0),
            Number(mark.at.1),
            Number(mark.radius + more),
        )
    };
    match mark.standing {
        Standing::Focus => ring(svg, "lin-ring lin-focus", 4.5)?,
        Standing::Selected => ring(svg, "lin-ring lin-selected", 3.0)?,
        _ if mark.more_sources && mark.radius >= RINGED => ring(svg, "lin-more", 2.5)?,
        _ => {}
    }
    let withdrawn = if mark.withdrawn { " lin-withdrawn" } else { "" };
    let speck = if mark.radius < SPECK {
        " lin-speck"
    } else {
        ""
    };
    let standing = class(mark.standing);
    let class = format!("lin-mark {medium_class}{speck}{standing}{withdrawn}");
    shape::write_at(svg, mark.medium, mark.at, mark.radius, &class)?;
    svg.push_str(end);
    Ok(())
}

pub(super) fn wedge(svg: &mut String, wedge: &FrameWedge, described: Described) -> Result {
    let end = open(svg, described.as_ref(), " tabindex=\"-1\"")?;
    let (x, y) = wedge.at;
    let wide = wedge.radius / OPENING.hypot(1.0);
    let high = wide * OPENING;
    let radius = Number(wedge.radius);
    write!(
        svg,
        "<path class=\"lin-wedge\" d=\"M{x} {y}L{right} {top}A{radius} {radius} 0 0 1 {right} {bottom}Z\"/>\
         <text class=\"lin-label lin-count\" x=\"{beside}\" y=\"{base}\">{count}</text>",
        x = Number(x),
        y = Number(y),
        right = Number(x + wide),
        top = Number(y - high),
        bottom = Number(y + high),
        beside = Number(x + wedge.radius + 4.0),
        base = Number(y + 4.5),
        count = grouped(wedge.count),
    )?;
    svg.push_str(end);
    Ok(())
}

pub(super) fn label(svg: &mut String, label: &FrameLabel, described: Described) -> Result {
    let current = if label.standing == Standing::Focus {
        " aria-current=\"true\""
    } else {
        ""
    };
    let end = open(svg, described.as_ref(), current)?;
    if let Some((_, title)) = &described {
        let title = text::shown(title);
        if title != label.text {
            write!(svg, "<title>{}</title>", Escaped(&title))?;
        }
    }
    let rtl = if text::is_rtl(&label.text) {
        " direction=\"rtl\""
    } else {
        ""
    };
    write!(
        svg,
        "<text class=\"lin-label{}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\"{rtl}>{}</text>",
        class(label.standing),
        Number(label.at.0),
        Number(label.at.1),
        Escaped(&label.text),
    )?;
    svg.push_str(end);
    Ok(())
}

/// Begins a link to where the record leads, if that is known; answers its end.
fn open(
    svg: &mut String,
    described: Option<&(String, String)>,
    attributes: &str,
) -> std::result::Result<&'static str, std::fmt::Error> {
    let Some((href, _)) = described else {
        return Ok("");
    };
    write!(svg, "<a href=\"{}\"{attributes}>", Escaped(href))?;
    Ok("</a>")
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
    use super::grouped;

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
}
