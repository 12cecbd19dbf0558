//! What stands in the list, and in what order. Pure.

use crate::ui::answers::{Detail, Link, Near};

/// Rows at most; where more are opened, others close.
const ROWS_MAX: usize = 400;

/// Rows after the record one is at that stay, where there is any room.
const NEAR: usize = 150;

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    Row(Box<Row>),
    /// Offers the remixes that are not shown; `left` of them.
    More {
        of: i64,
        level: usize,
        left: u32,
        /// Whether they are more than the map tells of: then they are on its page.
        beyond: bool,
    },
}

/// A record of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) index: Option<u32>,
    pub(super) level: usize,
    /// Its place among its siblings from 1, and how many they are; 0 where that is not known.
    pub(super) position: u32,
    pub(super) siblings: u32,
    pub(super) title: String,
    pub(super) medium: String,
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) published_at: String,
    /// Counts, where they are known.
    pub(super) sources: Option<u32>,
    pub(super) remixes: Option<u32>,
    pub(super) after: Option<u32>,
    /// Titles of its sources, where they are several.
    pub(super) ways: Vec<String>,
}

impl Line {
    pub(super) fn row(&self) -> Option<&Row> {
        match self {
            Self::Row(row) => Some(row),
            Self::More { .. } => None,
        }
    }

    pub(super) fn level(&self) -> usize {
        match self {
            Self::Row(row) => row.level,
            Self::More { level, .. } => *level,
        }
    }
}

impl Row {
    pub(super) fn of_detail(detail: &Detail, index: Option<u32>) -> Self {
        let several = detail.sources.len() > 1;
        let titles = detail
            .sources
            .iter()
            .filter(|_| several)
            .map(|source| source.title.clone());
        Self {
            id: detail.id,
            index,
            title: detail.title.clone(),
            medium: detail.medium.clone(),
            handle: detail.author.handle.clone(),
            name: detail.author.name.clone(),
            published_at: detail.published_at.clone(),
            sources: Some(detail.source_count - detail.hidden_sources),
            remixes: Some(detail.remix_count),
            after: Some(detail.after.unwrap_or(detail.descendant_count)),
            ways: titles.collect(),
            ..Self::default()
        }
    }

    pub(super) fn of_near(near: &Near, index: Option<u32>) -> Self {
        let known = !near.published_at.is_empty();
        Self {
            id: near.id,
            index,
            title: near.title.clone(),
            medium: near.medium.clone(),
            handle: near.author.handle.clone(),
            name: near.author.name.clone(),
            published_at: near.published_at.clone(),
            sources: known.then_some(near.source_count),
            remixes: known.then_some(near.remix_count),
            after: (near.size > 0).then(|| near.size - 1),
            ..Self::default()
        }
    }

    pub(super) fn of_link(link: &Link, index: Option<u32>) -> Self {
        Self {
            id: link.id,
            index,
            title: link.title.clone(),
            medium: link.medium.clone(),
            published_at: link.published_at.clone(),
            handle: link.author.handle.clone(),
            name: link.author.name.clone(),
            ..Self::default()
        }
    }

    /// Whether it can be opened, as far as is known.
    pub(super) fn can_open(&self) -> bool {
        self.remixes != Some(0)
    }
}

/// The lines, in order.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) lines: Vec<Line>,
}

impl Rows {
    /// All records.
    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Row> {
        self.lines.iter_mut().filter_map(|line| match line {
            Line::Row(row) => Some(&mut **row),
            Line::More { .. } => None,
        })
    }

    /// Offers, below each open row, the remixes that are not shown there.
    pub(super) fn offer(&mut self) {
        for place in (0..self.lines.len()).rev() {
            let Line::Row(row) = &self.lines[place] else {
                continue;
            };
            let (id, level, remixes) = (row.id, row.level + 1, row.remixes);
            let Some(remixes) = remixes.filter(|_| self.is_open(place)) else {
                continue;
            };
            let end = self.end(place);
            let below = self.lines[place + 1..end].iter();
            let shown = below.filter(|line| line.row().is_some_and(|row| row.level == level));
            let left = remixes.saturating_sub(shown.count() as u32);
            let offers = |line: &Line| matches!(line, Line::More { of, .. } if *of == id);
            let held = self.lines[place + 1..end].iter().position(offers);
            let was = held.and_then(|at| self.lines.get(place + 1 + at));
            let beyond =
                matches!(was, Some(Line::More { left: was, beyond: true, .. }) if *was == left);
            let offer = (left > 0).then_some(Line::More {
                of: id,
                level,
                left,
                beyond,
            });
            match held {
                Some(at) => drop(self.lines.splice(place + 1 + at..=place + 1 + at, offer)),
                None => drop(self.lines.splice(end..end, offer)),
            }
        }
    }

    pub(super) fn place(&self, id: i64) -> Option<usize> {
        self.lines
            .iter()
            .position(|line| line.row().is_some_and(|row| row.id == id))
    }

    /// Whether there are rows below it that are its own.
    pub(super) fn is_open(&self, place: usize) -> bool {
        let level = |place: usize| self.lines.get(place).map(Line::level);
        level(place + 1) > level(place)
    }

    /// The row that it stands below.
    pub(super) fn above(&self, place: usize) -> Option<usize> {
        let level = self.lines.get(place)?.level();
        self.lines[..place]
            .iter()
            .rposition(|line| line.level() < level)
    }

    /// The place after the last row below it.
    fn end(&self, place: usize) -> usize {
        let level = self.lines[place].level();
        let below = self.lines[place + 1..]
            .iter()
            .take_while(|line| line.level() > level);
        place + 1 + below.count()
    }

    /// Fills in what is known of a record now.
    pub(super) fn complete(&mut self, known: &Row) {
        for line in &mut self.lines {
            if let Line::Row(row) = line
                && row.id == known.id
            {
                let Row {
                    level,
                    position,
                    siblings,
                    ..
                } = **row;
                **row = Row {
                    level,
                    position,
                    siblings,
                    ..known.clone()
                };
            }
        }
    }

    /// One more came from these records.
    pub(super) fn count_up(&mut self, ids: impl Iterator<Item = i64>) {
        for id in ids {
            for row in self.all().filter(|row| row.id == id) {
                row.after = row.after.map(|after| after + 1);
            }
        }
    }

    /// Adds a root at the end.
    pub(super) fn add_root(&mut self, row: Row) {
        if self.place(row.id).is_none() {
            let row = Row { level: 1, ..row };
            self.lines.push(Line::Row(Box::new(row)));
        }
    }

    /// Shows a record's remixes below it, `shown` of them; answers how many.
    pub(super) fn open(&mut self, id: i64, remixes: &[Row], all: u32, shown: usize) -> u32 {
        self.make_room(id, shown);
        let Some(place) = self.place(id) else {
            return 0;
        };
        let end = self.end(place);
        let level = self.lines[place].level() + 1;
        let first = (1..).zip(remixes.iter().take(shown));
        let lines = lines(id, first, level, (0, remixes.len() as u32, all));
        let count = remixes.len().min(shown) as u32;
        self.lines.splice(place + 1..end, lines);
        count
    }

    /// Shows more of them, in place of the line that offers it; answers where.
    pub(super) fn open_more(&mut self, of: i64, remixes: &[Row], all: u32, shown: usize) -> usize {
        self.make_room(of, shown);
        let above = self.place(of);
        let (Some(above), Some(place)) = (above, self.offer_of(of)) else {
            return above.unwrap_or(0);
        };
        let level = self.lines[place].level();
        let held: Vec<i64> = self.lines[above + 1..place]
            .iter()
            .filter(|line| line.level() == level)
            .filter_map(|line| Some(line.row()?.id))
            .collect();
        let others = (1..)
            .zip(remixes)
            .filter(|(_, row)| !held.contains(&row.id))
            .take(shown);
        let counts = (held.len() as u32, remixes.len() as u32, all);
        let lines = lines(of, others, level, counts);
        self.lines.splice(place..=place, lines);
        place
    }

    pub(super) fn close(&mut self, place: usize) {
        if place < self.lines.len() {
            let end = self.end(place);
            self.lines.drain(place + 1..end);
        }
    }

    /// Takes a record away, with all below it.
    pub(super) fn remove(&mut self, id: i64) {
        if let Some(place) = self.place(id) {
            let end = self.end(place);
            self.lines.drain(place..end);
        }
    }

    /// Shows a record below a way that leads to it from a root; answers its place.
    pub(super) fn insert_way(&mut self, way: Vec<Row>, detail: &Detail) -> usize {
        // The lowest record of the way that is there already; the rest hangs on it.
        if let Some(held) = way.iter().rfind(|row| self.place(row.id).is_some()) {
            self.make_room(held.id, way.len() + 1);
        }
        let known = way
            .iter()
            .enumerate()
            .rev()
            .find_map(|(step, row)| Some((step, self.place(row.id)?)));
        let (first, mut at, mut level) = match known {
            Some((step, place)) => (step + 1, place + 1, self.lines[place].level() + 1),
            None => (0, 0, 1),
        };
        let last = way.len().saturating_sub(1);
        for (step, mut row) in way.into_iter().enumerate().skip(first) {
            row.level = level;
            row.position = 1;
            let is_last = step == last;
            self.lines.insert(at, Line::Row(Box::new(row)));
            if is_last && step > 0 {
                let siblings = detail
                    .sources
                    .first()
                    .map(|source| source.remix_count)
                    .unwrap_or_default();
                if siblings > 1 && !self.offers(detail.sources[0].id) && first == step {
                    // Those that are there already stay; otherwise the others are offered.
                    let alone = self
                        .lines
                        .get(at + 1)
                        .is_none_or(|line| line.level() < level);
                    if alone {
                        self.lines.insert(
                            at + 1,
                            Line::More {
                                of: detail.sources[0].id,
                                level,
                                left: siblings - 1,
                                beyond: false,
                            },
                        );
                    }
                }
            }
            at += 1;
            level += 1;
        }
        self.make_room(detail.id, 0);
        self.place(detail.id).unwrap_or(0)
    }

    fn offers(&self, id: i64) -> bool {
        self.offer_of(id).is_some()
    }

    /// Where the remixes of a record that are not shown are offered.
    pub(super) fn offer_of(&self, id: i64) -> Option<usize> {
        let offers = |line: &Line| matches!(line, Line::More { of, .. } if *of == id);
        self.lines.iter().position(offers)
    }

    /// Lets go of rows far from a record until there is room: closes other trees, then leaves out what comes last,
    /// and what comes first. What an open row no longer shows is offered again.
    fn make_room(&mut self, id: i64, room: usize) {
        let most = ROWS_MAX.saturating_sub(room);
        if self.lines.len() <= most {
            return;
        }
        let mut place = 0;
        while self.lines.len() > most && place < self.lines.len() {
            let end = self.end(place);
            let holds = self
                .place(id)
                .is_some_and(|held| (place..end).contains(&held));
            if !holds && self.lines[place].level() == 1 {
                self.close(place);
            }
            place = if holds { end } else { self.end(place) };
        }
        let Some(at) = self.place(id).filter(|_| self.lines.len() > most) else {
            return;
        };
        self.lines.truncate(most.max(at + 1 + NEAR));
        let mut trees = self.lines[..=at].iter();
        let root = trees.rposition(|line| line.level() == 1).unwrap_or(0);
        // Whole trees first, since nothing is to stand below a record of another.
        let surplus = self.lines.len().saturating_sub(most);
        let fits = |place: &usize| *place >= surplus && self.lines[*place].level() == 1;
        let before = (0..root).find(fits).unwrap_or(root);
        self.lines.drain(..before);
        // Then what leads from the root down to the record.
        let surplus = self.lines.len().saturating_sub(most);
        let (first, at) = (root - before + 1, at - before);
        if first < at {
            self.lines.drain(first..(first + surplus).min(at));
        }
        self.offer();
        // Offers are lines, too; they take the place of the last rows.
        while self.lines.len() > most {
            let last = self.lines.iter().rposition(|line| line.row().is_some());
            match last.filter(|last| self.place(id).is_some_and(|at| at < *last)) {
                Some(last) => drop(self.lines.drain(last..self.end(last))),
                None => return,
            }
        }
        self.offer();
    }
}

/// Rows of remixes with their places among all, and the line that offers the rest: counts are those before, those at
/// hand, and all.
fn lines<'a>(
    of: i64,
    remixes: impl Iterator<Item = (u32, &'a Row)>,
    level: usize,
    (before, at_hand, all): (u32, u32, u32),
) -> Vec<Line> {
    let mut lines: Vec<Line> = remixes
        .map(|(position, row)| {
            Line::Row(Box::new(Row {
                level,
                position,
                siblings: all,
                ..row.clone()
            }))
        })
        .collect();
    let shown = before + lines.len() as u32;
    if all > shown {
        lines.push(Line::More {
            of,
            level,
            left: all - shown,
            beyond: shown >= at_hand,
        });
    }
    lines
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
