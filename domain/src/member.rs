//! Members: roles, handles, and what they may do.

use crate::text::{Field, TextError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a member may do; each role includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Publishes, remixes and hearts records.
    Member,
    /// Also rates and shortlists.
    Curator,
    /// Also makes productions.
    Director,
    /// Also gives roles and suspends.
    Admin,
}

impl Role {
    /// All roles, each including the ones before it.
    pub const ALL: [Self; 4] = [Self::Member, Self::Curator, Self::Director, Self::Admin];

    /// The word in tables and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Curator => "curator",
            Self::Director => "director",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is none of the roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRole;

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a role is member, curator, director or admin")
    }
}

impl std::error::Error for UnknownRole {}

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or(UnknownRole)
    }
}

/// A member's handle: 2 to 40 of `a` to `z`, `0` to `9`, and single `-` or `_` between them.
///
/// Only ASCII and only lower case, so that no two handles look alike (CVE-2019-19844).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Handle(String);

/// Handles that would be mistaken for a part of the site or for its makers.
const RESERVED: [&str; 12] = [
    "admin",
    "administrator",
    "api",
    "help",
    "me",
    "moderator",
    "official",
    "root",
    "staff",
    "support",
    "system",
    "understory",
];

impl Handle {
    /// The handle's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is kept for the site, so that nobody can sign up with it.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        RESERVED.contains(&self.0.as_str())
    }

    /// The nearest handle to any name, for members of an import; `member` where nothing is left.
    #[must_use]
    pub fn nearest(name: &str) -> Self {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut text: String = words.join("-").chars().take(32).collect();
        text = text.trim_end_matches('-').to_owned();
        if text.len() < 2 {
            Self(format!("member-{text}").trim_end_matches('-').to_owned())
        } else {
            Self(text)
        }
    }

    /// This handle with a number behind it, to tell it from one that is taken.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        Self(format!("{}-{number}", self.0))
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Handle {
    type Err = TextError;
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let text = typed.trim().trim_start_matches('@').to_ascii_lowercase();
        if text.is_empty() {
            return Err(TextError::Empty(Field::Handle));
        }
        let count = text.chars().count();
        if count > 40 {
            return Err(TextError::TooLong {
                field: Field::Handle,
                count,
                max: 40,
            });
        }
        let words_are_whole = text
            .split(['-', '_'])
            .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric()));
        if !words_are_whole {
            return Err(TextError::Malformed(Field::Handle));
        }
        if count < 2 {
            return Err(TextError::TooShort {
                field: Field::Handle,
                count,
                min: 2,
            });
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for Handle {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|_| "not a handle")
    }
}

impl From<Handle> for String {
    fn from(handle: Handle) -> Self {
        handle.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn handles_have_one_spelling() {
        assert_eq!(
            "@Ann-Lee_2".parse::<Handle>().unwrap().as_str(),
            "ann-lee_2"
        );
        for bad in [
            "аnn",
            "ann lee",
            "-ann",
            "ann--lee",
            "a",
            "",
            "ann\u{202e}",
            "ünn",
        ] {
            assert!(bad.parse::<Handle>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn roles_include_the_ones_before() {
        assert!(Role::Admin > Role::Director && Role::Director > Role::Curator);
        assert!(Role::Curator > Role::Member);
    }

    proptest! {
        #[test]
        fn any_name_has_a_nearest_handle(name in any::<String>(), number in 2u32..) {
            let handle = Handle::nearest(&name);
            prop_assert_eq!(handle.as_str().parse::<Handle>(), Ok(handle.clone()));
            prop_assert!(handle.numbered(number % 10_000).as_str().parse::<Handle>().is_ok());
        }
    }
}
