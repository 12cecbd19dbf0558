//! Titles as they are shown: cleaned, measured and shortened, in any script,
//! without a font at hand.

/// What stands for a title that is empty.
const UNTITLED: &str = "Untitled";

/// A title without control characters, overrides of direction, and runs of
/// space; "Untitled" if nothing is left.
#[must_use]
pub fn shown(title: &str) -> String {
    let mut shown = String::with_capacity(title.len().min(256));
    let kept = title
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    for c in kept.filter(|&c| !is_unwanted(c)) {
        if c != ' ' || !(shown.is_empty() || shown.ends_with(' ')) {
            shown.push(c);
        }
    }
    shown.truncate(shown.trim_end().len());
    if shown.chars().all(|c| width_of(c) == 0.0) {
        return UNTITLED.to_owned();
    }
    shown
}

/// Not allowed in XML, or able to turn the text around it.
fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}' | '\u{200B}')
}

/// Bold letters are so many times as wide.
pub(crate) const BOLD: f32 = 1.08;

/// Width in units of a text at 13 units high: an estimate that is rather too
/// wide than too narrow.
#[must_use]
pub fn width(text: &str) -> f32 {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> f32 {
    const EM: f32 = 13.0;
    let part = match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.3,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        'A'..='Z' | '&' | '#' => 0.71,
        '!'..='~' => 0.6,
        '…' => 0.9,
        c if joins(c) => 0.0,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' => 1.05,
        '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' => 1.05,
        '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFD}' => 1.05,
        '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' => 1.35,
        _ => 0.68,
    };
    part * EM
}

/// Whether the character is part of the one before it.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}' | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{093C}'
        | '\u{093E}'..='\u{094F}' | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}'
        | '\u{0E47}'..='\u{0E4E}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{200C}'..='\u{200F}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}'
        | '\u{E0100}'..='\u{E01EF}')
}

fn is_flag(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// The text if it is at most `most` units wide, else its beginning with an
/// ellipsis, cut between whole characters as they are seen, at a space if one
/// is near.
#[must_use]
pub fn shorten(text: &str, most: f32) -> String {
    let room = most - width_of('…');
    let (mut end, mut used, mut before, mut flags) = (0, 0.0, '\0', 0);
    let mut is_whole = true;
    for (at, c) in text.char_indices() {
        flags = if is_flag(c) { flags + 1 } else { 0 };
        let in_flag = flags > 0 && flags % 2 == 0;
        if !joins(c) && before != '\u{200D}' && !in_flag && used <= room {
            end = at;
        }
        used += width_of(c);
        before = c;
        if used > most {
            is_whole = false;
            break;
        }
    }
    if is_whole {
        return text.to_owned();
    }
    let kept = &text[..end];
    let near = kept.len() - kept.len() / 4;
    let kept = match kept.rfind(' ') {
        Some(space) if space >= near => &kept[..space],
        _ => kept,
    };
    let kept = kept.trim_end_matches([' ', ',', '-', ':', '(', '.']);
    format!("{kept}…")
}

/// Whether the first letter that has a direction runs from right to left.
#[must_use]
pub fn is_rtl(text: &str) -> bool {
    let is_rtl = |c: char| {
        matches!(c,
            '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_rtl)
}

#[cfg(test)]
mod tests {
    use super::{is_rtl, shorten, shown, width};

    #[test]
    fn titles_are_cleaned() {
        let cases = [
            ("", "Untitled"),
            (" \t\n\u{200B}\u{FE0F}", "Untitled"),
            ("  two \n\n words ", "two words"),
            ("a\0b\u{1b}c\u{FFFE}", "abc"),
            ("safe\u{202E}gpj.exe", "safegpj.exe"),
            ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
        ];
        for (title, expected) in cases {
            assert_eq!(shown(title), expected);
        }
    }

    #[test]
    fn what_fits_is_not_shortened() {
        assert_eq!(shorten("Rain on tin", 150.0), "Rain on tin");
        assert_eq!(shorten("Rain on tin", width("Rain on tin")), "Rain on tin");
    }

    #[test]
    fn what_is_shortened_fits() {
        for most in [20u16, 60, 90, 150] {
            for title in [
                "W".repeat(802),
                "مرفأ الأضواء ".repeat(20),
                "港の灯り".repeat(90),
            ] {
                let short = shorten(&title, f32::from(most));
                assert!(
                    short.ends_with('…') && width(&short) <= f32::from(most),
                    "{short}"
                );
            }
        }
    }

    #[test]
    fn nothing_that_is_seen_as_one_is_cut() {
        let families = "👩‍👩‍👧‍👦".repeat(30);
        let flags = "🇩🇪🇫🇷".repeat(30);
        let accents = "e\u{301}".repeat(90);
        for (text, whole) in [(families, 7), (flags, 2), (accents, 2)] {
            for most in 40u16..160 {
                let short = shorten(&text, f32::from(most));
                assert_eq!((short.chars().count() - 1) % whole, 0, "{short}");
            }
        }
    }

    #[test]
    fn a_cut_near_a_space_is_made_there() {
        assert_eq!(
            shorten("Harbour lights, slow version", 130.0),
            "Harbour lights…"
        );
    }

    #[test]
    fn direction_follows_the_first_letter() {
        assert!(is_rtl("123 שלום abc"));
        assert!(!is_rtl("abc שלום"));
        assert!(!is_rtl("…"));
    }
}
