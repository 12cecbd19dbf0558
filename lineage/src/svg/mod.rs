//! Writes a draw list as SVG: links behind, then every record's mark with its
//! label as one link to the record. Colours come by class only, so that it
//! stands under a strict content security policy.

pub(crate) mod escape;
pub(crate) mod record;
pub(crate) mod shape;

use std::fmt::Write;

use crate::draw::{DrawList, DrawnLink, Segment, text};
use crate::layout::layered::Side;
use crate::picture::PictureInput;
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
    for stub in &list.stubs {
        let (from, to) = (stub.from, stub.to);
        write!(
            svg,
            "<path class=\"lin-link lin-stub\" stroke-width=\"2.5\" stroke-dasharray=\"0 4\" \
             d=\"M{} {}H{}\"/>",
            Number(from.x),
            Number(from.y),
            Number(to.x)
        )?;
    }
    svg.push_str("</g>");
    let mut labels = vec![Vec::new(); input.records.len()];
    for label in &list.labels {
        labels[label.record].push(label);
    }
    for mark in &list.marks {
        record::write(svg, &input.records[mark.record], mark, &labels[mark.record])?;
    }
    svg.push_str("</svg>");
    Ok(())
}

/// A link's line as path data.
pub(crate) fn write_path(svg: &mut String, link: &DrawnLink) -> std::fmt::Result {
    let start = link.path.start;
    write!(svg, "M{} {}", Number(start.x), Number(start.y))?;
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
    Ok(())
}

fn write_link(svg: &mut String, link: &DrawnLink) -> std::fmt::Result {
    let class = match (link.petal, link.primary) {
        (true, _) => "lin-link lin-petal",
        (false, true) => "lin-link",
        (false, false) => "lin-link lin-link-more",
    };
    // Many meet in one place; they are only a hint of where a petal belongs.
    let faint = if link.petal {
        " stroke-opacity=\"0.4\""
    } else {
        ""
    };
    let side = side_class(link.side);
    let width = Number(link.width);
    write!(
        svg,
        "<path class=\"{class}{side}\" stroke-width=\"{width}\"{faint} d=\"",
    )?;
    write_path(svg, link)?;
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
