//! The one error that leaves a server function: a stable code and what a person needs to know, nothing private.
//!
//! Causes from below are logged once, with a reference that the person also sees.

use domain::Rule;
use domain::challenge::ChallengeError;
use domain::claim::ClaimError;
use domain::curation::{CURATOR_TAGS_MAX, CurationError};
use domain::follow::{FOLLOWS_MAX, FollowError};
use domain::license::LicenseError;
use domain::production::ProductionError;
use domain::project::ProjectError;
use domain::record::RecordError;
use domain::remix::{RemixError, SOURCES_MAX};
use domain::text::{Field, TextError};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

mod project;

use project::{challenge_field, challenge_message, project_field, project_message};

/// Why something that a member asked for was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Nothing is there, or it may not be seen.
    NotFound,
    /// It needs a signed-in member.
    SignInNeeded,
    /// Handle and password do not fit each other (or the handle is unknown: it is not told which).
    WrongHandleOrPassword,
    /// The current password is not right.
    WrongPassword,
    /// It may only be done by others.
    Forbidden,
    /// The handle is taken or kept for the site.
    HandleTaken,
    /// It was changed in another window or by somebody else since it was opened.
    ChangedMeanwhile,
    /// It is done already and cannot be done twice.
    AlreadyDone,
    /// A rule refuses it.
    Rule(Rule),
    /// Too many in a short time.
    TooOften {
        /// Seconds until it may be tried again.
        retry_after: u64,
    },
    /// The member's space for files is used up.
    QuotaFull {
        /// Bytes in use.
        used: i64,
        /// Bytes allowed.
        limit: i64,
    },
    /// The server's disk is nearly full; reading goes on.
    DiskLow,
    /// What was sent is not of the form that was expected.
    Malformed,
    /// Not a failure: the form goes on with one more step (a source was added or removed), and nothing is done yet.
    Continue,
    /// The server failed; the cause is in its log under this reference.
    Internal {
        /// What to quote when asking for help.
        reference: String,
    },
}

impl AppError {
    /// The HTTP status that says the same.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::SignInNeeded => 401,
            Self::Forbidden => 403,
            Self::HandleTaken | Self::ChangedMeanwhile | Self::AlreadyDone => 409,
            Self::Rule(Rule::Record(
                RecordError::AlreadyPublished | RecordError::ChangedMeanwhile,
            )) => 409,
            Self::Rule(Rule::File(error)) => error.status(),
            Self::Rule(
                Rule::Production(ProductionError::Released)
                | Rule::Claim(ClaimError::NotOpen | ClaimError::ClaimedAlready),
            ) => 409,
            Self::Rule(Rule::Curation(
                CurationError::Closed
                | CurationError::Stale
                | CurationError::NotThere { .. }
                | CurationError::ChangedMeanwhile { .. },
            )) => 409,
            Self::Rule(Rule::Challenge(
                ChallengeError::Closed | ChallengeError::EnteredAlready,
            )) => 409,
            Self::WrongHandleOrPassword | Self::WrongPassword | Self::Rule(_) => 422,
            Self::TooOften { .. } => 429,
            Self::QuotaFull { .. } => 413,
            Self::DiskLow => 507,
            Self::Malformed => 400,
            Self::Continue => 200,
            Self::Internal { .. } => 500,
        }
    }

    /// The form field it stands at, if it stands at one.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::HandleTaken => Some(Field::Handle),
            Self::WrongPassword => Some(Field::Password),
            Self::Rule(Rule::Text(error)) => Some(error.field()),
            Self::Rule(Rule::Remix(_)) => Some(Field::Sources),
            Self::Rule(Rule::License(LicenseError::NotAllowed { .. })) => Some(Field::License),
            Self::Rule(Rule::License(_)) => Some(Field::Sources),
            Self::Rule(Rule::Record(RecordError::NothingInIt)) => Some(Field::Body),
            Self::Rule(Rule::File(_)) => Some(Field::File),
            Self::Rule(Rule::Curation(CurationError::Closed)) => Some(Field::Shortlist),
            Self::Rule(Rule::Curation(CurationError::Full { .. })) => Some(Field::Collection),
            Self::Rule(Rule::Curation(
                CurationError::NothingChosen | CurationError::TooMany { .. },
            )) => Some(Field::Records),
            Self::Rule(Rule::Production(error)) => production_field(*error),
            Self::Rule(Rule::Claim(error)) => claim_field(*error),
            Self::Rule(Rule::Project(error)) => project_field(*error),
            Self::Rule(Rule::Challenge(error)) => Some(challenge_field(*error)),
            _ => None,
        }
    }

    /// What happened and what to do next, for the person.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NotFound => "There is nothing here, or it is not public.".to_owned(),
            Self::SignInNeeded => "Sign in first, then try again. What you typed is kept.".to_owned(),
            Self::WrongHandleOrPassword => {
                "Handle and password do not fit each other. Check both and try again.".to_owned()
            }
            Self::WrongPassword => "That is not your current password. Try again.".to_owned(),
            Self::Forbidden => "Your account may not do this. Ask an admin if you think it should.".to_owned(),
            Self::HandleTaken => "This handle is taken. Choose another.".to_owned(),
            Self::ChangedMeanwhile => {
                "This was changed in another window since you opened it. Copy what you typed, reload the page, and put it in again.".to_owned()
            }
            Self::AlreadyDone => "This is done already; nothing was changed.".to_owned(),
            Self::Rule(rule) => rule_message(rule),
            Self::TooOften { retry_after } => {
                format!("Too many in a short time. Try again in {}.", duration(*retry_after))
            }
            Self::QuotaFull { used, limit } => format!(
                "Quota full: {} / {}. Withdraw or discard something large first.",
                bytes(*used),
                bytes(*limit)
            ),
            Self::DiskLow => {
                "There is no room for files just now, and nothing was stored. Try again later.".to_owned()
            }
            Self::Malformed => "The form did not arrive whole. Go back, check it, and send it again.".to_owned(),
            Self::Continue => String::new(),
            Self::Internal { reference } => format!(
                "Something failed on our side, and nothing was changed. Try again; if it stays, tell an admin the reference {reference}."
            ),
        }
    }
}

fn rule_message(rule: &Rule) -> String {
    match rule {
        Rule::Text(error) => text_message(error),
        Rule::License(LicenseError::Disagree { first, second }) => format!(
            "Records {} ({}) and {} ({}) cannot be remixed together: no license satisfies both. Leave one of them out.",
            first.0,
            first.1.name(),
            second.0,
            second.1.name()
        ),
        Rule::License(LicenseError::NotRemixable { source }) => format!(
            "Record {source} has no license that allows remixing here. Leave it out, or ask its author."
        ),
        Rule::License(LicenseError::NotAllowed { license, source }) => format!(
            "Record {source} does not allow its remixes to be under {}. Choose one of the licenses offered.",
            license.name()
        ),
        Rule::Remix(RemixError::TooManySources { count }) => {
            format!("At most {SOURCES_MAX} sources; these are {count}. Leave some out.")
        }
        Rule::Remix(RemixError::OwnSource) => "A record cannot be its own source.".to_owned(),
        Rule::Remix(RemixError::UnknownSource { source }) => {
            format!("There is no public record {source}. Check the number, or leave it out.")
        }
        Rule::Record(RecordError::AlreadyPublished) => {
            "This record is published already.".to_owned()
        }
        Rule::Record(RecordError::Withdrawn) => "This record was withdrawn.".to_owned(),
        Rule::Record(RecordError::NothingInIt) => {
            "There is nothing in it yet. Write something, or put up a file.".to_owned()
        }
        Rule::Record(RecordError::ChangedMeanwhile) => AppError::ChangedMeanwhile.message(),
        Rule::File(error) => error.message(),
        Rule::Curation(error) => curation_message(error),
        Rule::Follow(FollowError::Oneself) => "You hear of what you do yourself.".to_owned(),
        Rule::Follow(FollowError::TooMany) => format!(
            "You follow {FOLLOWS_MAX} already, which is the most. Unfollow some on the page of those you follow."
        ),
        Rule::Production(error) => production_message(*error),
        Rule::Claim(error) => claim_message(*error),
        Rule::Project(error) => project_message(*error),
        Rule::Challenge(error) => challenge_message(*error),
    }
}

fn curation_message(error: &CurationError) -> String {
    match error {
        CurationError::NothingChosen => "No record is chosen. Tick at least one.".to_owned(),
        CurationError::TooMany { count, max } => format!(
            "These are {} records, over {} at once. Choose fewer; nothing was changed.",
            number(*count),
            number(*max)
        ),
        CurationError::Full { count, max } => format!(
            "A collection holds {} records; with these it would be {}. Leave some out; nothing was added.",
            number(*max),
            number(*count)
        ),
        CurationError::NotThere { record } => format!(
            "Record {record} is not public, or was withdrawn. Leave it out; nothing was done with the others."
        ),
        CurationError::ChangedMeanwhile { record } => format!(
            "Another curator was at record {record} since you opened this page. Look at what they did, then send again; nothing was done with the others."
        ),
        CurationError::TooManyTags { record } => format!(
            "Record {record} would have more than {CURATOR_TAGS_MAX} curators’ tags. Leave some out; nothing was changed."
        ),
        CurationError::OwnRecord { record } => {
            format!("Record {record} is yours: what is to be said for it, others say.")
        }
        CurationError::OwnFlag => {
            "You set this flag, or the record is yours. Another curator settles it.".to_owned()
        }
        CurationError::Stale => {
            "The map was laid out anew since you selected there. Go back to it and select again."
                .to_owned()
        }
        CurationError::Closed => {
            "This shortlist is closed. Open it again first, or choose another.".to_owned()
        }
    }
}

fn number(count: usize) -> String {
    crate::ui::text::number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn production_field(error: ProductionError) -> Option<Field> {
    match error {
        ProductionError::NoFinalWork => Some(Field::FinalWork),
        ProductionError::NothingIncluded => Some(Field::Records),
        ProductionError::UnknownMember => Some(Field::Handle),
        ProductionError::RoleTwice => Some(Field::Role),
        ProductionError::TooMany { field, .. } => Some(field),
        _ => None,
    }
}

fn production_message(error: ProductionError) -> String {
    match error {
        ProductionError::Released => {
            "This production is released: what it includes, its roles and its credits never change."
                .to_owned()
        }
        ProductionError::NotFromHere { from, .. } => format!(
            "That does not follow here: the production is {} now. Reload the page to see what can be done.",
            from.label().to_lowercase()
        ),
        ProductionError::NothingIncluded => {
            "It includes no record yet. Add at least one before you release it.".to_owned()
        }
        ProductionError::NoFinalWork => {
            "It has no final work yet. Name a record, or an address that begins with https://."
                .to_owned()
        }
        ProductionError::TooMany { field, max } => {
            format!(
                "At most {max}: {}. Take one away before you add another.",
                field.label().to_lowercase()
            )
        }
        ProductionError::UnknownRecord { record } => {
            format!("There is no public record {record}. Check the number or the address.")
        }
        ProductionError::UnknownMember => {
            "No member has this handle. Check its spelling.".to_owned()
        }
        ProductionError::RoleTwice => "This member has this role already.".to_owned(),
    }
}

fn claim_field(error: ClaimError) -> Option<Field> {
    match error {
        ClaimError::NotOpen | ClaimError::OwnClaim => None,
        _ => Some(Field::ClaimedSource),
    }
}

fn claim_message(error: ClaimError) -> String {
    match error {
        ClaimError::NotOwnRecord => {
            "This is not a published record of your own. Only the author of a source can claim it."
        }
        ClaimError::SameRecord => "A record cannot be its own source. Name another of yours.",
        ClaimError::SourceIsLater => {
            "Your record was published here later than this one, and links never lead back in time. Write to its author instead: they can name you in the description."
        }
        ClaimError::LinkedAlready => "It names your record as a source already.",
        ClaimError::ClaimedAlready => {
            "This is claimed already, and waits for an answer. You find it among your claims."
        }
        ClaimError::NotOpen => "This claim is closed already; nothing was changed.",
        ClaimError::OwnClaim => {
            "Whoever made a claim cannot decide it. Another curator or the author does."
        }
        ClaimError::TooManySources => {
            "It names as many sources as a record may have, so that none can be added."
        }
    }
    .to_owned()
}

fn text_message(error: &TextError) -> String {
    let label = error.field().label();
    match error {
        TextError::Empty(Field::License) => "Choose a license.".to_owned(),
        TextError::Empty(Field::Pay) => "Say whether there is pay.".to_owned(),
        TextError::Empty(Field::Record) => {
            "Choose one of your records, or give its number or address.".to_owned()
        }
        TextError::Empty(Field::Step) => "Say what is to be done.".to_owned(),
        TextError::Empty(Field::Update) => "Write something first.".to_owned(),
        TextError::Empty(Field::Stars) => "Choose a rating, 1 to 5.".to_owned(),
        TextError::Empty(Field::Reason) => "Say why, in a line.".to_owned(),
        TextError::Empty(Field::Answer) => "Write an answer: whoever waits for it reads it.".to_owned(),
        TextError::Empty(Field::Leader) => "Give the handle of a member.".to_owned(),
        TextError::Empty(_) => format!("{label} is needed."),
        TextError::TooLong {
            field: Field::Tags,
            count,
            max,
        } if *max < 40 => {
            format!("At most {max} tags; these are {count}.")
        }
        TextError::TooLong { count, max, .. } => {
            format!("{label} is {count}, over {max} characters.")
        }
        TextError::TooShort { count, min, .. } => {
            format!("{label} has {count} characters and needs at least {min}.")
        }
        TextError::Malformed(Field::Budget) => {
            "A budget is an amount above nothing, such as 1200 or 1200.50, with a point and no commas.".to_owned()
        }
        TextError::Malformed(Field::Currency) => {
            "A currency is given by its three letters, such as EUR or USD.".to_owned()
        }
        TextError::Malformed(Field::Contributors) => {
            "The number of contributors is a whole number from 1.".to_owned()
        }
        TextError::Malformed(Field::Deadline) => {
            "A deadline is a day and a time in UTC, such as 2026-05-14T18:00.".to_owned()
        }
        TextError::Malformed(Field::Project) => {
            "There is no such project. Give its number, or paste the address of its page.".to_owned()
        }
        TextError::Malformed(Field::Challenge) => {
            "There is no such challenge. Give its number, or paste the address of its page.".to_owned()
        }
        TextError::Malformed(Field::Stars) => "A rating is 1 to 5 stars.".to_owned(),
        TextError::Malformed(Field::Handle) => {
            "A handle has letters a to z, digits, and single - or _ between them.".to_owned()
        }
        TextError::Malformed(Field::Address) => {
            "A mail address looks like ada@example.org: one, and in plain letters.".to_owned()
        }
        TextError::Malformed(_) => format!("{label} is not of a form we understand."),
    }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        91..=5_400 => format!("{} minutes", seconds.div_ceil(60)),
        _ => format!("{} hours", seconds.div_ceil(3_600)),
    }
}

/// A size for people: `412 KB`, `4.8 MB`, `5 GB`.
#[must_use]
pub fn bytes(count: i64) -> String {
    const UNITS: [(i64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")];
    for (size, unit) in UNITS {
        if count >= size {
            let tenths = count / (size / 10);
            return if tenths % 10 == 0 || tenths >= 1_000 {
                format!("{} {unit}", tenths / 10)
            } else {
                format!("{}.{} {unit}", tenths / 10, tenths % 10)
            };
        }
    }
    format!("{count} bytes")
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Malformed,
            _ => Self::Internal {
                reference: "connection".to_owned(),
            },
        }
    }
}

macro_rules! from_rule {
    ($($rule:ty),+) => {
        $(impl From<$rule> for AppError {
            fn from(rule: $rule) -> Self {
                Self::Rule(rule.into())
            }
        })+
    };
}

from_rule!(
    Rule,
    TextError,
    LicenseError,
    RemixError,
    RecordError,
    CurationError,
    ProductionError,
    ClaimError,
    ProjectError,
    ChallengeError
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_for_people() {
        let rows = [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (4_800_000, "4.8 MB"),
            (5_000_000_000, "5 GB"),
            (412_300, "412 KB"),
        ];
        for (count, text) in rows {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn limits_are_told_in_full() {
        let error = AppError::from(TextError::TooLong {
            field: Field::Title,
            count: 201,
            max: 200,
        });
        assert_eq!(error.message(), "Title is 201, over 200 characters.");
        assert_eq!((error.status(), error.field()), (422, Some(Field::Title)));
        let error = AppError::from(RemixError::TooManySources { count: 70 });
        assert_eq!(
            error.message(),
            "At most 64 sources; these are 70. Leave some out."
        );
    }
}
