//! Points in time as they are kept: microseconds since 1970 in UTC, made by Rust and never by the database.

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The present, by the system's clock.
    #[must_use]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_microsecond())
    }

    /// Seconds from `self` until `later`, rounded up, at least 1.
    #[must_use]
    pub fn seconds_until(self, later: Self) -> u64 {
        let micros = later.0.saturating_sub(self.0).max(1);
        u64::try_from(micros).map_or(1, |micros| micros.div_ceil(1_000_000))
    }

    /// `2026-05-14T09:30:00Z`, as in the API.
    #[must_use]
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(
            |_| "1970-01-01T00:00:00Z".to_owned(),
            |time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        )
    }

    /// `14 May 2026`, as on the page.
    #[must_use]
    pub fn day(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(
            |_| String::new(),
            |time| time.strftime("%-d %B %Y").to_string(),
        )
    }

    /// The beginning of a day in UTC, written as `2026-05-14` and in no other way.
    #[must_use]
    pub fn of_day(text: &str) -> Option<Self> {
        let is_of_form = text.len() == 10
            && (0..).zip(text.bytes()).all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = jiff::civil::Date::strptime("%Y-%m-%d", text).ok();
        let begun = day
            .filter(|_| is_of_form)?
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()?;
        Some(Self(begun.timestamp().as_microsecond()))
    }

    /// The beginning of a minute in UTC, written as `2026-05-14T09:30`, as browsers send it, and in no other way.
    #[must_use]
    pub fn of_minute(text: &str) -> Option<Self> {
        let (day, time) = text.split_once('T')?;
        let is_of_form = time.len() == 5
            && (0..).zip(time.bytes()).all(|(at, byte)| match at {
                2 => byte == b':',
                _ => byte.is_ascii_digit(),
            });
        let (hours, minutes) = time.split_once(':').filter(|_| is_of_form)?;
        let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
        let begun = Self::of_day(day).filter(|_| hours < 24 && minutes < 60)?;
        Some(begun.plus_seconds(hours * 3_600 + minutes * 60))
    }

    /// `2026-05-14T09:30` in UTC, as [`Timestamp::of_minute`] reads it.
    #[must_use]
    pub fn minute(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(
            |_| String::new(),
            |time| time.strftime("%Y-%m-%dT%H:%M").to_string(),
        )
    }

    /// This many seconds later.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// This many seconds earlier.
    #[must_use]
    pub fn minus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_sub(seconds.saturating_mul(1_000_000)))
    }
}

impl From<Timestamp> for sea_orm::Value {
    fn from(time: Timestamp) -> Self {
        time.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_written_in_one_way() {
        let at = Timestamp(1_778_749_200_000_000);
        assert_eq!(at.minute(), "2026-05-14T09:00");
        assert_eq!(Timestamp::of_minute(&at.minute()), Some(at));
        for bad in [
            "",
            "2026-05-14",
            "2026-05-14T9:00",
            "2026-05-14T24:00",
            "2026-05-14T09:60",
            "2026-05-14T09:00Z",
            "2026-05-14 09:00",
            "2026-02-30T09:00",
        ] {
            assert_eq!(Timestamp::of_minute(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_written_in_one_way() {
        assert_eq!(
            Timestamp::of_day("1970-01-02"),
            Some(Timestamp(86_400_000_000))
        );
        assert_eq!(
            Timestamp::of_day("2026-02-28")
                .map(Timestamp::day)
                .as_deref(),
            Some("28 February 2026")
        );
        for bad in [
            "",
            "2026-02-30",
            "2026-2-3",
            "+026-02-03",
            "2026-02-03 ",
            "-026-02-03",
            "2026-02-031",
            "２026-02-0",
        ] {
            assert_eq!(Timestamp::of_day(bad), None, "{bad}");
        }
    }
}
