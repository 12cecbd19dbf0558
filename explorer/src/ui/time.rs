//! Going back in time, and watching the map grow.

use super::dom::{self, find, listen};
use super::explorer::Explorer;
use super::{minimap, notices, save, words};
use crate::engine::MapInfo;
use lineage::map::TIME_STEPS;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlInputElement};

/// How long the whole takes to grow, in milliseconds.
const GROWS: f64 = 12_000.0;
/// Steps of the same where people ask for less motion, and milliseconds between them.
const STILLS: u16 = 16;
const STILL: i32 = 750;

const LAST: u16 = TIME_STEPS - 1;

/// Listens to the slider.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let Some(slider) = slider(explorer) else {
        return;
    };
    let held = Rc::clone(explorer);
    listen(&slider.clone(), "input", move |_: Event| {
        stop(&held);
        let step = slider.value_as_number() as u16;
        set(&held, step);
    });
    show(explorer);
}

/// The moment of a step, in milliseconds since 1970.
pub(crate) fn moment(info: &MapInfo, step: u16) -> i64 {
    let (from, to) = span(info);
    (from + (to - from) * f64::from(step) / f64::from(LAST)).round() as i64
}

/// The step of a moment; `None` where all is shown.
pub(crate) fn step_until(info: &MapInfo, moment: i64) -> Option<u16> {
    let (from, to) = span(info);
    let part = (moment as f64 - from) / (to - from);
    let step = (part * f64::from(LAST)).round();
    (step < f64::from(LAST)).then_some(step.max(0.0) as u16)
}

/// The step at which a record appears.
pub(crate) fn step(info: &MapInfo, published_at: &str) -> u16 {
    let (from, to) = span(info);
    let part = (js_sys::Date::parse(published_at) - from) / (to - from).max(1.0);
    let last = f64::from(LAST);
    // What is no number becomes the first step.
    (part * last).clamp(0.0, last).ceil() as u16
}

fn span(info: &MapInfo) -> (f64, f64) {
    let time = |text: &str| js_sys::Date::parse(text);
    (time(&info.time.from), time(&info.time.to))
}

fn slider(explorer: &Explorer) -> Option<HtmlInputElement> {
    find(&explorer.root, ".explorer-time input[type='range']")
}

/// Time is no step that is undone.
fn set(explorer: &Rc<Explorer>, step: u16) {
    let mut view = explorer.view();
    view.time = (step < LAST).then_some(step);
    explorer.put(view);
}

/// Shows the time that is set.
pub(crate) fn show(explorer: &Rc<Explorer>) {
    let time = explorer.view().time;
    if let Some(engine) = explorer.engine() {
        engine.set_time(time);
    }
    minimap::soon(explorer);
    let Some(slider) = slider(explorer) else {
        return;
    };
    let step = time.unwrap_or(LAST);
    slider.set_value_as_number(f64::from(step));
    let span = &explorer.info.time;
    let moment = words::moment(step, &span.from, &span.to);
    dom::set(&slider, "aria-valuetext", &words::month(&moment));
    if let Some(end) = find::<Element>(&explorer.root, "[data-time]") {
        let told = if time.is_some() {
            short_month(&moment)
        } else {
            words::year(&span.to).to_owned()
        };
        end.set_text_content(Some(&told));
    }
    if let Some(bar) = find::<Element>(&explorer.root, ".explorer-time") {
        dom::set_class(&bar, "is-back", time.is_some());
    }
    if let Some(clip) = find::<Element>(&explorer.root, "#time-clip rect") {
        let width = explorer.info.months.len() as f64 * 10.0 * f64::from(step) / f64::from(LAST);
        dom::set(&clip, "width", &format!("{width:.1}"));
    }
}

/// `Feb 2011`.
fn short_month(moment: &str) -> String {
    let month = words::month(moment);
    match month.split_once(' ') {
        Some((name, year)) => format!("{} {year}", name.chars().take(3).collect::<String>()),
        None => month,
    }
}

/// Begins to grow the map, or stops.
pub(crate) fn play(explorer: &Rc<Explorer>) {
    if explorer.state.borrow().playing {
        stop(explorer);
        return;
    }
    explorer.state.borrow_mut().playing = true;
    show_button(explorer);
    notices::announce(explorer, "The map grows. Press again to stop.");
    let from = explorer.view().time.unwrap_or(0);
    if dom::less_motion() {
        still(explorer, from);
    } else {
        let explorer = Rc::clone(explorer);
        dom::next_frame(move |now| {
            frame(
                &explorer,
                now - f64::from(from) / f64::from(LAST) * GROWS,
                now,
            )
        });
    }
}

/// One frame of growing, begun at `start`.
fn frame(explorer: &Rc<Explorer>, start: f64, now: f64) {
    if !explorer.state.borrow().playing {
        return;
    }
    let grown = ((now - start) / GROWS).clamp(0.0, 1.0);
    let step = (grown * f64::from(LAST)) as u16;
    set(explorer, step);
    if step >= LAST {
        stop(explorer);
        notices::announce(explorer, "The map is grown.");
        return;
    }
    let explorer = Rc::clone(explorer);
    dom::next_frame(move |now| frame(&explorer, start, now));
}

fn still(explorer: &Rc<Explorer>, step: u16) {
    if !explorer.state.borrow().playing {
        return;
    }
    set(explorer, step.min(LAST));
    if step >= LAST {
        stop(explorer);
        return;
    }
    let explorer = Rc::clone(explorer);
    dom::later(STILL, move || {
        still(&explorer, step.saturating_add(LAST / STILLS).min(LAST))
    });
}

fn stop(explorer: &Rc<Explorer>) {
    if std::mem::take(&mut explorer.state.borrow_mut().playing) {
        show_button(explorer);
        save::write_address(explorer);
    }
}

fn show_button(explorer: &Explorer) {
    let playing = explorer.state.borrow().playing;
    if let Some(button) = find::<Element>(&explorer.root, "[data-act='play']") {
        button.set_text_content(Some(if playing { "Pause" } else { "Play" }));
    }
}
