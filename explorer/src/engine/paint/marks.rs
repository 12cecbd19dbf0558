//! The marks of records: a shape and a colour for each medium, as in the pictures from the server.

use lineage::Medium;
use lineage::map::{FrameMark, Standing};
use web_sys::CanvasRenderingContext2d as Context;

use super::{STANDINGS, circle, dash};
use crate::engine::palette::Palette;

const MEDIUMS: [Medium; 5] = [
    Medium::Text,
    Medium::Image,
    Medium::Audio,
    Medium::Video,
    Medium::Code,
];

/// Below this radius a mark is a square of its colour, and below that its shape without a rim.
const SPECK: f32 = 1.7;
const PLAIN: f32 = 3.6;

/// How large a mark is, for how it is painted.
const SIZES: usize = 3;

/// Indexes of marks, by standing, then size, then medium, then whether withdrawn.
pub(super) struct Buckets(Vec<Vec<u32>>);

impl Default for Buckets {
    fn default() -> Self {
        Self(vec![
            Vec::new();
            STANDINGS.len() * SIZES * MEDIUMS.len() * 2
        ])
    }
}

impl Buckets {
    pub(super) fn paint(&mut self, context: &Context, marks: &[FrameMark], palette: &Palette) {
        for bucket in &mut self.0 {
            bucket.clear();
        }
        for (at, mark) in (0..).zip(marks) {
            if let Some(bucket) = bucket(mark) {
                self.0[bucket].push(at);
            }
        }
        more_sources(context, marks, palette);
        context.set_line_join("round");
        for (at, bucket) in self.0.iter().enumerate() {
            if bucket.is_empty() {
                continue;
            }
            let withdrawn = at % 2 == 1;
            let medium = MEDIUMS[at / 2 % MEDIUMS.len()];
            let size = at / 2 / MEDIUMS.len() % SIZES;
            let standing = STANDINGS[at / 2 / MEDIUMS.len() / SIZES];
            context.begin_path();
            for &mark in bucket {
                let mark = &marks[mark as usize];
                shape(context, mark.medium, mark.at, mark.radius);
            }
            let dim = if standing == Standing::Dim { 0.3 } else { 1.0 };
            // Many small ones should not drown the few large.
            let small = if size == 0 { 0.85 } else { 1.0 };
            context.set_global_alpha(dim * small);
            fill(context, palette, medium, withdrawn, size);
        }
        context.set_global_alpha(1.0);
    }
}

fn bucket(mark: &FrameMark) -> Option<usize> {
    let standing = (mark.standing as usize).checked_sub(1)?;
    let size = usize::from(mark.radius >= SPECK) + usize::from(mark.radius >= PLAIN);
    let medium = mark.medium as usize;
    Some(((standing * SIZES + size) * MEDIUMS.len() + medium) * 2 + usize::from(mark.withdrawn))
}

fn fill(context: &Context, palette: &Palette, medium: Medium, withdrawn: bool, size: usize) {
    let is_large = size == SIZES - 1;
    if is_large {
        // Sets it off from what it lies on.
        context.set_stroke_style_str(&palette.paper);
        context.set_line_width(4.0);
        context.stroke();
    }
    if withdrawn {
        context.set_fill_style_str(if is_large {
            &palette.paper
        } else {
            &palette.muted
        });
        context.fill();
        if is_large {
            dash(context, &[3.0, 2.5]);
            context.set_stroke_style_str(&palette.muted);
            context.set_line_width(1.5);
            context.stroke();
            dash(context, &[]);
        }
        return;
    }
    let colour = palette.fill(medium);
    context.set_fill_style_str(colour);
    context.fill();
    let rim = palette.rim(medium);
    if is_large && rim != colour {
        context.set_stroke_style_str(rim);
        context.set_line_width(1.3);
        context.stroke();
    }
}

/// The shapes of `lineage`'s SVG.
pub(super) fn shape(context: &Context, medium: Medium, at: (f32, f32), radius: f32) {
    let (x, y, r) = (f64::from(at.0), f64::from(at.1), f64::from(radius));
    if radius < SPECK {
        let side = r * 1.8;
        context.rect(x - side / 2.0, y - side / 2.0, side, side);
        return;
    }
    let corners: &[(f64, f64)] = match medium {
        Medium::Text => return circle(context, at, r),
        Medium::Image => {
            let side = r * 1.8;
            if r < 7.0 {
                context.rect(x - r * 0.9, y - r * 0.9, side, side);
            } else {
                // What fails leaves the shape out of the path.
                let _ = context.round_rect_with_f64(x - r * 0.9, y - r * 0.9, side, side, r * 0.18);
            }
            return;
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
    for (at, (wide, high)) in corners.iter().enumerate() {
        let (x, y) = (x + wide * r, y + high * r);
        if at == 0 {
            context.move_to(x, y);
        } else {
            context.line_to(x, y);
        }
    }
    context.close_path();
}

/// A dotted stub at records that name sources beside the one whose link is drawn.
fn more_sources(context: &Context, marks: &[FrameMark], palette: &Palette) {
    const NEAR: f32 = 4.5;
    let mut any = false;
    for mark in marks {
        if mark.more_sources && mark.radius >= NEAR && mark.standing >= Standing::Plain {
            if !any {
                context.begin_path();
                any = true;
            }
            let (x, y, far) = (
                f64::from(mark.at.0),
                f64::from(mark.at.1),
                f64::from(mark.radius) * 0.7 + 9.0,
            );
            context.move_to(x, y);
            context.line_to(x - far, y - far);
        }
    }
    if any {
        context.set_line_cap("round");
        dash(context, &[0.0, 4.0]);
        context.set_stroke_style_str(&palette.stem);
        context.set_line_width(2.2);
        context.stroke();
        dash(context, &[]);
    }
}
