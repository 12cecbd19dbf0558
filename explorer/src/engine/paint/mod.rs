//! Painting a frame on a canvas: what looks alike goes into one path, because each call costs more than what it
//! draws.

mod labels;
mod links;
mod marks;
mod over;
mod picture;
mod sprites;

use lineage::map::{Bow, Camera, Frame, Standing};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d as Context, HtmlCanvasElement, HtmlElement};

use super::keep::Kept;
use super::palette::Palette;
use super::thumbnails::Thumbnails;
use sprites::Sprites;

pub(super) use picture::{PictureLinks, links as picture_links};

/// Standings from the faintest to the most telling, as they are painted.
pub(super) const STANDINGS: [Standing; 6] = [
    Standing::Dim,
    Standing::Plain,
    Standing::Ancestor,
    Standing::Descendant,
    Standing::Selected,
    Standing::Focus,
];

/// A canvas and what is kept between frames.
pub(super) struct Painter {
    pub(super) canvas: HtmlCanvasElement,
    context: Context,
    /// What is kept while the view moves is painted here.
    kept: Option<(HtmlCanvasElement, Context)>,
    /// Device pixels to a pixel of the page.
    ratio: f64,
    sprites: Sprites,
    links: links::Buckets,
    marks: marks::Buckets,
}

/// What is painted besides the frame.
pub(super) struct Extras<'a> {
    pub(super) hover: Option<u32>,
    pub(super) lasso: &'a [(f64, f64)],
    /// Links beside the primary ones.
    pub(super) secondary: &'a [Bow],
    pub(super) thumbnails: &'a Thumbnails,
    /// How the view moves, so that what takes long may come a little later.
    pub(super) pace: Pace,
}

/// How a small lineage differs from the map: its lines have a course of their own, and its letters scale.
pub(super) struct Scaled<'a> {
    pub(super) links: PictureLinks<'a>,
    pub(super) labels: &'a [labels::Text<'a>],
}

pub(super) use labels::{Align, Pace, Text, Tone};

impl Painter {
    /// A canvas in `stage`, under all else in it.
    pub(super) fn new(stage: &HtmlElement) -> Result<Self, JsValue> {
        let document = stage.owner_document().ok_or("no document")?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        canvas.set_class_name("explorer-canvas");
        canvas.set_attribute("aria-hidden", "true")?;
        let context = context(&canvas, false)?;
        Ok(Self {
            canvas,
            context,
            kept: None,
            ratio: 1.0,
            sprites: Sprites::default(),
            links: links::Buckets::default(),
            marks: marks::Buckets::default(),
        })
    }

    /// Gives the canvas a size in pixels of the page; it is empty afterwards.
    pub(super) fn resize(&mut self, width: f64, height: f64, ratio: f64) {
        if self.ratio != ratio {
            self.forget_labels();
        }
        self.ratio = ratio;
        self.kept = None;
        self.canvas.set_width((width * ratio).round() as u32);
        self.canvas.set_height((height * ratio).round() as u32);
        let style = self.canvas.style();
        // A style that cannot be set leaves the canvas at its natural size.
        let _ = style.set_property("inline-size", &format!("{width}px"));
        let _ = style.set_property("block-size", &format!("{height}px"));
    }

    pub(super) fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Marks and links of a frame that is looked at from far away.
    pub(super) fn specks(context: &Context, frame: &Frame, palette: &Palette, ratio: f64) {
        links::Buckets::default().paint(context, &frame.links, palette, ratio);
        marks::Buckets::default().paint(context, &frame.marks, palette, ratio);
    }

    /// Colours or letters changed.
    pub(super) fn forget_labels(&mut self) {
        self.sprites.clear();
        self.marks.forget();
    }

    /// Whether the browser took the canvas's memory away.
    pub(super) fn is_lost(&self) -> bool {
        is_lost(&self.context)
    }

    /// Shows the picture that is kept as a view sees it; answers whether there is one.
    pub(super) fn show(&self, kept: &Kept, view: &Camera) -> bool {
        let Some((canvas, context)) = self.kept.as_ref() else {
            return false;
        };
        if is_lost(context) {
            return false;
        }
        let ratio = self.ratio;
        let patch = kept.patch(view);
        let (mut left, mut top) = (patch.left * ratio, patch.top * ratio);
        if view.scale == kept.wide.scale {
            // On whole pixels nothing is blurred, and pixels are copied faster.
            (left, top) = (left.round(), top.round());
        }
        let pixels = |size: f64| (size * ratio).round();
        let by = view.scale / kept.wide.scale;
        let (wide, high) = (pixels(kept.wide.width), pixels(kept.wide.height));
        // Numbers that are not finite were clamped out of the camera.
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.context.set_global_alpha(1.0);
        self.context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                canvas,
                0.0,
                0.0,
                wide,
                high,
                left,
                top,
                wide * by,
                high * by,
            )
            .is_ok()
    }

    /// A canvas for a picture of this size that is to be kept.
    fn keep(&mut self, camera: &Camera) -> Option<Context> {
        let pixels = |size: f64| (size * self.ratio).round() as u32;
        let (wide, high) = (pixels(camera.width), pixels(camera.height));
        let (canvas, context) = match self.kept.take() {
            Some(kept) if !is_lost(&kept.1) => kept,
            _ => {
                let document = self.canvas.owner_document()?;
                let canvas = document.create_element("canvas").ok()?;
                let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
                let context = context(&canvas, false).ok()?;
                canvas.set_width(wide);
                canvas.set_height(high);
                (canvas, context)
            }
        };
        if canvas.width() < wide {
            canvas.set_width(wide);
        }
        if canvas.height() < high {
            canvas.set_height(high);
        }
        self.kept = Some((canvas, context.clone()));
        Some(context)
    }

    /// Paints a frame, to be kept or to be seen; answers whether some labels are left for later.
    pub(super) fn paint(
        &mut self,
        to_keep: bool,
        frame: &Frame,
        camera: &Camera,
        palette: &Palette,
        scaled: Option<&Scaled>,
        extras: &Extras,
    ) -> bool {
        let context = if to_keep {
            self.keep(camera)
        } else {
            Some(self.context.clone())
        };
        let Some(context) = &context else {
            return false;
        };
        context.set_global_alpha(1.0);
        context.set_fill_style_str(&palette.paper);
        // The whole canvas, so that browsers need not keep what was on it.
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        if let Some(canvas) = context.canvas() {
            let (wide, high) = (canvas.width(), canvas.height());
            context.fill_rect(0.0, 0.0, wide.into(), high.into());
        }
        let _ = context.set_transform(self.ratio, 0.0, 0.0, self.ratio, 0.0, 0.0);
        match scaled {
            Some(scaled) => picture::links(context, &scaled.links, camera, palette, self.ratio),
            None => self.links.paint(context, &frame.links, palette, self.ratio),
        }
        over::secondary(context, extras.secondary, palette);
        self.marks.paint(context, &frame.marks, palette, self.ratio);
        over::thumbnails(context, &frame.marks, extras.thumbnails, palette);
        over::rings(context, &frame.marks, extras.hover, palette);
        over::wedges(context, &frame.wedges, palette);
        let mix = over::mix(&frame.wedges);
        if !mix.is_empty() {
            self.marks
                .paint(context, &mix, &palette.by_medium(), self.ratio);
        }
        self.sprites.turn();
        let mut brush = labels::Brush {
            context,
            palette,
            ratio: self.ratio,
            sprites: &mut self.sprites,
            pace: extras.pace,
        };
        let mut is_left = match scaled {
            Some(scaled) => brush.paint(scaled.labels),
            None => brush.titles(&frame.labels),
        };
        is_left |= brush.wedges(&frame.wedges);
        over::lasso(context, extras.lasso, palette);
        is_left
    }
}

/// Whether the browser took a canvas's memory away.
fn is_lost(context: &Context) -> bool {
    let lost = js_sys::Reflect::get(context, &"isContextLost".into());
    let lost = lost.ok().and_then(|lost| lost.dyn_into().ok());
    lost.is_some_and(|lost: js_sys::Function| {
        lost.call0(context).is_ok_and(|is_lost| is_lost.is_truthy())
    })
}

/// What draws on a canvas.
pub(super) fn context(canvas: &HtmlCanvasElement, alpha: bool) -> Result<Context, JsValue> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"alpha".into(), &alpha.into())?;
    let context = canvas.get_context_with_context_options("2d", &options)?;
    Ok(context.ok_or("no canvas")?.dyn_into()?)
}

/// A whole circle as a part of its own of the path.
fn circle(context: &Context, at: (f32, f32), radius: f64) {
    let (x, y) = (f64::from(at.0), f64::from(at.1));
    context.move_to(x + radius, y);
    // A radius is never negative here, which is all that can fail.
    let _ = context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
}

fn dash(context: &Context, lengths: &[f64]) {
    let list = js_sys::Array::new();
    for &length in lengths {
        list.push(&length.into());
    }
    // Lengths that are no numbers would be ignored.
    let _ = context.set_line_dash(&list);
}
