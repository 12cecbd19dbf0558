//! What those who ask have already, and in which encoding they take the rest.

use axum::http::{HeaderMap, header};

/// Whether they have what carries this entity tag. Tags are compared without regard to strength.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = tag.trim_start_matches("W/");
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == opaque)
}

/// Whether they take answers in this encoding.
pub(crate) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|word| {
            let (name, weight) = word.split_once(';').unwrap_or((word, ""));
            let refused = weight
                .trim()
                .strip_prefix("q=")
                .is_some_and(|q| q.trim().parse() == Ok(0.0));
            name.trim().eq_ignore_ascii_case(encoding) && !refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn tags_are_known_in_lists_and_by_a_star() {
        let rows = [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"x\", W/\"a\"", true),
            ("*", true),
            ("\"ab\"", false),
            ("", false),
        ];
        for (held, expected) in rows {
            let headers = with(header::IF_NONE_MATCH, held);
            assert_eq!(is_known(&headers, "W/\"a\""), expected, "{held}");
        }
    }

    #[test]
    fn encodings_are_taken_unless_refused() {
        let rows = [
            ("gzip, deflate, br", true),
            ("gzip;q=1, BR;q=0.5", true),
            ("br;q=0", false),
            ("br; q=0.000", false),
            ("gzip", false),
            ("", false),
        ];
        for (taken, expected) in rows {
            let headers = with(header::ACCEPT_ENCODING, taken);
            assert_eq!(accepts(&headers, "br"), expected, "{taken}");
        }
    }
}
