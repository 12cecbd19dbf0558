//! Boxes packed into a strip of given width.

/// So many of the highest boxes each search the whole skyline; the rest fill its lowest gap row by row.
const SEARCHED: usize = 2000;

/// A piece of the skyline.
#[derive(Clone, Copy, Debug)]
struct Piece {
    x: f32,
    y: f32,
    width: f32,
}

/// Where each box's upper left corner comes to stand.
type Corners = Vec<(f32, f32)>;

/// The corners, how wide a strip they take and how far down they reach, where all with `more` area below is to be
/// so much wider than high. Of several widths the one that loses least.
pub(super) fn pack_wide(boxes: &[(f32, f32)], more: f32, aspect: f32) -> (Corners, f32, f32) {
    let area: f64 = boxes.iter().map(|&(w, h)| f64::from(w * h)).sum();
    let widest = boxes.iter().map(|&(w, _)| w).fold(0.0, f32::max);
    let ideal = ((area as f32 * 1.05 + more) * aspect).sqrt();
    // The few largest decide.
    let tried = &boxes[..boxes.len().min(TRIED)];
    let width = (0..WIDTHS)
        .map(|step| (ideal * (0.8 + 0.5 * step as f32 / WIDTHS as f32)).max(widest))
        .map(|width| {
            let searched = tried.len();
            let (_, bottom) = pack(tried, searched, width);
            let filled: f32 = tried.iter().map(|&(w, h)| w * h).sum();
            let lost = (width * bottom - filled).max(0.0);
            let high = (area as f32 + more + lost) / width;
            let shape = (width / high / aspect).ln().abs();
            (width, lost / (area as f32 + more) + 0.5 * shape)
        })
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(ideal, |(width, _)| width);
    let low = 2.0 * boxes.last().map_or(0.0, |&(_, height)| height);
    let searched = boxes.partition_point(|&(_, height)| height > low);
    let (places, bottom) = pack(boxes, searched.min(SEARCHED), width);
    (places, width, bottom)
}

/// How many widths are tried, and on how many boxes.
const WIDTHS: u32 = 24;
const TRIED: usize = 200;

/// The corners in a strip of this width, and how far down they reach. The highest box comes first; so many search
/// the whole skyline.
fn pack(boxes: &[(f32, f32)], searched: usize, width: f32) -> (Corners, f32) {
    let mut skyline = Skyline {
        pieces: vec![Piece {
            x: 0.0,
            y: 0.0,
            width,
        }],
        width,
    };
    let mut places = Vec::with_capacity(boxes.len());
    for &size in &boxes[..searched] {
        places.push(skyline.place(size));
    }
    skyline.fill(&boxes[searched..], &mut places);
    let bottom = skyline.pieces.iter().map(|piece| piece.y);
    (places, bottom.fold(0.0, f32::max))
}

struct Skyline {
    pieces: Vec<Piece>,
    width: f32,
}

impl Skyline {
    /// The highest place where a box fits; among equals the one that leaves the least below it.
    fn place(&mut self, (width, height): (f32, f32)) -> (f32, f32) {
        let mut best = (f32::INFINITY, f32::INFINITY, 0.0);
        for (first, piece) in self.pieces.iter().enumerate() {
            if first > 0 && piece.x + width > self.width + 0.01 {
                break;
            }
            let (y, waste) = self.rest(first, width, best.0);
            if (y, waste) < (best.0, best.1) {
                best = (y, waste, piece.x);
            }
        }
        let (y, _, x) = best;
        self.raise(x, width, y + height);
        (x, y)
    }

    /// How far down a box would stand whose left edge is this piece's, and the area lost above it.
    fn rest(&self, first: usize, width: f32, enough: f32) -> (f32, f32) {
        let right = self.pieces[first].x + width;
        let mut y = 0.0_f32;
        let mut filled = 0.0;
        for piece in &self.pieces[first..] {
            let part = (right - piece.x).min(piece.width);
            if part <= 0.01 {
                break;
            }
            y = y.max(piece.y);
            if y > enough {
                break;
            }
            filled += part * piece.y;
        }
        (y, y * width - filled)
    }

    fn raise(&mut self, x: f32, width: f32, y: f32) {
        let right = x + width;
        let first = self.pieces.partition_point(|piece| piece.x < x);
        let mut end = first;
        let mut rest = None;
        while let Some(piece) = self.pieces.get(end) {
            let piece_right = piece.x + piece.width;
            if piece_right > right + 0.01 {
                if piece.x < right {
                    rest = Some(Piece {
                        x: right,
                        y: piece.y,
                        width: piece_right - right,
                    });
                    end += 1;
                }
                break;
            }
            end += 1;
        }
        let new = Piece { x, y, width };
        self.pieces
            .splice(first..end, std::iter::once(new).chain(rest));
    }

    /// Fills the lowest gap with as many of the next boxes as it takes, again and again.
    fn fill(&mut self, boxes: &[(f32, f32)], places: &mut Vec<(f32, f32)>) {
        let mut rest = boxes;
        while let Some(&(width, height)) = rest.first() {
            let mut lowest = 0;
            for (number, piece) in self.pieces.iter().enumerate() {
                if piece.y < self.pieces[lowest].y {
                    lowest = number;
                }
            }
            let gap = self.pieces[lowest];
            // Nearly level gaps become one, so that rows grow long.
            let near = |piece: &Piece| piece.y - gap.y < 0.5 * height;
            let flat = [lowest.wrapping_sub(1), lowest + 1]
                .iter()
                .any(|&beside| self.pieces.get(beside).is_some_and(near));
            if flat || (width > gap.width && self.pieces.len() > 1) {
                self.level(lowest);
                continue;
            }
            let (mut used, mut count) = (0.0, 0);
            for &(width, _) in rest {
                if count > 0 && used + width > gap.width {
                    break;
                }
                places.push((gap.x + used, gap.y));
                used += width;
                count += 1;
            }
            self.raise(gap.x, used.min(gap.width), gap.y + height);
            rest = &rest[count..];
        }
    }

    /// Gives up a gap too narrow: it becomes as high as its lower neighbour.
    fn level(&mut self, number: usize) {
        let before = number.checked_sub(1).map(|left| self.pieces[left].y);
        let after = self.pieces.get(number + 1).map(|piece| piece.y);
        let left = before.is_some_and(|y| after.is_none_or(|after| y <= after));
        let piece = self.pieces.remove(number);
        if left {
            self.pieces[number - 1].width += piece.width;
        } else if let Some(next) = self.pieces.get_mut(number) {
            next.x = piece.x;
            next.width += piece.width;
        }
    }
}
