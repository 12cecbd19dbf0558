//! What the map is, in numbers.

use super::{LiveMap, titles};
use crate::Timestamp;
use domain::Medium;
use lineage::map::{Bounds, Grid};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::sync::Arc;

/// See the module; as JSON it is what the API answers and the page holds. All but `records`, `bounds`, `grid`, `from`, `to` and `months` counts the appended records too.
#[derive(Clone, Debug)]
pub struct MapInfo {
    /// Names the places and indexes, which are the same as long as it is.
    pub epoch: Arc<str>,
    /// Records laid out together.
    pub records: u32,
    /// Records appended since.
    pub new: u32,
    /// Links between records.
    pub links: u64,
    /// Records without sources that others remixed.
    pub roots: u32,
    /// Records without any link.
    pub singles: u32,
    /// Records with more than one source.
    pub several_sources: u32,
    /// Records that nobody remixed.
    pub never_remixed: u32,
    /// Tombstones.
    pub withdrawn: u32,
    /// The box around the records laid out.
    pub bounds: Bounds,
    /// Its squares.
    pub grid: Grid,
    /// When the first of the records laid out was published; `None` where there is none.
    pub from: Option<Timestamp>,
    /// When the last of them was.
    pub to: Option<Timestamp>,
    /// How many records are of each medium.
    pub mediums: [(Medium, u32); 5],
    /// How many of the records laid out were published in each 64th of the time from the first to the last.
    pub months: [u32; 64],
}

impl LiveMap {
    /// `None` until it is laid out.
    #[must_use]
    pub fn info(&self) -> Option<MapInfo> {
        let links = self.lineage.size().1 as u64;
        let held = self.read();
        let laid = held.laid.as_ref()?;
        let totals = held.columns.totals();
        let (from, to) = laid.times;
        let time = |time| (laid.base > 0).then_some(Timestamp(time));
        Some(MapInfo {
            epoch: Arc::clone(&laid.epoch),
            records: laid.len() - laid.new_len(),
            new: laid.new_len(),
            links,
            roots: totals.roots,
            singles: totals.singles,
            several_sources: totals.several_sources,
            never_remixed: totals.never_remixed,
            withdrawn: held.columns.withdrawn().len() as u32,
            bounds: laid.map.bounds(),
            grid: laid.map.grid(),
            from: time(from),
            to: time(to),
            mediums: titles::by_medium(&totals.mediums),
            months: laid.slices,
        })
    }
}

impl Serialize for MapInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("epoch", &*self.epoch)?;
        map.serialize_entry("records", &self.records)?;
        map.serialize_entry("new", &self.new)?;
        map.serialize_entry("links", &self.links)?;
        map.serialize_entry("roots", &self.roots)?;
        map.serialize_entry("singles", &self.singles)?;
        map.serialize_entry("several_sources", &self.several_sources)?;
        map.serialize_entry("never_remixed", &self.never_remixed)?;
        map.serialize_entry("withdrawn", &self.withdrawn)?;
        let Bounds {
            left,
            top,
            right,
            bottom,
        } = self.bounds;
        let bounds = [
            ("left", left),
            ("top", top),
            ("right", right),
            ("bottom", bottom),
        ];
        map.serialize_entry("bounds", &Fields(&bounds))?;
        let grid = [
            ("left", self.grid.left),
            ("top", self.grid.top),
            ("span", self.grid.span),
            ("levels", i32::from(self.grid.levels)),
        ];
        map.serialize_entry("grid", &Fields(&grid))?;
        let time = [
            ("from", self.from.map(Timestamp::rfc3339)),
            ("to", self.to.map(Timestamp::rfc3339)),
        ];
        map.serialize_entry("time", &Fields(&time))?;
        let mediums = self.mediums.map(|(medium, count)| (medium.as_str(), count));
        map.serialize_entry("mediums", &Fields(&mediums))?;
        map.serialize_entry("months", &self.months[..])?;
        map.end()
    }
}

/// Names and values, in their order.
struct Fields<'a, T>(&'a [(&'static str, T)]);

impl<T: Serialize> Serialize for Fields<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
