//! The map as a source of frames: tiles and titles at hand, and what is missing.

use std::collections::HashMap;

use lineage::map::{
    Bounds, Camera, Collapsed, Delta, Frame, Grid, Look, MapRecord, Scene, Tile, TileKey, UNIT,
};

use roaring::RoaringBitmap;

use super::event::Named;
use super::info::MapInfo;
use super::queue::Queue;
use super::standings::Standings;
use super::view::{Extent, Limits};

/// Pixels that a unit takes at the nearest: a mark on which nothing hangs is then as large as any.
const NEAREST: f64 = 80.0;

/// Titles held, beside those of tiles in view.
const TITLES: usize = 40_000;

/// Levels of which the small map shows what is at hand.
const OVERVIEW: u8 = 1;

/// What is asked of the server.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Job {
    Records(TileKey),
    Titles(TileKey),
}

impl Job {
    /// The coarse come first, and titles soon after the records they belong to.
    fn rank(self) -> u32 {
        match self {
            Self::Records(key) => u32::from(key.level) * 2,
            Self::Titles(key) => u32::from(key.level) * 2 + 3,
        }
    }

    /// Where it is to be had.
    pub(super) fn path(self, epoch: &str) -> String {
        let (what, key) = match self {
            Self::Records(key) => ("tiles", key),
            Self::Titles(key) => ("labels", key),
        };
        let TileKey { level, x, y } = key;
        format!("/api/v1/map/{epoch}/{what}/{level}/{x}/{y}")
    }
}

/// What of the map is at hand.
pub(super) struct MapSource {
    pub(super) scene: Scene,
    /// The coarsest tiles once more, for the map in the corner: labels and memory follow the large view.
    overview: Scene,
    pub(super) epoch: String,
    pub(super) queue: Queue<Job>,
    pub(super) collapsed: Vec<Collapsed>,
    /// Whether the server has laid the map out anew: nothing more of this one is to be had.
    pub(super) stale: bool,
    /// What was withdrawn, also since the tiles were made.
    withdrawn: RoaringBitmap,
    /// Records shown at every level: what is filtered, selected, focused.
    named: [Vec<MapRecord>; 4],
    titles: HashMap<u32, String>,
    /// Tiles whose titles came, with whose they are.
    titled: HashMap<TileKey, Vec<u32>>,
    bounds: Bounds,
}

impl MapSource {
    pub(super) fn new(info: &MapInfo) -> Self {
        Self {
            scene: Scene::new(Grid::from(info.grid)),
            overview: Scene::new(Grid::from(info.grid)),
            epoch: info.epoch.clone(),
            queue: Queue::default(),
            collapsed: Vec::new(),
            stale: false,
            withdrawn: RoaringBitmap::new(),
            named: Default::default(),
            titles: HashMap::new(),
            titled: HashMap::new(),
            bounds: info.bounds.into(),
        }
    }

    pub(super) fn limits(&self) -> Limits {
        Limits {
            extent: extent(&self.bounds),
            nearest: NEAREST,
        }
    }

    /// What a camera needs, the most needed first.
    pub(super) fn needed(&self, camera: &Camera) -> Vec<Job> {
        if self.stale {
            return Vec::new();
        }
        let records = self.scene.needed(camera).into_iter().map(Job::Records);
        let untitled = |key: &TileKey| self.scene.has(*key) && !self.titled.contains_key(key);
        let titles = self.in_view(camera).into_iter().filter(untitled);
        let mut needed: Vec<Job> = records.chain(titles.map(Job::Titles)).collect();
        needed.sort_by_key(|job| job.rank());
        needed
    }

    fn in_view(&self, camera: &Camera) -> Vec<TileKey> {
        let grid = self.scene.grid();
        let view = self.scene.view(camera);
        (0..=self.scene.level(camera))
            .flat_map(|level| grid.tiles(level, &view))
            .collect()
    }

    pub(super) fn tile_arrived(&mut self, key: TileKey, mut tile: Tile) {
        for record in &mut tile.records {
            record.withdrawn |= self.withdrawn.contains(record.index);
        }
        self.queue.arrived(Job::Records(key));
        if tile.records.is_empty() {
            // There is nothing to ask the titles of.
            self.titled.entry(key).or_default();
        }
        if key.level <= OVERVIEW {
            self.overview.insert(key, tile.clone());
        }
        self.scene.insert(key, tile);
    }

    pub(super) fn titles_arrived(
        &mut self,
        key: TileKey,
        titles: Vec<(u32, String)>,
        camera: &Camera,
    ) {
        self.queue.arrived(Job::Titles(key));
        if self.titles.len() > TITLES {
            self.forget_titles(camera);
        }
        let whose = titles.iter().map(|(index, _)| *index).collect();
        self.titled.insert(key, whose);
        self.titles.extend(titles);
    }

    /// Lets go of the titles of tiles out of view.
    fn forget_titles(&mut self, camera: &Camera) {
        let in_view = self.in_view(camera);
        let titles = &mut self.titles;
        self.titled.retain(|key, whose| {
            let stays = in_view.contains(key);
            if !stays {
                for index in whose {
                    titles.remove(index);
                }
            }
            stays
        });
    }

    pub(super) fn append(&mut self, delta: Delta, titles: Vec<(u32, String)>) {
        self.overview.append(delta.clone());
        self.scene.append(delta);
        self.scene.withdraw(|index| self.withdrawn.contains(index));
        self.titles.extend(titles);
    }

    /// Shows these records at every level, in place of those named so before.
    pub(super) fn name(&mut self, why: Named, records: Vec<MapRecord>) {
        self.named[why as usize] = records;
        for scene in [&mut self.scene, &mut self.overview] {
            scene.set_named(self.named.concat());
        }
    }

    /// Tells what was withdrawn by now.
    pub(super) fn withdraw(&mut self, withdrawn: RoaringBitmap) {
        self.withdrawn = withdrawn;
        for scene in [&mut self.scene, &mut self.overview] {
            scene.withdraw(|index| self.withdrawn.contains(index));
        }
    }

    pub(super) fn title(&self, index: u32) -> Option<&str> {
        self.titles.get(&index).map(String::as_str)
    }

    /// What a view sees, and what lies round it as far as the wider camera sees.
    pub(super) fn frame(
        &mut self,
        (view, wide): (&Camera, &Camera),
        standings: &Standings,
        hover: Option<u32>,
        frame: &mut Frame,
    ) {
        let titles = &self.titles;
        let title = |index: u32| titles.get(&index).map(String::as_str);
        let first = standings.first(hover);
        let flow = |index: u32| standings.flow.get(&index).copied();
        let look = Look {
            collapsed: &self.collapsed,
            first: &first,
            narrowed: standings.filter.is_some(),
            flow: &flow,
            ..Look::new(|record: &MapRecord, _| standings.of(record), &title)
        };
        self.scene.frame_round(view, wide, &look, frame);
    }

    /// What a small camera sees of everything, without titles.
    pub(super) fn small(&mut self, camera: &Camera, standings: &Standings, frame: &mut Frame) {
        let look = Look::new(|record: &MapRecord, _| standings.of(record), &|_| None);
        self.overview.frame(camera, &look, frame);
    }

    /// Whether there is something to draw.
    pub(super) fn has_begun(&self) -> bool {
        self.scene.has(TileKey {
            level: 0,
            x: 0,
            y: 0,
        })
    }
}

/// A box in units of the map.
pub(super) fn extent(bounds: &Bounds) -> Extent {
    let units = |at: i32| f64::from(at) / f64::from(UNIT);
    Extent {
        left: units(bounds.left),
        top: units(bounds.top),
        right: units(bounds.right),
        bottom: units(bounds.bottom),
    }
}
