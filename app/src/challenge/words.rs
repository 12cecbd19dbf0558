//! What a challenge asks and pays, in words.

use crate::ui::text;
use crate::ui::time::to_the_minute;
use db::Timestamp;
use db::challenge::ChallengeCard;
use domain::Medium;
use domain::challenge::{Pay, Standing};

/// `audio`, or `any medium`.
pub(crate) fn medium_words(medium: Option<Medium>) -> &'static str {
    medium.map_or("any medium", Medium::as_str)
}

/// Until when it is open, or since when it is closed.
pub(crate) fn closes(card: &ChallengeCard, now: Timestamp) -> String {
    match (card.standing(now), card.deadline_at, card.closed_at) {
        (Standing::Open, Some(deadline), _) => {
            format!(
                "open until {} ({})",
                to_the_minute(deadline),
                left(now, deadline)
            )
        }
        (Standing::Open, None, _) => "open, without a deadline".to_owned(),
        (Standing::Over, Some(deadline), _) => {
            format!("closed by its deadline, {}", to_the_minute(deadline))
        }
        (_, _, Some(closed)) => format!("closed {}", to_the_minute(closed)),
        _ => "closed".to_owned(),
    }
}

/// How long it is until then.
fn left(now: Timestamp, deadline: Timestamp) -> String {
    let count = |seconds: u64, one, many| {
        let count = i64::try_from(seconds).unwrap_or(i64::MAX);
        format!("{} left", text::count(count, one, many))
    };
    match now.seconds_until(deadline) {
        seconds @ 0..3_600 => count(seconds.div_ceil(60), "minute", "minutes"),
        seconds @ 3_600..172_800 => count(seconds / 3_600, "hour", "hours"),
        seconds => count(seconds / 86_400, "day", "days"),
    }
}

/// What it pays, in a few words.
pub(crate) fn pay_line(pay: &Pay) -> String {
    match pay {
        Pay::None => "no pay promised".to_owned(),
        Pay::Budget(budget) => format!(
            "{} for about {}",
            budget.total,
            text::count(budget.contributors, "contributor", "contributors")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_for_people() {
        let now = Timestamp(0);
        let rows = [
            (30, "1 minute left"),
            (3_599, "60 minutes left"),
            (3_600, "1 hour left"),
            (90_000, "25 hours left"),
            (172_800, "2 days left"),
        ];
        for (seconds, words) in rows {
            assert_eq!(left(now, now.plus_seconds(seconds)), words);
        }
    }

    #[test]
    fn pay_in_a_line() {
        assert_eq!(pay_line(&Pay::None), "no pay promised");
        let pay = Pay::parse("budget", "1200", "EUR", "4", "A credit.").unwrap();
        assert_eq!(pay_line(&pay), "EUR 1,200.00 for about 4 contributors");
    }
}
