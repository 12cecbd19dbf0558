//! What the person at the terminal sees: one line a step, with the time it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Announces a step, does it, and says how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}");
    let start = Instant::now();
    let result = work();
    let outcome = if result.is_ok() { "done" } else { "FAILED" };
    println!("    {outcome} in {}", seconds(start.elapsed()));
    result
}

/// A line for something that needed no work.
pub(crate) fn note(text: &str) {
    println!("    {text}");
}

/// "4.2 s", or "3 min 07 s" from two minutes on.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 120 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let cases = [
            (0, "0.0 s"),
            (4_230, "4.2 s"),
            (119_900, "119.9 s"),
            (187_000, "3 min 07 s"),
        ];
        for (millis, text) in cases {
            assert_eq!(seconds(Duration::from_millis(millis)), text);
        }
    }
}
