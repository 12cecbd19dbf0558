//! Numbers, lengths and counts as people say them. Pure, on the server and in the browser.

/// A count with commas between thousands: `29,307`.
#[must_use]
pub fn number(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if count < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 record`, `29,307 records`.
#[must_use]
pub fn count(count: i64, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", number(count))
}

/// `1 record`, `12 records`.
#[must_use]
pub fn records(records: i64) -> String {
    count(records, "record", "records")
}

/// `1 member`, `9 members`.
#[must_use]
pub fn members(members: i64) -> String {
    count(members, "member", "members")
}

/// `remixed once`, `remixed 12 times`, `not remixed yet`.
#[must_use]
pub fn remixed(remixes: i64) -> String {
    match remixes {
        0 => "not remixed yet".to_owned(),
        1 => "remixed once".to_owned(),
        _ => format!("remixed {} times", number(remixes)),
    }
}

/// `made from 3 records by 3 members`, `made from 1 record`, `a root` without sources.
///
/// Without a number of authors (`None`) only the records are told.
#[must_use]
pub fn made_from(sources: i64, authors: Option<i64>) -> String {
    match (sources, authors) {
        (0, _) => "a root".to_owned(),
        (_, None) => format!("made from {}", records(sources)),
        (_, Some(authors)) => {
            format!("made from {} by {}", records(sources), members(authors))
        }
    }
}

/// A length in time: `0:07`, `3:42`, `1:02:03`.
#[must_use]
pub fn duration(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// The title to show: an import may have none.
#[must_use]
pub fn title(title: &str) -> &str {
    let title = title.trim();
    if title.is_empty() { "Untitled" } else { title }
}

/// A title that fits into a sentence, cut at a word where it is long.
#[must_use]
pub fn short_title(long: &str, max: usize) -> String {
    let whole = title(long);
    if whole.chars().count() <= max {
        return whole.to_owned();
    }
    let cut: String = whole.chars().take(max).collect();
    let kept = match cut.rsplit_once(char::is_whitespace) {
        Some((words, _)) if words.chars().count() * 2 > max => words,
        _ => &cut,
    };
    format!("{}…", kept.trim_end())
}

/// The letter that stands for a member beside their name.
#[must_use]
pub fn initial(name: &str) -> String {
    name.chars()
        .find(|c| c.is_alphanumeric())
        .map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect())
}

/// The first words of a Markdown text without its signs, line breaks kept.
#[must_use]
pub fn plain_words(markdown: &str) -> String {
    let mut words = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let line = line.trim_start_matches(['#', '>', ' ']);
        let line = line
            .strip_prefix("- ")
            .or(line.strip_prefix("* "))
            .unwrap_or(line);
        words.extend(line.chars().filter(|c| !matches!(c, '*' | '`')));
        words.push('\n');
    }
    words.trim().to_owned()
}

/// A text as a value in the query of an address: everything but letters, digits and `-._~/` is escaped.
#[must_use]
pub fn query_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            value.push(char::from(byte));
        } else {
            value.push('%');
            for half in [byte >> 4, byte & 15] {
                value.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_sentences() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(-1_234_567), "-1,234,567");
        assert_eq!(records(1), "1 record");
        assert_eq!(records(29_307), "29,307 records");
        assert_eq!(remixed(0), "not remixed yet");
        assert_eq!(remixed(1), "remixed once");
        assert_eq!(remixed(1_200), "remixed 1,200 times");
        assert_eq!(made_from(0, Some(0)), "a root");
        assert_eq!(made_from(1, Some(1)), "made from 1 record by 1 member");
        assert_eq!(made_from(3, Some(2)), "made from 3 records by 2 members");
        assert_eq!(made_from(2, None), "made from 2 records");
    }

    #[test]
    fn lengths() {
        let rows = [
            (0, "0:00"),
            (7_900, "0:07"),
            (222_000, "3:42"),
            (3_723_000, "1:02:03"),
            (-5, "0:00"),
        ];
        for (milliseconds, text) in rows {
            assert_eq!(duration(milliseconds), text);
        }
    }

    #[test]
    fn titles_are_never_empty_and_cut_at_words() {
        assert_eq!(title("  "), "Untitled");
        assert_eq!(short_title("Harbour lights", 20), "Harbour lights");
        assert_eq!(
            short_title("Harbour lights, slow version", 20),
            "Harbour lights,…"
        );
        assert_eq!(
            short_title(&"é".repeat(30), 10),
            format!("{}…", "é".repeat(10))
        );
    }

    #[test]
    fn initials_of_any_script() {
        assert_eq!(initial("ada"), "A");
        assert_eq!(initial("«ßeta»"), "SS");
        assert_eq!(initial("مريم"), "م");
        assert_eq!(initial("🎨"), "·");
    }

    #[test]
    fn words_without_marks() {
        assert_eq!(
            plain_words("# Rain\n\n> on *tin*\n- one\n"),
            "Rain\n\non tin\none"
        );
    }

    #[test]
    fn queries_hold_nothing_that_means_something() {
        assert_eq!(
            query_value("/records?q=a b&c#d"),
            "/records%3Fq%3Da%20b%26c%23d"
        );
        assert_eq!(query_value("é\""), "%C3%A9%22");
    }
}
