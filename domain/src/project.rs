//! Projects: efforts with leaders, their steps, their updates, and how members' ratings order them.

use crate::text::{self, Field, TextError};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Most leaders of a project.
pub const LEADERS_MAX: usize = 24;
/// Most steps of a project.
pub const STEPS_MAX: usize = 50;
/// Longest text of a step or an update, in characters.
pub const UPDATE_MAX: usize = 5_000;
/// A project is ordered as though so many members had rated it before anybody did ...
pub const PRIOR_RATINGS: i64 = 10;
/// ... with so many stars each.
pub const PRIOR_STARS: i64 = 3;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal),+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// The word in tables and forms.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err(UnknownWord) }
            }
        }
    };
}

/// The word is none of those that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord;

words!(
    /// Whether a project goes on.
    Status {
        /// It goes on.
        Open = "open",
        /// Its leaders closed it; it can be read, and opened again.
        Closed = "closed"
    }
);

words!(
    /// Where a step of a project stands.
    StepStatus {
        /// It comes later.
        Planned = "planned",
        /// It is being done.
        Open = "open",
        /// It is done.
        Done = "done"
    }
);

/// Why something cannot be done with a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProjectError {
    /// The last leader cannot be removed.
    LastLeader,
    /// The member leads it already.
    LeadsAlready,
    /// There is no member with this handle.
    UnknownMember,
    /// More than [`LEADERS_MAX`].
    TooManyLeaders,
    /// More than [`STEPS_MAX`].
    TooManySteps,
    /// It is closed: it gets no new challenges and ratings.
    Closed,
}

/// What a project is about, checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectForm {
    /// One line, 1 to [`text::TITLE_MAX`] characters.
    pub title: String,
    /// Markdown, at most [`text::BODY_MAX`] characters; may be empty.
    pub body: String,
}

impl ProjectForm {
    /// Checks what was typed.
    ///
    /// # Errors
    /// [`TextError`] at title or text.
    pub fn parse(title: &str, body: &str) -> Result<Self, TextError> {
        Ok(Self {
            title: text::required_line(Field::Title, title, text::TITLE_MAX)?,
            body: text::optional_text(Field::Body, body, text::BODY_MAX)?,
        })
    }
}

/// A step of a project, checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepForm {
    /// One line, 1 to [`text::TITLE_MAX`] characters.
    pub title: String,
    /// Markdown, at most [`UPDATE_MAX`] characters; may be empty.
    pub body: String,
    /// Where it stands.
    pub status: StepStatus,
}

impl StepForm {
    /// Checks what was typed.
    ///
    /// # Errors
    /// [`TextError`] at the step or its text.
    pub fn parse(title: &str, body: &str, status: &str) -> Result<Self, TextError> {
        Ok(Self {
            title: text::required_line(Field::Step, title, text::TITLE_MAX)?,
            body: text::optional_text(Field::Body, body, UPDATE_MAX)?,
            status: status
                .parse()
                .map_err(|UnknownWord| TextError::Malformed(Field::Step))?,
        })
    }
}

/// What a project writes of its progress, in Markdown.
///
/// # Errors
/// [`TextError`] where it is empty or over [`UPDATE_MAX`] characters.
pub fn parse_update(typed: &str) -> Result<String, TextError> {
    let update = text::optional_text(Field::Update, typed, UPDATE_MAX)?;
    match update.trim() {
        "" => Err(TextError::Empty(Field::Update)),
        _ => Ok(update),
    }
}

/// 1 to 5 stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stars(i64);

impl Stars {
    /// All of them, fewest first.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// `None` for what is not 1 to 5.
    #[must_use]
    pub fn new(count: i64) -> Option<Self> {
        (1..=5).contains(&count).then_some(Self(count))
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> i64 {
        self.0
    }
}

/// What projects are ordered by, in thousandths of a star: the mean of `count` ratings that sum to `sum`, together with
/// [`PRIOR_RATINGS`] of [`PRIOR_STARS`] each, so that a few cannot swing it. Rounded down.
#[must_use]
pub fn score(count: i64, sum: i64) -> i64 {
    let sum = i128::from(sum) + i128::from(PRIOR_RATINGS * PRIOR_STARS);
    let count = i128::from(count) + i128::from(PRIOR_RATINGS);
    // Between 1,000 and 5,000 for ratings of 1 to 5.
    i64::try_from(sum * 1_000 / count).unwrap_or(i64::MAX)
}

/// Whether one of `leaders` leaders may go.
///
/// # Errors
/// [`ProjectError::LastLeader`].
pub fn check_leader_goes(leaders: i64) -> Result<(), ProjectError> {
    if leaders > 1 {
        Ok(())
    } else {
        Err(ProjectError::LastLeader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ratings by many members.
    fn ratings() -> impl Strategy<Value = (i64, i64)> {
        prop::collection::vec(1..=5_i64, 0..500)
            .prop_map(|all| (all.len() as i64, all.iter().sum::<i64>()))
    }

    #[test]
    fn few_ratings_weigh_little() {
        assert_eq!(score(0, 0), 3_000);
        assert_eq!(score(1, 5), 3_181);
        assert_eq!(score(3, 15), 3_461);
        // Forty good ratings are more than three of the best.
        assert!(score(40, 40 * 4) > score(3, 15));
        assert_eq!(score(1_000_000, 5_000_000), 4_999);
    }

    proptest! {
        #[test]
        fn a_score_is_from_one_star_to_five((count, sum) in ratings()) {
            prop_assert!((1_000..=5_000).contains(&score(count, sum)));
        }

        #[test]
        fn one_rating_more_moves_it_by_its_distance_at_most((count, sum) in ratings(), stars in 1..=5_i64) {
            let (before, after) = (score(count, sum), score(count + 1, sum + stars));
            // Towards the rating, and never by more than its part of all.
            prop_assert!((after - before).abs() <= 2_000 * 2 / (count + PRIOR_RATINGS + 1) + 1);
            prop_assert!((after - before) * (stars * 1_000 - before) >= -5_000);
        }

        #[test]
        fn better_ratings_are_never_worse((count, sum) in ratings(), more in 0..100_i64) {
            prop_assert!(score(count, sum + more) >= score(count, sum));
        }

        #[test]
        fn stars_are_one_to_five(count in any::<i64>()) {
            prop_assert_eq!(Stars::new(count).is_some(), (1..=5).contains(&count));
        }
    }

    #[test]
    fn the_last_leader_stays() {
        assert_eq!(check_leader_goes(1), Err(ProjectError::LastLeader));
        assert_eq!(check_leader_goes(2), Ok(()));
    }

    #[test]
    fn forms_are_checked() {
        assert_eq!(
            StepForm::parse(" ", "", "open"),
            Err(TextError::Empty(Field::Step))
        );
        assert_eq!(
            StepForm::parse("Cut", "", "half"),
            Err(TextError::Malformed(Field::Step))
        );
        assert_eq!(parse_update(" \n"), Err(TextError::Empty(Field::Update)));
        assert!(parse_update(&"x".repeat(5_001)).is_err());
        assert_eq!(ProjectForm::parse(" A  film ", "").unwrap().title, "A film");
    }
}
