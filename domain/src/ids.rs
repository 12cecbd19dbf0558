//! Ids as newtypes, so that one kind cannot be passed where another is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// A member's id.
    MemberId
);
id!(
    /// A record's id, as in `/records/{id}`.
    RecordId
);
id!(
    /// The id of one uploaded file of one member, as in `/media/{id}`.
    MediaId
);
id!(
    /// The id of one signed-in session; not the secret that its cookie holds.
    SessionId
);
id!(
    /// A project's id, as in `/projects/{id}`.
    ProjectId
);
id!(
    /// A challenge's id, as in `/challenges/{id}`.
    ChallengeId
);
id!(
    /// A collection's id, as in `/collections/{id}`.
    CollectionId
);
id!(
    /// A shortlist's id, as in `/curate/shortlists/{id}`.
    ShortlistId
);
id!(
    /// A production's id, as in `/productions/{id}`.
    ProductionId
);
id!(
    /// The id of a claim that a record was a source of another.
    ClaimId
);
id!(
    /// A notification's id; later ones are larger.
    NotificationId
);

/// The id meant by what a person typed or pasted: an id, `#id`, or an address whose path holds `/{place}/{id}`.
#[must_use]
pub fn parse_reference(typed: &str, place: &str) -> Option<i64> {
    let typed = typed.trim();
    let digits = match typed.split_once(&format!("/{place}/")) {
        Some((_, rest)) => rest
            .split(|c: char| !c.is_ascii_digit())
            .next()
            .unwrap_or(""),
        None => typed.strip_prefix('#').unwrap_or(typed),
    };
    let id: i64 = digits.parse().ok()?;
    (id > 0 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::parse_reference;

    #[test]
    fn addresses_of_other_places_mean_nothing() {
        let rows = [
            ("12", Some(12)),
            ("#12", Some(12)),
            (" /challenges/12#contributions ", Some(12)),
            ("https://example.org/challenges/12?show=hearts", Some(12)),
            ("https://example.org/projects/12", None),
            ("/challenges/new", None),
            ("Sing this chorus", None),
            ("", None),
        ];
        for (typed, id) in rows {
            assert_eq!(parse_reference(typed, "challenges"), id, "{typed}");
        }
    }
}
