//! Progress: a bar at a terminal, else a line a second.

use db::corpus::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Shows how far something is.
pub(crate) struct Meter {
    state: Mutex<State>,
}

struct State {
    step: &'static str,
    bar: Option<ProgressBar>,
    last_line: Instant,
}

impl Meter {
    pub(crate) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template(
                "{msg:>10} {bar:40} {human_pos}/{human_len} {elapsed}",
            );
            let bar = ProgressBar::new(0);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        let state = State {
            step: "",
            bar,
            last_line: Instant::now(),
        };
        Self {
            state: Mutex::new(state),
        }
    }

    /// Takes one report.
    pub(crate) fn show(&self, progress: Progress) {
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        let begins = state.step != progress.step;
        state.step = progress.step;
        if let Some(bar) = &state.bar {
            bar.set_message(progress.step);
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        } else if begins || state.last_line.elapsed() >= Duration::from_secs(1) {
            state.last_line = Instant::now();
            eprintln!("{}: {} of {}", progress.step, progress.done, progress.total);
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Ok(state) = self.state.lock()
            && let Some(bar) = &state.bar
        {
            bar.finish_and_clear();
        }
    }
}
