//! Counts, days and sentences as people say them. Pure.

use super::answers::{Detail, Mediums};
use lineage::map::TIME_STEPS;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A count with commas between thousands: `29,307`.
pub(crate) fn number(count: u32) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 record`, `12 records`.
pub(crate) fn records(count: u32) -> String {
    of(count, "record", "records")
}

/// A count with its noun.
pub(crate) fn of(count: u32, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// The title to show: an import may have none.
pub(crate) fn title(title: &str) -> &str {
    let title = title.trim();
    if title.is_empty() { "Untitled" } else { title }
}

/// A title that fits a line.
pub(crate) fn short(long: &str, max: usize) -> String {
    let whole = title(long);
    match whole.char_indices().nth(max) {
        None => whole.to_owned(),
        Some((end, _)) => format!("{}…", whole[..end].trim_end()),
    }
}

/// `Text`.
pub(crate) fn medium(word: &str) -> &'static str {
    match word {
        "text" => "Text",
        "image" => "Image",
        "audio" => "Audio",
        "video" => "Video",
        "code" => "Code",
        _ => "Record",
    }
}

/// `2011` of a time as RFC 3339.
pub(crate) fn year(time: &str) -> &str {
    time.get(..4).unwrap_or_default()
}

/// `February 2011`.
pub(crate) fn month(time: &str) -> String {
    let month: Option<usize> = time.get(5..7).and_then(|month| month.parse().ok());
    match month.and_then(|month| MONTHS.get(month.checked_sub(1)?)) {
        Some(name) => format!("{name} {}", year(time)),
        None => year(time).to_owned(),
    }
}

/// `3 February 2011`.
pub(crate) fn day(time: &str) -> String {
    let day = time.get(8..10).unwrap_or_default().trim_start_matches('0');
    if day.is_empty() {
        month(time)
    } else {
        format!("{day} {}", month(time))
    }
}

/// `2011 to 2018`, or `2011`.
pub(crate) fn span(from: &str, to: &str) -> String {
    match (year(from), year(to)) {
        (from, to) if from == to => from.to_owned(),
        (from, to) => format!("{from} to {to}"),
    }
}

/// Where a record stands, in one sentence; parts between `*` are strong.
pub(crate) fn standing(detail: &Detail) -> String {
    let before = match (detail.source_count, detail.ancestor_count) {
        (0, _) => "A root.".to_owned(),
        (sources, ancestors) if ancestors > sources => {
            format!(
                "Made from *{}*, {} back to the beginning.",
                records(sources),
                number(ancestors)
            )
        }
        (sources, _) => format!("Made from *{}*.", records(sources)),
    };
    let after = match detail.descendant_count {
        0 if detail.withdrawn => "Withdrawn: only its tombstone is left.".to_owned(),
        0 => "Nobody has remixed it yet.".to_owned(),
        count => {
            let members = match detail.member_count {
                0 => String::new(),
                count => format!(" by *{}*", of(count, "member", "members")),
            };
            let deep = match detail.deepest {
                0 | 1 => String::new(),
                deep => format!(", up to *{} deep*", of(deep, "remix", "remixes")),
            };
            format!("From it came *{}*{members}{deep}.", records(count))
        }
    };
    format!("{before} {after}")
}

/// `12 audio, 3 code`, most first.
pub(crate) fn mix(mediums: &Mediums) -> String {
    let mut counts = mediums.counts();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let words: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{} {word}", number(*count)))
        .collect();
    words.join(", ")
}

/// The moment of a step of time, as RFC 3339 to the day.
pub(crate) fn moment(step: u16, from: &str, to: &str) -> String {
    let (Some(from), Some(to)) = (days(from), days(to)) else {
        return String::new();
    };
    let (year, month, day) =
        civil(from + (to - from) * i64::from(step) / i64::from(TIME_STEPS - 1));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days since 1970 of a time as RFC 3339 (the algorithm is Howard Hinnant's `days_from_civil`).
fn days(time: &str) -> Option<i64> {
    let part = |range: std::ops::Range<usize>| time.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Year, month and day of days since 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (years + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_steps() {
        assert_eq!(month("2011-02-03T04:05:06Z"), "February 2011");
        assert_eq!(day("2011-02-03T04:05:06Z"), "3 February 2011");
        assert_eq!(
            (month(""), span("2011-01-01", "2011-12-31")),
            (String::new(), "2011".to_owned())
        );
        let (from, to) = ("2010-01-01T00:00:00Z", "2020-03-01T00:00:00Z");
        assert_eq!(moment(0, from, to), "2010-01-01");
        assert_eq!(moment(4095, from, to), "2020-03-01");
        assert_eq!(moment(2047, from, to), "2015-01-30");
        for day in [-719_468, -1, 0, 59, 11_016, 19_782, 20_000] {
            let (year, month, date) = civil(day);
            assert_eq!(days(&format!("{year:04}-{month:02}-{date:02}")), Some(day));
        }
    }

    #[test]
    fn sentences() {
        let mut detail = Detail {
            descendant_count: 156,
            member_count: 97,
            deepest: 38,
            ..Detail::default()
        };
        assert_eq!(
            standing(&detail),
            "A root. From it came *156 records* by *97 members*, up to *38 remixes deep*."
        );
        detail = Detail {
            source_count: 1,
            ancestor_count: 1,
            ..Detail::default()
        };
        assert_eq!(
            standing(&detail),
            "Made from *1 record*. Nobody has remixed it yet."
        );
        assert_eq!(
            mix(&Mediums {
                audio: 12,
                code: 3_000,
                ..Mediums::default()
            }),
            "3,000 code, 12 audio"
        );
        assert_eq!(short("Harbour lights", 7), "Harbour…");
        assert_eq!(number(1_234_567), "1,234,567");
    }
}
