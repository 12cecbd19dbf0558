//! The map's links: one path for each standing and width.

use lineage::map::{FrameLink, LinkShape, Pen, Standing};
use web_sys::CanvasRenderingContext2d as Context;

use super::STANDINGS;
use crate::engine::palette::Palette;

/// Widths are told apart by half pixels, up to 12.
const WIDTHS: usize = 24;

/// Indexes of links, by standing, then faint or not, then width; room is kept from frame to frame.
pub(super) struct Buckets(Vec<Vec<u32>>);

impl Default for Buckets {
    fn default() -> Self {
        Self(vec![Vec::new(); STANDINGS.len() * 2 * WIDTHS])
    }
}

/// Puts a link's line into a canvas's path.
struct Line<'a>(&'a Context);

impl Pen for Line<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x.into(), y.into());
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x.into(), y.into());
    }

    fn curve_to(&mut self, first: (f32, f32), second: (f32, f32), to: (f32, f32)) {
        let number = f64::from;
        self.0.bezier_curve_to(
            number(first.0),
            number(first.1),
            number(second.0),
            number(second.1),
            number(to.0),
            number(to.1),
        );
    }
}

impl Buckets {
    pub(super) fn paint(
        &mut self,
        context: &Context,
        links: &[FrameLink],
        palette: &Palette,
        ratio: f64,
    ) {
        for bucket in &mut self.0 {
            bucket.clear();
        }
        for (at, link) in (0..).zip(links) {
            if let Some(bucket) = bucket(link) {
                self.0[bucket].push(at);
            }
        }
        context.set_line_join("round");
        for (at, bucket) in self.0.iter().enumerate() {
            if bucket.is_empty() {
                continue;
            }
            let standing = STANDINGS[at / (2 * WIDTHS)];
            let faint = (at / WIDTHS).is_multiple_of(2);
            let width = (at % WIDTHS + 1) as f64 / 2.0;
            context.begin_path();
            let mut line = Line(context);
            for &link in bucket {
                trace(&links[link as usize], &mut line);
            }
            if faint && matches!(standing, Standing::Plain | Standing::Dim) {
                hair(context, palette, standing, width, ratio);
            } else {
                stroke(context, palette, standing, faint, width);
            }
        }
        context.set_global_alpha(1.0);
    }
}

/// The link's line; a short elbow is two lines, since nobody sees its corner.
fn trace(link: &FrameLink, line: &mut Line) {
    let high = (link.to.1 - link.from.1).abs();
    if link.shape == LinkShape::Elbow && (link.width < 1.0 || high < 6.0) {
        line.move_to(link.from.0, link.from.1);
        line.line_to(link.from.0, link.to.1);
        line.line_to(link.to.0, link.to.1);
        return;
    }
    link.trace(line);
}

fn bucket(link: &FrameLink) -> Option<usize> {
    let standing = (link.standing as usize).checked_sub(1)?;
    let width = ((link.width * 2.0).round() as usize).clamp(1, WIDTHS) - 1;
    Some((standing * 2 + usize::from(!link.faint)) * WIDTHS + width)
}

/// The lines to petals, of which there are most: one pixel wide and darker instead of wider, which browsers paint
/// many times faster.
fn hair(context: &Context, palette: &Palette, standing: Standing, width: f64, ratio: f64) {
    let alpha = if standing == Standing::Dim {
        0.22
    } else {
        0.42
    };
    context.set_line_cap("butt");
    context.set_stroke_style_str(&palette.stem);
    context.set_global_alpha((alpha * (width * ratio).max(1.0)).min(0.8));
    context.set_line_width(1.0 / ratio);
    context.stroke();
}

/// What is before and what is after a record differ in their line as well as in their colour: an open one and a
/// full one.
pub(super) fn stroke(
    context: &Context,
    palette: &Palette,
    standing: Standing,
    faint: bool,
    width: f64,
) {
    let (colour, alpha, width) = match standing {
        Standing::Ancestor | Standing::Focus => (&palette.ink, 1.0, width.max(4.0)),
        Standing::Descendant => (&palette.leaf, 1.0, width.max(1.5)),
        Standing::Selected => (&palette.leaf, 0.9, width),
        Standing::Dim => (&palette.stem, 0.22, width),
        _ if faint => (&palette.stem, 0.42, width),
        _ => (&palette.stem, 0.85, width),
    };
    let alpha = if faint { f64::min(alpha, 0.6) } else { alpha };
    context.set_line_cap(if width > 2.0 { "round" } else { "butt" });
    context.set_stroke_style_str(colour);
    context.set_global_alpha(alpha);
    context.set_line_width(width);
    context.stroke();
    if matches!(standing, Standing::Ancestor | Standing::Focus) {
        context.set_stroke_style_str(&palette.paper);
        context.set_global_alpha(1.0);
        context.set_line_width((width - 2.6).max(1.0));
        context.stroke();
    }
}
