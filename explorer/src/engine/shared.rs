//! One explorer in the browser: draws when something changed and the browser is ready, wakes when something is due,
//! and otherwise does nothing.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MediaQueryList, Window};

use super::event::Event;
use super::loader::Loader;
use super::map::Job;
use super::state::{Source, State};

/// The picture from the server gives way when all is there, or after so many milliseconds.
const PATIENCE: f64 = 1200.0;

pub(super) struct Shared {
    pub(super) window: Window,
    pub(super) state: RefCell<State>,
    pub(super) loader: RefCell<Loader>,
    events: Rc<dyn Fn(Event)>,
    calm: Option<MediaQueryList>,
    tick: OnceCell<Closure<dyn FnMut(f64)>>,
    wake: OnceCell<Closure<dyn FnMut()>>,
    asked: Cell<bool>,
    /// When the timer wakes, and its number.
    timer: Cell<Option<(f64, i32)>>,
    /// When the first tile was there.
    began: Cell<Option<f64>>,
}

impl Shared {
    pub(super) fn new(window: Window, state: State, events: Rc<dyn Fn(Event)>) -> Rc<Self> {
        let calm = window.match_media("(prefers-reduced-motion: reduce)");
        let shared = Rc::new(Self {
            window,
            state: RefCell::new(state),
            loader: RefCell::new(Loader::default()),
            events,
            calm: calm.ok().flatten(),
            tick: OnceCell::new(),
            wake: OnceCell::new(),
            asked: Cell::new(false),
            timer: Cell::new(None),
            began: Cell::new(None),
        });
        let weak = Rc::downgrade(&shared);
        shared.tick.get_or_init(|| {
            Closure::new(move |_: f64| {
                if let Some(shared) = weak.upgrade() {
                    shared.asked.set(false);
                    shared.draw();
                }
            })
        });
        let weak = Rc::downgrade(&shared);
        shared.wake.get_or_init(|| {
            Closure::new(move || {
                if let Some(shared) = weak.upgrade() {
                    shared.timer.set(None);
                    shared.woken();
                }
            })
        });
        shared
    }

    pub(super) fn now(&self) -> f64 {
        self.window.performance().map_or(0.0, |clock| clock.now())
    }

    /// Whether people ask for less motion.
    pub(super) fn is_calm(&self) -> bool {
        self.calm.as_ref().is_some_and(MediaQueryList::matches)
    }

    /// Changes something, and then does what follows from it.
    pub(super) fn act<R>(self: &Rc<Self>, change: impl FnOnce(&mut State) -> R) -> R {
        let result = change(&mut self.state.borrow_mut());
        self.follow();
        result
    }

    /// Draws now.
    pub(super) fn draw(self: &Rc<Self>) {
        let now = self.now();
        self.state.borrow_mut().draw(now);
        self.show_when_ready(now);
        self.follow();
    }

    fn woken(self: &Rc<Self>) {
        let now = self.now();
        {
            let mut state = self.state.borrow_mut();
            state.wake(now);
            state.plan_due = true;
        }
        self.show_when_ready(now);
        self.follow();
    }

    fn is_hidden(&self) -> bool {
        let document = self.window.document();
        document.is_some_and(|document| document.hidden())
    }

    /// Asks for a frame, for tiles and for a timer where they are needed, and tells what happened.
    fn follow(self: &Rc<Self>) {
        let now = self.now();
        let hidden = self.is_hidden();
        if !hidden && std::mem::take(&mut self.state.borrow_mut().plan_due) {
            self.plan(now);
        }
        let (dirty, deadline, events) = {
            let mut state = self.state.borrow_mut();
            let retry = if hidden {
                None
            } else {
                self.next_try(&state, now)
            };
            let patience = self.patience(&state);
            let deadlines = [state.deadline(), retry, patience];
            let deadline = deadlines.into_iter().flatten().min_by(f64::total_cmp);
            (state.dirty, deadline, std::mem::take(&mut state.events))
        };
        if dirty && !self.asked.get() {
            self.ask();
        }
        self.wake_at(deadline, now);
        for event in events {
            (self.events)(event);
        }
    }

    fn ask(&self) {
        if let Some(tick) = self.tick.get() {
            let tick = tick.as_ref().unchecked_ref();
            self.asked
                .set(self.window.request_animation_frame(tick).is_ok());
        }
    }

    fn wake_at(&self, deadline: Option<f64>, now: f64) {
        let set = self.timer.get();
        let Some(deadline) = deadline else {
            return;
        };
        if let Some((at, number)) = set {
            if at <= deadline {
                // It wakes early, finds nothing due, and is set anew.
                return;
            }
            self.window.clear_timeout_with_handle(number);
        }
        let pause = (deadline - now).clamp(0.0, 1e6).ceil() as i32;
        let number = self.wake.get().and_then(|wake| {
            let wake = wake.as_ref().unchecked_ref();
            self.window
                .set_timeout_with_callback_and_timeout_and_arguments_0(wake, pause)
                .ok()
        });
        self.timer.set(number.map(|number| (deadline, number)));
    }

    fn next_try(&self, state: &State, now: f64) -> Option<f64> {
        match &state.source {
            Source::Map(map) if !map.queue.is_sound(now) => {
                map.queue.next_try(&map.needed(&state.target()), now)
            }
            _ => None,
        }
    }

    /// Starts what is needed most, and stops what is no longer.
    fn plan(self: &Rc<Self>, now: f64) {
        let mut state = self.state.borrow_mut();
        // On the way somewhere, what is needed is what one sees there.
        let target = state.target();
        let is_fast = state.is_fast;
        let Source::Map(map) = &mut state.source else {
            return;
        };
        let mut needed = map.needed(&target);
        if is_fast {
            needed.retain(|job| matches!(job, Job::Records(_)));
        }
        let plan = map.queue.plan(&needed, now);
        let counts = map.queue.counts(&needed);
        let mut loader = self.loader.borrow_mut();
        for job in plan.abort {
            loader.abort(job);
        }
        for job in plan.start {
            loader.start(self, job, job.path(&map.epoch));
        }
        let (waiting, failed) = std::mem::replace(&mut state.tiles, counts);
        // While the view moves, something is always on its way; where it comes to rest, all is told.
        let is_complete = waiting > 0 && counts.0 == 0 && !state.is_moving();
        if failed != counts.1 || is_complete {
            state.events.push(Event::Tiles { failed: counts.1 });
        }
    }

    fn patience(&self, state: &State) -> Option<f64> {
        let began = self.began.get().filter(|_| !state.shown)?;
        Some(began + PATIENCE)
    }

    /// Lets the canvas take the picture's place once it shows as much.
    fn show_when_ready(&self, now: f64) {
        let mut state = self.state.borrow_mut();
        if state.shown || state.painter.is_lost() {
            return;
        }
        let ready = match &state.source {
            Source::Lineage(_) => true,
            Source::Map(map) if map.has_begun() => {
                let began = self.began.get().unwrap_or(now);
                self.began.set(Some(began));
                let nothing_waits = state.tiles.0 == 0 && !state.plan_due;
                let is_used = !state.whole || state.picture.is_none();
                nothing_waits || is_used || now - began >= PATIENCE
            }
            Source::Map(_) => false,
        };
        if ready {
            state.show();
        }
    }

    /// A listener that does something here as long as this explorer is there.
    pub(super) fn listener<E: JsCast + 'static>(
        self: &Rc<Self>,
        mut hear: impl FnMut(&Rc<Self>, E) + 'static,
    ) -> Closure<dyn FnMut(JsValue)> {
        let weak: Weak<Self> = Rc::downgrade(self);
        Closure::new(move |event: JsValue| {
            if let Some(shared) = weak.upgrade() {
                hear(&shared, event.unchecked_into());
            }
        })
    }
}
