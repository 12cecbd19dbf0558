//! What members and curators of the world say: recommendations, collections, ratings, a flag, a shortlist with votes.

use super::{Known, failed};
use crate::start::Failure;
use crate::state::AppState;
use db::collection::CollectionForm;
use db::review::Seen;
use db::session::Viewer;
use domain::RecordId;
use domain::curation::{Heading, Vote};
use domain::project::Stars;
use std::collections::HashMap;

/// An author's handle and a title.
type Name = (&'static str, &'static str);

const POEM: Name = ("mira", "Harbour poem");
const LIGHTS: Name = ("sol", "Harbour lights, slow version");
const STRINGS: Name = ("jonas", "Harbour lights, with strings");
const PIANO: Name = ("mira", "Harbour lights, found at the piano");
const STORYBOARD: Name = ("ines", "Night ferry, frames 1 to 6");
const SCRIPT: Name = ("mira", "Night ferry, a script in nine lines");
const FILM: Name = ("wren", "Night ferry (film test)");
const TIN: Name = ("wren", "Rain on tin");
const TIN_SONG: Name = ("jonas", "Tin roof study");
const TIN_CODE: Name = ("tomo", "Rain that lands on the beat");
const TIN_WORDS: Name = ("cleo", "Eleven words for rain on tin");
const RIDGES: Name = ("mira", "Counting ridges");
const GULLS: Name = ("ines", "The woman who feeds the gulls");

/// Who recommends what, and why.
const RECOMMENDED: [(&str, Name, &str); 8] = [
    ("wren", LIGHTS, "The fridge was off and you can hear it."),
    (
        "mira",
        LIGHTS,
        "He kept my second verse and gave it somewhere to sit.",
    ),
    ("cleo", LIGHTS, "One take. Leave it alone."),
    (
        "dara",
        STRINGS,
        "The last minute is already in my film, I only have to shoot it.",
    ),
    ("jonas", POEM, "I read the first line and had the tune."),
    ("tomo", TIN, "Take it for anything, she says. I did."),
    (
        "ines",
        TIN_CODE,
        "It rains on the beat. It should not be allowed to work this well.",
    ),
    ("sol", RIDGES, "The pause before six."),
];

/// Curators' ratings, with reasons.
const RATED: [(&str, Name, i64, &str); 6] = [
    ("cleo", LIGHTS, 5, "Finished. Nothing to add."),
    ("dara", LIGHTS, 5, "It is the score."),
    (
        "cleo",
        STRINGS,
        4,
        "The strings come in eight bars early for my taste.",
    ),
    (
        "dara",
        STORYBOARD,
        4,
        "Frames 2 and 5 can be shot as they are.",
    ),
    (
        "cleo",
        TIN_SONG,
        3,
        "A study, and it says so. The second half wants a reason.",
    ),
    (
        "cleo",
        GULLS,
        4,
        "Cannot be sold, by her wish. Show it, do not use it.",
    ),
];

/// What is on the shortlist, with why, and who votes how and why.
type Shortlisted = (
    Name,
    &'static str,
    &'static [(&'static str, Vote, &'static str)],
);
const SHORTLISTED: [Shortlisted; 5] = [
    (
        SCRIPT,
        "The nine lines hold. Everything else hangs on them.",
        &[
            ("cleo", Vote::For, ""),
            ("dara", Vote::For, "This is the film."),
        ],
    ),
    (
        LIGHTS,
        "The crossing, in sound.",
        &[
            ("cleo", Vote::For, "One take."),
            ("dara", Vote::For, ""),
            ("ada", Vote::For, "My mother hummed it back to me."),
        ],
    ),
    (
        STORYBOARD,
        "Shot list and light in one.",
        &[("dara", Vote::For, "Frames 2 and 5.")],
    ),
    (
        PIANO,
        "For the credits, if they run long.",
        &[
            ("cleo", Vote::For, ""),
            (
                "dara",
                Vote::Against,
                "Too close to the slow version to have both.",
            ),
        ],
    ),
    (FILM, "The test, as a measure for the rest.", &[]),
];

/// Says all of it, where the world has no shortlist yet.
pub(super) async fn seed(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    known: &Known,
) -> Result<(), Failure> {
    let db = &state.site.db;
    let fail = |error: db::Error| failed("what curators say")(&error);
    let Some(cleo) = viewers.get("cleo") else {
        return Ok(());
    };
    let there = db::shortlist::list_shortlists(db, cleo, None, 1).await;
    if !there.map_err(fail)?.rows.is_empty() {
        return Ok(());
    }
    let find = |name: Name| known.get(&(name.0.to_owned(), name.1.to_owned())).copied();
    for (handle, name, line) in RECOMMENDED {
        if let (Some(viewer), Some(id)) = (viewers.get(handle), find(name)) {
            db::recommendation::recommend(db, viewer, id, line)
                .await
                .map_err(fail)?;
        }
    }
    for (handle, name, stars, reason) in RATED {
        if let (Some(viewer), Some(id), Some(stars)) =
            (viewers.get(handle), find(name), Stars::new(stars))
        {
            let review = db::review::find_review(db, viewer, id)
                .await
                .map_err(fail)?;
            let seen = Seen {
                record: id,
                version: review.version,
            };
            db::review::rate(db, viewer, &[seen], stars, reason)
                .await
                .map_err(fail)?;
        }
    }
    if let (Some(viewer), Some(id)) = (viewers.get("tomo"), find(GULLS)) {
        let reason = "Is she all right with being drawn? The text says she asked for something.";
        db::review::flag_record(db, viewer, id, reason)
            .await
            .map_err(fail)?;
    }
    collect(state, viewers, &find).await.map_err(fail)?;
    shortlist(state, viewers, cleo, &find).await.map_err(fail)
}

/// Two collections: one for everybody, one for its owner alone.
async fn collect(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    find: &impl Fn(Name) -> Option<RecordId>,
) -> db::Result<()> {
    let db = &state.site.db;
    let notes = [
        (TIN, "Where it began: a photograph of a noise."),
        (TIN_SONG, "What the photograph sounds like."),
        (TIN_CODE, "What the noise looks like."),
        (TIN_WORDS, "Number five."),
    ];
    if let Some(wren) = viewers.get("wren") {
        let text = "One roof, four ways of hearing it. *Read from the top*, with the window open.";
        let form = CollectionForm {
            heading: Heading::parse("Rain, heard four ways", text)?,
            public: true,
        };
        let records: Vec<RecordId> = notes.iter().filter_map(|(name, _)| find(*name)).collect();
        let id = db::collection::create_collection(db, wren, &form, &records).await?;
        for (name, note) in notes {
            let version = db::collection::find_collection(db, Some(wren), id)
                .await?
                .version;
            if let Some(record) = find(name) {
                db::collection::write_note(db, wren, id, version, record, note).await?;
            }
        }
    }
    if let (Some(jonas), Some(piano)) = (viewers.get("jonas"), find(PIANO)) {
        let form = CollectionForm {
            heading: Heading::parse("To learn by heart", "")?,
            public: false,
        };
        db::collection::create_collection(db, jonas, &form, &[piano]).await?;
    }
    Ok(())
}

async fn shortlist(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    cleo: &Viewer,
    find: &impl Fn(Name) -> Option<RecordId>,
) -> db::Result<()> {
    let db = &state.site.db;
    let brief = "Eleven minutes, one crossing, no dialogue. We look for **one** piece of music, what it is shot from, \
        and anything that can stand behind the titles.";
    let heading = Heading::parse("Night ferry: what goes on board", brief)?;
    let id = db::shortlist::start_shortlist(db, cleo, &heading, None).await?;
    for (name, reason, votes) in SHORTLISTED {
        let Some(record) = find(name) else { continue };
        db::shortlist::send_to_shortlist(db, cleo, id, &[record], reason).await?;
        for (handle, vote, why) in votes {
            if let Some(viewer) = viewers.get(handle) {
                db::shortlist::vote(db, viewer, id, record, Some(*vote), why).await?;
            }
        }
    }
    Ok(())
}
