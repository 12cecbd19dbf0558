//! Productions of the world: a shortlist with its trail, a film that is out, one in the making, and a claim.

use super::{Known, failed};
use crate::start::Failure;
use crate::state::AppState;
use db::claim::NewClaim;
use db::production::{Details, IncludedChange, NewProduction};
use db::session::Viewer;
use domain::curation::{Heading, Vote};
use domain::production::{Step, Work};
use domain::{ProductionId, RecordId, ShortlistId};
use std::collections::HashMap;

/// Records of the film that is out, with what each is in it.
const FILM: [(&str, &str, &str, i64); 3] = [
    (
        "wren",
        "Night ferry (film test)",
        "the film, before its sound",
        3,
    ),
    (
        "jonas",
        "Harbour lights, with strings",
        "what plays over the crossing",
        2,
    ),
    ("jonas", "Tin roof study", "the rain in the first scene", 1),
];

/// Records that are shortlisted for the next one, and why.
const NEXT: [(&str, &str, &str); 4] = [
    (
        "mira",
        "Letters to a closed cinema: the projectionist answers",
        "The voice that everything hangs on.",
    ),
    (
        "ines",
        "The woman who feeds the gulls",
        "She could open it.",
    ),
    (
        "wren",
        "What the gulls owe her",
        "Answers her, line for line.",
    ),
    (
        "wren",
        "Six ridges after dinner",
        "A second place, in case the cinema says no.",
    ),
];

/// Makes them where no production is there yet.
pub(super) async fn make(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    known: &Known,
) -> Result<(), Failure> {
    let fail = |error: db::Error| failed("productions")(&error);
    let there = db::production::list_productions(&state.site.db, None, None, 1).await;
    if !there.map_err(fail)?.rows.is_empty() {
        return Ok(());
    }
    let who = |handle: &str| {
        let viewer = viewers.get(handle);
        viewer.ok_or_else(|| failed("productions")(&"a member is missing"))
    };
    let (dara, cleo, ada) = (who("dara")?, who("cleo")?, who("ada")?);
    film(state, dara, cleo, known).await.map_err(fail)?;
    next(state, dara, cleo, ada, known).await.map_err(fail)?;
    claim(state, who("jonas")?, known).await.map_err(fail)
}

fn id_of(known: &Known, author: &str, title: &str) -> db::Result<RecordId> {
    let found = known.get(&(author.to_owned(), title.to_owned()));
    found.copied().ok_or(db::Error::NotFound)
}

async fn version(state: &AppState, id: ProductionId) -> db::Result<i64> {
    Ok(db::production::find_production(&state.site.db, id)
        .await?
        .version)
}

/// A film that is out: its credits go back to everything that it came from.
async fn film(state: &AppState, dara: &Viewer, cleo: &Viewer, known: &Known) -> db::Result<()> {
    let db = &state.site.db;
    let heading = Heading::parse("Night Ferry", "Everything that could be on board.")?;
    let list = db::shortlist::start_shortlist(db, cleo, &heading, None).await?;
    let mut records = Vec::with_capacity(FILM.len());
    for (author, title, why, _) in FILM {
        let record = id_of(known, author, title)?;
        db::shortlist::send_to_shortlist(db, cleo, list, &[record], why).await?;
        let vote = Some(Vote::For);
        db::shortlist::vote(db, dara, list, record, vote, "").await?;
        records.push(record);
    }
    let new = NewProduction {
        title: "Night Ferry".to_owned(),
        body:
            "A crossing in six minutes, from nine lines of script and the rain on somebody’s roof."
                .to_owned(),
        shortlist: Some(list),
        records: records.clone(),
        trail_public: true,
    };
    let id = db::production::create_production(db, dara, &new).await?;
    for (record, (.., note, weight)) in records.iter().zip(FILM) {
        let note = note.to_owned();
        let change = IncludedChange::Describe { weight, note };
        let version = version(state, id).await?;
        db::production::change_included(db, dara, id, version, *record, &change).await?;
    }
    let details = Details {
        title: new.title,
        body: new.body,
        notes: String::new(),
        final_work: records.first().map(|record| Work::Record(*record)),
        trail_public: true,
    };
    db::production::save_details(db, dara, id, version(state, id).await?, &details).await?;
    for (handle, role) in [
        ("dara", "director"),
        ("wren", "editor"),
        ("jonas", "composer"),
    ] {
        let version = version(state, id).await?;
        db::production::add_role(db, dara, id, version, &handle.parse()?, role, "").await?;
    }
    let step = Step::Begin;
    db::production::take_step(
        db,
        &state.site.lineage,
        dara,
        id,
        version(state, id).await?,
        step,
        "",
    )
    .await?;
    let lineage = &state.site.lineage;
    db::production::release(db, lineage, dara, id, version(state, id).await?).await
}

/// One in the making, whose shortlist was not of one mind.
async fn next(
    state: &AppState,
    dara: &Viewer,
    cleo: &Viewer,
    ada: &Viewer,
    known: &Known,
) -> db::Result<()> {
    let db = &state.site.db;
    let about = "Looking for letters, and for somebody who reads them aloud.";
    let heading = Heading::parse("The last screening", about)?;
    let list = db::shortlist::start_shortlist(db, cleo, &heading, None).await?;
    let mut records = Vec::with_capacity(NEXT.len());
    for (author, title, why) in NEXT {
        let record = id_of(known, author, title)?;
        db::shortlist::send_to_shortlist(db, cleo, list, &[record], why).await?;
        records.push(record);
    }
    vote_on(state, [dara, ada], list, &records).await?;
    records.truncate(3);
    let new = NewProduction {
        title: "The last screening".to_owned(),
        body: "A short film in letters to a cinema that is about to close.".to_owned(),
        shortlist: Some(list),
        records: records.clone(),
        trail_public: true,
    };
    let id = db::production::create_production(db, dara, &new).await?;
    let step = Step::Begin;
    db::production::take_step(
        db,
        &state.site.lineage,
        dara,
        id,
        version(state, id).await?,
        step,
        "",
    )
    .await?;
    let (director, name) = (dara.handle.clone(), "");
    let at = version(state, id).await?;
    db::production::add_role(db, dara, id, at, &director, "director", name).await?;
    let cut = Work::Record(records[0]);
    let at = version(state, id).await?;
    db::production::add_version(
        db,
        dara,
        id,
        at,
        "Reading, first take",
        "Only the voice.",
        &cut,
    )
    .await
}

async fn vote_on(
    state: &AppState,
    [dara, ada]: [&Viewer; 2],
    list: ShortlistId,
    records: &[RecordId],
) -> db::Result<()> {
    let db = &state.site.db;
    for (at, record) in records.iter().enumerate() {
        let is_last = at + 1 == records.len();
        let (vote, why) = match is_last {
            true => (Vote::Against, "Lovely, but another film."),
            false => (Vote::For, ""),
        };
        db::shortlist::vote(db, dara, list, *record, Some(vote), why).await?;
    }
    let first = records[0];
    db::shortlist::vote(db, ada, list, first, Some(Vote::For), "Yes. All of it.").await
}

/// Somebody recognises their own.
async fn claim(state: &AppState, jonas: &Viewer, known: &Known) -> db::Result<()> {
    let new = NewClaim {
        source: id_of(known, "jonas", "Chorus sketch")?,
        remix: id_of(known, "tomo", "Rain that lands on the beat")?,
        used: "the four notes before the turn".to_owned(),
        reason: "From 0:12 on they are mine, a third higher.".to_owned(),
    };
    db::claim::make_claim(&state.site.db, jonas, &new).await?;
    Ok(())
}
