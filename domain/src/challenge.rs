//! Challenges: open calls for contributions, what they pay, and what may be entered.

mod entry;
mod pay;

pub use entry::{Entry, Standing, check_entry};
pub use pay::{Budget, CONTRIBUTORS_MAX, Pay, UNUSED_MAX};

use crate::medium::Medium;
use crate::text::{self, Field, TextError};
use serde::{Deserialize, Serialize};

/// Why something cannot be done with a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChallengeError {
    /// It is closed, by hand or by its deadline.
    Closed,
    /// It asks for another medium.
    WrongMedium {
        /// What it asks for.
        wanted: Medium,
        /// What the record is.
        found: Medium,
    },
    /// The record is another member's.
    NotOwn,
    /// There is no such record, or it may not be seen.
    UnknownRecord,
    /// The record is entered already.
    EnteredAlready,
    /// The record was withdrawn.
    Withdrawn,
    /// The record is a draft still.
    NotPublished,
    /// After the first contribution pay may only get better; this is worse.
    PayWorsened {
        /// What got worse.
        field: Field,
    },
    /// The deadline must lie ahead.
    DeadlinePassed,
    /// After the first contribution the medium may only be opened to any.
    MediumNarrowed,
}

/// What a challenge asks for, checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// One line, 1 to [`text::TITLE_MAX`] characters.
    pub title: String,
    /// Markdown, 1 to [`text::BODY_MAX`] characters.
    pub asked: String,
    /// The medium, or any.
    pub medium: Option<Medium>,
}

impl Call {
    /// Checks what was typed; an empty `medium` is any.
    ///
    /// # Errors
    /// [`TextError`] at title, text or medium.
    pub fn parse(title: &str, asked: &str, medium: &str) -> Result<Self, TextError> {
        let title = text::required_line(Field::Title, title, text::TITLE_MAX)?;
        let asked = text::optional_text(Field::Asked, asked, text::BODY_MAX)?;
        if asked.trim().is_empty() {
            return Err(TextError::Empty(Field::Asked));
        }
        let medium = match medium {
            "" => None,
            word => Some(
                word.parse()
                    .map_err(|_| TextError::Malformed(Field::Medium))?,
            ),
        };
        Ok(Self {
            title,
            asked,
            medium,
        })
    }

    /// Whether it may take the place of a call that asked for `before`, where records were entered already.
    ///
    /// # Errors
    /// [`ChallengeError::MediumNarrowed`].
    pub fn check_change(&self, before: Option<Medium>) -> Result<(), ChallengeError> {
        if self.medium.is_none() || self.medium == before {
            Ok(())
        } else {
            Err(ChallengeError::MediumNarrowed)
        }
    }
}

/// Whether a deadline that is set anew lies ahead, in microseconds.
///
/// # Errors
/// [`ChallengeError::DeadlinePassed`].
pub fn check_deadline(deadline_at: i64, now: i64) -> Result<(), ChallengeError> {
    if deadline_at > now {
        Ok(())
    } else {
        Err(ChallengeError::DeadlinePassed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_checked() {
        let call = Call::parse(" Sing  this ", "The chorus.", "audio").unwrap();
        assert_eq!(
            (call.title.as_str(), call.medium),
            ("Sing this", Some(Medium::Audio))
        );
        assert_eq!(Call::parse("a", "b", "").unwrap().medium, None);
        assert_eq!(
            Call::parse("a", " \n", ""),
            Err(TextError::Empty(Field::Asked))
        );
        assert_eq!(
            Call::parse("a", "b", "smell"),
            Err(TextError::Malformed(Field::Medium))
        );
    }

    #[test]
    fn a_medium_is_only_opened() {
        let audio = Call::parse("a", "b", "audio").unwrap();
        let any = Call::parse("a", "b", "").unwrap();
        assert!(audio.check_change(Some(Medium::Audio)).is_ok());
        assert!(any.check_change(Some(Medium::Audio)).is_ok());
        for before in [None, Some(Medium::Text)] {
            assert_eq!(
                audio.check_change(before),
                Err(ChallengeError::MediumNarrowed)
            );
        }
    }

    #[test]
    fn a_deadline_lies_ahead() {
        assert!(check_deadline(2, 1).is_ok());
        assert_eq!(check_deadline(1, 1), Err(ChallengeError::DeadlinePassed));
    }
}
