//! The line of time under the map: how much was published when, and a slider to go back.

use super::overview::Overview;
use crate::ui::time::{month, year};
use leptos::prelude::*;
use lineage::map::TIME_STEPS;
use std::fmt::Write;

/// A slice's width in the drawing, and the drawing's height.
const SLICE: usize = 10;
const HEIGHT: f64 = 32.0;

/// The bar; nothing where no time passes between the first record and the last.
pub(super) fn time(overview: &Overview) -> Option<impl IntoView + use<>> {
    let (from, to) = overview.span().filter(|(from, to)| from < to)?;
    let width = overview.info.months.len() * SLICE;
    let bars = bars(&overview.info.months);
    let last = (TIME_STEPS - 1).to_string();
    let words = format!(
        "How much was published from {} to {}",
        month(from),
        month(to)
    );
    Some(view! {
        <div class="explorer-time" role="group" aria-label="Time">
            <button class="btn btn-small needs-script" r#type="button" data-act="play" aria-keyshortcuts="P">"Play"</button>
            <span class="time-end">{year(from)}</span>
            <div class="time-track">
                <svg viewBox=format!("0 0 {width} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=words>
                    <clipPath id="time-clip"><rect width=width height=HEIGHT.to_string()></rect></clipPath>
                    <path class="time-off" d=bars.clone()></path>
                    <path class="time-on" clip-path="url(#time-clip)" d=bars></path>
                </svg>
                <input class="needs-script" r#type="range" min="0" max=last.clone() value=last aria-label="Show what was published by" aria-valuetext=month(to)/>
            </div>
            <span class="time-end" data-time="">{year(to)}</span>
        </div>
    })
}

/// One bar a slice; one with anything in it is never too low to see.
fn bars(months: &[u32]) -> String {
    let most = f64::from(months.iter().copied().max().unwrap_or(0).max(1));
    let mut path = String::new();
    for (place, &count) in months.iter().enumerate() {
        let height = (f64::from(count) / most).sqrt() * (HEIGHT - 2.0);
        let height = if count == 0 { 1.0 } else { height.max(3.0) };
        let (left, top) = (place * SLICE, HEIGHT - height);
        // Writing to a string cannot fail.
        let _ = write!(path, "M{left} {HEIGHT}V{top:.1}h{}V{HEIGHT}z", SLICE - 1);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::bars;

    #[test]
    fn the_highest_bar_is_the_fullest_slice() {
        assert_eq!(
            bars(&[0, 1, 4]),
            "M0 32V31.0h9V32zM10 32V17.0h9V32zM20 32V2.0h9V32z"
        );
        assert!(
            bars(&[1, 1_000_000]).contains("V29.0"),
            "a few are still seen"
        );
    }
}
