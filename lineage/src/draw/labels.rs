//! Labels: the most telling first, each where it covers nothing, shortened if
//! that helps, and left out if nothing does.

use super::grid::{Grid, Obstacle};
use super::stub::{STUB, stubs};
use super::text;
use super::{Anchor, DrawnLabel, DrawnLink, DrawnMark, LabelKind, Rect};
use crate::layout::layered::{Gathering, Layout, Place, Point, Side};
use crate::picture::{PictureInput, PictureSize};

/// How far the focus's ring stands off its mark.
const RING: f32 = 6.0;

/// What a label beyond the end of a lane may take, if there is room.
const LONGEST: f32 = 210.0;

/// Between two labels in a row.
const BETWEEN: f32 = 6.0;

/// Above and below the baseline.
const ASCENT: f32 = 12.0;
const DESCENT: f32 = 4.0;

pub(super) fn place(
    input: &PictureInput,
    layout: &Layout,
    links: &[DrawnLink],
    marks: &[DrawnMark],
) -> Vec<DrawnLabel> {
    let mut grid = Grid::new(layout.width, layout.height);
    for mark in marks {
        let ring = if mark.side == Side::Focus { RING } else { 1.5 };
        grid.add(Rect::around(mark.at, mark.radius + ring), Obstacle::Solid);
    }
    for link in links {
        for rect in link.path.boxes(link.width + 2.0) {
            grid.add(rect, Obstacle::Line);
        }
    }
    let widths = match input.size {
        PictureSize::Wide => [150.0, 112.0, 84.0],
        PictureSize::Compact => [112.0, 84.0, 66.0],
    };
    let mut placer = Placer {
        input,
        layout,
        grid,
        labels: Vec::new(),
    };
    for record in by_worth(layout) {
        if let Some(place) = &layout.places[record] {
            placer.title(record, place, widths);
        }
    }
    for gathering in &layout.gatherings {
        placer.count(gathering);
    }
    placer.labels
}

/// Records that may get a label: the focus, then the nearest, then those on
/// which most hangs.
fn by_worth(layout: &Layout) -> Vec<usize> {
    let places = || layout.places.iter().enumerate();
    let focus = places().find_map(|(_, place)| place.filter(|p| p.side == Side::Focus));
    let focus = focus.map_or(0.0, |place| place.at.x);
    let mut records: Vec<(usize, &Place)> = places()
        .filter_map(|(record, place)| Some((record, place.as_ref()?)))
        .filter(|(_, place)| !place.gathered)
        .collect();
    records.sort_by_key(|(_, place)| {
        let away = (place.at.x - focus).abs() as u32;
        (
            place.side != Side::Focus,
            away,
            std::cmp::Reverse(place.weight),
        )
    });
    records.into_iter().map(|(record, _)| record).collect()
}

struct Placer<'a> {
    input: &'a PictureInput,
    layout: &'a Layout,
    grid: Grid,
    labels: Vec<DrawnLabel>,
}

/// A spot for a label: its anchor and which way it extends.
type Spot = (Point, Anchor);

impl Placer<'_> {
    fn title(&mut self, record: usize, place: &Place, widths: [f32; 3]) {
        let is_focus = place.side == Side::Focus;
        let kind = if is_focus {
            LabelKind::Focus
        } else {
            LabelKind::Title
        };
        let title = text::shown(&self.input.records[record].title);
        let hidden = &self.input.records[record];
        let spots = spots(place, stubs(place, hidden));
        // Beyond the end of a lane there may be room for more.
        if !is_focus && place.ends != [false; 2] {
            let longer = text::shorten(&title, LONGEST);
            if self.put(record, &longer, kind, &spots[..1], 0) {
                return;
            }
        }
        // The focus may lie over lines, in its halo; others may not.
        let most_lines: &[u32] = if is_focus { &[0, u32::MAX] } else { &[0] };
        let wider = if is_focus { 1.4 } else { 1.0 };
        for &lines in most_lines {
            let mut last = String::new();
            for most in widths {
                let shortened = text::shorten(&title, most * wider);
                // What says less than half of the title says too little.
                let says = 2 * shortened.chars().count();
                let too_little = most == widths[2] && says < title.chars().count();
                if shortened == last || (too_little && !is_focus) {
                    continue;
                }
                if self.put(record, &shortened, kind, &spots, lines) {
                    return;
                }
                last = shortened;
            }
        }
    }

    /// Says how many are gathered, those not drawn included.
    fn count(&mut self, gathering: &Gathering) {
        let record = &self.input.records[gathering.record];
        let (hidden, what) = match gathering.side {
            Side::Ancestor => (record.hidden_sources, "more sources"),
            _ => (record.hidden_remixes, "more remixes"),
        };
        let count = gathering.count + hidden;
        if count < 5 {
            return;
        }
        let beyond = Place {
            at: gathering.centre,
            radius: gathering.radius,
            reach: gathering.radius,
            side: gathering.side,
            gathered: true,
            ends: [
                gathering.side == Side::Ancestor,
                gathering.side == Side::Descendant,
            ],
            weight: 0,
        };
        let text = format!("{count} {what}");
        let spots = spots(&beyond, [false; 2]);
        self.put(gathering.record, &text, LabelKind::Count, &spots, 0);
    }

    fn put(
        &mut self,
        record: usize,
        text: &str,
        kind: LabelKind,
        spots: &[Spot],
        most_lines: u32,
    ) -> bool {
        let bold = if kind == LabelKind::Focus { 1.08 } else { 1.0 };
        let width = text::width(text) * bold;
        for &(at, anchor) in spots {
            let left = match anchor {
                Anchor::Left => at.x,
                Anchor::Middle => at.x - width / 2.0,
                Anchor::Right => at.x - width,
            };
            // Near the edge, a label in the middle moves inward.
            let most = (self.layout.width - width - 4.0).max(4.0);
            let shift = if anchor == Anchor::Middle {
                left.clamp(4.0, most) - left
            } else {
                0.0
            };
            let bounds = Rect {
                left: left + shift,
                top: at.y - ASCENT,
                right: left + shift + width,
                bottom: at.y + DESCENT,
            };
            if !self.is_inside(&bounds) {
                continue;
            }
            let (solid, lines) = self.grid.hits(&bounds);
            if solid || lines > most_lines {
                continue;
            }
            let spaced = Rect {
                left: bounds.left - BETWEEN,
                right: bounds.right + BETWEEN,
                ..bounds
            };
            self.grid.add(spaced, Obstacle::Solid);
            self.labels.push(DrawnLabel {
                record,
                text: text.to_owned(),
                at: Point {
                    x: at.x + shift,
                    y: at.y,
                },
                anchor,
                kind,
                rtl: text::is_rtl(text),
                bounds,
            });
            return true;
        }
        false
    }

    fn is_inside(&self, bounds: &Rect) -> bool {
        bounds.left >= 3.0
            && bounds.top >= 2.0
            && bounds.right <= self.layout.width - 3.0
            && bounds.bottom <= self.layout.height - 2.0
    }
}

/// The spots around a mark, the best first: beyond the end of its lane, then
/// above and below.
fn spots(place: &Place, stubs: [bool; 2]) -> Vec<Spot> {
    let Point { x, y } = place.at;
    let ring = if place.side == Side::Focus { RING } else { 0.0 };
    let r = (place.radius + ring).max(place.reach);
    let (above, below, beside) = (y - r - DESCENT - 4.0, y + r + ASCENT + 3.0, y + 4.5);
    let at = |x: f32, y: f32, anchor| (Point { x, y }, anchor);
    let [is_first, is_last] = place.ends;
    let beyond = stubs.map(|stub| if stub { r + 7.0 + STUB } else { r + 7.0 });
    let left = is_first.then_some(at(x - beyond[0], beside, Anchor::Right));
    let right = is_last.then_some(at(x + beyond[1], beside, Anchor::Left));
    let around = [
        at(x, above, Anchor::Middle),
        at(x, below, Anchor::Middle),
        at(x + 5.0, above, Anchor::Left),
        at(x + 5.0, below, Anchor::Left),
        at(x - 5.0, above, Anchor::Right),
        at(x - 5.0, below, Anchor::Right),
    ];
    let beyond = right.into_iter().chain(left);
    if place.gathered || (is_first && is_last) {
        around.into_iter().chain(beyond).collect()
    } else {
        beyond.chain(around).collect()
    }
}
