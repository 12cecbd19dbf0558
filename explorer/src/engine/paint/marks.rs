//! The marks of records: a shape and a colour for each medium, as in the pictures from the server.

use lineage::Medium;
use lineage::map::{FrameMark, Standing, TIME_STEPS};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d as Context, HtmlCanvasElement};

use super::{STANDINGS, circle, dash};
use crate::engine::palette::{Palette, TIMES};

/// Below this radius a mark is a square of its colour, and below that its shape without a rim.
const SPECK: f32 = 1.7;
const PLAIN: f32 = 3.6;

/// A square's side in radii, and the radius from which on its corners are round.
const SQUARE: f64 = 1.8;
const ROUNDED: f32 = 7.0;

/// How large a mark is, for how it is painted.
const SIZES: usize = 3;

/// Pixels of the paper's colour round a large mark, and how wide its rim is.
const HALO: f64 = 2.0;
const RIM: f64 = 1.3;

/// What a mark's colour can tell: its medium, or a sixth of the map's time.
const HUES: usize = 1 + TIMES;

/// Indexes of marks, by standing, then hue, then size, then medium, then whether withdrawn.
pub(super) struct Buckets {
    by_look: Vec<Vec<u32>>,
    stub: Option<Stub>,
}

impl Default for Buckets {
    fn default() -> Self {
        let looks = STANDINGS.len() * HUES * SIZES * Medium::ALL.len() * 2;
        Self {
            by_look: vec![Vec::new(); looks],
            stub: None,
        }
    }
}

impl Buckets {
    /// The palette or the screen's pixels changed.
    pub(super) fn forget(&mut self) {
        self.stub = None;
    }

    pub(super) fn paint(
        &mut self,
        context: &Context,
        marks: &[FrameMark],
        palette: &Palette,
        ratio: f64,
    ) {
        for bucket in &mut self.by_look {
            bucket.clear();
        }
        for (at, mark) in (0..).zip(marks) {
            if let Some(bucket) = bucket(mark, palette.by_time) {
                self.by_look[bucket].push(at);
            }
        }
        self.more_sources(context, marks, palette, ratio);
        context.set_line_join("round");
        for (at, bucket) in self.by_look.iter().enumerate() {
            if bucket.is_empty() {
                continue;
            }
            let brush = Brush {
                context,
                palette,
                marks,
                bucket,
                medium: Medium::ALL[at / 2 % Medium::ALL.len()],
                sixth: (at / 2 / Medium::ALL.len() / SIZES % HUES).checked_sub(1),
            };
            let size = at / 2 / Medium::ALL.len() % SIZES;
            let standing = STANDINGS[at / 2 / Medium::ALL.len() / SIZES / HUES];
            let dim = if standing == Standing::Dim { 0.3 } else { 1.0 };
            // Many small ones should not drown the few large.
            let small = if size == 0 { 0.85 } else { 1.0 };
            context.set_global_alpha(dim * small);
            brush.paint(size, at % 2 == 1);
        }
        context.set_global_alpha(1.0);
    }

    /// A dotted stub at records that name sources beside the one whose link is drawn.
    fn more_sources(
        &mut self,
        context: &Context,
        marks: &[FrameMark],
        palette: &Palette,
        ratio: f64,
    ) {
        const NEAR: f32 = 4.5;
        let named = |mark: &&FrameMark| {
            mark.more_sources && mark.radius >= NEAR && mark.standing >= Standing::Plain
        };
        for mark in marks.iter().filter(named) {
            if self.stub.is_none() {
                self.stub = Stub::new(palette, ratio);
            }
            if let Some(stub) = &self.stub {
                stub.stamp(context, mark);
            }
        }
    }
}

/// Marks that look alike. Each is painted by itself: of one path with many parts, browsers take far longer to find
/// the edges.
struct Brush<'a> {
    context: &'a Context,
    palette: &'a Palette,
    marks: &'a [FrameMark],
    bucket: &'a [u32],
    medium: Medium,
    /// Of the map's time, where colours tell that.
    sixth: Option<usize>,
}

impl Brush<'_> {
    fn colour(&self) -> &str {
        match self.sixth {
            Some(sixth) => self.palette.time(sixth),
            None => self.palette.fill(self.medium),
        }
    }

    /// What tells it from the paper: of the colours of time each is near to one paper or the other.
    fn edge(&self) -> &str {
        match self.sixth {
            Some(_) => &self.palette.muted,
            None => self.palette.rim(self.medium),
        }
    }

    fn paint(&self, size: usize, withdrawn: bool) {
        if size < SIZES - 1 {
            self.context.set_fill_style_str(if withdrawn {
                &self.palette.muted
            } else {
                self.colour()
            });
            return self.fill(0.0);
        }
        let (context, palette) = (self.context, self.palette);
        let colour = self.colour();
        let rim = Some(self.edge()).filter(|&rim| rim != colour && !withdrawn);
        // Sets them off from what they lie on.
        self.rim(&palette.paper, 2.0 * HALO);
        if let (Some(rim), Medium::Text) = (rim, self.medium) {
            // Two discs are painted faster than a disc and a ring.
            context.set_fill_style_str(rim);
            self.fill(RIM / 2.0);
            context.set_fill_style_str(colour);
            return self.fill(-RIM / 2.0);
        }
        context.set_fill_style_str(if withdrawn { &palette.paper } else { colour });
        self.fill(0.0);
        if withdrawn {
            dash(context, &[3.0, 2.5]);
            self.stroke(&palette.muted, 1.5);
            dash(context, &[]);
        } else if let Some(rim) = rim {
            self.stroke(rim, RIM);
        }
    }

    /// A line on the edge of each, as wide inside as outside; what is inside will be covered.
    fn rim(&self, colour: &str, width: f64) {
        if self.medium == Medium::Text {
            self.context.set_fill_style_str(colour);
            return self.fill(width / 2.0);
        }
        self.stroke(colour, width);
    }

    fn stroke(&self, colour: &str, width: f64) {
        self.context.set_stroke_style_str(colour);
        self.context.set_line_width(width);
        for mark in self.bucket.iter().map(|&at| &self.marks[at as usize]) {
            self.context.begin_path();
            shape(self.context, mark.medium, mark.at, mark.radius);
            self.context.stroke();
        }
    }

    /// Fills each, larger by so many pixels if it is a disc.
    fn fill(&self, by: f64) {
        for mark in self.bucket.iter().map(|&at| &self.marks[at as usize]) {
            let (x, y) = (f64::from(mark.at.0), f64::from(mark.at.1));
            let is_square = mark.radius < SPECK || mark.medium == Medium::Image;
            if is_square && mark.radius < ROUNDED {
                let side = f64::from(mark.radius) * SQUARE;
                let (left, top) = (x - side / 2.0, y - side / 2.0);
                self.context.fill_rect(left, top, side, side);
                continue;
            }
            self.context.begin_path();
            if mark.medium == Medium::Text {
                circle(self.context, mark.at, f64::from(mark.radius) + by);
            } else {
                shape(self.context, mark.medium, mark.at, mark.radius);
            }
            self.context.fill();
        }
    }
}

/// The dotted stub as an image: dashing takes long.
struct Stub {
    canvas: HtmlCanvasElement,
    ratio: f64,
}

impl Stub {
    /// The longest it gets, in pixels, and how far its dots reach beyond.
    const LONGEST: f64 = 25.0;
    const EDGE: f64 = 2.0;

    fn new(palette: &Palette, ratio: f64) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        let context = super::context(&canvas, true).ok()?;
        let side = ((Self::LONGEST + 2.0 * Self::EDGE) * ratio).ceil();
        canvas.set_width(side as u32);
        canvas.set_height(side as u32);
        // Numbers are finite.
        let _ = context.set_transform(ratio, 0.0, 0.0, ratio, side, side);
        context.set_line_cap("round");
        dash(&context, &[0.0, 4.0]);
        context.set_stroke_style_str(&palette.stem);
        context.set_line_width(2.2);
        context.begin_path();
        context.move_to(-Self::EDGE, -Self::EDGE);
        context.line_to(-Self::EDGE - Self::LONGEST, -Self::EDGE - Self::LONGEST);
        context.stroke();
        Some(Self { canvas, ratio })
    }

    /// Paints it as long as it is at this mark, on whole pixels of the screen.
    fn stamp(&self, context: &Context, mark: &FrameMark) {
        let long = (f64::from(mark.radius) * 0.7 + 9.0).min(Self::LONGEST) + Self::EDGE;
        let whole = |at: f64| (at * self.ratio).round() / self.ratio;
        let (x, y) = (
            whole(f64::from(mark.at.0) + Self::EDGE),
            whole(f64::from(mark.at.1) + Self::EDGE),
        );
        let side = f64::from(self.canvas.width());
        let pixels = ((long + Self::EDGE) * self.ratio).ceil().min(side);
        let size = pixels / self.ratio;
        // A canvas without size cannot be copied; there is none.
        let _ = context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.canvas,
                side - pixels,
                side - pixels,
                pixels,
                pixels,
                x - size,
                y - size,
                size,
                size,
            );
    }
}

fn bucket(mark: &FrameMark, by_time: bool) -> Option<usize> {
    let standing = (mark.standing as usize).checked_sub(1)?;
    let size = usize::from(mark.radius >= SPECK) + usize::from(mark.radius >= PLAIN);
    let medium = mark.medium as usize;
    let hue = match by_time {
        true => 1 + usize::from(mark.time) * TIMES / usize::from(TIME_STEPS),
        false => 0,
    };
    let look = ((standing * HUES + hue.min(TIMES)) * SIZES + size) * Medium::ALL.len() + medium;
    Some(look * 2 + usize::from(mark.withdrawn))
}

/// The shapes of `lineage`'s SVG.
pub(super) fn shape(context: &Context, medium: Medium, at: (f32, f32), radius: f32) {
    let (x, y, r) = (f64::from(at.0), f64::from(at.1), f64::from(radius));
    if radius < SPECK {
        let side = r * SQUARE;
        context.rect(x - side / 2.0, y - side / 2.0, side, side);
        return;
    }
    let corners: &[(f64, f64)] = match medium {
        Medium::Text => return circle(context, at, r),
        Medium::Image => {
            let side = r * SQUARE;
            let (left, top) = (x - side / 2.0, y - side / 2.0);
            if radius < ROUNDED {
                context.rect(left, top, side, side);
            } else {
                // What fails leaves the shape out of the path.
                let _ = context.round_rect_with_f64(left, top, side, side, r * 0.18);
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
