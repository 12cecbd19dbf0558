//! The demonstration world: made through the same commands and the same upload as everything else.
//!
//! What is there already is left alone, so a start that was interrupted is completed by the next.

mod curation;
mod following;
mod pictures;
mod plan;
mod productions;
mod projects;
mod sounds;
mod world;

use crate::media;
use crate::start::Failure;
use crate::state::AppState;
use db::Timestamp;
use db::record::{DraftForm, RecordFilter, Sort};
use db::session::Viewer;
use domain::record::{Body, Details, Status};
use domain::remix::NamedSource;
use domain::{Medium, RecordId};
use futures::StreamExt;
use plan::{Planned, plan};
use std::collections::HashMap;
use std::fmt::Write;
use std::time::Instant;
use world::{PEOPLE, Work};

const FILM: &[u8] = include_bytes!("assets/night-ferry.webm");
/// The world's age in seconds: fourteen months.
const AGE: i64 = 425 * 86_400;
/// The record that its author took back, by its title.
const WITHDRAWN: &str = "Harbour lights, dance version";

/// Ids of the records that are there, by author and title.
type Known = HashMap<(String, String), RecordId>;

fn failed(what: &str) -> impl Fn(&dyn std::fmt::Display) -> Failure {
    let what = what.to_owned();
    move |error| {
        Failure(format!(
            "The demonstration world cannot be made: {what}: {error}"
        ))
    }
}

/// Makes the world where it is not there yet.
///
/// # Errors
/// [`Failure`] at the first thing that cannot be made.
pub(crate) async fn seed(state: &AppState) -> Result<(), Failure> {
    let begun = Instant::now();
    let planned = plan();
    let mut known = find_known(state).await?;
    let is_known = |known: &Known, record: &Planned| known.contains_key(&owned(record.name()));
    let total = planned.len();
    let missing: Vec<(usize, Planned)> = planned
        .into_iter()
        .enumerate()
        .filter(|(_, record)| !is_known(&known, record))
        .collect();
    let viewers = make_members(state).await?;
    if missing.is_empty() {
        curation::seed(state, &viewers, &known).await?;
        return projects::seed(state, &viewers, &known).await;
    }
    eprintln!(
        "Making the demonstration world: {} records by {} members ...",
        missing.len(),
        PEOPLE.len()
    );
    following::follow(state, &viewers).await?;
    let mut files = futures::stream::iter(missing.into_iter().map(|(place, record)| {
        let work = record.work;
        async move {
            (
                place,
                record,
                tokio::task::spawn_blocking(move || content(work)).await,
            )
        }
    }))
    .buffered(4);
    while let Some((place, record, made)) = files.next().await {
        let made = made.map_err(|error| failed(record.title)(&error))?;
        let viewer = viewers
            .get(record.author)
            .ok_or_else(|| failed(record.title)(&"no author"))?;
        let id = publish(state, viewer, &record, made, &known, date(place, total)).await?;
        known.insert(owned(record.name()), id);
    }
    state
        .site
        .lineage
        .catch_up(&state.site.db)
        .await
        .map_err(|error| failed("lineage")(&error))?;
    finish(state, &viewers, &known).await?;
    curation::seed(state, &viewers, &known).await?;
    following::read(state, &viewers).await?;
    projects::seed(state, &viewers, &known).await?;
    productions::make(state, &viewers, &known).await?;
    eprintln!("Made in {:.1} s.", begun.elapsed().as_secs_f64());
    Ok(())
}

/// What to try, and with which sign-ins.
pub(crate) fn welcome(public_url: &str) -> String {
    let mut text = format!("\nThe demonstration world is at {public_url}\n\nSign in as:\n");
    for person in &PEOPLE {
        let role = person.role.as_str();
        let password = password(person.handle);
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {role:<9} {:<6} {password}", person.handle);
    }
    text.push('\n');
    text
}

fn password(handle: &str) -> String {
    format!("{handle} in the understory")
}

fn owned(name: plan::Name) -> (String, String) {
    (name.0.to_owned(), name.1.to_owned())
}

/// When the record at a place of the plan was published: slowly at first, then more and more.
fn date(place: usize, total: usize) -> Timestamp {
    let (place, total) = (
        i64::try_from(place).unwrap_or(0),
        i64::try_from(total).unwrap_or(1).max(1),
    );
    let left = total - place;
    // A square, in whole numbers; and some hours off, so that nobody seems to publish by the clock.
    let ago = AGE / total * left / total * left + left * 7_919 % 30_000 / total * 60;
    Timestamp::now().minus_seconds(ago.max(3_600))
}

async fn find_known(state: &AppState) -> Result<Known, Failure> {
    let mut known = Known::new();
    for person in &PEOPLE {
        let filter = RecordFilter {
            author: Some(person.handle.to_owned()),
            ..RecordFilter::default()
        };
        let mut after = None;
        loop {
            let page = db::record::list_records(
                &state.site.db,
                &filter,
                Sort::Newest,
                after.as_deref(),
                100,
            )
            .await;
            let page = page.map_err(|error| failed("records")(&error))?;
            known.extend(
                page.rows
                    .into_iter()
                    .map(|card| ((card.author.to_string(), card.title), card.id)),
            );
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    // A tombstone is in no list; its remix names it.
    if let Some(remix) = known
        .iter()
        .find(|((_, title), _)| title.contains("the morning after"))
        .map(|(_, id)| *id)
    {
        let view = db::record::find_record(&state.site.db, None, remix).await;
        let view = view.map_err(|error| failed("records")(&error))?;
        let gone = view
            .sources
            .into_iter()
            .map(|source| source.card)
            .find(|card| card.title == WITHDRAWN);
        known.extend(gone.map(|card| ((card.author.to_string(), card.title), card.id)));
    }
    Ok(known)
}

async fn make_members(state: &AppState) -> Result<HashMap<&'static str, Viewer>, Failure> {
    let db = &state.site.db;
    let mut viewers = HashMap::new();
    for person in &PEOPLE {
        let fail = |error: db::Error| failed(person.handle)(&error);
        if db::member::find_profile(db, person.handle).await.is_err() {
            let password = password(person.handle);
            let id =
                db::member::create_member(db, person.handle, person.name, person.role, &password)
                    .await;
            let id = id.map_err(fail)?;
            db::member::edit_profile(db, id, person.name, person.bio)
                .await
                .map_err(fail)?;
            db::demo::backdate_member(db, id, Timestamp::now().minus_seconds(AGE + 86_400))
                .await
                .map_err(fail)?;
        }
        let viewer = db::demo::find_viewer(db, person.handle)
            .await
            .map_err(fail)?;
        viewers.insert(person.handle, viewer);
    }
    Ok(viewers)
}

/// What a record holds: something typed, or a file.
enum Content {
    Typed(Medium, &'static str, &'static str),
    File(&'static str, Vec<u8>),
}

fn content(work: Work) -> Content {
    match work {
        Work::Text(text) => Content::Typed(Medium::Text, "", text),
        Work::Code(language, program) => Content::Typed(Medium::Code, language, program),
        Work::Picture(scene, seed) => Content::File("picture.jpg", pictures::draw(scene, seed)),
        Work::Sound(sound, seed) => Content::File("sound.wav", sounds::play(sound, seed)),
        Work::Film => Content::File("night-ferry.webm", FILM.to_vec()),
    }
}

/// Drafts a record as its author would, and publishes it as of a date.
async fn publish(
    state: &AppState,
    viewer: &Viewer,
    record: &Planned,
    content: Content,
    known: &Known,
    at: Timestamp,
) -> Result<RecordId, Failure> {
    let db = &state.site.db;
    let fail = |error: db::Error| failed(record.title)(&error);
    let id = match content {
        Content::Typed(medium, language, text) => {
            let body = Body::parse(medium, text, language).map_err(|error| fail(error.into()))?;
            let form = form(record, Some(body), known).map_err(fail)?;
            db::record::create_draft(db, viewer, &form)
                .await
                .map_err(fail)?
        }
        Content::File(name, bytes) => {
            let id = media::ingest(state, viewer, name, &bytes, &[]).await;
            let id = id.map_err(|error| failed(record.title)(&error))?;
            let version = db::record::find_record(db, Some(viewer), id)
                .await
                .map_err(fail)?
                .version;
            let form = form(record, None, known).map_err(fail)?;
            db::record::save_draft(db, viewer, id, version, &form)
                .await
                .map_err(fail)?;
            id
        }
    };
    db::demo::publish_as_of(db, viewer, id, at)
        .await
        .map_err(fail)?;
    Ok(id)
}

fn form(record: &Planned, body: Option<Body>, known: &Known) -> db::Result<DraftForm> {
    let named = record.sources.iter().filter_map(|(name, used)| {
        let source = known.get(&owned(*name)).copied()?;
        Some(NamedSource {
            source,
            used: (*used).to_owned(),
        })
    });
    Ok(DraftForm {
        details: Details::parse(record.title, record.about, record.tags)?,
        body,
        license: Some(record.license),
        sources: named.collect(),
    })
}

/// Hearts for what others made, and one record taken back by its author.
async fn finish(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
    known: &Known,
) -> Result<(), Failure> {
    let db = &state.site.db;
    for ((author, title), id) in known {
        let liked = title.bytes().map(u64::from).sum::<u64>();
        let card = db::record::find_cards(db, &[*id])
            .await
            .map_err(|error| failed(title)(&error))?;
        if !card.iter().any(|card| card.status == Status::Published) {
            continue;
        }
        for (turn, person) in (0_u64..).zip(&PEOPLE) {
            let viewer = viewers
                .get(person.handle)
                .filter(|_| person.handle != author);
            // Some records are liked by many and some by few, the same at every start.
            if (liked + turn * 7) % 11 < liked % 7
                && let Some(viewer) = viewer
            {
                let heart = db::heart::set_heart(db, viewer.member, *id, true).await;
                heart.map_err(|error| failed(title)(&error))?;
            }
        }
    }
    let gone = known.iter().find(|((_, title), _)| title == WITHDRAWN);
    if let Some(((author, title), id)) = gone
        && let Some(viewer) = viewers.get(author.as_str())
    {
        let hashes = db::record::withdraw(db, viewer, *id)
            .await
            .map_err(|error| failed(title)(&error))?;
        // The job that deletes them lives as long as the server.
        let _sent = state.site.forget_files.send(hashes);
    }
    Ok(())
}
