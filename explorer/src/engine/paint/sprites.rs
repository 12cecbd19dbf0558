//! Texts painted once and kept: shaping and outlining a text takes longer than everything else in a frame.

use std::collections::HashMap;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlCanvasElement;

use super::context;
use super::labels::{Style, Tone};
use crate::engine::palette::Palette;

/// Texts kept, at most; in frames that show more, as many as those show.
const MOST: usize = 500;

/// The paper's colour round the letters, in pixels.
const HALO: f64 = 2.0;

/// A text as an image.
pub(super) struct Sprite {
    pub(super) canvas: HtmlCanvasElement,
    style: Style,
    /// In pixels of the page: of the text itself, and of the image round it.
    pub(super) width: f64,
    pub(super) around: (f64, f64),
    /// From the image's top to the baseline, and from its left to the text.
    pub(super) baseline: f64,
    pub(super) inset: f64,
    used: u64,
}

impl Sprite {
    /// How high its letters are.
    pub(super) fn size(&self) -> f32 {
        self.style.size
    }
}

/// The texts at hand.
#[derive(Default)]
pub(super) struct Sprites {
    by_text: HashMap<String, Vec<Sprite>>,
    count: usize,
    turn: u64,
}

impl Sprites {
    pub(super) fn clear(&mut self) {
        self.by_text.clear();
        self.count = 0;
    }

    /// A new frame: lets go of what the one before did not use, if there is too much.
    pub(super) fn turn(&mut self) {
        self.turn += 1;
        if self.count <= MOST {
            return;
        }
        let last = self.turn - 1;
        self.by_text.retain(|_, sprites| {
            sprites.retain(|sprite| sprite.used >= last);
            !sprites.is_empty()
        });
        self.count = self.by_text.values().map(Vec::len).sum();
    }

    /// The text as an image, if it is at hand: exactly so, or where `about` is enough, of another size.
    pub(super) fn get(&mut self, text: &str, style: Style, about: bool) -> Option<&Sprite> {
        let turn = self.turn;
        let sprites = self.by_text.get_mut(text)?;
        let exact = sprites.iter().position(|sprite| sprite.style == style);
        let near = |sprite: &Sprite| {
            let ratio = sprite.style.size / style.size;
            about
                && (0.5..2.5).contains(&ratio)
                && (Style {
                    size: style.size,
                    ..sprite.style
                }) == style
        };
        let at = exact.or_else(|| sprites.iter().position(near))?;
        let sprite = &mut sprites[at];
        sprite.used = turn;
        Some(sprite)
    }

    /// Paints a text and keeps it.
    pub(super) fn make(
        &mut self,
        text: &str,
        style: Style,
        palette: &Palette,
        ratio: f64,
    ) -> Option<&Sprite> {
        let sprite = draw(text, style, palette, ratio, self.turn).ok()?;
        self.count += 1;
        let sprites = self.by_text.entry(text.to_owned()).or_default();
        // One size of a text is kept; while the view scales, each frame has another.
        let is_other = |kept: &Sprite| {
            (Style {
                size: style.size,
                ..kept.style
            }) != style
        };
        let before = sprites.len();
        sprites.retain(is_other);
        self.count -= before - sprites.len();
        sprites.push(sprite);
        sprites.last()
    }
}

fn draw(
    text: &str,
    style: Style,
    palette: &Palette,
    ratio: f64,
    turn: u64,
) -> Result<Sprite, JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    let context = context(&canvas, true)?;
    let size = f64::from(style.size);
    let weight = if style.bold { 700 } else { 500 };
    let font = format!("{weight} {}px {}", size * ratio, palette.family);
    context.set_font(&font);
    let width = context.measure_text(text)?.width() / ratio;
    let halo = HALO * size / 13.0;
    let edge = (halo + 1.0).ceil();
    let around = (
        (width + 2.0 * edge).ceil(),
        (size * 1.35 + 2.0 * edge).ceil(),
    );
    let baseline = (size + edge).round();
    canvas.set_width((around.0 * ratio).ceil() as u32);
    canvas.set_height((around.1 * ratio).ceil() as u32);
    // A new size has emptied the context.
    context.set_font(&font);
    context.set_line_join("round");
    context.set_line_width(2.0 * halo * ratio);
    context.set_stroke_style_str(&palette.paper);
    let (x, y) = (edge * ratio, baseline * ratio);
    context.stroke_text(text, x, y)?;
    context.set_fill_style_str(match style.tone {
        Tone::Ink => &palette.ink,
        Tone::Muted => &palette.muted,
        Tone::Leaf => &palette.leaf,
    });
    context.fill_text(text, x, y)?;
    let pixels = (f64::from(canvas.width()), f64::from(canvas.height()));
    Ok(Sprite {
        canvas,
        style,
        width,
        around: (pixels.0 / ratio, pixels.1 / ratio),
        baseline,
        inset: edge,
        used: turn,
    })
}
