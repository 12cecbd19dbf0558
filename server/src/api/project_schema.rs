//! The shapes of answers about projects and challenges.

use super::schema::{Author, RecordSummary};
use db::Timestamp;
use db::challenge::{ChallengeCard, ChallengeView, Contribution as Entered};
use db::project::{Person, ProjectCard, ProjectView};
use domain::Medium;
use domain::challenge::Pay as Terms;
use domain::project::{Status, StepStatus};
use domain::record::Status as RecordStatus;
use serde::Serialize;
use utoipa::ToSchema;

/// A project in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProjectSummary {
    id: i64,
    title: String,
    /// `open` or `closed`.
    status: &'static str,
    /// Who leads it.
    leaders: Vec<Author>,
    challenge_count: i64,
    rating: Rating,
    #[schema(format = DateTime)]
    created_at: String,
    /// Its page.
    url: String,
}

/// What members think of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Rating {
    /// How many rated it.
    count: i64,
    /// The sum of their stars, 1 to 5 each.
    sum: i64,
    /// What projects are ordered by, in thousandths of a star: the mean together with 10 ratings of 3 stars.
    score: i64,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProjectList {
    pub(super) projects: Vec<ProjectSummary>,
    /// To be given as `after` for what follows; null at the end.
    pub(super) next: Option<String>,
}

/// One project.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Project {
    #[serde(flatten)]
    summary: ProjectSummary,
    /// Markdown.
    text: String,
    /// In their order.
    steps: Vec<Step>,
    #[schema(format = DateTime)]
    closed_at: Option<String>,
}

/// A step of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Step {
    title: String,
    /// Markdown.
    text: String,
    /// `planned`, `open` or `done`.
    status: &'static str,
}

fn person(person: Person) -> Author {
    Author {
        handle: person.handle.to_string(),
        name: person.name,
    }
}

impl ProjectSummary {
    pub(super) fn of(card: ProjectCard, public_url: &str) -> Self {
        Self {
            id: card.id.0,
            url: format!("{public_url}/projects/{}", card.id),
            title: card.title,
            status: Status::as_str(card.status),
            leaders: card.leaders.into_iter().map(person).collect(),
            challenge_count: card.challenge_count,
            rating: Rating {
                count: card.rating_count,
                sum: card.rating_sum,
                score: card.score,
            },
            created_at: card.created_at.rfc3339(),
        }
    }
}

impl Project {
    pub(super) fn of(view: ProjectView, public_url: &str) -> Self {
        let steps = view.steps.into_iter().map(|step| Step {
            title: step.title,
            text: step.body,
            status: StepStatus::as_str(step.status),
        });
        Self {
            steps: steps.collect(),
            text: view.body,
            closed_at: view.closed_at.map(Timestamp::rfc3339),
            summary: ProjectSummary::of(view.card, public_url),
        }
    }
}

/// A challenge in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChallengeSummary {
    id: i64,
    title: String,
    /// The project it was issued in; null where it stands alone.
    project: Option<ChallengeProject>,
    issued_by: Author,
    /// `text`, `image`, `audio`, `video` or `code`; null for any.
    medium: Option<&'static str>,
    /// Whether it takes contributions.
    open: bool,
    /// Null where it has none.
    #[schema(format = DateTime)]
    deadline_at: Option<String>,
    #[schema(format = DateTime)]
    closed_at: Option<String>,
    /// What it pays; null where no pay is promised.
    pay: Option<Pay>,
    contribution_count: i64,
    #[schema(format = DateTime)]
    created_at: String,
    /// Its page.
    url: String,
}

/// A project by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChallengeProject {
    id: i64,
    title: String,
}

/// What a challenge pays, said before any work is done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Pay {
    /// ISO 4217.
    currency: String,
    /// All of it, in minor units of the currency.
    budget: i64,
    /// Among how many contributors it is expected to be divided.
    contributors_expected: i64,
    /// What each could then expect, in minor units, rounded down.
    each: i64,
    /// What work gets that is not used.
    unused_work: String,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChallengeList {
    pub(super) challenges: Vec<ChallengeSummary>,
    /// To be given as `after` for what follows; null at the end.
    pub(super) next: Option<String>,
}

/// One challenge.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Challenge {
    #[serde(flatten)]
    summary: ChallengeSummary,
    /// What is asked, in Markdown.
    text: String,
    /// The records to start from.
    records: Vec<RecordSummary>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContributionList {
    pub(super) contributions: Vec<Contribution>,
    /// To be given as `after` for what follows; null at the end.
    pub(super) next: Option<String>,
}

/// A record that was entered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contribution {
    #[schema(format = DateTime)]
    entered_at: String,
    /// Whether its author has withdrawn it since; then only title, author, license and links are left.
    withdrawn: bool,
    record: RecordSummary,
}

impl ChallengeSummary {
    pub(super) fn of(card: ChallengeCard, now: Timestamp, public_url: &str) -> Self {
        let open = card.standing(now).is_open();
        let pay = match card.pay {
            Terms::None => None,
            Terms::Budget(budget) => Some(Pay {
                currency: budget.total.currency.to_string(),
                budget: budget.total.minor,
                contributors_expected: budget.contributors,
                each: budget.each().minor,
                unused_work: budget.unused,
            }),
        };
        Self {
            id: card.id.0,
            url: format!("{public_url}/challenges/{}", card.id),
            title: card.title,
            project: card
                .project
                .map(|(id, title)| ChallengeProject { id: id.0, title }),
            issued_by: person(card.issued_by),
            medium: card.medium.map(Medium::as_str),
            open,
            deadline_at: card.deadline_at.map(Timestamp::rfc3339),
            closed_at: card.closed_at.map(Timestamp::rfc3339),
            pay,
            contribution_count: card.contribution_count,
            created_at: card.created_at.rfc3339(),
        }
    }
}

impl Challenge {
    pub(super) fn of(view: ChallengeView, now: Timestamp, public_url: &str) -> Self {
        let summary = |card| RecordSummary::of(card, public_url);
        Self {
            text: view.asked,
            records: view.sources.into_iter().map(summary).collect(),
            summary: ChallengeSummary::of(view.card, now, public_url),
        }
    }
}

impl Contribution {
    pub(super) fn of(entered: Entered, public_url: &str) -> Self {
        Self {
            entered_at: entered.entered_at.rfc3339(),
            withdrawn: entered.card.status == RecordStatus::Withdrawn,
            record: RecordSummary::of(entered.card, public_url),
        }
    }
}
