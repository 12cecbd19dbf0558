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
    let filled: f32 = tried.iter().map(|&(w, h)| w * h).sum();
    // What a width costs that loses so much; it only grows with that.
    let cost = |width: f32, lost: f32| {
        let high = (area as f32 + more + lost) / width;
        let shape = (width / high / aspect).ln().abs();
        lost / (area as f32 + more) + 0.5 * shape
    };
    let mut widths: Vec<(f32, f32)> = (0..WIDTHS)
        .map(|step| (ideal * (0.8 + 0.5 * step as f32 / WIDTHS as f32)).max(widest))
        .map(|width| (cost(width, 0.0), width))
        .collect();
    widths.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    widths.dedup();
    let mut skyline = Skyline::default();
    let (mut best, mut width) = (f32::INFINITY, ideal);
    for (least, tried_width) in widths {
        if least >= best {
            break;
        }
        skyline.clear(tried_width);
        let mut own = least;
        for &size in tried {
            if skyline.place(size).1 + size.1 >= skyline.bottom {
                own = cost(
                    tried_width,
                    (tried_width * skyline.bottom - filled).max(0.0),
                );
                if own >= best {
                    break;
                }
            }
        }
        if own < best {
            (best, width) = (own, tried_width);
        }
    }
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
    let mut skyline = Skyline::default();
    skyline.clear(width);
    let mut places = Vec::with_capacity(boxes.len());
    for &size in &boxes[..searched] {
        places.push(skyline.place(size));
    }
    skyline.fill(&boxes[searched..], &mut places);
    let bottom = skyline.pieces.iter().map(|piece| piece.y);
    (places, bottom.fold(0.0, f32::max))
}

#[derive(Default)]
struct Skyline {
    pieces: Vec<Piece>,
    width: f32,
    /// How far down the lowest box reaches.
    bottom: f32,
}

/// What a box would lose at a place.
enum Rest {
    /// How far down it would stand, and the area lost above it.
    At(f32, f32),
    /// It would stand too far down, because of this piece.
    Under(usize),
}

impl Skyline {
    fn clear(&mut self, width: f32) {
        self.width = width;
        self.bottom = 0.0;
        self.pieces.clear();
        self.pieces.push(Piece {
            x: 0.0,
            y: 0.0,
            width,
        });
    }

    /// The highest place where a box fits; among equals the one that leaves the least below it.
    fn place(&mut self, (width, height): (f32, f32)) -> (f32, f32) {
        let fits = |piece: &Piece| piece.x + width <= self.width + 0.01;
        let end = self.pieces.partition_point(fits).max(1);
        let mut best = (f32::INFINITY, f32::INFINITY, 0.0);
        let mut first = 0;
        while first < end {
            let piece = self.pieces[first];
            if piece.y <= best.0 {
                match self.rest(first, width, best.0) {
                    // Whatever begins before that piece ends beyond it.
                    Rest::Under(piece) => first = piece,
                    Rest::At(y, waste) if (y, waste) < (best.0, best.1) => {
                        best = (y, waste, piece.x);
                    }
                    Rest::At(..) => {}
                }
            }
            first += 1;
        }
        let (y, _, x) = best;
        self.raise(x, width, y + height);
        (x, y)
    }

    /// What a box loses whose left edge is this piece's, unless it stands below `enough`.
    fn rest(&self, first: usize, width: f32, enough: f32) -> Rest {
        let right = self.pieces[first].x + width;
        let mut y = 0.0_f32;
        let mut filled = 0.0;
        for (number, piece) in self.pieces.iter().enumerate().skip(first) {
            let part = (right - piece.x).min(piece.width);
            if part <= 0.01 {
                break;
            }
            if piece.y > enough {
                return Rest::Under(number);
            }
            y = y.max(piece.y);
            filled += part * piece.y;
        }
        Rest::At(y, y * width - filled)
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
        self.bottom = self.bottom.max(y);
        let mut at = first;
        for piece in std::iter::once(Piece { x, y, width }).chain(rest) {
            if at < end {
                self.pieces[at] = piece;
            } else {
                self.pieces.insert(at, piece);
            }
            at += 1;
        }
        if at < end {
            self.pieces.drain(at..end);
        }
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
