//! The lines of a small lineage, in its own units.

use lineage::draw::{DrawList, DrawnLink, Segment};
use lineage::map::{Camera, Standing};
use web_sys::CanvasRenderingContext2d as Context;

use super::dash;
use super::links::stroke;
use crate::engine::palette::Palette;

/// What lines there are, and how each stands.
pub(in crate::engine) struct PictureLinks<'a> {
    pub(in crate::engine) list: &'a DrawList,
    pub(in crate::engine) standings: &'a [Standing],
}

pub(in crate::engine) fn links(
    context: &Context,
    links: &PictureLinks,
    camera: &Camera,
    palette: &Palette,
    ratio: f64,
) {
    let scale = camera.scale * ratio;
    let (x, y) = (
        camera.width / 2.0 * ratio - camera.x * scale,
        camera.height / 2.0 * ratio - camera.y * scale,
    );
    // Numbers that are not finite were clamped out of the camera.
    let _ = context.set_transform(scale, 0.0, 0.0, scale, x, y);
    context.set_line_join("round");
    for (link, &standing) in links.list.links.iter().zip(links.standings) {
        if standing == Standing::Hidden {
            continue;
        }
        context.begin_path();
        trace(context, link);
        if link.primary {
            stroke(context, palette, standing, link.petal, link.width.into());
        } else {
            dash(context, &[5.0, 6.0]);
            stroke(context, palette, standing, link.petal, link.width.into());
            dash(context, &[]);
        }
    }
    context.set_global_alpha(1.0);
    if !links.list.stubs.is_empty() {
        context.begin_path();
        for stub in &links.list.stubs {
            context.move_to(stub.from.x.into(), stub.from.y.into());
            context.line_to(stub.to.x.into(), stub.from.y.into());
        }
        context.set_line_cap("round");
        dash(context, &[0.0, 4.0]);
        context.set_stroke_style_str(&palette.stem);
        context.set_line_width(2.5);
        context.stroke();
        dash(context, &[]);
    }
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
}

fn trace(context: &Context, link: &DrawnLink) {
    let start = link.path.start;
    context.move_to(start.x.into(), start.y.into());
    for segment in &link.path.segments {
        match segment {
            Segment::Line(to) => context.line_to(to.x.into(), to.y.into()),
            Segment::Curve(a, b, to) => context.bezier_curve_to(
                a.x.into(),
                a.y.into(),
                b.x.into(),
                b.y.into(),
                to.x.into(),
                to.y.into(),
            ),
        }
    }
}
