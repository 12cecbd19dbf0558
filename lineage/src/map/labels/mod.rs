//! Titles: the most telling first, each above its mark where it covers no other and no large mark.

use std::collections::HashMap;

use super::frame::{Camera, Frame, FrameLabel, FrameMark, FrameWedge, Look, Standing};
use crate::draw::{Rect, text};

mod marks;

use marks::Marks;

/// Labels in a view, at most, and marks that are tried for one.
const MOST: usize = 60;
const TRIED: usize = 300;

/// Pixels that a title may take: about 26 characters; that of what is focused or pointed at; and where there is
/// little room.
const USUAL: f32 = 172.0;
const LONG: f32 = 330.0;
const SHORT: f32 = 112.0;

/// A label's box above and below its baseline, and what stays free on either side.
const ASCENT: f32 = 12.0;
const DESCENT: f32 = 4.0;
const BESIDE: f32 = 5.0;

/// Records on which so much hangs are landmarks.
const LANDMARK: u32 = 16;

/// Between a label and its mark.
const GAP: f32 = 3.0;

/// Labels stay so far from the view's edges.
const EDGE: f32 = 4.0;

/// Within this distance a title is not said twice.
const NEAR: (f32, f32) = (280.0, 70.0);

/// Of marks nearer to one another than this only one has a title: they are steps of one thing.
const APART: f32 = 36.0;

/// A cell whose heaviest mark counts for 32 times its weight, so that titles are spread over the view; if so much
/// hangs on it.
const CELL: (f32, f32) = (220.0, 90.0);
const WORTHY: u64 = 4;

/// Shortened titles kept from frame to frame.
const KEPT: usize = 4096;

/// What is kept from frame to frame.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    titles: HashMap<u32, Title>,
    /// Indexes that have a label, ascending, and the scale at which they got it.
    placed: Vec<u32>,
    scale: f64,
    candidates: Vec<(u64, u32)>,
    /// The heaviest mark of each cell.
    heaviest: Vec<u32>,
    marks: Marks,
    boxes: Vec<Rect>,
    told: Vec<(f32, f32)>,
}

#[derive(Debug, Clone)]
struct Title {
    whole: String,
    usual: (String, f32),
    /// Where it differs from the usual one and still says something.
    short: Option<(String, f32)>,
}

impl Title {
    fn new(title: &str) -> Self {
        let shown = text::shown(title);
        let fit = |most| {
            let text = text::shorten(&shown, most);
            let width = text::width(&text);
            (text, width)
        };
        let (usual, short) = (fit(USUAL), fit(SHORT));
        // What says less than half of the title says too little.
        let says = 2 * short.0.chars().count() >= shown.chars().count();
        Self {
            short: (says && short.0 != usual.0).then_some(short),
            usual,
            whole: title.to_owned(),
        }
    }
}

/// The room of a wedge and what is beside it.
fn room_of(wedge: &FrameWedge) -> Rect {
    let (x, y) = wedge.at;
    let (right, half) = wedge.room();
    Rect {
        left: x,
        top: y - half,
        right: x + right,
        bottom: y + half,
    }
}

impl Labels {
    /// Labels for the marks of a frame, which has room for so many times as much as a view.
    pub(super) fn place<F>(
        &mut self,
        camera: &Camera,
        room: f64,
        look: &Look<F>,
        frame: &mut Frame,
    ) {
        let times = |count: usize| (count as f64 * room) as usize;
        self.choose(camera, times(TRIED), look, &frame.marks);
        self.marks.lay(&frame.marks);
        self.boxes.clear();
        for wedge in &mut frame.wedges {
            let own = room_of(wedge);
            if self.boxes.iter().any(|taken| taken.overlaps(&own)) {
                // Where two are as near as that, how many they hold says most.
                wedge.mix = None;
            }
            self.boxes.push(room_of(wedge));
        }
        let candidates = std::mem::take(&mut self.candidates);
        let mut view = View {
            width: camera.width as f32,
            height: camera.height as f32,
            marks: &frame.marks,
            labels: &mut frame.labels,
            told: std::mem::take(&mut self.told),
        };
        for &(worth, at) in &candidates {
            if view.labels.len() >= times(MOST) {
                break;
            }
            let mark = &frame.marks[at as usize];
            if let Some(title) = (look.title)(mark.index) {
                self.label(&mut view, mark, title, worth >= FIRST);
            }
        }
        self.candidates = candidates;
        self.told = view.told;
        self.told.clear();
        self.placed.clear();
        self.placed.extend(frame.labels.iter().map(|l| l.index));
        self.placed.sort_unstable();
        self.scale = camera.scale;
        if self.titles.len() > KEPT {
            let placed = &self.placed;
            self.titles.retain(|i, _| placed.binary_search(i).is_ok());
        }
    }

    /// The marks to try, in order. What had a label keeps it while the map is only moved, and has four times its
    /// weight while it is zoomed, so that labels do not come and go.
    fn choose<F>(&mut self, camera: &Camera, tried: usize, look: &Look<F>, marks: &[FrameMark]) {
        let is_moved = (self.scale - camera.scale).abs() < 1e-3 * camera.scale;
        self.find_heaviest(camera, marks);
        let candidates = &mut self.candidates;
        candidates.clear();
        for (at, mark) in (0_u32..).zip(marks) {
            let mut worth = u64::from(mark.size);
            if self.placed.binary_search(&mark.index).is_ok() {
                worth = if is_moved { worth + PLACED } else { worth * 4 };
            }
            worth += match mark.standing {
                Standing::Focus => 3 * FIRST,
                _ if look.first.contains(&mark.index) => 2 * FIRST,
                Standing::Selected => FIRST,
                Standing::Ancestor | Standing::Descendant => 2 * PLACED,
                Standing::Dim => 0,
                _ => DIM,
            };
            candidates.push((worth, at));
        }
        for &at in self.heaviest.iter().filter(|&&at| at != NONE) {
            let size = u64::from(marks[at as usize].size);
            candidates[at as usize].0 += if size < WORTHY { 0 } else { size * 31 };
        }
        let order =
            |&(worth, at): &(u64, u32)| (std::cmp::Reverse(worth), marks[at as usize].index);
        if candidates.len() > tried {
            candidates.select_nth_unstable_by_key(tried, order);
            candidates.truncate(tried);
        }
        candidates.sort_unstable_by_key(order);
    }

    fn find_heaviest(&mut self, camera: &Camera, marks: &[FrameMark]) {
        let cells = |pixels: f64, cell: f32| (pixels as f32 / cell) as usize + 1;
        let (across, down) = (cells(camera.width, CELL.0), cells(camera.height, CELL.1));
        self.heaviest.clear();
        self.heaviest.resize(across * down, NONE);
        for (at, mark) in (0_u32..).zip(marks) {
            let (x, y) = (mark.at.0 / CELL.0, mark.at.1 / CELL.1);
            if x < 0.0 || y < 0.0 || x as usize >= across || y as usize >= down {
                continue;
            }
            let best = &mut self.heaviest[y as usize * across + x as usize];
            let rank = |mark: &FrameMark| (mark.size, std::cmp::Reverse(mark.index));
            if *best == NONE || rank(&marks[*best as usize]) < rank(mark) {
                *best = at;
            }
        }
    }

    fn label(&mut self, view: &mut View, mark: &FrameMark, title: &str, is_first: bool) -> bool {
        let known = self.titles.get(&mark.index);
        if known.is_none_or(|known| known.whole != title) {
            self.titles.insert(mark.index, Title::new(title));
        }
        let Some(known) = self.titles.get(&mark.index) else {
            return false;
        };
        if is_first {
            let text = text::shorten(&text::shown(title), LONG);
            let width = text::width(&text) * text::BOLD;
            return [view.above(mark, width), view.below(mark, width)]
                .into_iter()
                .flatten()
                .any(|rect| view.put(mark, &text, rect, &mut self.boxes));
        }
        if view.is_told(mark) {
            return false;
        }
        let shorts = std::iter::once(&known.usual).chain(&known.short);
        for (text, width) in shorts {
            if view.says(text, mark) {
                return false;
            }
            for (rect, is_landmark) in [
                (view.above(mark, *width), false),
                (view.below(mark, *width), false),
                (view.above(mark, *width), mark.size >= LANDMARK),
            ] {
                if let Some(rect) = rect
                    && !self.marks.are_under(&rect, mark, view.marks, is_landmark)
                    && view.put(mark, text, rect, &mut self.boxes)
                {
                    return true;
                }
            }
        }
        false
    }
}

/// No mark.
const NONE: u32 = u32::MAX;

/// Steps of worth above any weight: not dimmed, had a label, named first.
const DIM: u64 = 1 << 40;
const PLACED: u64 = 1 << 41;
const FIRST: u64 = 1 << 44;

/// A frame in the making.
struct View<'a> {
    width: f32,
    height: f32,
    marks: &'a [FrameMark],
    labels: &'a mut Vec<FrameLabel>,
    /// The marks that have a label.
    told: Vec<(f32, f32)>,
}

impl View<'_> {
    fn above(&self, mark: &FrameMark, width: f32) -> Option<Rect> {
        self.around(mark, mark.at.1 - mark.radius - GAP - DESCENT, width)
    }

    fn below(&self, mark: &FrameMark, width: f32) -> Option<Rect> {
        self.around(mark, mark.at.1 + mark.radius + GAP + ASCENT, width)
    }

    /// The box of a label with its baseline there, moved inward at the sides; only where mark and box are in view.
    fn around(&self, mark: &FrameMark, baseline: f32, width: f32) -> Option<Rect> {
        let (x, y) = mark.at;
        let is_in = x >= 0.0 && x <= self.width && y >= 0.0 && y <= self.height;
        let fits = baseline - ASCENT >= EDGE && baseline + DESCENT <= self.height - EDGE;
        let most = self.width - width - EDGE;
        if !is_in || !fits || most < EDGE {
            return None;
        }
        let left = (x - width / 2.0).clamp(EDGE, most);
        Some(Rect {
            left,
            top: baseline - ASCENT,
            right: left + width,
            bottom: baseline + DESCENT,
        })
    }

    /// Whether a label nearby says the same.
    fn says(&self, text: &str, mark: &FrameMark) -> bool {
        let is_near = |label: &FrameLabel| {
            (label.at.0 - mark.at.0).abs() < NEAR.0 && (label.at.1 - mark.at.1).abs() < NEAR.1
        };
        self.labels.iter().any(|l| l.text == text && is_near(l))
    }

    /// Whether a mark close by has a label.
    fn is_told(&self, mark: &FrameMark) -> bool {
        let is_near =
            |&(x, y): &(f32, f32)| (x - mark.at.0).abs() < APART && (y - mark.at.1).abs() < APART;
        self.told.iter().any(is_near)
    }

    fn put(&mut self, mark: &FrameMark, text: &str, rect: Rect, boxes: &mut Vec<Rect>) -> bool {
        let spaced = Rect {
            left: rect.left - BESIDE,
            right: rect.right + BESIDE,
            ..rect
        };
        if boxes.iter().any(|other| other.overlaps(&spaced)) {
            return false;
        }
        boxes.push(rect);
        self.told.push(mark.at);
        self.labels.push(FrameLabel {
            index: mark.index,
            text: text.to_owned(),
            at: (f32::midpoint(rect.left, rect.right), rect.bottom - DESCENT),
            width: rect.right - rect.left,
            standing: mark.standing,
        });
        true
    }
}

impl FrameLabel {
    /// The box that it takes.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        Rect {
            left: self.at.0 - self.width / 2.0,
            top: self.at.1 - ASCENT,
            right: self.at.0 + self.width / 2.0,
            bottom: self.at.1 + DESCENT,
        }
    }
}
