//! Records that join a picture which people look at: nothing that is there moves.

use super::grid::{Grid, Obstacle};
use super::link::{Path, Segment, curve};
use super::text;
use super::{Anchor, DrawList, DrawnLabel, DrawnLink, DrawnMark, LabelKind, Rect};
use crate::layout::layered::{Point, Room, Side};
use crate::picture::{PictureInput, PictureLink};

/// Of a mark on which nothing hangs.
const RADIUS: f32 = 6.5;
/// What it keeps free around itself.
const APART: f32 = 10.0;
/// Between two places that are tried.
const LANE: f32 = 24.0;
/// Places tried that cross no line, and places tried at all.
const CLEAR: u16 = 14;
const TRIED: u16 = 80;
/// Kept free at the edges.
const EDGE: f32 = 24.0;

impl DrawList {
    /// Places the records of `input` from `first` on, each to the right of its sources, where there is room. One
    /// without a drawn source is left out.
    pub fn append(&mut self, input: &PictureInput, first: usize) {
        for record in first..input.records.len() {
            self.add(input, record);
        }
    }

    fn add(&mut self, input: &PictureInput, record: usize) {
        let mark = |of: usize| self.marks.iter().find(|mark| mark.record == of).copied();
        let links = input.links.iter().filter(|link| link.remix == record);
        let mut sources: Vec<(&PictureLink, DrawnMark)> = links
            .filter_map(|link| Some((link, mark(link.source)?)))
            .collect();
        sources.sort_by_key(|(link, _)| link.position);
        let Some((_, beside)) = sources.first().copied() else {
            return;
        };
        let room = Room::of(input.size);
        let right = sources.iter().map(|(_, source)| source.at.x);
        let x = right.fold(beside.at.x, f32::max) + room.gap;
        let grid = self.obstacles(x + 200.0);
        let at = self.free(&grid, x, beside.at.y);
        let described = &input.records[record];
        self.label(&grid, input, record, at);
        self.links
            .extend(sources.iter().map(|(link, source)| DrawnLink {
                source: link.source,
                remix: record,
                path: Path {
                    start: source.at,
                    segments: if source.at.y == at.y {
                        vec![Segment::Line(at)]
                    } else {
                        vec![curve(source.at, at)]
                    },
                },
                width: 2.2,
                primary: link.position == 0,
                side: Side::Descendant,
                petal: false,
            }));
        self.marks.push(DrawnMark {
            record,
            at,
            radius: RADIUS,
            medium: described.medium,
            withdrawn: described.withdrawn,
            side: Side::Descendant,
            gathered: false,
            hit: RADIUS,
        });
        self.width = self.width.max(at.x + EDGE);
        self.height = self.height.max(at.y + EDGE);
    }

    fn obstacles(&self, right: f32) -> Grid {
        let deepest = f32::from(TRIED) * LANE;
        let mut grid = Grid::new(self.width.max(right), self.height + deepest);
        for mark in &self.marks {
            grid.add(Rect::around(mark.at, mark.radius + 1.5), Obstacle::Solid);
        }
        for label in &self.labels {
            grid.add(label.bounds, Obstacle::Solid);
        }
        for link in &self.links {
            for rect in link.path.boxes(link.width + 2.0) {
                grid.add(rect, Obstacle::Line);
            }
        }
        grid
    }

    /// The place at `x` nearest to `y` where nothing is; at the foot of the picture where there is none.
    fn free(&self, grid: &Grid, x: f32, y: f32) -> Point {
        let steps = |most: u16| (0..most).flat_map(|step| [f32::from(step), -f32::from(step)]);
        let places = |most: u16| {
            steps(most)
                .map(move |step| Point {
                    x,
                    y: y + step * LANE,
                })
                .filter(|at| at.y >= EDGE)
        };
        let hits = |at: &Point| grid.hits(&Rect::around(*at, APART));
        let clear = places(CLEAR).find(|at| hits(at) == (false, 0));
        clear
            .or_else(|| places(TRIED).find(|at| !hits(at).0))
            .unwrap_or(Point {
                x,
                y: self.height + LANE,
            })
    }

    /// Its title beside it, where that covers nothing.
    fn label(&mut self, grid: &Grid, input: &PictureInput, record: usize, at: Point) {
        let title = text::shorten(&text::shown(&input.records[record].title), 150.0);
        let left = at.x + RADIUS + 7.0;
        let bounds = Rect {
            left,
            top: at.y - 8.0,
            right: left + text::width(&title),
            bottom: at.y + 8.5,
        };
        if grid.hits(&bounds).0 {
            return;
        }
        self.width = self.width.max(bounds.right + EDGE);
        self.labels.push(DrawnLabel {
            record,
            rtl: text::is_rtl(&title),
            text: title,
            at: Point {
                x: left,
                y: at.y + 4.5,
            },
            anchor: Anchor::Left,
            kind: LabelKind::Title,
            bounds,
        });
    }
}
