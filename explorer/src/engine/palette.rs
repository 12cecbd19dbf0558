//! Colours and letters, as the page's style sheet has them now.

use std::borrow::Cow;

use lineage::Medium;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlElement};

/// What the canvas is painted with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Palette {
    pub(super) paper: String,
    pub(super) ink: String,
    pub(super) muted: String,
    pub(super) stem: String,
    pub(super) leaf: String,
    pub(super) leaf_soft: String,
    fills: [String; 5],
    rims: [String; 5],
    times: [String; TIMES],
    /// Whether marks have the colour of their time in place of that of their medium.
    pub(super) by_time: bool,
    /// A list of families, as CSS has it.
    pub(super) family: String,
}

/// Colours of time.
pub(super) const TIMES: usize = 6;

/// Custom properties of `style/tokens.css`.
const NAMES: [&str; 16 + TIMES] = [
    "--paper",
    "--ink",
    "--muted",
    "--stem",
    "--leaf",
    "--leaf-soft",
    "--text",
    "--image",
    "--audio",
    "--video",
    "--code",
    "--text-rim",
    "--image-rim",
    "--audio-rim",
    "--video-rim",
    "--code-rim",
    "--time-1",
    "--time-2",
    "--time-3",
    "--time-4",
    "--time-5",
    "--time-6",
];

/// The system's own colours, where people have chosen them.
const FORCED: [&str; 6] = [
    "Canvas",
    "CanvasText",
    "CanvasText",
    "CanvasText",
    "Highlight",
    "Canvas",
];

impl Palette {
    /// Reads the colours that `stage` has; `light-dark()` is resolved only on an element, so one is made for each.
    pub(super) fn read(stage: &HtmlElement, forced: bool) -> Result<Self, JsValue> {
        let document = stage.owner_document().ok_or("no document")?;
        let probe = element(&document, "span")?;
        probe.set_hidden(true);
        let mut spots = Vec::with_capacity(NAMES.len());
        for (at, name) in NAMES.iter().enumerate() {
            let spot = element(&document, "i")?;
            let style = spot.style();
            style.set_property("forced-color-adjust", "none")?;
            match FORCED.get(at) {
                Some(system) if forced => style.set_property("color", system)?,
                _ => style.set_property("color", &format!("var({name})"))?,
            }
            probe.append_child(&spot)?;
            spots.push(spot);
        }
        stage.append_child(&probe)?;
        let window = web_sys::window().ok_or("no window")?;
        let property = |element: &HtmlElement, name: &str| {
            let style = window.get_computed_style(element).ok().flatten();
            style
                .and_then(|style| style.get_property_value(name).ok())
                .unwrap_or_default()
        };
        let mut colours = spots.iter().map(|spot| property(spot, "color"));
        let mut next = || colours.next().unwrap_or_default();
        let mut palette = Self {
            paper: next(),
            ink: next(),
            muted: next(),
            stem: next(),
            leaf: next(),
            leaf_soft: next(),
            fills: [next(), next(), next(), next(), next()],
            rims: [next(), next(), next(), next(), next()],
            times: [next(), next(), next(), next(), next(), next()],
            by_time: false,
            family: property(stage, "font-family"),
        };
        if forced {
            palette.rims.fill(palette.ink.clone());
        }
        // A canvas lies on what the stage has behind it.
        let behind = property(stage, "background-color");
        if behind.starts_with("rgb(") || behind.starts_with("color(srgb ") {
            palette.paper = behind;
        }
        probe.remove();
        Ok(palette)
    }

    /// The same, with marks in the colours of their mediums.
    pub(super) fn by_medium(&self) -> Cow<'_, Self> {
        if !self.by_time {
            return Cow::Borrowed(self);
        }
        let mut palette = self.clone();
        palette.by_time = false;
        Cow::Owned(palette)
    }

    pub(super) fn fill(&self, medium: Medium) -> &str {
        &self.fills[medium as usize]
    }

    /// The colour of a sixth of the map's time.
    pub(super) fn time(&self, sixth: usize) -> &str {
        &self.times[sixth]
    }

    /// What tells a mark from the paper where its own colour is too near to it.
    pub(super) fn rim(&self, medium: Medium) -> &str {
        &self.rims[medium as usize]
    }
}

pub(super) fn element(document: &Document, name: &str) -> Result<HtmlElement, JsValue> {
    Ok(document.create_element(name)?.unchecked_into())
}
