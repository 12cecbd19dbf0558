//! A small lineage as a source of frames: the layered picture that the server drew, under a camera. Its records go by
//! their indexes on the map; inside here a record is its *place* in the picture.

use std::collections::HashMap;

use lineage::draw::{Anchor, DrawList, DrawnLabel, LabelKind};
use lineage::layout::layered::{Point, Side};
use lineage::map::{
    Camera, Collapsed, Frame, FrameLabel, FrameMark, FrameWedge, MapRecord, Standing, UNIT,
    render_picture_standalone,
};
use lineage::picture::draw_list;
use lineage::{PictureInput, PictureLink, PictureRecord, map};
use roaring::RoaringBitmap;

use super::paint::{Align, PictureLinks, Scaled, Text, Tone};
use super::standings::Standings;
use super::view::{Extent, Limits};

/// A unit takes so many pixels at the nearest.
const NEAREST: f64 = 6.0;

/// The height of letters, in units of the picture.
const LETTERS: f32 = 13.0;

/// Pixels that what a wedge says reaches up, and from there or from a larger mark to a title above it.
const WEDGE_TEXT: f32 = 14.0;
const ABOVE: f32 = 6.0;

/// A record of a picture, with what the map knows of it.
pub(crate) struct Placed {
    pub(crate) record: PictureRecord,
    /// Its index on the map.
    pub(crate) index: u32,
    /// When it was published, in steps of the slider.
    pub(crate) time: u16,
}

/// A small lineage.
pub(super) struct Lineage {
    input: PictureInput,
    list: DrawList,
    /// By place.
    indexes: Vec<u32>,
    times: Vec<u16>,
    places: HashMap<u32, usize>,
    collapsed: Vec<Collapsed>,
    /// Whether a record lies in a part that is folded away.
    folded: Vec<bool>,
    standings: Vec<Standing>,
    of_links: Vec<Standing>,
}

impl Lineage {
    /// `indexes` and `times` are those of the records of `input`.
    pub(super) fn new(input: PictureInput, indexes: Vec<u32>, times: Vec<u16>) -> Self {
        Self {
            list: draw_list(&input),
            places: indexes.iter().copied().zip(0..).collect(),
            folded: vec![false; input.records.len()],
            collapsed: Vec::new(),
            standings: Vec::new(),
            of_links: Vec::new(),
            indexes,
            times,
            input,
        }
    }

    /// The map was laid out anew: its records have other indexes.
    pub(super) fn set_indexes(&mut self, indexes: Vec<u32>) {
        self.places = indexes.iter().copied().zip(0..).collect();
        self.indexes = indexes;
        self.set_collapsed(Vec::new());
    }

    /// Adds what was published since, without moving what is there.
    pub(super) fn append(&mut self, records: Vec<Placed>, links: Vec<PictureLink>) {
        let first = self.input.records.len();
        for placed in records {
            self.places.insert(placed.index, self.indexes.len());
            self.indexes.push(placed.index);
            self.times.push(placed.time);
            self.input.records.push(placed.record);
        }
        self.input.links.extend(links);
        self.list.append(&self.input, first);
        let collapsed = std::mem::take(&mut self.collapsed);
        self.set_collapsed(collapsed);
    }

    pub(super) fn set_collapsed(&mut self, collapsed: Vec<Collapsed>) {
        let mut folded = vec![false; self.input.records.len()];
        let heads = collapsed.iter().filter_map(|part| self.place(part.index));
        for head in heads.collect::<Vec<_>>() {
            let mut next = vec![head];
            while let Some(at) = next.pop() {
                let primary = |link: &&PictureLink| link.source == at && link.position == 0;
                for link in self.input.links.iter().filter(primary) {
                    if !std::mem::replace(&mut folded[link.remix], true) {
                        next.push(link.remix);
                    }
                }
            }
        }
        self.folded = folded;
        self.collapsed = collapsed;
    }

    /// Tells what was withdrawn by now, by index on the map.
    pub(super) fn withdraw(&mut self, withdrawn: &RoaringBitmap) {
        for (record, index) in self.input.records.iter_mut().zip(&self.indexes) {
            record.withdrawn |= withdrawn.contains(*index);
        }
        for mark in &mut self.list.marks {
            mark.withdrawn |= self.input.records[mark.record].withdrawn;
        }
    }

    fn place(&self, index: u32) -> Option<usize> {
        self.places.get(&index).copied()
    }

    pub(super) fn limits(&self) -> Limits {
        Limits {
            extent: Extent {
                left: 0.0,
                top: 0.0,
                right: self.list.width.into(),
                bottom: self.list.height.into(),
            },
            nearest: NEAREST,
        }
    }

    pub(super) fn title(&self, index: u32) -> Option<&str> {
        Some(&self.input.records.get(self.place(index)?)?.title)
    }

    /// All that are drawn: index and where, in units of the picture.
    pub(super) fn drawn(&self) -> impl Iterator<Item = (u32, (f64, f64))> + '_ {
        let at = |at: lineage::layout::layered::Point| (at.x.into(), at.y.into());
        let marks = self.list.marks.iter();
        marks.map(move |mark| (self.indexes[mark.record], at(mark.at)))
    }

    /// Where a record is, as if the picture were a map.
    pub(super) fn record(&self, index: u32) -> Option<MapRecord> {
        let place = self.place(index)?;
        let mut marks = self.list.marks.iter();
        let mark = marks.find(|mark| mark.record == place)?;
        let step = |at: f32| (at * UNIT as f32).round() as i32;
        Some(MapRecord {
            index,
            size: 1,
            at: (step(mark.at.x), step(mark.at.y)),
            from: None,
            kind: map::Kind::Stem,
            medium: mark.medium,
            withdrawn: mark.withdrawn,
            more_sources: false,
            time: self.times[place],
        })
    }

    /// Marks, wedges and, for hit testing, labels, in pixels of the view.
    pub(super) fn frame(&mut self, camera: &Camera, standings: &Standings, frame: &mut Frame) {
        frame.clear();
        self.stand(standings);
        let scale = camera.scale as f32;
        let point = |x: f32, y: f32| {
            let (x, y) = super::view::pixel(camera, (x.into(), y.into()));
            (x as f32, y as f32)
        };
        for mark in &self.list.marks {
            let standing = self.standings[mark.record];
            if standing == Standing::Hidden {
                continue;
            }
            // Inside the ring of the focus, corners need some air.
            let is_cornered = mark.side == Side::Focus && mark.medium != lineage::Medium::Text;
            let air = if is_cornered { 0.87 } else { 1.0 };
            let mark = FrameMark {
                index: self.indexes[mark.record],
                at: point(mark.at.x, mark.at.y),
                radius: mark.radius * air * scale,
                size: 1,
                medium: mark.medium,
                withdrawn: mark.withdrawn,
                more_sources: false,
                time: self.times[mark.record],
                standing,
            };
            let mut parts = self.collapsed.iter();
            let part = parts.find(|part| part.index == mark.index);
            let wedge = part.map(|part| FrameWedge::new(part, mark.at, mark.radius));
            frame.wedges.extend(wedge);
            frame.marks.push(mark);
        }
        for label in self.list.labels.iter().filter(|label| self.is_read(label)) {
            let width = label.bounds.right - label.bounds.left;
            let (at, anchor) = self.read_at(label, scale);
            let middle = match anchor {
                Anchor::Left => at.x + width / 2.0,
                Anchor::Middle => at.x,
                Anchor::Right => at.x - width / 2.0,
            };
            frame.labels.push(FrameLabel {
                index: self.indexes[label.record],
                text: String::new(),
                at: point(middle, at.y),
                width: width * scale,
                standing: self.standings[label.record],
            });
        }
    }

    /// How each record and each link stands.
    fn stand(&mut self, standings: &Standings) {
        let of = |place: usize| {
            let is_late = standings.time.is_some_and(|time| self.times[place] > time);
            match is_late || self.folded[place] {
                true => Standing::Hidden,
                false => standings.of_index(self.indexes[place]),
            }
        };
        let mut all = std::mem::take(&mut self.standings);
        all.clear();
        all.extend((0..self.input.records.len()).map(of));
        self.standings = all;
        if standings.focus.is_none() {
            // As the server drew it.
            let about = self.standings.get_mut(self.input.focus);
            about
                .into_iter()
                .filter(|standing| **standing != Standing::Hidden)
                .for_each(|standing| *standing = Standing::Focus);
        }
        self.stand_links(standings.focus.is_some());
    }

    /// A line stands as what it leads to, seen from the focus.
    fn stand_links(&mut self, focused: bool) {
        let standings = &self.standings;
        let of = |link: &lineage::draw::DrawnLink| {
            let (source, remix) = (standings[link.source], standings[link.remix]);
            match (source, remix) {
                (Standing::Hidden, _) | (_, Standing::Hidden) => Standing::Hidden,
                _ if !focused => Standing::Plain,
                (Standing::Ancestor, Standing::Ancestor | Standing::Focus) => Standing::Ancestor,
                (Standing::Descendant | Standing::Focus, Standing::Descendant) => {
                    Standing::Descendant
                }
                _ => Standing::Dim,
            }
        };
        self.of_links.clear();
        self.of_links.extend(self.list.links.iter().map(of));
    }

    /// Whether a label says what is there: not of what is hidden, nor how many are gathered where they are folded.
    fn is_read(&self, label: &DrawnLabel) -> bool {
        let standing = self.standings.get(label.record);
        let is_folded = label.kind == LabelKind::Count
            && self
                .collapsed
                .iter()
                .any(|part| self.place(part.index) == Some(label.record));
        standing.is_none_or(|standing| *standing != Standing::Hidden) && !is_folded
    }

    /// Where a label stands under a camera of this scale: beside its record, and above where a wedge stands there.
    fn read_at(&self, label: &DrawnLabel, scale: f32) -> (Point, Anchor) {
        let index = self.indexes[label.record];
        let is_folded = self.collapsed.iter().any(|part| part.index == index);
        let mut marks = self.list.marks.iter();
        let mark = is_folded.then(|| marks.find(|mark| mark.record == label.record));
        match mark.flatten() {
            Some(mark) => {
                let up = (mark.radius * scale).max(WEDGE_TEXT) + ABOVE;
                let y = mark.at.y - up / scale;
                (Point { x: mark.at.x, y }, Anchor::Middle)
            }
            None => (label.at, label.anchor),
        }
    }

    /// What a camera sees, as a file of its own.
    pub(super) fn svg(&mut self, camera: &Camera, standings: &Standings) -> String {
        let mut frame = Frame::default();
        // In the picture's own units, in which its letters have their size.
        let plain = Camera {
            x: 0.0,
            y: 0.0,
            scale: 1.0,
            width: 0.0,
            height: 0.0,
        };
        self.frame(&plain, standings, &mut frame);
        let texts = self.list.labels.iter().filter(|label| self.is_read(label));
        for (label, drawn) in frame.labels.iter_mut().zip(texts) {
            label.text.clone_from(&drawn.text);
        }
        for wedge in &mut frame.wedges {
            wedge.radius /= camera.scale as f32;
        }
        let links = self.list.links.iter().zip(self.of_links.iter().copied());
        render_picture_standalone(&frame, links, camera, &self.input.title, |index| {
            let record = self.input.records.get(self.place(index)?)?;
            Some((String::new(), record.title.clone()))
        })
    }

    pub(super) fn links(&self) -> PictureLinks<'_> {
        PictureLinks {
            list: &self.list,
            standings: &self.of_links,
        }
    }

    /// Labels as they are painted.
    pub(super) fn texts(&self, camera: &Camera) -> Vec<Text<'_>> {
        let labels = self.list.labels.iter().filter(|label| self.is_read(label));
        labels
            .map(|label| {
                let (at, anchor) = self.read_at(label, camera.scale as f32);
                let place = (f64::from(at.x), f64::from(at.y));
                let (x, y) = super::view::pixel(camera, place);
                let withdrawn = self.input.records[label.record].withdrawn;
                let is_quiet = withdrawn || label.kind == LabelKind::Count;
                Text {
                    text: &label.text,
                    at: (x as f32, y as f32),
                    align: match anchor {
                        Anchor::Left => Align::Left,
                        Anchor::Middle => Align::Middle,
                        Anchor::Right => Align::Right,
                    },
                    size: LETTERS * camera.scale as f32,
                    bold: label.kind == LabelKind::Focus,
                    tone: if is_quiet { Tone::Muted } else { Tone::Ink },
                    dim: self.standings.get(label.record) == Some(&Standing::Dim),
                }
            })
            .collect()
    }

    /// What is painted beside the frame's marks.
    pub(super) fn scaled<'a>(&'a self, labels: &'a [Text<'a>]) -> Scaled<'a> {
        Scaled {
            links: self.links(),
            labels,
        }
    }
}

#[cfg(test)]
#[path = "lineage_tests.rs"]
mod tests;
