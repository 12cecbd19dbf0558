//! One record: its mark and its labels, as a link.

use std::fmt::{Result, Write};

use super::escape::Escaped;
use super::shape::{self, Number};
use super::side_class;
use crate::draw::{Anchor, DrawnLabel, DrawnMark, LabelKind, text};
use crate::layout::layered::Side;
use crate::picture::{Medium, PictureRecord};

pub(super) fn write(
    svg: &mut String,
    record: &PictureRecord,
    mark: &DrawnMark,
    labels: &[&DrawnLabel],
) -> Result {
    let is_focus = mark.side == Side::Focus;
    // What cannot be read is reached by pointer only; the page lists it too.
    let reach = match (is_focus, labels.is_empty()) {
        (true, _) => " aria-current=\"page\"",
        (_, true) => " tabindex=\"-1\"",
        _ => "",
    };
    write!(svg, "<a href=\"{}\"{reach}>", Escaped(&record.href))?;
    write_title(svg, record, mark)?;
    if mark.hit > mark.radius + 1.5 && !mark.gathered {
        write_circle(
            svg,
            mark,
            mark.hit,
            "lin-hit\" fill=\"none\" pointer-events=\"all",
        )?;
    }
    if is_focus {
        let ring = "lin-ring\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5";
        write_circle(svg, mark, mark.radius + 4.5, ring)?;
    }
    let withdrawn = if record.withdrawn {
        " lin-withdrawn"
    } else {
        ""
    };
    let (_, class) = medium_names(mark.medium);
    let class = format!("lin-mark {class}{}{withdrawn}", side_class(mark.side));
    shape::write(svg, mark, &class)?;
    for label in labels {
        write_label(svg, label, withdrawn)?;
    }
    svg.push_str("</a>");
    Ok(())
}

/// What is said of the record where the pointer rests, and read aloud.
fn write_title(svg: &mut String, record: &PictureRecord, mark: &DrawnMark) -> Result {
    let (medium, _) = medium_names(mark.medium);
    let title = text::shown(&record.title);
    write!(svg, "<title>{}, {medium}", Escaped(&title))?;
    if !record.byline.is_empty() {
        write!(svg, ", {}", Escaped(&text::shown(&record.byline)))?;
    }
    if record.withdrawn {
        svg.push_str(", withdrawn");
    }
    if mark.side != Side::Descendant {
        write_hidden(svg, record.hidden_sources, "source")?;
    }
    if mark.side != Side::Ancestor {
        write_hidden(svg, record.hidden_remixes, "remix")?;
    }
    svg.push_str("</title>");
    Ok(())
}

fn write_hidden(svg: &mut String, count: u32, what: &str) -> Result {
    let plural = match (count, what) {
        (0, _) => return Ok(()),
        (1, _) => "",
        (_, "remix") => "es",
        _ => "s",
    };
    write!(svg, ", {count} more {what}{plural} not shown")
}

fn write_circle(svg: &mut String, mark: &DrawnMark, radius: f32, class: &str) -> Result {
    write!(
        svg,
        "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
        Number(mark.at.x),
        Number(mark.at.y),
        Number(radius)
    )
}

pub(crate) fn medium_names(medium: Medium) -> (&'static str, &'static str) {
    match medium {
        Medium::Text => ("text", "lin-m-text"),
        Medium::Image => ("image", "lin-m-image"),
        Medium::Audio => ("audio", "lin-m-audio"),
        Medium::Video => ("video", "lin-m-video"),
        Medium::Code => ("code", "lin-m-code"),
    }
}

fn write_label(svg: &mut String, label: &DrawnLabel, withdrawn: &str) -> Result {
    let kind = match label.kind {
        LabelKind::Title => "",
        LabelKind::Focus => " lin-focus",
        LabelKind::Count => " lin-count",
    };
    // The start of a text that runs from right to left is its right end.
    let anchor = match (label.anchor, label.rtl) {
        (Anchor::Middle, _) => " text-anchor=\"middle\"",
        (Anchor::Left, false) | (Anchor::Right, true) => "",
        (Anchor::Right, false) | (Anchor::Left, true) => " text-anchor=\"end\"",
    };
    let direction = if label.rtl { " direction=\"rtl\"" } else { "" };
    write!(
        svg,
        "<text class=\"lin-label{kind}{withdrawn}\" x=\"{}\" y=\"{}\"{anchor}{direction}>{}</text>",
        Number(label.at.x),
        Number(label.at.y),
        Escaped(&label.text)
    )
}
