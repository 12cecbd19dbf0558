//! A record's mark, wedge and title.

use std::fmt::{Result, Write};

use super::class;
use crate::draw::text;
use crate::map::frame::{FrameLabel, FrameMark, FrameWedge, Standing, WEDGE_HALF, WEDGE_START};
use crate::picture::Medium;
use crate::svg::escape::Escaped;
use crate::svg::record::medium_names;
use crate::svg::shape::{self, Number};

/// Smaller marks have neither rim nor halo: these would be most of them.
const RIMMED: f32 = 3.6;

/// Smaller ones do not show that they have more sources.
const STUBBED: f32 = 4.5;

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
    let (at, radius) = (mark.at, mark.radius);
    let standing = class(mark.standing);
    let ring = |svg: &mut String, class: &str, more: f32| {
        // Round what has corners it stands off a little further.
        let round = if mark.medium == Medium::Text {
            1.0
        } else {
            1.18
        };
        write!(
            svg,
            "<circle class=\"lin-ring{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            Number(at.0),
            Number(at.1),
            Number(radius * round + more),
        )
    };
    match mark.standing {
        Standing::Focus => ring(svg, standing, 4.5)?,
        Standing::Selected => ring(svg, standing, 2.8)?,
        _ => {}
    }
    if radius >= RIMMED {
        let halo = (radius * 0.4).clamp(1.6, 4.0);
        let class = format!("lin-halo\" stroke-width=\"{}", Number(halo));
        shape::write_at(svg, mark.medium, at, radius, &class)?;
    }
    let speck = if radius < RIMMED { " lin-speck" } else { "" };
    let withdrawn = if mark.withdrawn { " lin-withdrawn" } else { "" };
    let class = format!("lin-mark {medium_class}{speck}{standing}{withdrawn}");
    shape::write_at(svg, mark.medium, at, radius, &class)?;
    svg.push_str(end);
    Ok(())
}

/// A dotted end at a record that names more sources than the one to which its link leads.
pub(super) fn stub(svg: &mut String, mark: &FrameMark) -> Result {
    if !mark.more_sources || mark.radius < STUBBED || mark.standing == Standing::Dim {
        return Ok(());
    }
    let (x, y) = mark.at;
    let far = mark.radius * 0.7 + 9.0;
    write!(
        svg,
        "<path class=\"lin-link lin-stub\" stroke-width=\"2.2\" stroke-dasharray=\"0 4\" \
         d=\"M{} {}L{} {}\"/>",
        Number(x),
        Number(y),
        Number(x - far),
        Number(y - far),
    )
}

pub(super) fn wedge(svg: &mut String, wedge: &FrameWedge, described: Described) -> Result {
    let end = open(svg, described.as_ref(), " tabindex=\"-1\"")?;
    let (x, y) = (wedge.at.0 + WEDGE_START, wedge.at.1);
    let (high, wide) = WEDGE_HALF.sin_cos();
    let radius = Number(wedge.radius);
    write!(
        svg,
        "<path class=\"lin-wedge\" d=\"M{x} {y}L{right} {top}A{radius} {radius} 0 0 1 {right} {bottom}Z\"/>",
        right = Number(x + wide * wedge.radius),
        top = Number(y - high * wedge.radius),
        bottom = Number(y + high * wedge.radius),
        x = Number(x),
        y = Number(y),
    )?;
    for line in wedge.texts() {
        let class = if line.is_count {
            "lin-count"
        } else {
            "lin-years"
        };
        write!(
            svg,
            "<text class=\"lin-label {class}\" x=\"{}\" y=\"{}\">{}</text>",
            Number(line.at.0),
            Number(line.at.1),
            line.text,
        )?;
    }
    for part in wedge.shapes() {
        let (_, medium_class) = medium_names(part.medium);
        let class = format!("lin-mark {medium_class}");
        shape::write_at(svg, part.medium, part.at, part.radius, &class)?;
    }
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
