//! Points in time: plain in the text, exact on hover and for machines.

use db::Timestamp;
use leptos::prelude::*;

/// A day, such as `14 May 2026`.
#[component]
pub fn Time(
    /// The moment meant.
    at: Timestamp,
) -> impl IntoView {
    view! { <time datetime=at.rfc3339() title=to_the_minute(at)>{at.day()}</time> }
}

/// `14 May 2026, 09:00 UTC`.
#[must_use]
pub fn to_the_minute(at: Timestamp) -> String {
    formatted(at, "%-d %B %Y, %H:%M UTC")
}

/// `2026`.
#[must_use]
pub fn year(at: Timestamp) -> String {
    formatted(at, "%Y")
}

/// `May 2026`.
#[must_use]
pub fn month(at: Timestamp) -> String {
    formatted(at, "%B %Y")
}

/// `today`, `yesterday`, or the day, as seen from `now`.
#[must_use]
pub fn recently(at: Timestamp, now: Timestamp) -> String {
    const DAY: i64 = 24 * 3_600 * 1_000_000;
    match now.0.div_euclid(DAY) - at.0.div_euclid(DAY) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => at.day(),
    }
}

fn formatted(at: Timestamp, pattern: &str) -> String {
    jiff::Timestamp::from_microsecond(at.0)
        .map_or_else(|_| String::new(), |time| time.strftime(pattern).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_for_people() {
        let at = Timestamp(1_778_749_200_000_000);
        assert_eq!(to_the_minute(at), "14 May 2026, 09:00 UTC");
        assert_eq!(
            (year(at), month(at)),
            ("2026".to_owned(), "May 2026".to_owned())
        );
        let next = |hours: i64| Timestamp(at.0 + hours * 3_600_000_000);
        assert_eq!(recently(at, next(1)), "today");
        assert_eq!(recently(at, next(15)), "yesterday");
        assert_eq!(recently(at, next(48)), "14 May 2026");
    }
}
