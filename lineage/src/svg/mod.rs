//! Writes a draw list as SVG: links behind, then every record's mark with its
//! label as one link to the record. Colours come by class only, so that it
//! stands under a strict content security policy.

mod escape;
mod shape;

use std::fmt::Write;

use crate::draw::{Anchor, DrawList, DrawnLabel, DrawnLink, DrawnMark, LabelKind, Segment, text};
use crate::layout::layered::Side;
use crate::picture::{Medium, PictureInput};
use escape::Escaped;
use shape::Number;

pub(crate) fn inline(input: &PictureInput, list: &DrawList) -> String {
    write(input, list, "")
}

pub(crate) fn standalone(input: &PictureInput, list: &DrawList) -> String {
    const STYLE: &str = concat!(
        "<style>",
        include_str!("standalone.css"),
        "</style><rect class=\"lin-paper\" width=\"100%\" height=\"100%\"/>",
    );
    write(input, list, STYLE)
}

fn write(input: &PictureInput, list: &DrawList, style: &str) -> String {
    let mut svg = String::with_capacity(1024 + list.marks.len() * 320 + list.links.len() * 130);
    // Writing to a string cannot fail.
    let _ = write_all(&mut svg, input, list, style);
    svg
}

fn write_all(
    svg: &mut String,
    input: &PictureInput,
    list: &DrawList,
    style: &str,
) -> std::fmt::Result {
    let (width, height) = (Number(list.width), Number(list.height));
    let id = Escaped(&input.id);
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lin-picture\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"group\" aria-labelledby=\"{id}-title\">\
         <title id=\"{id}-title\">{}</title>{style}\
         <g fill=\"none\" stroke-linecap=\"round\">",
        Escaped(&text::shown(&input.title)),
    )?;
    for link in &list.links {
        write_link(svg, link)?;
    }
    svg.push_str("</g>");
    let mut labels = vec![Vec::new(); input.records.len()];
    for label in &list.labels {
        labels[label.record].push(label);
    }
    for mark in &list.marks {
        write_record(svg, input, mark, &labels[mark.record])?;
    }
    svg.push_str("</svg>");
    Ok(())
}

fn write_link(svg: &mut String, link: &DrawnLink) -> std::fmt::Result {
    let class = match (link.petal, link.primary) {
        (true, _) => "lin-link lin-petal",
        (false, true) => "lin-link",
        (false, false) => "lin-link lin-link-more",
    };
    let side = side_class(link.side);
    let width = Number(link.width);
    let start = link.path.start;
    write!(
        svg,
        "<path class=\"{class}{side}\" stroke-width=\"{width}\" d=\"M{} {}",
        Number(start.x),
        Number(start.y)
    )?;
    for segment in &link.path.segments {
        match segment {
            Segment::Line(to) => write!(svg, "L{} {}", Number(to.x), Number(to.y))?,
            Segment::Curve(a, b, to) => write!(
                svg,
                "C{} {} {} {} {} {}",
                Number(a.x),
                Number(a.y),
                Number(b.x),
                Number(b.y),
                Number(to.x),
                Number(to.y)
            )?,
        }
    }
    svg.push_str("\"/>");
    Ok(())
}

fn side_class(side: Side) -> &'static str {
    match side {
        Side::Focus => " lin-focus",
        Side::Ancestor => " lin-ancestor",
        Side::Descendant => " lin-descendant",
    }
}

fn medium_names(medium: Medium) -> (&'static str, &'static str) {
    match medium {
        Medium::Text => ("text", "lin-m-text"),
        Medium::Image => ("image", "lin-m-image"),
        Medium::Audio => ("audio", "lin-m-audio"),
        Medium::Video => ("video", "lin-m-video"),
        Medium::Code => ("code", "lin-m-code"),
    }
}

fn write_record(
    svg: &mut String,
    input: &PictureInput,
    mark: &DrawnMark,
    labels: &[&DrawnLabel],
) -> std::fmt::Result {
    let record = &input.records[mark.record];
    let is_focus = mark.side == Side::Focus;
    let (medium, class) = medium_names(mark.medium);
    // What cannot be read is reached by pointer only; the page lists it too.
    let reach = match (is_focus, labels.is_empty()) {
        (true, _) => " aria-current=\"page\"",
        (_, true) => " tabindex=\"-1\"",
        _ => "",
    };
    write!(
        svg,
        "<a href=\"{}\"{reach}><title>{}",
        Escaped(&record.href),
        Escaped(&text::shown(&record.title))
    )?;
    for part in [
        medium,
        &record.byline,
        if record.withdrawn { "withdrawn" } else { "" },
    ] {
        if !part.is_empty() {
            write!(svg, ", {}", Escaped(part))?;
        }
    }
    svg.push_str("</title>");
    let withdrawn = if record.withdrawn {
        " lin-withdrawn"
    } else {
        ""
    };
    if is_focus {
        write!(
            svg,
            "<circle class=\"lin-ring\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            Number(mark.at.x),
            Number(mark.at.y),
            Number(mark.radius + 4.5)
        )?;
    }
    let class = format!("lin-mark {class}{}{withdrawn}", side_class(mark.side));
    shape::write(svg, mark, &class)?;
    for label in labels {
        write_label(svg, label, withdrawn)?;
    }
    svg.push_str("</a>");
    Ok(())
}

fn write_label(svg: &mut String, label: &DrawnLabel, withdrawn: &str) -> std::fmt::Result {
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
