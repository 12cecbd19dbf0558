//! What members and curators say about records: recommendations, ratings, flags, shortlists.

use crate::ids::RecordId;
use crate::project::Stars;
use crate::text::{self, Field, TextError};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Longest line on why, in characters: of a recommendation, a rating, a vote, a flag, an answer, a note.
pub const LINE_MAX: usize = 500;
/// Most records that are sent to a shortlist or a collection, or changed, at once.
pub const SENT_MAX: usize = 1_000;
/// Most curators' tags on a record.
pub const CURATOR_TAGS_MAX: usize = 20;

/// A rating as it is typed: one digit from 1 to 5.
///
/// # Errors
/// [`TextError`] at [`Field::Stars`] where nothing or anything else was typed.
pub fn parse_stars(typed: &str) -> Result<Stars, TextError> {
    match typed.trim() {
        "" => Err(TextError::Empty(Field::Stars)),
        digit => Stars::ALL
            .into_iter()
            .find(|stars| stars.count().to_string() == digit)
            .ok_or(TextError::Malformed(Field::Stars)),
    }
}

/// A curator's vote on a shortlisted record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// It should be in.
    For,
    /// It should not.
    Against,
}

impl Vote {
    /// What it counts in the sum.
    #[must_use]
    pub fn weight(self) -> i64 {
        match self {
            Self::For => 1,
            Self::Against => -1,
        }
    }

    /// The vote of a number in a table, or `None`.
    #[must_use]
    pub fn of(weight: i64) -> Option<Self> {
        [Self::For, Self::Against]
            .into_iter()
            .find(|vote| vote.weight() == weight)
    }

    /// The word in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
        }
    }

    /// What the selection trail says of it.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            Self::For => Step::VotedFor,
            Self::Against => Step::VotedAgainst,
        }
    }
}

/// How a sum of votes changes where one curator's vote becomes another, or is taken back (`None`).
#[must_use]
pub fn vote_change(before: Option<Vote>, after: Option<Vote>) -> i64 {
    after.map_or(0, Vote::weight) - before.map_or(0, Vote::weight)
}

/// What was done on a shortlist: a step of the selection trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The shortlist was started.
    Started,
    /// A record was added.
    Added,
    /// A record was taken off.
    Removed,
    /// A curator voted for a record.
    VotedFor,
    /// A curator voted against a record.
    VotedAgainst,
    /// A curator took their vote back.
    VoteWithdrawn,
    /// It was closed: nothing changes any more.
    Closed,
    /// It was opened again.
    Reopened,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 8] = [
        Self::Started,
        Self::Added,
        Self::Removed,
        Self::VotedFor,
        Self::VotedAgainst,
        Self::VoteWithdrawn,
        Self::Closed,
        Self::Reopened,
    ];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::VotedFor => "voted_for",
            Self::VotedAgainst => "voted_against",
            Self::VoteWithdrawn => "vote_withdrawn",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }
}

/// The word is none that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord;

impl FromStr for Step {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|step| step.as_str() == word).ok_or(UnknownWord)
    }
}

impl FromStr for Vote {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = [Self::For, Self::Against].into_iter();
        all.find(|vote| vote.as_str() == word).ok_or(UnknownWord)
    }
}

/// Why something is not done with records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurationError {
    /// No record was chosen.
    NothingChosen,
    /// More records at once than are taken.
    TooMany {
        /// How many were chosen.
        count: usize,
        /// How many are taken.
        max: usize,
    },
    /// There is no room for so many more in the collection.
    Full {
        /// How many it would hold.
        count: usize,
        /// How many it may hold.
        max: usize,
    },
    /// One of the records is not there any more, so that nothing was done with any.
    NotThere {
        /// The record.
        record: RecordId,
    },
    /// Another curator was first at one of the records, so that nothing was done with any.
    ChangedMeanwhile {
        /// The record.
        record: RecordId,
    },
    /// One of the records would have too many curators' tags.
    TooManyTags {
        /// The record.
        record: RecordId,
    },
    /// One neither recommends nor rates a record of one's own, nor votes on it.
    OwnRecord {
        /// The record.
        record: RecordId,
    },
    /// Whoever set a flag, or made the flagged record, does not settle it.
    OwnFlag,
    /// The shortlist is closed.
    Closed,
    /// The map on which they were selected was laid out anew.
    Stale,
}

/// Records chosen to be sent somewhere or changed together: at least one, at most [`SENT_MAX`], each once.
///
/// # Errors
/// [`CurationError::NothingChosen`], [`CurationError::TooMany`].
pub fn check_chosen(records: &[RecordId]) -> Result<Vec<RecordId>, CurationError> {
    let mut chosen: Vec<RecordId> = Vec::with_capacity(records.len());
    let mut known = std::collections::HashSet::with_capacity(records.len());
    chosen.extend(records.iter().filter(|id| known.insert(**id)));
    match chosen.len() {
        0 => Err(CurationError::NothingChosen),
        count if count > SENT_MAX => Err(CurationError::TooMany {
            count,
            max: SENT_MAX,
        }),
        _ => Ok(chosen),
    }
}

/// A needed line on why.
///
/// # Errors
/// [`TextError`] at [`Field::Reason`].
pub fn parse_reason(typed: &str) -> Result<String, TextError> {
    text::required_line(Field::Reason, typed, LINE_MAX)
}

/// A line on why that may be left out.
///
/// # Errors
/// [`TextError`] at [`Field::Reason`].
pub fn parse_optional_reason(typed: &str) -> Result<String, TextError> {
    text::optional_line(Field::Reason, typed, LINE_MAX)
}

/// A title with a text under it: of a collection or a shortlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// One line, 1 to [`text::TITLE_MAX`] characters.
    pub title: String,
    /// Markdown, at most 5,000 characters; may be empty.
    pub body: String,
}

impl Heading {
    /// Checks what was typed.
    ///
    /// # Errors
    /// [`TextError`] at the title or the text.
    pub fn parse(title: &str, body: &str) -> Result<Self, TextError> {
        Ok(Self {
            title: text::required_line(Field::Title, title, text::TITLE_MAX)?,
            body: text::optional_text(Field::Body, body, text::BIO_MAX)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rating_is_one_digit_from_1_to_5() {
        for stars in Stars::ALL {
            assert_eq!(parse_stars(&format!(" {} ", stars.count())), Ok(stars));
        }
        for bad in ["0", "6", "05", "+1", "1.0", "five", "-1", "１"] {
            let refused = Err(TextError::Malformed(Field::Stars));
            assert_eq!(parse_stars(bad), refused, "{bad}");
        }
        assert_eq!(parse_stars(" "), Err(TextError::Empty(Field::Stars)));
    }

    #[test]
    fn words_lead_back() {
        for step in Step::ALL {
            assert_eq!(step.as_str().parse(), Ok(step));
        }
        for vote in [Vote::For, Vote::Against] {
            assert_eq!(vote.as_str().parse(), Ok(vote));
            assert_eq!(Vote::of(vote.weight()), Some(vote));
        }
        assert_eq!("".parse::<Vote>(), Err(UnknownWord));
        assert_eq!(Vote::of(0), None);
    }

    #[test]
    fn reasons_are_lines() {
        assert_eq!(parse_reason(" so\n slow "), Ok("so slow".to_owned()));
        assert_eq!(parse_reason(" "), Err(TextError::Empty(Field::Reason)));
        assert!(parse_reason(&"é".repeat(LINE_MAX)).is_ok());
        assert!(parse_reason(&"é".repeat(LINE_MAX + 1)).is_err());
        assert_eq!(parse_optional_reason(" "), Ok(String::new()));
    }

    fn a_vote() -> impl Strategy<Value = Option<Vote>> {
        prop_oneof![Just(None), Just(Some(Vote::For)), Just(Some(Vote::Against))]
    }

    proptest! {
        /// However often each curator changes their mind, the sum is that of their last votes.
        #[test]
        fn sums_follow_the_last_votes(
            changes in proptest::collection::vec((0_usize..5, a_vote()), 0..60),
        ) {
            let mut votes: [Option<Vote>; 5] = [None; 5];
            let mut sum = 0;
            for (curator, vote) in changes {
                sum += vote_change(votes[curator], vote);
                votes[curator] = vote;
            }
            let counted: i64 = votes.iter().flatten().map(|vote| vote.weight()).sum();
            prop_assert_eq!(sum, counted);
        }

        #[test]
        fn chosen_records_are_there_once_each_in_order(
            ids in proptest::collection::vec(0_i64..1_500, 0..1_400),
        ) {
            let records: Vec<RecordId> = ids.into_iter().map(RecordId).collect();
            let distinct: std::collections::HashSet<_> = records.iter().collect();
            match check_chosen(&records) {
                Ok(chosen) => {
                    prop_assert_eq!(chosen.len(), distinct.len());
                    let places: Vec<_> = chosen
                        .iter()
                        .map(|id| records.iter().position(|known| known == id))
                        .collect();
                    prop_assert!(places.is_sorted());
                }
                Err(CurationError::NothingChosen) => prop_assert!(records.is_empty()),
                Err(CurationError::TooMany { count, max }) => {
                    prop_assert_eq!((count, max), (distinct.len(), SENT_MAX));
                    prop_assert!(count > max);
                }
                Err(other) => prop_assert!(false, "{:?}", other),
            }
        }
    }
}
