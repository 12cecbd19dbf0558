//! Links beside the primary ones, which the map shows of what is focused or selected.

use lineage::map::{Bow, Collapsed, Standing, UNIT};
use serde::Deserialize;

use super::state::{Source, State};
use super::view;

/// A link beside the primary ones, between places in `UNIT`ths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct SecondaryLink {
    source: u32,
    source_at: (i32, i32),
    remix: u32,
    remix_at: (i32, i32),
    /// When the remix was published, in steps of the slider.
    time: u16,
}

/// Links beside the primary ones to draw.
#[derive(Debug, Default)]
pub(super) struct SecondaryLinks {
    pub(super) of_focus: Vec<SecondaryLink>,
    pub(super) of_selection: Vec<SecondaryLink>,
}

impl SecondaryLinks {
    pub(super) fn links(&self) -> impl Iterator<Item = &SecondaryLink> {
        self.of_focus.iter().chain(&self.of_selection)
    }
}

impl State {
    /// The links beside the primary ones that come into view, of which both ends are shown.
    pub(super) fn secondary_lines(&self) -> Vec<Bow> {
        let collapsed: &[Collapsed] = match &self.source {
            Source::Map(map) => &map.collapsed,
            Source::Lineage(_) => &[],
        };
        let is_folded = |index: u32| {
            let inside = |part: &Collapsed| {
                index > part.index && index < part.index.saturating_add(part.size)
            };
            collapsed.iter().any(inside)
        };
        let is_shown =
            |index: u32| self.standings.of_index(index) != Standing::Hidden && !is_folded(index);
        let pixel = |(x, y): (i32, i32)| {
            let units = |at: i32| f64::from(at) / f64::from(UNIT);
            view::pixel(&self.framed, (units(x), units(y)))
        };
        let mut lines = Vec::new();
        for link in self.secondary.links() {
            let is_late = self.standings.time.is_some_and(|time| link.time > time);
            if is_late || !is_shown(link.source) || !is_shown(link.remix) {
                continue;
            }
            let ends = (pixel(link.source_at), pixel(link.remix_at));
            lines.extend(Bow::within(
                ends.0,
                ends.1,
                (self.framed.width, self.framed.height),
            ));
        }
        lines
    }
}
