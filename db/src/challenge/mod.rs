//! Challenges: issuing, changing and closing them, and what is entered for them.

mod command;
mod contribution;
mod entry;
mod query;
mod start;
mod view;

pub use command::{ChallengeForm, close_overdue, edit, issue, set_closed};
pub use contribution::{ContributionSort, list_contributions, list_fitting, list_own};
pub use entry::{enter, take_back};
pub use query::{ChallengeFilter, find, find_of_draft, list, of_record};
pub use view::{ChallengeCard, ChallengeView, Contribution, Named, OfRecord};

pub(crate) use entry::{enter_draft, remember};
