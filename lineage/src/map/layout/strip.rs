//! Records without any link: columns of dots, earliest first, slices of time apart from one another.

/// From dot to dot: closer than in vines, since these say only how many there were.
const PITCH: f32 = 0.53;
/// The longest column.
const COLUMN: u32 = 12;
/// The most slices into which the time is cut.
const SLICES: u32 = 128;

/// Where the next dot goes.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::map) struct Strip {
    width: f32,
    top: f32,
    column_len: u32,
    x: f32,
    row: u32,
}

impl Strip {
    /// For `count` dots, below `top`.
    pub(super) fn new(count: u32, width: f32, top: f32) -> Self {
        let column_len = ((count as f32).sqrt() / 4.0).round() as u32;
        Self {
            width,
            top,
            column_len: column_len.clamp(2, COLUMN),
            x: 0.0,
            row: 0,
        }
    }

    /// Which slice of the time a step belongs to, of as many as so many dots fill.
    pub(super) fn slice(&self, count: u32, time: u16) -> u32 {
        let slices = (count / (3 * self.column_len)).clamp(1, SLICES);
        u32::from(time) * slices / u32::from(crate::map::TIME_STEPS)
    }

    /// The room that so many dots take.
    pub(super) fn area(count: u32) -> f32 {
        count as f32 * PITCH * PITCH * 1.25
    }

    /// Begins a new slice.
    pub(in crate::map) fn part(&mut self) {
        if self.row > 0 {
            self.row = 0;
            self.x += PITCH;
        }
        if self.x > 0.0 {
            self.x += PITCH;
        }
    }

    pub(in crate::map) fn next_place(&mut self) -> (f32, f32) {
        if self.row == self.column_len {
            self.row = 0;
            self.x += PITCH;
        }
        if self.row == 0 && self.x + PITCH > self.width && self.x > 0.0 {
            self.x = 0.0;
            self.top += (self.column_len as f32 + 1.5) * PITCH;
        }
        let place = (
            self.x + 0.5 * PITCH,
            self.top + (self.row as f32 + 0.5) * PITCH,
        );
        self.row += 1;
        place
    }
}
