//! A small lineage as a source of frames: the layered picture that the server drew, under a camera.

use lineage::draw::{Anchor, DrawList, LabelKind};
use lineage::layout::layered::Side;
use lineage::map::{Camera, Frame, FrameLabel, FrameMark, MapRecord, Standing, UNIT};
use lineage::picture::{draw_list, render_standalone};
use lineage::{PictureInput, map};

use super::paint::{Align, PictureLinks, Scaled, Text, Tone};
use super::standings::Standings;
use super::view::{Extent, Limits};

/// A unit takes so many pixels at the nearest.
const NEAREST: f64 = 6.0;

/// The height of letters, in units of the picture.
const LETTERS: f32 = 13.0;

/// A small lineage.
pub(super) struct Lineage {
    input: PictureInput,
    list: DrawList,
    standings: Vec<Standing>,
    of_links: Vec<Standing>,
}

impl Lineage {
    pub(super) fn new(input: PictureInput) -> Self {
        let list = draw_list(&input);
        Self {
            standings: Vec::new(),
            of_links: Vec::new(),
            list,
            input,
        }
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
        let record = self.input.records.get(index as usize)?;
        Some(&record.title)
    }

    /// Where a record is, as if the picture were a map.
    pub(super) fn record(&self, index: u32) -> Option<MapRecord> {
        let mark = self
            .list
            .marks
            .iter()
            .find(|mark| mark.record == index as usize)?;
        let step = |at: f32| (at * UNIT as f32).round() as i32;
        let record = self.input.records.get(mark.record)?;
        Some(MapRecord {
            index,
            size: 1,
            at: (step(mark.at.x), step(mark.at.y)),
            from: None,
            kind: map::Kind::Stem,
            medium: mark.medium,
            withdrawn: mark.withdrawn,
            more_sources: record.hidden_sources > 0,
            time: 0,
        })
    }

    /// Marks and, for hit testing, labels, in pixels of the view.
    pub(super) fn frame(&mut self, camera: &Camera, standings: &Standings, frame: &mut Frame) {
        frame.clear();
        self.standings.clear();
        let of = |record: usize| standings.of_index(record as u32);
        self.standings.extend((0..self.input.records.len()).map(of));
        if standings.focus.is_none() {
            // As the server drew it.
            let about = self.standings.get_mut(self.input.focus);
            about
                .into_iter()
                .filter(|standing| **standing != Standing::Hidden)
                .for_each(|standing| *standing = Standing::Focus);
        }
        self.stand_links(standings.focus.is_some());
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
            frame.marks.push(FrameMark {
                index: mark.record as u32,
                at: point(mark.at.x, mark.at.y),
                radius: mark.radius * air * scale,
                size: 1,
                medium: mark.medium,
                withdrawn: mark.withdrawn,
                more_sources: false,
                standing,
            });
        }
        for label in &self.list.labels {
            let bounds = &label.bounds;
            let middle = f32::midpoint(bounds.left, bounds.right);
            frame.labels.push(FrameLabel {
                index: label.record as u32,
                text: String::new(),
                at: point(middle, label.at.y),
                width: (bounds.right - bounds.left) * scale,
                standing: self.standings[label.record],
            });
        }
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

    /// The whole picture as a file of its own.
    pub(super) fn svg(&self) -> String {
        render_standalone(&self.input)
    }

    pub(super) fn links(&self) -> PictureLinks<'_> {
        PictureLinks {
            list: &self.list,
            standings: &self.of_links,
        }
    }

    /// Labels as they are painted.
    pub(super) fn texts(&self, camera: &Camera) -> Vec<Text<'_>> {
        let shown = |label: &&lineage::draw::DrawnLabel| {
            self.standings
                .get(label.record)
                .is_none_or(|standing| *standing != Standing::Hidden)
        };
        let text = |label: &'_ lineage::draw::DrawnLabel| {
            let place = (f64::from(label.at.x), f64::from(label.at.y));
            let (x, y) = super::view::pixel(camera, place);
            let withdrawn = self.input.records[label.record].withdrawn;
            let standing = self.standings.get(label.record);
            (
                x as f32,
                y as f32,
                withdrawn,
                standing == Some(&Standing::Dim),
            )
        };
        let labels = self.list.labels.iter().filter(shown);
        labels
            .map(|label| {
                let (x, y, withdrawn, dim) = text(label);
                let is_quiet = withdrawn || label.kind == LabelKind::Count;
                Text {
                    text: &label.text,
                    at: (x, y),
                    align: match label.anchor {
                        Anchor::Left => Align::Left,
                        Anchor::Middle => Align::Middle,
                        Anchor::Right => Align::Right,
                    },
                    size: LETTERS * camera.scale as f32,
                    bold: label.kind == LabelKind::Focus,
                    tone: if is_quiet { Tone::Muted } else { Tone::Ink },
                    dim,
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
mod tests {
    use lineage::picture::{PictureLink, PictureRecord, PictureSize};
    use lineage::{Medium, PictureInput};

    use super::*;
    use crate::engine::event::Focus;

    /// 0 was remixed by 1, the focus, and that by 2.
    fn three() -> Lineage {
        let record = |title: &str, time| PictureRecord {
            title: title.to_owned(),
            byline: String::new(),
            medium: Medium::Audio,
            withdrawn: false,
            href: String::new(),
            time,
            hidden_sources: 0,
            hidden_remixes: 0,
        };
        let link = |source, remix| PictureLink {
            source,
            remix,
            position: 0,
        };
        Lineage::new(PictureInput {
            records: vec![record("first", 0), record("focus", 1), record("last", 2)],
            links: vec![link(0, 1), link(1, 2)],
            focus: 1,
            title: String::new(),
            id: "l".to_owned(),
            size: PictureSize::Wide,
        })
    }

    fn standings_of(lineage: &mut Lineage, standings: &Standings) -> Vec<Standing> {
        let camera = lineage.limits().extent.fitted(800.0, 600.0, 0.0);
        let mut frame = Frame::default();
        lineage.frame(&camera, standings, &mut frame);
        frame.marks.sort_by_key(|mark| mark.index);
        frame.marks.iter().map(|mark| mark.standing).collect()
    }

    #[test]
    fn marks_and_labels_lie_where_the_camera_sees_the_picture() {
        let mut lineage = three();
        let extent = lineage.limits().extent;
        let (width, height) = (2.0 * extent.right, 2.0 * extent.bottom);
        let camera = extent.fitted(width, height, 0.0);
        let mut frame = Frame::default();
        lineage.frame(&camera, &Standings::default(), &mut frame);
        for (seen, drawn) in frame.marks.iter().zip(&lineage.list.marks) {
            assert!((seen.at.0 - 2.0 * drawn.at.x).abs() < 0.01);
            assert!((seen.at.1 - 2.0 * drawn.at.y).abs() < 0.01);
            assert_eq!(frame.hit(seen.at.0, seen.at.1, 0.0), Some(seen.index));
        }
        assert_eq!(lineage.texts(&camera).len(), frame.labels.len());
    }

    #[test]
    fn lines_stand_as_what_they_lead_to() {
        let mut lineage = three();
        let (plain, focus) = (Standing::Plain, Standing::Focus);
        let mut standings = Standings::default();
        assert_eq!(
            standings_of(&mut lineage, &standings),
            [plain, focus, plain]
        );
        assert_eq!(lineage.of_links, [plain; 2]);

        standings.focus = Some(Focus {
            index: 1,
            ancestors: [0].into(),
            descendants: [2].into(),
        });
        let (before, after) = (Standing::Ancestor, Standing::Descendant);
        assert_eq!(
            standings_of(&mut lineage, &standings),
            [before, focus, after]
        );
        let mut lines = lineage.of_links.clone();
        lines.sort();
        assert_eq!(lines, [before, after]);

        // A line to what a filter hides goes with it.
        standings.filter = Some([0, 1].into());
        assert_eq!(standings_of(&mut lineage, &standings), [before, focus]);
        assert!(lineage.of_links.contains(&Standing::Hidden));
    }
}
