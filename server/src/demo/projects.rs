//! The world's project: its steps and updates, two challenges, what was entered for them, and what members think of it.

use super::world::PEOPLE;
use super::{Known, failed};
use crate::start::Failure;
use crate::state::AppState;
use db::Timestamp;
use db::challenge::{ChallengeFilter, ChallengeForm, issue};
use db::project::ProjectSort;
use db::session::Viewer;
use domain::challenge::{Call, Pay};
use domain::project::{ProjectForm, Stars, StepForm, parse_update};
use domain::{ChallengeId, ProjectId, RecordId};
use std::collections::HashMap;

const TITLE: &str = "Night ferry, the film";
const BODY: &str = "The last boat leaves at 23:40, and this winter it stops for good. We are making a film of one \
    crossing: eleven minutes, no dialogue, everything in it made here.\n\n\
    There is a minute of it already. We need **voices, rooms and light**: see the challenges below.";

const STEPS: [(&str, &str); 5] = [
    ("A minute that shows what it is to be", "done"),
    ("A chorus for the crossing", "open"),
    ("Posters for the quay", "done"),
    ("Cut the eleven minutes", "planned"),
    ("Show it on the ferry itself", "planned"),
];

const UPDATES: [&str; 2] = [
    "The ferry company says we may ride for free, as long as nobody stands in front of the lifeboats.",
    "Eight posters came in, and the closed cinema let us hang all of them. **Thank you.** \
     The poster challenge is closed; the chorus is still open.",
];

/// A challenge of the project, and the titles with which what was entered begins.
struct Seed {
    title: &'static str,
    asked: &'static str,
    medium: &'static str,
    starts: &'static [&'static str],
    pay: [&'static str; 5],
    days: Option<i64>,
    entered: &'static str,
}

const CHALLENGES: [Seed; 2] = [
    Seed {
        title: "Posters for the quay",
        asked: "One picture that makes somebody miss their train to watch a ferry. Portrait or landscape, any style; \
            leave room for a line of text at the foot.",
        medium: "image",
        starts: &["Night ferry (film test)"],
        pay: ["none", "", "", "", ""],
        days: None,
        entered: "Night ferry, ",
    },
    Seed {
        title: "Sing this chorus, wherever you are",
        asked: "Sing, hum or play the chorus **once**, in a room that can be heard: stairwells, kitchens, churches. \
            We lay them over one another for the last two minutes.\n\n- one take, no effects\n- the room's own sound before \
            and after",
        medium: "audio",
        starts: &["Chorus sketch"],
        pay: [
            "budget",
            "600",
            "EUR",
            "4",
            "Nothing but the credit of having been heard; it stays yours to use elsewhere.",
        ],
        days: Some(24),
        entered: "Chorus",
    },
];

/// Makes it where it is not there yet.
pub(super) async fn seed(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    known: &Known,
) -> Result<(), Failure> {
    let fail = |error: db::Error| failed(TITLE)(&error);
    let (Some(dara), Some(cleo)) = (viewers.get("dara"), viewers.get("cleo")) else {
        return Err(failed(TITLE)(&"nobody leads it"));
    };
    make(state, viewers, known, dara, cleo).await.map_err(fail)
}

/// Each part where it is not there yet, so that a start that was interrupted is completed by the next.
async fn make(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    known: &Known,
    dara: &Viewer,
    cleo: &Viewer,
) -> db::Result<()> {
    let db = &state.site.db;
    let there = db::project::list(db, ProjectSort::Newest, None, 100).await?;
    let there = there.rows.into_iter().find(|card| card.title == TITLE);
    let project = match there.map(|card| card.id) {
        Some(id) => id,
        None => db::project::start(db, dara, &ProjectForm::parse(TITLE, BODY)?).await?,
    };
    let found = db::project::find(db, project).await?;
    if !found.is_led_by(cleo) {
        db::project::add_leader(db, dara, project, cleo.handle.as_str()).await?;
    }
    for (title, status) in STEPS.into_iter().skip(found.steps.len()) {
        let step = StepForm::parse(title, "", status)?;
        db::project::add_step(db, dara, project, &step).await?;
    }
    let filter = ChallengeFilter {
        project: Some(project),
        open: false,
    };
    let issued = db::challenge::list(db, filter, None, 10).await?.rows;
    for (seed, by) in CHALLENGES.iter().zip([cleo, dara]) {
        if !issued.iter().any(|card| card.title == seed.title) {
            let challenge = challenge(state, by, project, seed, known).await?;
            enter(state, viewers, known, challenge, seed).await?;
            if seed.days.is_none() {
                db::challenge::set_closed(db, by, challenge, true).await?;
            }
        }
    }
    let written = db::project::list_updates(db, project, None, 10).await?.rows;
    if !written.is_empty() {
        return Ok(());
    }
    for (update, by) in UPDATES.into_iter().zip([dara, cleo]) {
        db::project::write_update(db, by, project, &parse_update(update)?).await?;
    }
    for (person, stars) in PEOPLE
        .iter()
        .zip([5, 4, 4, 5, 3, 5, 4].into_iter().map(Stars::new))
    {
        if let Some(viewer) = viewers.get(person.handle) {
            db::project::rate(db, viewer, project, stars).await?;
        }
    }
    let begun = Timestamp::now().minus_seconds(60 * 86_400);
    db::demo::backdate_project(db, project, begun).await
}

async fn challenge(
    state: &AppState,
    by: &Viewer,
    project: ProjectId,
    seed: &Seed,
    known: &Known,
) -> db::Result<ChallengeId> {
    let [pay, budget, currency, contributors, unused] = seed.pay;
    let starts = known
        .iter()
        .filter(|((_, title), _)| seed.starts.contains(&title.as_str()));
    let form = ChallengeForm {
        call: Call::parse(seed.title, seed.asked, seed.medium)?,
        deadline_at: seed
            .days
            .map(|days| Timestamp::now().plus_seconds(days * 86_400)),
        pay: Pay::parse(pay, budget, currency, contributors, unused)?,
        sources: starts.map(|(_, id)| *id).collect(),
    };
    issue(&state.site.db, by, Some(project), &form).await
}

/// Enters what members made for it, by their own hands.
async fn enter(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    known: &Known,
    challenge: ChallengeId,
    seed: &Seed,
) -> db::Result<()> {
    let mut made: Vec<(RecordId, &str)> = known
        .iter()
        .filter(|((_, title), _)| {
            title.starts_with(seed.entered) && !seed.starts.contains(&title.as_str())
        })
        .map(|((author, _), id)| (*id, author.as_str()))
        .collect();
    made.sort_unstable();
    let db = &state.site.db;
    let ids: Vec<RecordId> = made.iter().map(|(id, _)| *id).collect();
    let cards = db::record::find_cards(db, &ids).await?;
    let fits = |id: RecordId| {
        let card = cards.iter().find(|card| card.id == id);
        card.is_some_and(|card| card.medium.as_str() == seed.medium)
    };
    for (record, author) in made.into_iter().filter(|(id, _)| fits(*id)) {
        if let Some(viewer) = viewers.get(author) {
            db::challenge::enter(db, viewer, challenge, record).await?;
        }
    }
    Ok(())
}
