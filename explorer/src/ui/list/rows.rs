//! What stands in the list, and in what order. Pure.

use crate::ui::answers::{Detail, Link, Near};

/// Rows at most; where more are opened, others close.
const ROWS_MAX: usize = 400;

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    Row(Box<Row>),
    /// Offers the remixes that are not shown; `left` of them.
    More {
        of: i64,
        level: usize,
        left: u32,
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
            if !self.is_open(place) {
                continue;
            }
            let end = self.end(place);
            let below = self.lines[place + 1..end].iter();
            let shown = below.filter(|line| line.row().is_some_and(|row| row.level == level));
            let left = remixes.unwrap_or(0).saturating_sub(shown.count() as u32);
            let offers = |line: &Line| matches!(line, Line::More { of, .. } if *of == id);
            let held = self.lines[place + 1..end].iter().position(offers);
            let offer = (left > 0).then_some(Line::More {
                of: id,
                level,
                left,
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

    /// Shows a record's remixes below it, `shown` of them; answers how many.
    pub(super) fn open(&mut self, id: i64, remixes: &[Row], all: u32, shown: usize) -> u32 {
        self.make_room(id, shown);
        let Some(place) = self.place(id) else {
            return 0;
        };
        let end = self.end(place);
        let level = self.lines[place].level() + 1;
        let lines = lines(id, remixes.iter().take(shown), level, 0, all);
        let count = remixes.len().min(shown) as u32;
        self.lines.splice(place + 1..end, lines);
        count
    }

    /// Shows more of them, in place of the line that offers it.
    pub(super) fn open_more(&mut self, of: i64, remixes: &[Row], all: u32, shown: usize) {
        let offers = |line: &Line| matches!(line, Line::More { of: held, .. } if *held == of);
        let Some(place) = self.lines.iter().position(offers) else {
            return;
        };
        let level = self.lines[place].level();
        let Some(above) = self.above(place) else {
            return;
        };
        let held: Vec<i64> = self.lines[above + 1..place]
            .iter()
            .filter(|line| line.level() == level)
            .filter_map(|line| Some(line.row()?.id))
            .collect();
        let others = remixes
            .iter()
            .filter(|row| !held.contains(&row.id))
            .take(shown);
        let lines = lines(of, others, level, held.len() as u32, all);
        self.lines.splice(place..=place, lines);
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
                            },
                        );
                    }
                }
            }
            at += 1;
            level += 1;
        }
        self.place(detail.id).unwrap_or(0)
    }

    fn offers(&self, id: i64) -> bool {
        self.lines
            .iter()
            .any(|line| matches!(line, Line::More { of, .. } if *of == id))
    }

    /// Closes trees from the top, except the one in which a record is, until there is room.
    fn make_room(&mut self, id: i64, room: usize) {
        let mut place = 0;
        while self.lines.len() + room > ROWS_MAX && place < self.lines.len() {
            let end = self.end(place);
            let holds = self
                .place(id)
                .is_some_and(|held| (place..end).contains(&held));
            if !holds && self.lines[place].level() == 1 {
                self.close(place);
            }
            place = if holds { end } else { self.end(place) };
        }
    }
}

/// Rows of remixes, and the line that offers the rest.
fn lines<'a>(
    of: i64,
    remixes: impl Iterator<Item = &'a Row>,
    level: usize,
    before: u32,
    all: u32,
) -> Vec<Line> {
    let mut lines: Vec<Line> = remixes
        .zip(before + 1..)
        .map(|(row, position)| {
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
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, level: usize) -> Row {
        Row {
            id,
            level,
            ..Row::default()
        }
    }

    fn rows(of: &[(i64, usize)]) -> Rows {
        Rows {
            lines: of
                .iter()
                .map(|&(id, level)| Line::Row(Box::new(row(id, level))))
                .collect(),
        }
    }

    fn told(rows: &Rows) -> Vec<(i64, usize)> {
        rows.lines
            .iter()
            .map(|line| match line {
                Line::Row(row) => (row.id, row.level),
                Line::More { level, left, .. } => (-i64::from(*left), *level),
            })
            .collect()
    }

    #[test]
    fn rows_open_close_and_offer_more() {
        let mut list = rows(&[(1, 1), (2, 1)]);
        let remixes: Vec<Row> = (10..40).map(|id| row(id, 0)).collect();
        assert_eq!(list.open(1, &remixes, 50, 2), 2);
        assert_eq!(told(&list), [(1, 1), (10, 2), (11, 2), (-48, 2), (2, 1)]);
        list.open_more(1, &remixes, 50, 2);
        assert_eq!(
            told(&list),
            [(1, 1), (10, 2), (11, 2), (12, 2), (13, 2), (-46, 2), (2, 1)]
        );
        assert_eq!(
            list.lines[4].row().map(|row| (row.position, row.siblings)),
            Some((4, 50))
        );
        assert_eq!(
            (list.is_open(0), list.is_open(1), list.above(3)),
            (true, false, Some(0))
        );
        list.close(0);
        assert_eq!(told(&list), [(1, 1), (2, 1)]);
    }

    #[test]
    fn what_an_open_row_does_not_show_is_offered() {
        let mut list = rows(&[(1, 1), (2, 2), (3, 3), (4, 1)]);
        for (row, remixes) in list.all().zip([3, 1, 0, 9]) {
            row.remixes = Some(remixes);
        }
        let offered = [(1, 1), (2, 2), (3, 3), (-2, 2), (4, 1)];
        list.offer();
        assert_eq!(told(&list), offered);
        list.offer();
        assert_eq!(told(&list), offered, "once");
        list.all().take(1).for_each(|row| row.remixes = Some(1));
        list.offer();
        assert_eq!(told(&list), [(1, 1), (2, 2), (3, 3), (4, 1)]);
    }

    #[test]
    fn a_record_is_shown_below_its_way() {
        let mut list = rows(&[(1, 1), (2, 1)]);
        let detail = Detail {
            id: 7,
            ..Detail::default()
        };
        let at = list.insert_way(vec![row(2, 0), row(5, 0), row(7, 0)], &detail);
        assert_eq!(told(&list), [(1, 1), (2, 1), (5, 2), (7, 3)]);
        assert_eq!(at, 3);
        let detail = Detail {
            id: 8,
            ..Detail::default()
        };
        list.insert_way(vec![row(9, 0), row(8, 0)], &detail);
        assert_eq!(
            told(&list),
            [(9, 1), (8, 2), (1, 1), (2, 1), (5, 2), (7, 3)]
        );
    }

    #[test]
    fn there_are_never_too_many_rows() {
        let mut list = rows(&[(1, 1), (2, 1), (3, 1)]);
        let many = |from: i64| -> Vec<Row> { (from..from + 190).map(|id| row(id, 0)).collect() };
        list.open(1, &many(1_000), 190, 190);
        list.open(2, &many(2_000), 190, 190);
        list.open(3, &many(3_000), 190, 190);
        assert!(list.lines.len() <= ROWS_MAX, "{}", list.lines.len());
        assert!(list.place(3_000).is_some() && list.place(1_000).is_none());
    }
}
