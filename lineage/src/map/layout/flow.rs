//! A stem too long for one row, like a text with figures: rows from left to right, and high branches at the right
//! edge, past which the rows below are shorter.

use super::block::{BLOCK_GAP, Blocks, GAP, INDENT, Item, Row, STEP};

/// A row is at least this part of the widest; below that, it starts under the figure that leaves less.
const NARROW: f32 = 0.3;
/// Room left of a figure, for the line that leads to it.
const ASIDE: f32 = 0.8;
/// A figure hangs below others where it begins no further down than its height and this.
const NEAR: f32 = 10.0;
/// Room between columns.
const COLUMN_GAP: f32 = 4.0;
/// Branches at least so high may be figures.
const FIGURE_MIN: f32 = 5.0;

/// Room taken at the right edge: from here on, down to there.
#[derive(Clone, Copy)]
struct Figure {
    left: f32,
    bottom: f32,
}

/// How a stem is to be wrapped.
#[derive(Clone, Copy, PartialEq)]
struct Measure {
    width: f32,
    /// A branch higher than this is a figure.
    figure: f32,
    /// How high branches are meant to be piled on either side of a row.
    pile: f32,
}

impl Measure {
    fn wide(self, width: f32) -> Self {
        Self { width, ..self }
    }
}

/// The end of a row's items, and how far below the row's top the figures of its last item begin, if it has any.
struct Taken {
    end: usize,
    figures: Option<f32>,
}

impl Blocks<'_> {
    /// Wraps the stem into rows, and the rows into columns: of several widths that which takes the least room.
    /// `ideal` were the width of one column; none is narrower than `least`.
    pub(super) fn wrap(&mut self, ideal: f32, least: f32, aspect: f32) {
        let coarse = self.measure(1.0);
        let (mut area, mut width, mut high) = (f32::INFINITY, ideal, 0.0);
        // What was tried last still lies there.
        let mut lies = ideal;
        for step in 0..4 {
            let tried = (ideal * 0.6_f32.powi(step)).max(least);
            lies = tried;
            let taken = self.flow(coarse.wide(tried));
            // A narrower column has to be worth the jumps from one to the next.
            if tried * taken < 0.96 * area {
                (area, width, high) = (tried * taken, tried, taken);
            }
            if tried == least {
                break;
            }
        }
        let fine = self.measure(0.4);
        let finer = (fine != coarse).then(|| self.flow(fine.wide(width)));
        match finer.filter(|finer| width * finer < area) {
            Some(finer) => (area, high) = (width * finer, finer),
            None if finer.is_some() || lies != width => high = self.flow(coarse.wide(width)),
            None => {}
        }
        let columns = ((area * aspect).sqrt() / width).round();
        if columns > 1.0 {
            self.columns(columns as u32, high / columns, width + COLUMN_GAP);
        }
    }

    /// Goes on at the top, one column further right, whenever a column is so high and a row begins below all that
    /// hangs on those before.
    fn columns(&mut self, mut rest: u32, high: f32, across: f32) {
        let top = self.rows.first().map_or(0.0, |row| -row.up);
        let (mut x, mut up, mut bottom) = (0.0, 0.0, top);
        for row in &mut self.rows {
            let begin = row.y - row.up;
            if rest > 1 && begin + up - top >= 0.98 * high && bottom <= begin {
                rest -= 1;
                x += across;
                up = top - begin;
            }
            bottom = bottom.max(row.bottom);
            row.x = x;
            row.y += up;
            row.bottom += up;
        }
    }

    /// Rows no longer than the measure's width, which no branch with its record is wider than; answers how high all
    /// is.
    fn flow(&mut self, measure: Measure) -> f32 {
        self.rows.clear();
        self.hung.clear();
        let mut figures: Vec<Figure> = Vec::new();
        let (mut first, mut top) = (0, 0.0_f32);
        while first < self.items.len() {
            let mut room = clear(&mut figures, &mut top, &measure);
            let mut taken = self.take(first, (room, top), &figures, &measure);
            while taken.is_none() && !figures.is_empty() {
                top = figures
                    .iter()
                    .map(|figure| figure.bottom)
                    .fold(top, f32::max);
                room = clear(&mut figures, &mut top, &measure);
                taken = self.take(first, (room, top), &figures, &measure);
            }
            let taken = taken.unwrap_or(Taken {
                end: first + 1,
                figures: None,
            });
            let row = self.set(first, &taken, top);
            top = row.y + self.below.highest() + BLOCK_GAP;
            self.rows.push(row);
            if let Some(from) = taken.figures {
                let figure = self.set_figures(taken.end - 1, from);
                figures.push(figure);
            }
            first = taken.end;
        }
        // The first row is where the block is counted from.
        let up = self.rows.first().map_or(0.0, |row| row.up);
        for row in &mut self.rows {
            row.y -= up;
            row.bottom -= up;
        }
        let bottom = self.rows.iter().map(|row| row.bottom);
        up + bottom.fold(0.0, f32::max)
    }

    /// Figures are branches so many times higher than the mean; the width is left open.
    fn measure(&self, figure: f32) -> Measure {
        let length: f32 = self
            .items
            .iter()
            .map(|item| item.reach.left + item.reach.right + GAP)
            .sum();
        let area: f32 = self.items.iter().map(|item| item.area).sum();
        let figure = (figure * area / length).max(FIGURE_MIN);
        let small = self.items.iter().filter(|item| item.stack <= figure);
        let small: f32 = small.map(|item| item.area).sum();
        Measure {
            width: f32::INFINITY,
            figure,
            pile: (0.75 * small / length).max(4.0),
        }
    }

    /// How wide and how high the figures of an item are, one below another.
    fn figures(&self, item: &Item, figure: f32) -> Option<f32> {
        if item.stack <= figure {
            return None;
        }
        let blocks = self
            .forest
            .parts(item.branches)
            .map(|head| self.block(head));
        blocks
            .filter(|block| block.height() > figure)
            .map(|block| block.width + INDENT)
            .reduce(f32::max)
    }

    /// Gives items their places along a row that begins with the first, as far as there is room. None where not
    /// even that one fits.
    fn take(
        &mut self,
        first: usize,
        (room, top): (f32, f32),
        figures: &[Figure],
        measure: &Measure,
    ) -> Option<Taken> {
        let mut end = first;
        while end < self.items.len() {
            let item = &self.items[end];
            let x = if end == first {
                item.reach.left
            } else {
                let last = &self.items[end - 1];
                let spread = last.area / (2.0 * measure.pile);
                let step = (last.reach.right + item.reach.left + GAP).max(STEP);
                last.x + step.max(spread)
            };
            if let Some(wide) = self.figures(item, measure.figure) {
                let wide = wide.max(item.reach.right).max(item.widest);
                // Below the figures that are there, or left of them.
                let under = (room - ASIDE.max(item.reach.right)).min(measure.width - wide);
                let beside = room - wide;
                let from = under_figures(figures, under, wide, top);
                let near = from - top <= item.stack + NEAR;
                let (at, from) = if under >= x && (near || beside < x) {
                    (under, from)
                } else {
                    (beside, top)
                };
                if at < x {
                    break;
                }
                self.items[end].x = at;
                return Some(Taken {
                    end: end + 1,
                    figures: Some(from),
                });
            }
            if x + item.reach.right.max(item.widest) > room {
                break;
            }
            self.items[end].x = x;
            end += 1;
        }
        (end > first).then_some(Taken { end, figures: None })
    }

    /// Sets a row below `top`, without its figures.
    fn set(&mut self, first: usize, taken: &Taken, top: f32) -> Row {
        self.above.clear();
        self.below.clear();
        let hung = self.hung.len();
        let mut width = 0.0_f32;
        let hanging = self.first_hanging(first, taken.end);
        for number in (first..taken.end).rev() {
            let has_figures = taken.figures.is_some() && number + 1 == taken.end;
            if number < hanging {
                self.raise_all(number);
            } else {
                self.hang(number, !has_figures);
            }
            let item = &self.items[number];
            width = width.max(item.x + item.reach.right.max(item.widest));
        }
        let up = self.above.highest();
        Row {
            first,
            x: 0.0,
            hung,
            y: top + up,
            up,
            bottom: top + up + self.below.highest(),
            width,
        }
    }

    /// Hangs all branches of the last row's last item as figures, the largest nearest.
    fn set_figures(&mut self, item: usize, from: f32) -> Figure {
        let (x, branches) = (self.items[item].x, self.items[item].branches);
        let mut heads: Vec<u32> = self.forest.parts(branches).collect();
        heads.sort_by_key(|&head| std::cmp::Reverse(self.forest.size[head as usize]));
        let left = x + INDENT;
        let widest = self.items[item].widest;
        let y = self.rows.last().map_or(0.0, |row| row.y);
        let mut below = self.below.highest_in(left, x + widest).max(from - y);
        for head in heads {
            let block = *self.block(head);
            self.hung.push((head, left, below + BLOCK_GAP + block.up));
            below += BLOCK_GAP + block.height();
        }
        let mut bottom = below;
        if let Some(row) = self.rows.last_mut() {
            bottom += row.y;
            row.bottom = row.bottom.max(bottom);
        }
        Figure {
            left: x - ASIDE,
            bottom: bottom + BLOCK_GAP,
        }
    }
}

/// How far down a figure begins that stands below those in its way.
fn under_figures(figures: &[Figure], left: f32, wide: f32, top: f32) -> f32 {
    let in_way = figures.iter().filter(|figure| figure.left < left + wide);
    in_way.map(|figure| figure.bottom).fold(top, f32::max)
}

/// Forgets figures above `top`, and moves it down until there is room enough; answers how much there is.
fn clear(figures: &mut Vec<Figure>, top: &mut f32, measure: &Measure) -> f32 {
    loop {
        figures.retain(|figure| figure.bottom > *top);
        let room = figures
            .iter()
            .map(|figure| figure.left)
            .fold(measure.width, f32::min);
        if room >= NARROW * measure.width || figures.is_empty() {
            return room;
        }
        *top = figures
            .iter()
            .map(|figure| figure.bottom)
            .fold(f32::INFINITY, f32::min);
    }
}
