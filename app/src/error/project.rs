//! What members are told of projects and challenges that do not allow something.

use domain::challenge::ChallengeError;
use domain::project::{LEADERS_MAX, ProjectError, STEPS_MAX};
use domain::text::Field;

/// The field that it stands at, if it stands at one.
pub(super) fn project_field(error: ProjectError) -> Option<Field> {
    match error {
        ProjectError::LastLeader
        | ProjectError::LeadsAlready
        | ProjectError::UnknownMember
        | ProjectError::TooManyLeaders => Some(Field::Leader),
        ProjectError::TooManySteps => Some(Field::Step),
        ProjectError::Closed => None,
    }
}

/// What happened and what to do next.
pub(super) fn project_message(error: ProjectError) -> String {
    match error {
        ProjectError::LastLeader => {
            "The last leader cannot go. Make somebody else a leader first, or close the project.".to_owned()
        }
        ProjectError::LeadsAlready => "They lead this project already.".to_owned(),
        ProjectError::UnknownMember => {
            "There is no member with this handle. It stands on their page, after the @.".to_owned()
        }
        ProjectError::TooManyLeaders => format!("At most {LEADERS_MAX} leaders. Remove one first."),
        ProjectError::TooManySteps => format!("At most {STEPS_MAX} steps. Remove one first."),
        ProjectError::Closed => {
            "This project is closed: it takes no ratings and no new challenges. Its leaders can open it again.".to_owned()
        }
    }
}

/// The field that it stands at.
pub(super) fn challenge_field(error: ChallengeError) -> Field {
    match error {
        ChallengeError::Closed | ChallengeError::WrongMedium { .. } => Field::Challenge,
        ChallengeError::NotOwn
        | ChallengeError::UnknownRecord
        | ChallengeError::EnteredAlready
        | ChallengeError::Withdrawn
        | ChallengeError::NotPublished => Field::Record,
        ChallengeError::PayWorsened { field } => field,
        ChallengeError::DeadlinePassed => Field::Deadline,
        ChallengeError::MediumNarrowed => Field::Medium,
    }
}

/// What happened and what to do next.
pub(super) fn challenge_message(error: ChallengeError) -> String {
    match error {
        ChallengeError::Closed => {
            "This challenge has closed, so nothing is entered or taken back any more. Your work is kept, and you can publish it without the challenge.".to_owned()
        }
        ChallengeError::WrongMedium { wanted, found } => format!(
            "This challenge asks for {wanted}, and this is {found}. Enter another record, or publish this one without the challenge."
        ),
        ChallengeError::NotOwn => {
            "This record is another member’s. Only what you made yourself can be entered.".to_owned()
        }
        ChallengeError::UnknownRecord => {
            "There is no such record. Check its number or its address.".to_owned()
        }
        ChallengeError::EnteredAlready => "This record is entered already.".to_owned(),
        ChallengeError::Withdrawn => "This record was withdrawn, so it cannot be entered.".to_owned(),
        ChallengeError::NotPublished => {
            "This record is a draft still. Publish it first, then enter it.".to_owned()
        }
        ChallengeError::PayWorsened { field } => worse_pay(field).to_owned(),
        ChallengeError::DeadlinePassed => {
            "The deadline must lie ahead. Choose a later one, or leave it empty for none.".to_owned()
        }
        ChallengeError::MediumNarrowed => {
            "Somebody contributed already, so the medium can only be opened to any.".to_owned()
        }
    }
}

fn worse_pay(field: Field) -> &'static str {
    match field {
        Field::Budget => {
            "Somebody worked for these terms already, so the budget can only grow. Put in at least what was promised."
        }
        Field::Currency => {
            "Somebody worked for these terms already, so the currency stays as it was promised."
        }
        Field::Contributors => {
            "Somebody worked for these terms already, so none of them may expect less. Raise the budget too, or name no more contributors."
        }
        Field::UnusedWork => {
            "Somebody worked for these terms already, so this line can only be added to. Keep what stood there and write after it."
        }
        _ => "Somebody worked for these terms already, so the pay that was promised stays.",
    }
}
