//! What pointers mean: a tap, a drag, a pinch, a long press, a lasso. Knows nothing of the page.

/// What touches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Device {
    Mouse,
    Touch,
}

/// One pointer at one moment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Pointer {
    pub(super) id: i32,
    pub(super) at: (f64, f64),
    pub(super) device: Device,
    /// Milliseconds.
    pub(super) time: f64,
    pub(super) shift: bool,
    pub(super) ctrl: bool,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Action {
    /// The pointer rests here, touching nothing.
    Hover((f64, f64)),
    /// The view is to move by pixels.
    Pan(f64, f64),
    /// The view is to come nearer about a point.
    Zoom {
        factor: f64,
        about: (f64, f64),
    },
    Tap {
        at: (f64, f64),
        add: bool,
        touch: bool,
    },
    DoubleTap {
        at: (f64, f64),
        touch: bool,
    },
    LongPress((f64, f64)),
    /// The lasso's line so far has changed.
    LassoDrawn,
    LassoClosed {
        corners: Vec<(f64, f64)>,
        add: bool,
    },
    /// Whether something is being held and dragged.
    Held(bool),
}

/// Two taps within this time and distance are one double tap.
const DOUBLE_TIME: f64 = 320.0;
const LONG_PRESS: f64 = 500.0;

fn slop(device: Device) -> f64 {
    match device {
        Device::Mouse => 4.0,
        Device::Touch => 10.0,
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Phase {
    #[default]
    Idle,
    /// Down, and not yet moved.
    Pressed,
    Panning,
    Lasso,
    Pinching,
    /// What is still down means nothing more.
    Spent,
}

/// The pointers that are down, and what they do.
#[derive(Clone, Debug, Default)]
pub(super) struct Gestures {
    phase: Phase,
    down: Vec<Pointer>,
    pressed: Option<Pointer>,
    last_tap: Option<Pointer>,
    lasso: Vec<(f64, f64)>,
    /// Whether dragging draws a lasso without shift.
    pub(super) draws: bool,
}

impl Gestures {
    /// The lasso's line so far.
    pub(super) fn lasso(&self) -> &[(f64, f64)] {
        &self.lasso
    }

    /// When a press becomes a long one, if it stays.
    pub(super) fn deadline(&self) -> Option<f64> {
        let pressed = self.pressed?;
        let waits = self.phase == Phase::Pressed && pressed.device == Device::Touch;
        waits.then_some(pressed.time + LONG_PRESS)
    }

    /// Drops what is going on, as where the browser takes the pointer away.
    pub(super) fn cancel(&mut self) -> Vec<Action> {
        let was = std::mem::take(&mut self.phase);
        self.down.clear();
        self.pressed = None;
        let had_lasso = !std::mem::take(&mut self.lasso).is_empty();
        let mut actions = Vec::new();
        if had_lasso {
            actions.push(Action::LassoDrawn);
        }
        if was != Phase::Idle {
            actions.push(Action::Held(false));
        }
        actions
    }

    pub(super) fn press(&mut self, pointer: Pointer) -> Vec<Action> {
        self.down.retain(|down| down.id != pointer.id);
        self.down.push(pointer);
        match self.down.len() {
            1 => {
                self.phase = Phase::Pressed;
                self.pressed = Some(pointer);
                Vec::new()
            }
            2 => {
                self.phase = Phase::Pinching;
                self.pressed = None;
                self.last_tap = None;
                let had_lasso = !std::mem::take(&mut self.lasso).is_empty();
                let mut actions = vec![Action::Held(true)];
                if had_lasso {
                    actions.push(Action::LassoDrawn);
                }
                actions
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn motion(&mut self, pointer: Pointer) -> Vec<Action> {
        let Some(at) = self.down.iter().position(|down| down.id == pointer.id) else {
            let hovers = self.down.is_empty() && pointer.device == Device::Mouse;
            return hovers
                .then_some(Action::Hover(pointer.at))
                .into_iter()
                .collect();
        };
        let before = self.pair();
        let from = self.down[at].at;
        self.down[at].at = pointer.at;
        match self.phase {
            Phase::Pressed => self.leave(&pointer),
            Phase::Panning => {
                vec![Action::Pan(pointer.at.0 - from.0, pointer.at.1 - from.1)]
            }
            Phase::Lasso => {
                let last = self.lasso.last().copied().unwrap_or(pointer.at);
                if distance(last, pointer.at) < 2.0 {
                    return Vec::new();
                }
                self.lasso.push(pointer.at);
                vec![Action::LassoDrawn]
            }
            Phase::Pinching if at < 2 => pinch(before, self.pair()),
            Phase::Pinching | Phase::Idle | Phase::Spent => Vec::new(),
        }
    }

    /// The pointer that was pressed moved: is it still a tap?
    fn leave(&mut self, pointer: &Pointer) -> Vec<Action> {
        let Some(pressed) = self.pressed else {
            return Vec::new();
        };
        if distance(pressed.at, pointer.at) <= slop(pressed.device) {
            return Vec::new();
        }
        self.last_tap = None;
        if self.draws || pressed.shift {
            self.phase = Phase::Lasso;
            self.lasso = vec![pressed.at, pointer.at];
            return vec![Action::Held(true), Action::LassoDrawn];
        }
        self.phase = Phase::Panning;
        // From where it was pressed, so that what was taken stays under the pointer.
        let (dx, dy) = (pointer.at.0 - pressed.at.0, pointer.at.1 - pressed.at.1);
        vec![Action::Held(true), Action::Pan(dx, dy)]
    }

    pub(super) fn release(&mut self, pointer: Pointer) -> Vec<Action> {
        let was_down = self.down.len();
        self.down.retain(|down| down.id != pointer.id);
        if self.down.len() == was_down {
            return Vec::new();
        }
        if let Some(rest) = self.down.first() {
            // One of two fingers was lifted: the other goes on moving the view, and is no tap.
            if self.phase == Phase::Pinching && self.down.len() == 1 {
                self.pressed = Some(*rest);
                self.phase = Phase::Panning;
            }
            return Vec::new();
        }
        // On a busy machine a finger is lifted before anything woke for its long press.
        let late = self.wait(pointer.time);
        if !late.is_empty() {
            self.phase = Phase::Idle;
            self.pressed = None;
            return late;
        }
        let pressed = self.pressed.take();
        match (std::mem::take(&mut self.phase), pressed) {
            (Phase::Pressed, Some(pressed)) => vec![self.tap(pressed, &pointer)],
            (Phase::Lasso, Some(pressed)) => {
                let corners = simplified(&std::mem::take(&mut self.lasso), MOST_CORNERS);
                let add = [pressed, pointer].iter().any(|p| p.shift || p.ctrl);
                vec![
                    Action::Held(false),
                    Action::LassoDrawn,
                    Action::LassoClosed { corners, add },
                ]
            }
            (Phase::Idle, _) => Vec::new(),
            _ => vec![Action::Held(false)],
        }
    }

    fn tap(&mut self, pressed: Pointer, released: &Pointer) -> Action {
        let touch = pressed.device == Device::Touch;
        let add = pressed.shift || pressed.ctrl || released.shift || released.ctrl;
        let again = self.last_tap.take().is_some_and(|last| {
            released.time - last.time < DOUBLE_TIME
                && distance(last.at, pressed.at) < 2.5 * slop(pressed.device)
        });
        if again && !add {
            return Action::DoubleTap {
                at: pressed.at,
                touch,
            };
        }
        self.last_tap = Some(Pointer {
            time: released.time,
            ..pressed
        });
        Action::Tap {
            at: pressed.at,
            add,
            touch,
        }
    }

    /// Time has passed with nothing moving.
    pub(super) fn wait(&mut self, now: f64) -> Vec<Action> {
        match (self.deadline(), self.pressed) {
            (Some(deadline), Some(pressed)) if now >= deadline => {
                self.phase = Phase::Spent;
                self.last_tap = None;
                vec![Action::LongPress(pressed.at)]
            }
            _ => Vec::new(),
        }
    }

    fn pair(&self) -> Option<((f64, f64), (f64, f64))> {
        Some((self.down.first()?.at, self.down.get(1)?.at))
    }
}

type Pair = Option<((f64, f64), (f64, f64))>;

/// What two fingers mean that moved from one pair of points to another.
fn pinch(before: Pair, after: Pair) -> Vec<Action> {
    let (Some(before), Some(after)) = (before, after) else {
        return Vec::new();
    };
    let middle =
        |(a, b): ((f64, f64), (f64, f64))| (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
    let (from, to) = (middle(before), middle(after));
    let apart = |(a, b)| distance(a, b).max(8.0);
    vec![
        Action::Pan(to.0 - from.0, to.1 - from.1),
        Action::Zoom {
            factor: apart(after) / apart(before),
            about: to,
        },
    ]
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// As many corners as a server takes.
const MOST_CORNERS: usize = 64;

/// The line with at most so many corners: those that bend least go first.
fn simplified(line: &[(f64, f64)], most: usize) -> Vec<(f64, f64)> {
    let mut kept = line.to_vec();
    let area = |a: (f64, f64), b: (f64, f64), c: (f64, f64)| {
        ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs()
    };
    while kept.len() > most.max(3) {
        let bends = (1..kept.len() - 1).map(|at| area(kept[at - 1], kept[at], kept[at + 1]));
        let least = bends
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map_or(0, |(at, _)| at + 1);
        kept.remove(least);
    }
    kept
}

/// By which factor a turn of the wheel brings nearer, and whether it is one of many small ones, as a touch pad sends.
pub(super) fn wheel(delta: f64, mode: u32, ctrl: bool, height: f64) -> (f64, bool) {
    let pixels = match mode {
        1 => delta * 16.0,
        2 => delta * height,
        _ => delta,
    };
    // A pinch on a touch pad comes as a wheel with ctrl, in small steps.
    let strength = if ctrl && pixels.abs() < 50.0 {
        0.01
    } else {
        0.0022
    };
    let factor = (-pixels * strength).clamp(-0.7, 0.7).exp();
    (factor, mode == 0 && pixels.abs() < 50.0)
}

#[cfg(test)]
#[path = "gesture_tests.rs"]
mod tests;
