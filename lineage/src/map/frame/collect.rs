//! What of a scene is in view.

use super::camera::Lens;
use super::scene::{Scene, Sight};
use super::{
    Camera, Collapsed, Frame, FrameLink, FrameMark, FrameWedge, LinkShape, Look, Standing, weights,
};
use crate::map::{Bounds, Kind, MapRecord, TileKey};

/// Marks in a view, at most.
pub(super) const MOST: usize = 6000;

/// Marks are at most so many pixels in radius, their rim included.
const RADIUS: f64 = 24.0;

/// Appended records that show however small they are: the newest.
const NEWEST: usize = 256;

/// Pixels between rows from which on the way from one to the next is drawn.
const ROWS: f32 = 7.0;

/// Pixels up to which the line from a petal to its source is drawn.
const PETAL_LINE: f32 = 500.0;

/// Pixels to a unit from which on all of them show.
const NEAR: f64 = 1.6;

/// The standings that show.
const STANDINGS: usize = 6;

/// Room that is used again for every frame.
#[derive(Debug, Clone, Default)]
pub(super) struct Collector {
    links: [Vec<FrameLink>; STANDINGS],
    marks: [Vec<FrameMark>; STANDINGS],
    collapsed: Vec<Collapsed>,
    /// Which of the scene's named records a tile in view has.
    met: Vec<bool>,
    count: usize,
    most: usize,
}

/// What stays the same for all records of a frame.
struct Eye<'a, 'b, F> {
    lens: Lens,
    /// Where marks are seen.
    near: Bounds,
    /// Where links may be seen.
    wide: Bounds,
    corner: f32,
    look: &'a Look<'b, F>,
}

impl Collector {
    pub(super) fn collect<F>(
        &mut self,
        scene: &mut Scene,
        sight: &Sight,
        look: &Look<F>,
        frame: &mut Frame,
    ) where
        F: Fn(&MapRecord, u32) -> Standing,
    {
        let camera = &sight.wide;
        let lens = Lens::new(camera);
        let corner = weights::corner(lens.scale);
        let eye = Eye {
            lens,
            near: camera.bounds(RADIUS),
            wide: camera.bounds(RADIUS + 2.0 * f64::from(corner)),
            corner,
            look,
        };
        self.outermost(look.collapsed);
        self.count = 0;
        self.most = (MOST as f64 * sight.room) as usize;
        let level = fitting(scene, &sight.view);
        scene.see(&eye.near, level);
        let deepest = TileKey {
            level,
            x: u32::MAX,
            y: u32::MAX,
        };
        self.met.clear();
        self.met.resize(scene.named.len(), false);
        for held in scene.tiles.range(..=deepest).map(|(_, held)| held) {
            if held.reach.meets(&eye.wide) {
                for record in &held.tile.records {
                    self.meet(&scene.named, record.index);
                    self.record(&eye, record, None, frame);
                }
            }
        }
        self.named(&eye, &scene.named, frame);
        let newest = scene.new.len().saturating_sub(NEWEST);
        let are_seen = camera.scale >= NEAR || look.narrowed;
        for (at, (record, anchor)) in scene.new.iter().enumerate() {
            if are_seen || at >= newest || record.size > 1 {
                self.record(&eye, record, Some(*anchor), frame);
            }
        }
        // Heavy records were met first; painted last, they lie on top.
        for (links, marks) in self.links.iter_mut().zip(&mut self.marks) {
            frame.links.extend(links.drain(..).rev());
            frame.marks.extend(marks.drain(..).rev());
        }
    }

    /// Notes that a record comes with a tile.
    fn meet(&mut self, named: &[MapRecord], index: u32) {
        if !named.is_empty()
            && let Ok(at) = named.binary_search_by_key(&index, |record| record.index)
        {
            self.met[at] = true;
        }
    }

    /// The records that show at every level, without those that came with tiles.
    fn named<F>(&mut self, eye: &Eye<F>, named: &[MapRecord], frame: &mut Frame)
    where
        F: Fn(&MapRecord, u32) -> Standing,
    {
        self.most += named.len();
        let met = std::mem::take(&mut self.met);
        for (record, _) in named.iter().zip(&met).filter(|(_, met)| !**met) {
            self.record(eye, record, None, frame);
        }
        self.met = met;
    }

    /// The collapsed parts that are in no other, ascending.
    fn outermost(&mut self, collapsed: &[Collapsed]) {
        self.collapsed.clear();
        self.collapsed.extend_from_slice(collapsed);
        let by_place = |part: &Collapsed| (part.index, std::cmp::Reverse(part.size));
        self.collapsed.sort_unstable_by_key(by_place);
        let mut end = 0;
        self.collapsed.retain(|part| {
            let is_outside = part.index >= end;
            if is_outside {
                end = part.index.saturating_add(part.size.max(1));
            }
            is_outside
        });
    }

    /// The collapsed part in which a record is, or at whose head it is.
    fn part(&self, index: u32) -> Option<&Collapsed> {
        let after = self.collapsed.partition_point(|part| part.index <= index);
        let part = self.collapsed.get(after.checked_sub(1)?)?;
        (index - part.index < part.size.max(1)).then_some(part)
    }

    fn record<F>(
        &mut self,
        eye: &Eye<F>,
        record: &MapRecord,
        anchor: Option<u32>,
        frame: &mut Frame,
    ) where
        F: Fn(&MapRecord, u32) -> Standing,
    {
        let is_seen = eye.near.holds(record.at);
        // A petal's line only hints at where it belongs; long ones would fill the middle of a large blossom. What is
        // in view does not decide, else lines would come and go where a moving view comes to rest.
        let has_line = |from| {
            record.kind != Kind::Petal
                || eye.length(from, record.at) <= PETAL_LINE
                || (eye.look.flow)(record.index).is_some()
        };
        let crosses = record
            .from
            .filter(|from| has_line(*from))
            .is_some_and(|from| {
                let (x, y) = record.at;
                let line = Bounds {
                    left: x.min(from.0),
                    top: y.min(from.1),
                    right: x.max(from.0),
                    bottom: y.max(from.1),
                };
                line.meets(&eye.wide)
            });
        if self.count >= self.most || !(is_seen || crosses) {
            return;
        }
        let mut wedge = None;
        if !self.collapsed.is_empty() {
            let place = anchor.unwrap_or(record.index);
            wedge = self.part(place).copied();
            let is_head = wedge.is_some_and(|part| part.index == record.index);
            if wedge.is_some() && !is_head {
                return;
            }
        }
        let standing = (eye.look.standing)(record, anchor.unwrap_or(record.index));
        let Some(bucket) = (standing as usize).checked_sub(1) else {
            return;
        };
        if crosses && let Some(link) = eye.link(record, standing) {
            self.links[bucket].push(link);
        }
        if is_seen {
            self.count += 1;
            let mark = eye.mark(record, standing);
            self.marks[bucket].push(mark);
            let wedge = wedge.map(|part| FrameWedge::new(&part, mark.at, mark.radius));
            frame.wedges.extend(wedge);
        }
    }
}

impl<F> Eye<'_, '_, F> {
    /// How far apart two places are, in pixels.
    fn length(&self, from: (i32, i32), to: (i32, i32)) -> f32 {
        let (from, to) = (self.lens.point(from), self.lens.point(to));
        (to.0 - from.0).hypot(to.1 - from.1)
    }

    fn mark(&self, record: &MapRecord, standing: Standing) -> FrameMark {
        FrameMark {
            index: record.index,
            at: self.lens.point(record.at),
            radius: weights::radius(record, self.lens.scale),
            size: record.size,
            medium: record.medium,
            withdrawn: record.withdrawn,
            more_sources: record.more_sources,
            time: record.time,
            standing,
        }
    }

    fn link(&self, record: &MapRecord, standing: Standing) -> Option<FrameLink> {
        let shape = match record.kind {
            Kind::Root | Kind::Single => return None,
            Kind::Stem | Kind::Petal | Kind::Twig => LinkShape::Line,
            Kind::Branch => LinkShape::Elbow,
            Kind::Wrap => LinkShape::Wrap,
        };
        let flow = (self.look.flow)(record.index).map(weights::flow);
        let width = flow.or_else(|| weights::width(record, self.lens.scale))?;
        let slants = shape == LinkShape::Line;
        let (from, to) = self.lens.line(record.from?, record.at, slants);
        let (wide, high) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        // Rows that close are read as lines of a text are.
        let is_said = shape == LinkShape::Wrap && high < ROWS;
        if wide + high < 1.0 || is_said {
            return None;
        }
        Some(FrameLink {
            index: record.index,
            from,
            to,
            width,
            shape,
            corner: self.corner,
            faint: record.kind == Kind::Petal && flow.is_none(),
            standing,
        })
    }
}

/// The deepest level down to which the records in view are not too many.
fn fitting(scene: &Scene, camera: &Camera) -> u8 {
    let deepest = scene.level(camera);
    let view = camera.bounds(RADIUS);
    let mut count = 0.0;
    for (key, held) in &scene.tiles {
        if key.level > deepest {
            break;
        }
        let bounds = scene.grid.bounds(*key);
        if !bounds.meets(&view) {
            continue;
        }
        count += bounds.part_in(&view) * held.tile.records.len() as f64;
        if count > MOST as f64 {
            return key.level.saturating_sub(1);
        }
    }
    deepest
}

impl Bounds {
    fn holds(&self, (x, y): (i32, i32)) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    /// The part of this box that is in another.
    fn part_in(&self, other: &Self) -> f64 {
        let along = |from: i32, to: i32, other_from: i32, other_to: i32| {
            let whole = f64::from(to) - f64::from(from);
            let shared = f64::from(to.min(other_to)) - f64::from(from.max(other_from));
            if whole > 0.0 {
                (shared / whole).clamp(0.0, 1.0)
            } else {
                1.0
            }
        };
        along(self.left, self.right, other.left, other.right)
            * along(self.top, self.bottom, other.top, other.bottom)
    }
}
