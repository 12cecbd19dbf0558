//! Productions: what they are made of, and how they come from a plan to a release.

use crate::ids::RecordId;
use crate::remix::parse_reference;
use crate::text::{self, Field, TextError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Most records that a production includes.
pub const INCLUDED_MAX: usize = 1_000;
/// Most roles given by hand.
pub const ROLES_MAX: usize = 200;
/// Most working versions.
pub const VERSIONS_MAX: usize = 200;
/// The largest weight of an included record; the smallest is 1.
pub const WEIGHT_MAX: i64 = 1_000_000;
/// Longest line: a note, a reason, an address, in characters.
pub const LINE_MAX: usize = 500;
/// Longest role, in characters.
pub const ROLE_MAX: usize = 80;

/// Where a production stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is meant to be made.
    Planned,
    /// It is being made.
    InProduction,
    /// It is out: what it includes and its credits never change.
    Released,
    /// It is not made, for a reason that everybody can read. It may be taken up again.
    Abandoned,
}

/// A step from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Work on it begins.
    Begin,
    /// It is released.
    Release,
    /// It is given up.
    Abandon,
    /// It is planned again.
    TakeUp,
}

impl Status {
    /// All, in the order of a production's life.
    pub const ALL: [Self; 4] = [
        Self::Planned,
        Self::InProduction,
        Self::Released,
        Self::Abandoned,
    ];

    /// The word in tables and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InProduction => "in_production",
            Self::Released => "released",
            Self::Abandoned => "abandoned",
        }
    }

    /// The word on the page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::InProduction => "In production",
            Self::Released => "Released",
            Self::Abandoned => "Abandoned",
        }
    }

    /// The status after a step.
    ///
    /// # Errors
    /// [`ProductionError::Released`] from a release, which is final; [`ProductionError::NotFromHere`].
    pub fn after(self, step: Step) -> Result<Self, ProductionError> {
        match (self, step) {
            (Self::Released, _) => Err(ProductionError::Released),
            (Self::Planned, Step::Begin) => Ok(Self::InProduction),
            (Self::InProduction, Step::Release) => Ok(Self::Released),
            (Self::Planned | Self::InProduction, Step::Abandon) => Ok(Self::Abandoned),
            (Self::Abandoned, Step::TakeUp) => Ok(Self::Planned),
            (from, step) => Err(ProductionError::NotFromHere { from, step }),
        }
    }

    /// Whether what it includes, its roles and its text may be changed.
    ///
    /// # Errors
    /// [`ProductionError::Released`].
    pub fn check_open(self) -> Result<(), ProductionError> {
        match self {
            Self::Released => Err(ProductionError::Released),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.as_str() == word)
            .ok_or(UnknownStatus)
    }
}

/// Why something cannot be done with a production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProductionError {
    /// It is released, which is final.
    Released,
    /// The step does not lead on from where it stands.
    NotFromHere {
        /// Where it stands.
        from: Status,
        /// The step.
        step: Step,
    },
    /// It includes no record.
    NothingIncluded,
    /// It has no final work: neither a record nor a link.
    NoFinalWork,
    /// More than it may have.
    TooMany {
        /// Of what.
        field: Field,
        /// How many it may have.
        max: usize,
    },
    /// No published record has this id.
    UnknownRecord {
        /// What was named.
        record: RecordId,
    },
    /// No member has this handle.
    UnknownMember,
    /// The member has this role already.
    RoleTwice,
}

/// The work itself, or a working version of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// A record of this site.
    Record(RecordId),
    /// An address elsewhere, beginning with `https://`.
    Link(String),
}

impl Work {
    /// What was typed: an id, `#id`, an address of a record, or an address elsewhere; `None` where it is empty.
    ///
    /// # Errors
    /// [`TextError`] at `field` for anything else.
    pub fn parse(field: Field, typed: &str, public_url: &str) -> Result<Option<Self>, TextError> {
        let typed = text::optional_line(field, typed, LINE_MAX)?;
        if typed.is_empty() {
            return Ok(None);
        }
        let of_this_site = !typed.contains("://")
            || typed
                .strip_prefix(public_url)
                .is_some_and(|path| path.starts_with('/'));
        if of_this_site {
            let record = parse_reference(&typed).map(Self::Record);
            return record.map(Some).ok_or(TextError::Malformed(field));
        }
        let host = typed.strip_prefix("https://").unwrap_or_default();
        let is_address = host.starts_with(|c: char| c.is_alphanumeric())
            && !typed
                .contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '@'));
        match is_address {
            true => Ok(Some(Self::Link(typed))),
            false => Err(TextError::Malformed(field)),
        }
    }
}

/// A production that may be released. Made by [`Releasable::check`] alone, so nothing else can be.
#[derive(Clone, Copy, Debug)]
pub struct Releasable(());

impl Releasable {
    /// Checks that it is in production, includes something, and has a final work.
    ///
    /// # Errors
    /// The first [`ProductionError`] that stands against it.
    pub fn check(
        status: Status,
        included: usize,
        has_final_work: bool,
    ) -> Result<Self, ProductionError> {
        status.after(Step::Release)?;
        if included == 0 {
            return Err(ProductionError::NothingIncluded);
        }
        if !has_final_work {
            return Err(ProductionError::NoFinalWork);
        }
        Ok(Self(()))
    }
}

/// A weight as typed; empty is 1.
///
/// # Errors
/// [`TextError::Malformed`] for what is no whole number from 1 to [`WEIGHT_MAX`].
pub fn parse_weight(typed: &str) -> Result<i64, TextError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(1);
    }
    let weight = typed.parse().ok();
    weight
        .filter(|weight| (1..=WEIGHT_MAX).contains(weight))
        .ok_or(TextError::Malformed(Field::Weight))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            Just(Step::Begin),
            Just(Step::Release),
            Just(Step::Abandon),
            Just(Step::TakeUp)
        ];
        proptest::collection::vec(step, 0..30)
    }

    proptest! {
        #[test]
        fn a_release_is_final_and_comes_from_production(steps in steps()) {
            let mut status = Status::Planned;
            for step in steps {
                match status.after(step) {
                    Ok(next) => {
                        prop_assert_ne!(status, Status::Released);
                        prop_assert!(next != Status::Released || status == Status::InProduction);
                        prop_assert_ne!(next, status);
                        status = next;
                    }
                    Err(error) => prop_assert_eq!(status == Status::Released, error == ProductionError::Released),
                }
            }
        }

        #[test]
        fn only_a_whole_production_is_released(included in 0_usize..3, has_final_work: bool) {
            for status in Status::ALL {
                let may = status == Status::InProduction && included > 0 && has_final_work;
                prop_assert_eq!(Releasable::check(status, included, has_final_work).is_ok(), may);
            }
        }

        #[test]
        fn no_typed_work_leads_into_script(typed in ".{0,40}") {
            if let Ok(Some(Work::Link(link))) = Work::parse(Field::FinalWork, &typed, "https://here.example") {
                prop_assert!(link.starts_with("https://"));
            }
        }
    }

    #[test]
    fn what_was_abandoned_may_be_taken_up_again() {
        let abandoned = Status::InProduction.after(Step::Abandon).unwrap();
        assert_eq!(abandoned.after(Step::TakeUp), Ok(Status::Planned));
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
    }

    #[test]
    fn works_as_people_paste_them() {
        let here = "https://here.example";
        let parse = |typed: &str| Work::parse(Field::FinalWork, typed, here);
        let record = |id| Ok(Some(Work::Record(RecordId(id))));
        assert_eq!(parse(" #17 "), record(17));
        assert_eq!(parse("https://here.example/records/17"), record(17));
        assert_eq!(parse("/records/9"), record(9));
        assert_eq!(parse(""), Ok(None));
        let elsewhere = "https://video.example/records/17";
        assert_eq!(parse(elsewhere), Ok(Some(Work::Link(elsewhere.to_owned()))));
        for bad in [
            "http://plain.example/film",
            "javascript://alert(1)",
            "javascript:alert(1)",
            "https://",
            "https://user@evil.example",
            "https://a b.example",
            "https://here.example/members/17",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn weights_are_positive_and_whole() {
        assert_eq!(parse_weight(""), Ok(1));
        assert_eq!(parse_weight(" 12 "), Ok(12));
        for bad in ["0", "-1", "1.5", "1000001", "x", "99999999999999999999"] {
            assert!(parse_weight(bad).is_err(), "{bad}");
        }
    }
}
