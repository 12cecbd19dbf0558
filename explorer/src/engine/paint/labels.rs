//! Titles and counts.

use lineage::map::{FrameLabel, FrameWedge, Standing, WedgeText};
use web_sys::CanvasRenderingContext2d as Context;

use super::sprites::Sprites;
use crate::engine::palette::Palette;

/// How the view moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::engine) enum Pace {
    Still,
    /// Only so many texts are made in one frame; the rest come in the next.
    Moving,
    /// Nobody can read: no text is made that is not at hand.
    Flying,
}

impl Pace {
    /// Texts made in one frame.
    fn at_once(self) -> usize {
        match self {
            Self::Still => usize::MAX,
            Self::Moving => 8,
            Self::Flying => 0,
        }
    }
}

/// The size of the map's letters, as `lineage` estimates them.
const SIZE: f32 = 13.0;

/// What colour a text has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::engine) enum Tone {
    Ink,
    Muted,
    Leaf,
}

/// Where a text's place lies in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::engine) enum Align {
    Left,
    Middle,
    Right,
}

/// How letters look.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) tone: Tone,
}

/// A text to paint.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Text<'a> {
    pub(in crate::engine) text: &'a str,
    /// On the baseline.
    pub(in crate::engine) at: (f32, f32),
    pub(in crate::engine) align: Align,
    pub(in crate::engine) size: f32,
    pub(in crate::engine) bold: bool,
    pub(in crate::engine) tone: Tone,
    pub(in crate::engine) dim: bool,
}

impl<'a> From<&'a WedgeText> for Text<'a> {
    fn from(line: &'a WedgeText) -> Self {
        Self {
            text: &line.text,
            at: line.at,
            align: Align::Left,
            size: SIZE,
            bold: line.is_count,
            tone: if line.is_count {
                Tone::Leaf
            } else {
                Tone::Muted
            },
            dim: false,
        }
    }
}

/// What texts are painted with.
pub(super) struct Brush<'a> {
    pub(super) context: &'a Context,
    pub(super) palette: &'a Palette,
    pub(super) ratio: f64,
    pub(super) sprites: &'a mut Sprites,
    pub(super) pace: Pace,
}

impl Brush<'_> {
    /// The map's titles; answers whether some are left for later.
    pub(super) fn titles(&mut self, labels: &[FrameLabel]) -> bool {
        let titles = labels.iter().map(|label| Text {
            text: &label.text,
            at: label.at,
            align: Align::Middle,
            size: SIZE,
            bold: matches!(label.standing, Standing::Focus | Standing::Selected),
            tone: Tone::Ink,
            dim: label.standing == Standing::Dim,
        });
        let titles: Vec<Text> = titles.collect();
        self.paint(&titles)
    }

    /// What is written beside wedges; answers whether some is left for later.
    pub(super) fn wedges(&mut self, wedges: &[FrameWedge]) -> bool {
        let told: Vec<WedgeText> = wedges.iter().flat_map(FrameWedge::texts).collect();
        let texts: Vec<Text> = told.iter().map(Text::from).collect();
        self.paint(&texts)
    }

    /// Paints the texts; answers whether some are left for later.
    pub(super) fn paint(&mut self, texts: &[Text]) -> bool {
        let mut left = self.pace.at_once();
        let about = self.pace != Pace::Still;
        let mut is_left = false;
        for text in texts {
            let style = Style {
                size: text.size,
                bold: text.bold,
                tone: text.tone,
            };
            let at_hand = self.sprites.get(text.text, style, about).is_some();
            if !at_hand {
                if left == 0 {
                    is_left = true;
                    continue;
                }
                left -= 1;
                let made = self
                    .sprites
                    .make(text.text, style, self.palette, self.ratio);
                if made.is_none() {
                    continue;
                }
            }
            self.stamp(text, style);
        }
        self.context.set_global_alpha(1.0);
        is_left
    }

    fn stamp(&mut self, text: &Text, style: Style) {
        let about = self.pace != Pace::Still;
        let Some(sprite) = self.sprites.get(text.text, style, about) else {
            return;
        };
        // One of another size is stretched until the view rests.
        let stretch = f64::from(style.size / sprite.size());
        let left = match text.align {
            Align::Left => 0.0,
            Align::Middle => sprite.width / 2.0,
            Align::Right => sprite.width,
        };
        let x = f64::from(text.at.0) - (left + sprite.inset) * stretch;
        let y = f64::from(text.at.1) - sprite.baseline * stretch;
        // On whole pixels of the screen letters stay sharp, and are copied faster.
        let whole = |at: f64| (at * self.ratio).round() / self.ratio;
        self.context
            .set_global_alpha(if text.dim { 0.45 } else { 1.0 });
        // A canvas without size cannot be copied; there is none.
        let _ = self
            .context
            .draw_image_with_html_canvas_element_and_dw_and_dh(
                &sprite.canvas,
                whole(x),
                whole(y),
                sprite.around.0 * stretch,
                sprite.around.1 * stretch,
            );
    }
}
