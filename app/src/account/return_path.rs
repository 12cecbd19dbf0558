//! Where to go after signing in: a path of this site, whatever the address said.

/// Addresses longer than this are not kept.
const LENGTH_MAX: usize = 1_000;

/// The path to return to, or `/` for anything that is not plainly one of this site.
///
/// Browsers read `//host`, `/\host`, and either with tabs or line ends in between, as another site; so only
/// visible ASCII counts, the second character may be neither slash, and no backslash may stand anywhere.
#[must_use]
pub fn return_path(next: &str) -> &str {
    let is_path = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= LENGTH_MAX
        && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
        && !next.starts_with("/sign-");
    if is_path { next } else { "/" }
}

/// The same path with the code of a notice in its query.
#[must_use]
pub fn with_notice(path: &str, code: &str) -> String {
    let (before, fragment) = match path.split_once('#') {
        Some((before, fragment)) => (before, format!("#{fragment}")),
        None => (path, String::new()),
    };
    let sign = if before.contains('?') { '&' } else { '?' };
    format!("{before}{sign}done={code}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_paths_of_this_site() {
        for good in ["/", "/me", "/records/12/remix?x=1&y=%2F#made-from", "/.//x"] {
            assert_eq!(return_path(good), good);
        }
        for bad in [
            "",
            "records",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            " /me",
            "/me me",
            "/é",
            "/a\\b",
            "/sign-in?next=/me",
            "/sign-out",
            &format!("/{}", "a".repeat(1_000)),
        ] {
            assert_eq!(return_path(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn notices_stand_in_the_query() {
        assert_eq!(with_notice("/", "joined"), "/?done=joined");
        assert_eq!(with_notice("/a?b=c#d", "x"), "/a?b=c&done=x#d");
    }

    proptest! {
        #[test]
        fn what_is_returned_never_names_a_host(next in any::<String>()) {
            let path = return_path(&next);
            prop_assert!(path.starts_with('/') && !path[1..].starts_with(['/', '\\']));
        }
    }
}
