//! A frame as SVG: links behind, then marks, wedges and titles, each of these a link to its record. Colours come by
//! class only, so that it stands under a strict content security policy.

mod part;

use std::fmt::{Result, Write};

use super::frame::{Frame, FrameLink, Pen, Standing};
use crate::draw::text;
use crate::svg::escape::Escaped;
use crate::svg::shape::Number;

/// The colours of a picture that stands alone, light and dark.
const STYLE: &str = concat!(
    "<style>",
    include_str!("standalone.css"),
    "</style><rect class=\"lin-paper\" width=\"100%\" height=\"100%\"/>",
);

/// What is before a record is told from what is after it by lines that are open, at least so wide.
const OPEN: f32 = 4.0;

/// The frame as SVG to stand inside a page, coloured by the page's classes: `lin-map`; `lin-link` with `lin-petal` or
/// `lin-stub` (towards more sources), `lin-core` inside the line to an ancestor; `lin-mark` with `lin-m-text`,
/// `-image`, `-audio`, `-video`, `-code`, `lin-withdrawn`, or `lin-speck` where it is too small for a rim, and
/// `lin-halo` beneath it; `lin-ring`, `lin-wedge`, `lin-count`, `lin-label`; and by standing `lin-dim`,
/// `lin-ancestor`, `lin-descendant`, `lin-selected`, `lin-focus`. No `style` attributes.
///
/// `width` and `height` are the camera's, and `name` says what is seen to those who do not see it. `describe` answers
/// where a record's mark leads and what it is called; a record for which it answers nothing is drawn without.
#[must_use]
pub fn render_map(
    frame: &Frame,
    width: f64,
    height: f64,
    name: &str,
    describe: impl FnMut(u32) -> Option<(String, String)>,
) -> String {
    write(frame, (width, height), name, "", describe)
}

/// The frame as a file of its own, with its colours, light and dark; otherwise as [`render_map`].
#[must_use]
pub fn render_map_standalone(
    frame: &Frame,
    width: f64,
    height: f64,
    name: &str,
    describe: impl FnMut(u32) -> Option<(String, String)>,
) -> String {
    write(frame, (width, height), name, STYLE, describe)
}

fn write(
    frame: &Frame,
    size: (f64, f64),
    name: &str,
    style: &str,
    describe: impl FnMut(u32) -> Option<(String, String)>,
) -> String {
    let room = 1024 + frame.marks.len() * 200 + frame.links.len() * 100;
    let mut svg = String::with_capacity(room);
    // Writing to a string cannot fail.
    let _ = write_all(&mut svg, frame, size, name, style, describe);
    svg
}

fn write_all(
    svg: &mut String,
    frame: &Frame,
    (width, height): (f64, f64),
    name: &str,
    style: &str,
    mut describe: impl FnMut(u32) -> Option<(String, String)>,
) -> Result {
    let (width, height) = (Number(width as f32), Number(height as f32));
    let name = text::shown(name);
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lin-map map-picture\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"group\" aria-label=\"{}\">{style}\
         <g fill=\"none\" stroke-linecap=\"round\">",
        Escaped(&name),
    )?;
    for link in &frame.links {
        write_link(svg, link)?;
    }
    for mark in &frame.marks {
        part::stub(svg, mark)?;
    }
    svg.push_str("</g>");
    for mark in &frame.marks {
        part::mark(svg, mark, describe(mark.index))?;
    }
    for wedge in &frame.wedges {
        part::wedge(svg, wedge, describe(wedge.index))?;
    }
    for label in &frame.labels {
        part::label(svg, label, describe(label.index))?;
    }
    svg.push_str("</svg>");
    Ok(())
}

fn write_link(svg: &mut String, link: &FrameLink) -> Result {
    // Many meet in one place; they are only a hint of where a petal belongs.
    let (petal, faint) = if link.faint {
        (" lin-petal", " stroke-opacity=\"0.4\"")
    } else {
        ("", "")
    };
    let class = class(link.standing);
    let is_open = matches!(link.standing, Standing::Ancestor | Standing::Focus);
    let width = if is_open {
        link.width.max(OPEN)
    } else {
        link.width
    };
    write!(
        svg,
        "<path class=\"lin-link{petal}{class}\" stroke-width=\"{}\"{faint} d=\"",
        Number(width),
    )?;
    let start = svg.len();
    let mut line = Line {
        svg,
        result: Ok(()),
    };
    link.trace(&mut line);
    line.result?;
    let end = svg.len();
    svg.push_str("\"/>");
    if is_open {
        write!(
            svg,
            "<path class=\"lin-core\" stroke-width=\"{}\" d=\"",
            Number(width - 2.6)
        )?;
        let line = svg[start..end].to_owned();
        svg.push_str(&line);
        svg.push_str("\"/>");
    }
    Ok(())
}

/// Writes a line as path data.
struct Line<'a> {
    svg: &'a mut String,
    result: Result,
}

impl Line<'_> {
    fn put(&mut self, letter: char, points: &[(f32, f32)]) {
        self.svg.push(letter);
        for (at, &(x, y)) in points.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            let written = write!(self.svg, "{space}{} {}", Number(x), Number(y));
            self.result = self.result.and(written);
        }
    }
}

impl Pen for Line<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.put('L', &[(x, y)]);
    }

    fn curve_to(&mut self, first: (f32, f32), second: (f32, f32), to: (f32, f32)) {
        self.put('C', &[first, second, to]);
    }
}

fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Hidden | Standing::Plain => "",
        Standing::Dim => " lin-dim",
        Standing::Ancestor => " lin-ancestor",
        Standing::Descendant => " lin-descendant",
        Standing::Selected => " lin-selected",
        Standing::Focus => " lin-focus",
    }
}
