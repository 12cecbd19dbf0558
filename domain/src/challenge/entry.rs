//! Whether a challenge is open, and what may be entered for it.

use super::ChallengeError;
use crate::medium::Medium;
use crate::record::Status;

/// Whether a challenge takes contributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Open,
    /// Whoever leads it closed it.
    Closed,
    /// Its deadline has passed.
    Over,
}

impl Standing {
    /// How it stands at `now`, all in microseconds.
    #[must_use]
    pub fn of(closed_at: Option<i64>, deadline_at: Option<i64>, now: i64) -> Self {
        match (closed_at, deadline_at) {
            (Some(closed), Some(deadline)) if closed >= deadline => Self::Over,
            (Some(_), _) => Self::Closed,
            (None, Some(deadline)) if deadline <= now => Self::Over,
            (None, _) => Self::Open,
        }
    }

    /// Whether it takes contributions.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == Self::Open
    }
}

/// A record that is to be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whether it is by the member who enters it.
    pub own: bool,
    /// Where it stands.
    pub status: Status,
    /// What it is made of.
    pub medium: Medium,
    /// Whether it is entered already.
    pub entered: bool,
}

/// Whether a record may be entered for a challenge that asks for `wanted` (or any medium). What is being published
/// counts as published.
///
/// # Errors
/// [`ChallengeError`], the first that stands against it.
pub fn check_entry(
    standing: Standing,
    wanted: Option<Medium>,
    entry: &Entry,
) -> Result<(), ChallengeError> {
    match (entry.own, entry.status) {
        // Another's draft looks like one that does not exist.
        (false, Status::Draft) => return Err(ChallengeError::UnknownRecord),
        (false, _) => return Err(ChallengeError::NotOwn),
        (true, Status::Draft) => return Err(ChallengeError::NotPublished),
        (true, Status::Withdrawn) => return Err(ChallengeError::Withdrawn),
        (true, Status::Published) => {}
    }
    if entry.entered {
        return Err(ChallengeError::EnteredAlready);
    }
    if !standing.is_open() {
        return Err(ChallengeError::Closed);
    }
    match wanted {
        Some(wanted) if wanted != entry.medium => Err(ChallengeError::WrongMedium {
            wanted,
            found: entry.medium,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: Entry = Entry {
        own: true,
        status: Status::Published,
        medium: Medium::Audio,
        entered: false,
    };

    #[test]
    fn what_stands_against_an_entry() {
        let wanted = Some(Medium::Audio);
        let with = |change: fn(&mut Entry)| {
            let mut entry = GOOD;
            change(&mut entry);
            check_entry(Standing::Open, wanted, &entry)
        };
        assert_eq!(check_entry(Standing::Open, None, &GOOD), Ok(()));
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|e| e.own = false), Err(ChallengeError::NotOwn));
        assert_eq!(
            with(|e| (e.own, e.status) = (false, Status::Draft)),
            Err(ChallengeError::UnknownRecord)
        );
        assert_eq!(
            with(|e| e.status = Status::Draft),
            Err(ChallengeError::NotPublished)
        );
        assert_eq!(
            with(|e| e.status = Status::Withdrawn),
            Err(ChallengeError::Withdrawn)
        );
        assert_eq!(
            with(|e| e.entered = true),
            Err(ChallengeError::EnteredAlready)
        );
        assert_eq!(
            with(|e| e.medium = Medium::Code),
            Err(ChallengeError::WrongMedium {
                wanted: Medium::Audio,
                found: Medium::Code
            })
        );
        for standing in [Standing::Closed, Standing::Over] {
            assert_eq!(
                check_entry(standing, wanted, &GOOD),
                Err(ChallengeError::Closed)
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_is_entered_once_the_deadline_has_passed(
            closed in proptest::option::of(0..100_i64), deadline in 0..100_i64, now in 0..100_i64,
        ) {
            let standing = Standing::of(closed, Some(deadline), now);
            if deadline <= now {
                prop_assert!(!standing.is_open());
            }
            prop_assert_eq!(standing.is_open(), closed.is_none() && deadline > now);
            // Closed in time is closed by hand, however late it is now.
            if let Some(closed) = closed {
                prop_assert_eq!(standing == Standing::Closed, closed < deadline);
            }
        }
    }
}
