//! What the engine tells the interface.

use roaring::RoaringBitmap;

/// The record that everything is shown in relation to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Focus {
    pub(crate) index: u32,
    /// What it came from, over all links.
    pub(crate) ancestors: RoaringBitmap,
    /// What came from it, over all links.
    pub(crate) descendants: RoaringBitmap,
}

/// Why records are shown however little hangs on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Filtered,
    Selected,
    Focused,
    Flowing,
}

/// What happened. Heard after the engine has done its part, so that all its methods may be called.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// The pointer rests on a record, or on none any more.
    Hover(Option<u32>),
    /// A record was chosen; `add` to what is selected (shift, ctrl, or a long press).
    Pick { index: u32, add: bool },
    /// A record was chosen twice in a row.
    Refocus(u32),
    /// A click beside every record.
    Background,
    /// The view came to rest.
    CameraSettled,
    /// A lasso was closed: its corners in units of the map; `add` to what is selected.
    Lasso { corners: Vec<(f64, f64)>, add: bool },
    /// How much of what is in view could not be had: that changed, or all else has come.
    Tiles { failed: usize },
    /// Image records shown large whose picture is not at hand; see [`super::Engine::set_thumbnail`].
    Near(Vec<u32>),
    /// The map was laid out anew: the page should be loaded again.
    Stale,
    /// The page's colours are others now.
    Recoloured,
    /// A frame was drawn.
    Drawn,
}
