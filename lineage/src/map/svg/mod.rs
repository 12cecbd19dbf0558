//! A frame as SVG: links behind, then marks, wedges and titles, each of these a link to its record. Colours come by
//! class only, so that it stands under a strict content security policy.

mod part;

use std::fmt::{Result, Write};

use super::frame::{Bow, Camera, Frame, FrameLink, Pen, Standing};
use crate::draw::{DrawnLink, text};
use crate::svg::escape::Escaped;
use crate::svg::shape::Number;
use crate::svg::write_path;

/// The colours of a picture that stands alone, light and dark.
const STYLE: &str = concat!("<style>", include_str!("standalone.css"), "</style>");

/// What is before a record is told from what is after it by lines that are open, at least so wide.
const OPEN: f32 = 4.0;

/// The frame as SVG to stand inside a page, coloured by the page's classes: `lin-map`; `lin-link` with `lin-petal` or
/// `lin-stub` (towards more sources), `lin-core` inside the line to an ancestor; `lin-mark` with `lin-m-text`,
/// `-image`, `-audio`, `-video`, `-code`, `lin-withdrawn`, or `lin-speck` where it is too small for a rim, and
/// `lin-halo` beneath it; `lin-ring`, `lin-wedge`, `lin-count`, `lin-years`, `lin-label`; and by standing `lin-dim`,
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
    write(frame, Canvas::of(width, height), name, "", describe)
}

/// The frame as a file of its own, with its colours, light and dark; otherwise as [`render_map`]. `more` are links
/// beside the primary ones, from one pixel to another: they are dashed, in a bow.
#[must_use]
pub fn render_map_standalone(
    frame: &Frame,
    secondary: &[Bow],
    (width, height): (f64, f64),
    name: &str,
    describe: impl FnMut(u32) -> Option<(String, String)>,
) -> String {
    let mut canvas = Canvas::of(width, height);
    for bow in secondary {
        // Writing to a string cannot fail.
        let _ = write_bow(&mut canvas.lines, bow);
    }
    write(frame, canvas, name, STYLE, describe)
}

fn write_bow(svg: &mut String, bow: &Bow) -> Result {
    let control = bow.control();
    write!(
        svg,
        "<path class=\"lin-link lin-ancestor\" stroke-width=\"1.8\" stroke-dasharray=\"5 6\" \
         d=\"M{} {}Q{} {} {} {}\"/>",
        Number(bow.from.0),
        Number(bow.from.1),
        Number(control.0),
        Number(control.1),
        Number(bow.to.0),
        Number(bow.to.1),
    )
}

/// What a camera sees of a small lineage, as a file of its own. `frame` holds all but the links, which have a course
/// of their own, in units of the picture; `links` come with how each stands.
#[must_use]
pub fn render_picture_standalone<'a>(
    frame: &Frame,
    links: impl Iterator<Item = (&'a DrawnLink, Standing)>,
    camera: &Camera,
    name: &str,
    describe: impl FnMut(u32) -> Option<(String, String)>,
) -> String {
    let mut lines = String::new();
    for (link, standing) in links.filter(|(_, standing)| *standing != Standing::Hidden) {
        // Writing to a string cannot fail.
        let _ = write_drawn(&mut lines, link, standing);
    }
    let (wide, high) = (camera.width / camera.scale, camera.height / camera.scale);
    let canvas = Canvas {
        size: (camera.width, camera.height),
        from: (camera.x - wide / 2.0, camera.y - high / 2.0),
        shown: (wide, high),
        lines,
    };
    write(frame, canvas, name, STYLE, describe)
}

/// What a picture is drawn on.
struct Canvas {
    /// In pixels.
    size: (f64, f64),
    /// The corner and the size of what is shown, in its own units.
    from: (f64, f64),
    shown: (f64, f64),
    /// Links that are written already.
    lines: String,
}

impl Canvas {
    fn of(width: f64, height: f64) -> Self {
        Self {
            size: (width, height),
            from: (0.0, 0.0),
            shown: (width, height),
            lines: String::new(),
        }
    }
}

fn write(
    frame: &Frame,
    canvas: Canvas,
    name: &str,
    style: &str,
    describe: impl FnMut(u32) -> Option<(String, String)>,
) -> String {
    let room = 1024 + frame.marks.len() * 200 + frame.links.len() * 100;
    let mut svg = String::with_capacity(room);
    // Writing to a string cannot fail.
    let _ = write_all(&mut svg, frame, &canvas, name, style, describe);
    svg
}

fn write_all(
    svg: &mut String,
    frame: &Frame,
    canvas: &Canvas,
    name: &str,
    style: &str,
    mut describe: impl FnMut(u32) -> Option<(String, String)>,
) -> Result {
    let number = |(one, other): (f64, f64)| (Number(one as f32), Number(other as f32));
    let (width, height) = number(canvas.size);
    let (left, top) = number(canvas.from);
    let (wide, high) = number(canvas.shown);
    let name = text::shown(name);
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lin-map map-picture\" \
         viewBox=\"{left} {top} {wide} {high}\" width=\"{width}\" height=\"{height}\" \
         role=\"group\" aria-label=\"{}\">{style}",
        Escaped(&name),
    )?;
    if !style.is_empty() {
        write!(
            svg,
            "<rect class=\"lin-paper\" x=\"{left}\" y=\"{top}\" width=\"100%\" height=\"100%\"/>"
        )?;
    }
    svg.push_str("<g fill=\"none\" stroke-linecap=\"round\">");
    svg.push_str(&canvas.lines);
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

fn write_drawn(svg: &mut String, link: &DrawnLink, standing: Standing) -> Result {
    let is_open = matches!(standing, Standing::Ancestor | Standing::Focus);
    let width = if is_open {
        link.width.max(OPEN)
    } else {
        link.width
    };
    let (petal, faint) = match link.petal {
        true => (" lin-petal", " stroke-opacity=\"0.4\""),
        false => ("", ""),
    };
    let dashes = if link.primary {
        ""
    } else {
        " stroke-dasharray=\"5 6\""
    };
    write!(
        svg,
        "<path class=\"lin-link{petal}{}\" stroke-width=\"{}\"{faint}{dashes} d=\"",
        class(standing),
        Number(width),
    )?;
    write_path(svg, link)?;
    svg.push_str("\"/>");
    if is_open {
        write!(
            svg,
            "<path class=\"lin-core\" stroke-width=\"{}\" d=\"",
            Number(width - 2.6)
        )?;
        write_path(svg, link)?;
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
