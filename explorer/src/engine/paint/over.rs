//! What lies over the marks: thumbnails, rings, wedges and the lasso.

use lineage::Medium;
use lineage::map::{Bow, FrameMark, FrameWedge, Standing, WEDGE_HALF, WEDGE_START, WedgeShape};
use web_sys::CanvasRenderingContext2d as Context;

use super::{circle, dash};
use crate::engine::palette::Palette;
use crate::engine::thumbnails::{LARGE, Thumbnails};

/// Links beside the primary ones, dashed.
pub(super) fn secondary(context: &Context, links: &[Bow], palette: &Palette) {
    if links.is_empty() {
        return;
    }
    let number = |(x, y): (f32, f32)| (f64::from(x), f64::from(y));
    context.begin_path();
    for bow in links {
        let (from, control, to) = (number(bow.from), number(bow.control()), number(bow.to));
        context.move_to(from.0, from.1);
        context.quadratic_curve_to(control.0, control.1, to.0, to.1);
    }
    context.set_line_cap("butt");
    context.set_stroke_style_str(&palette.ink);
    context.set_line_width(1.8);
    dash(context, &[5.0, 6.0]);
    context.stroke();
    dash(context, &[]);
}

/// Pictures in the squares of image records, cut to fill them.
pub(super) fn thumbnails(
    context: &Context,
    marks: &[FrameMark],
    thumbnails: &Thumbnails,
    palette: &Palette,
) {
    let large =
        |mark: &&FrameMark| mark.radius >= LARGE && mark.medium == Medium::Image && !mark.withdrawn;
    for mark in marks.iter().filter(large) {
        let Some(image) = thumbnails.get(mark.index) else {
            continue;
        };
        let (wide, high) = (
            f64::from(image.natural_width()),
            f64::from(image.natural_height()),
        );
        let cut = wide.min(high);
        let side = f64::from(mark.radius) * 1.8;
        let (x, y) = (
            f64::from(mark.at.0) - side / 2.0,
            f64::from(mark.at.1) - side / 2.0,
        );
        context.set_global_alpha(if mark.standing == Standing::Dim {
            0.3
        } else {
            1.0
        });
        // An image that does not decode leaves the mark as it is.
        let _ = context
            .draw_image_with_html_image_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                image,
                (wide - cut) / 2.0,
                (high - cut) / 2.0,
                cut,
                cut,
                x,
                y,
                side,
                side,
            );
        context.set_stroke_style_str(palette.rim(mark.medium));
        context.set_line_width(2.0);
        context.stroke_rect(x, y, side, side);
    }
    context.set_global_alpha(1.0);
}

/// Rings round the focus, what is selected, and what the pointer rests on.
pub(super) fn rings(context: &Context, marks: &[FrameMark], hover: Option<u32>, palette: &Palette) {
    let ring = |of: &dyn Fn(&FrameMark) -> bool, beyond: f64, width: f64, colour: &str| {
        let mut any = false;
        for mark in marks.iter().filter(|mark| of(mark)) {
            if !any {
                context.begin_path();
                any = true;
            }
            let corners = if mark.medium == Medium::Text {
                1.0
            } else {
                1.18
            };
            circle(context, mark.at, f64::from(mark.radius) * corners + beyond);
        }
        if any {
            context.set_stroke_style_str(&palette.paper);
            context.set_line_width(width + 2.5);
            context.stroke();
            context.set_stroke_style_str(colour);
            context.set_line_width(width);
            context.stroke();
        }
    };
    let is_selected = |mark: &FrameMark| mark.standing == Standing::Selected;
    ring(&is_selected, 2.8, 2.0, &palette.leaf);
    let is_focus = |mark: &FrameMark| mark.standing == Standing::Focus;
    ring(&is_focus, 4.5, 2.5, &palette.ink);
    if hover.is_some() {
        let is_hovered = |mark: &FrameMark| hover == Some(mark.index);
        ring(&is_hovered, 3.5, 2.0, &palette.ink);
    }
}

/// Collapsed parts: a fan that opens to the right of its record.
pub(super) fn wedges(context: &Context, wedges: &[FrameWedge], palette: &Palette) {
    if wedges.is_empty() {
        return;
    }
    context.begin_path();
    for wedge in wedges {
        let (x, y) = (f64::from(wedge.at.0), f64::from(wedge.at.1));
        let radius = f64::from(wedge.radius);
        let (start, half) = (x + f64::from(WEDGE_START), f64::from(WEDGE_HALF));
        context.move_to(start, y);
        // A radius is never negative here.
        let _ = context.arc(start, y, radius, -half, half);
        context.close_path();
    }
    context.set_fill_style_str(&palette.leaf_soft);
    context.fill();
    context.set_line_join("round");
    context.set_stroke_style_str(&palette.leaf);
    context.set_line_width(1.6);
    context.stroke();
}

/// The mediums of what is in wedges, as marks beside them.
pub(super) fn mix(wedges: &[FrameWedge]) -> Vec<FrameMark> {
    let mark = |shape: WedgeShape| FrameMark {
        index: 0,
        at: shape.at,
        radius: shape.radius,
        size: 1,
        medium: shape.medium,
        withdrawn: false,
        more_sources: false,
        time: 0,
        standing: Standing::Plain,
    };
    wedges
        .iter()
        .flat_map(FrameWedge::shapes)
        .map(mark)
        .collect()
}

/// The lasso's line so far, closed.
pub(super) fn lasso(context: &Context, line: &[(f64, f64)], palette: &Palette) {
    let Some((first, rest)) = line.split_first() else {
        return;
    };
    context.begin_path();
    context.move_to(first.0, first.1);
    for &(x, y) in rest {
        context.line_to(x, y);
    }
    context.close_path();
    context.set_fill_style_str(&palette.leaf);
    context.set_global_alpha(0.14);
    context.fill();
    context.set_global_alpha(1.0);
    context.set_stroke_style_str(&palette.leaf);
    context.set_line_width(2.0);
    dash(context, &[6.0, 4.0]);
    context.stroke();
    dash(context, &[]);
}
