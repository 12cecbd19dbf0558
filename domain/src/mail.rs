//! Mail addresses, as far as they can be judged without sending anything there.

use crate::text::{Field, TextError};
use std::fmt;
use std::str::FromStr;

/// Longest address and longest part before the `@`, in characters (RFC 5321).
pub const ADDRESS_MAX: usize = 254;
const LOCAL_MAX: usize = 64;

/// One mail address of the plain form `name@host.example`: without quotes, comments, lists or anything else by which
/// one text could be read as two addresses (CVE-2023-7028) or as a line of a mail's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address's text; what stands behind the `@` is in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Characters before the `@` that need no quotes (RFC 5322, `atext`), and the dot.
fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    host.contains('.') && host.split('.').all(is_label)
}

impl FromStr for Address {
    type Err = TextError;
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let field = Field::Address;
        let text = typed.trim();
        if text.is_empty() {
            return Err(TextError::Empty(field));
        }
        let count = text.chars().count();
        if count > ADDRESS_MAX {
            let max = ADDRESS_MAX;
            return Err(TextError::TooLong { field, count, max });
        }
        let malformed = TextError::Malformed(field);
        let (local, host) = text.split_once('@').ok_or(malformed.clone())?;
        let dots_are_apart = local.split('.').all(|part| !part.is_empty());
        if local.len() > LOCAL_MAX
            || !local.chars().all(is_local)
            || !dots_are_apart
            || !is_host(host)
        {
            return Err(malformed);
        }
        Ok(Self(format!("{local}@{}", host.to_ascii_lowercase())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_one_plain_address_is_one() {
        for (typed, kept) in [
            (" ada@Example.ORG ", "ada@example.org"),
            (
                "A.da+understory@mail.example.org",
                "A.da+understory@mail.example.org",
            ),
        ] {
            assert_eq!(typed.parse::<Address>().unwrap().as_str(), kept);
        }
        for bad in [
            "ada",
            "ada@",
            "@example.org",
            "ada@localhost",
            "ada@example.org,eve@example.com",
            "ada@example.org eve@example.com",
            "ada@example.org\r\nBcc: eve@example.com",
            "ada@example.org\u{0}",
            "Ada <ada@example.org>",
            "\"ada\"@example.org",
            "ada@eve@example.org",
            "ada..b@example.org",
            ".ada@example.org",
            "ada@-example.org",
            "ada@example..org",
            "аda@example.org",
            "ada@exаmple.org",
            "ada(eve)@example.org",
            "[\"ada@example.org\"]",
        ] {
            assert_eq!(
                bad.parse::<Address>(),
                Err(TextError::Malformed(Field::Address)),
                "{bad:?}"
            );
        }
        let long = format!("{}@example.org", "a".repeat(65));
        assert!(long.parse::<Address>().is_err());
    }

    proptest! {
        #[test]
        fn what_is_taken_is_one_address_in_one_line(text in ".{0,20}@.{0,20}|[a-z.@,;<> \r\n]{0,30}|\\PC{0,40}") {
            if let Ok(address) = text.parse::<Address>() {
                let kept = address.as_str();
                prop_assert_eq!(kept.matches('@').count(), 1);
                prop_assert!(kept.chars().all(|c| c.is_ascii_graphic() && !",;:<>()[]\\\"".contains(c)));
                prop_assert_eq!(kept.parse::<Address>(), Ok(address.clone()));
            }
        }
    }
}
