//! Byte ranges of a file (RFC 9110, section 14): one range at a time.

use std::ops::Range;

/// What a request asks of a file so many bytes long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it; also where the header is not understood or names several ranges.
    Whole,
    /// This part, which is within the file and not empty.
    Part(Range<u64>),
    /// Only what lies beyond the end.
    Beyond,
}

/// Reads a `Range` header.
pub(crate) fn wanted(header: Option<&str>, length: u64) -> Wanted {
    let Some((from, to)) = header.and_then(parts) else {
        return Wanted::Whole;
    };
    let number = |digits: &str| match digits {
        "" => Some(None),
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => None,
        // Beyond any file.
        _ => Some(Some(digits.parse().unwrap_or(u64::MAX))),
    };
    let (Some(from), Some(to)) = (number(from), number(to)) else {
        return Wanted::Whole;
    };
    match (from, to) {
        (None, None) => Wanted::Whole,
        (Some(from), Some(to)) if from > to => Wanted::Whole,
        (None, Some(0)) => Wanted::Beyond,
        (None, Some(_)) if length == 0 => Wanted::Beyond,
        (None, Some(last)) => Wanted::Part(length.saturating_sub(last)..length),
        (Some(from), _) if from >= length => Wanted::Beyond,
        (Some(from), to) => {
            let end = to.map_or(length, |to| to.saturating_add(1).min(length));
            Wanted::Part(from..end)
        }
    }
}

fn parts(header: &str) -> Option<(&str, &str)> {
    let (unit, ranges) = header.split_once('=')?;
    let only = ranges.trim();
    if !unit.trim().eq_ignore_ascii_case("bytes") || only.contains(',') {
        return None;
    }
    let (from, to) = only.split_once('-')?;
    Some((from.trim(), to.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_as_players_send_them() {
        use Wanted::{Beyond, Part, Whole};
        let rows = [
            (None, Whole),
            (Some("bytes=0-"), Part(0..100)),
            (Some("bytes=0-0"), Part(0..1)),
            (Some("bytes=10-19"), Part(10..20)),
            (Some("bytes=90-200"), Part(90..100)),
            (Some("bytes=99-"), Part(99..100)),
            (Some("bytes=-5"), Part(95..100)),
            (Some("bytes=-500"), Part(0..100)),
            (Some("Bytes = 3-4"), Part(3..5)),
            (Some("bytes=100-"), Beyond),
            (Some("bytes=-0"), Beyond),
            (Some("bytes=99999999999999999999999-"), Beyond),
            (Some("bytes=5-2"), Whole),
            (Some("bytes=-"), Whole),
            (Some("bytes=a-b"), Whole),
            (Some("bytes=+1-2"), Whole),
            (Some("bytes=0-1,5-6"), Whole),
            (Some("items=0-1"), Whole),
            (Some("bytes"), Whole),
        ];
        for (header, expected) in rows {
            assert_eq!(wanted(header, 100), expected, "{header:?}");
        }
        assert_eq!(wanted(Some("bytes=0-"), 0), Beyond);
    }

    proptest! {
        #[test]
        fn a_part_is_within_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", length in 0..500_u64) {
            if let Wanted::Part(part) = wanted(Some(&header), length) {
                prop_assert!(part.start < part.end && part.end <= length);
            }
        }
    }
}
