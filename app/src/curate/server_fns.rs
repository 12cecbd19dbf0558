//! What the forms of the desk are sent to. Their addresses also show the page that the form is on.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{asked_id, at_the_desk, query::DeskQuery, record_id, shortlist_id};
#[cfg(feature = "ssr")]
use crate::{selection, ssr};
#[cfg(feature = "ssr")]
use db::{record::cursor_after, review::Seen, shortlist};
#[cfg(feature = "ssr")]
use domain::{
    ProjectId, RecordId,
    curation::{
        CurationError, Heading, LINE_MAX, parse_optional_reason, parse_reason, parse_stars,
    },
    ids::parse_reference,
    text::{Field, TextError, parse_tags, required_line},
};

/// Does the same with every ticked record of the queue, or with none: `act` is `rate`, `tag` or `shortlist`. A ticked
/// record is sent as `ID.VERSION`, the version being the one that was shown.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule, which names the record that stands against it.
#[server(prefix = "", endpoint = "/curate")]
pub async fn work_on_queue(
    #[server(default)] act: String,
    #[server(default)] seen: Vec<String>,
    #[server(default)] stars: String,
    #[server(default)] reason: String,
    #[server(default)] tags: String,
    #[server(default)] shortlist: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let done = DeskQuery::asked().address("/curate", "done=desk");
    let seen = seen
        .iter()
        .map(|text| parse_seen(text))
        .collect::<Result<Vec<_>, _>>()?;
    if seen.is_empty() {
        return Err(CurationError::NothingChosen.into());
    }
    match act.as_str() {
        "rate" => {
            let stars = parse_stars(&stars)?;
            let reason = parse_reason(&reason)?;
            db::review::rate(&site.db, &viewer, &seen, stars, &reason).await?;
        }
        "tag" => {
            let tags = needed_tags(&tags)?;
            db::review::tag_records(&site.db, &viewer, &seen, &tags).await?;
        }
        "shortlist" => {
            let reason = parse_reason(&reason)?;
            let id = chosen_shortlist(&shortlist)?;
            shortlist::send_seen_to_shortlist(&site.db, &viewer, id, &seen, &reason).await?;
        }
        _ => return Err(AppError::Malformed),
    }
    ssr::go_to(&done);
    Ok(())
}

#[cfg(feature = "ssr")]
fn parse_seen(text: &str) -> Result<Seen, AppError> {
    let (record, version) = text.split_once('.').ok_or(AppError::Malformed)?;
    Ok(Seen {
        record: record_id(record)?,
        version: ssr::parse_id(version).ok_or(AppError::Malformed)?,
    })
}

#[cfg(feature = "ssr")]
fn needed_tags(typed: &str) -> Result<Vec<String>, TextError> {
    let tags = parse_tags(typed)?;
    match tags.is_empty() {
        true => Err(TextError::Empty(Field::Tags)),
        false => Ok(tags),
    }
}

#[cfg(feature = "ssr")]
fn chosen_shortlist(typed: &str) -> Result<domain::ShortlistId, AppError> {
    match typed {
        "" => Err(TextError::Empty(Field::Shortlist).into()),
        typed => shortlist_id(typed),
    }
}

/// The record that a form of the review is about, as it was shown.
#[cfg(feature = "ssr")]
fn seen(version: &str) -> Result<Seen, AppError> {
    Ok(Seen {
        record: RecordId(asked_id()?),
        version: version.parse().map_err(|_| AppError::Malformed)?,
    })
}

/// Rates the record in the address with a reason, and goes on to the next of the queue.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule.
#[server(prefix = "", endpoint = "/curate/records/rate")]
pub async fn rate_record(
    #[server(default)] version: String,
    #[server(default)] stars: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let seen = seen(&version)?;
    let desk = DeskQuery::asked();
    let stars = parse_stars(&stars)?;
    let reason = parse_reason(&reason)?;
    db::review::rate(&site.db, &viewer, &[seen], stars, &reason).await?;
    let next = next_of(&site.db, &desk, seen.record).await?;
    ssr::go_to(&match next {
        Some(next) => desk.address(&format!("/curate/records/{next}"), "done=desk"),
        None => desk.address("/curate", "done=desk-end"),
    });
    Ok(())
}

/// The record after this one in the queue, whether or not this one is still in it.
#[cfg(feature = "ssr")]
async fn next_of(
    db: &db::Db,
    desk: &DeskQuery,
    record: RecordId,
) -> Result<Option<RecordId>, AppError> {
    let cards = db::record::find_cards(db, &[record]).await?;
    let Some(card) = cards.first() else {
        return Ok(None);
    };
    let after = cursor_after(desk.sort(), card);
    let page = db::record::list_records(db, &desk.filter(), desk.sort(), Some(&after), 1).await?;
    Ok(page.rows.first().map(|card| card.id))
}

/// Gives the record in the address curators' tags.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule.
#[server(prefix = "", endpoint = "/curate/records/tag")]
pub async fn tag_record(
    #[server(default)] version: String,
    #[server(default)] tags: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let seen = seen(&version)?;
    let tags = needed_tags(&tags)?;
    let back = back_to(seen.record);
    db::review::tag_records(&site.db, &viewer, &[seen], &tags).await?;
    ssr::go_to(&back);
    Ok(())
}

/// Takes a curators' tag off the record in the address.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule.
#[server(prefix = "", endpoint = "/curate/records/untag")]
pub async fn untag_record(
    #[server(default)] version: String,
    #[server(default)] tag: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let seen = seen(&version)?;
    let back = back_to(seen.record);
    db::review::remove_tag(&site.db, &viewer, seen, &tag).await?;
    ssr::go_to(&back);
    Ok(())
}

/// Puts the record in the address on a shortlist.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule.
#[server(prefix = "", endpoint = "/curate/records/shortlist")]
pub async fn shortlist_record(
    #[server(default)] version: String,
    #[server(default)] shortlist: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let seen = seen(&version)?;
    let id = chosen_shortlist(&shortlist)?;
    let reason = parse_reason(&reason)?;
    let back = back_to(seen.record);
    shortlist::send_seen_to_shortlist(&site.db, &viewer, id, &[seen], &reason).await?;
    ssr::go_to(&back);
    Ok(())
}

/// Settles a flag on the record in the address with an answer.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, [`AppError::AlreadyDone`] where another was first, or a rule.
#[server(prefix = "", endpoint = "/curate/records/settle")]
pub async fn settle_flag(
    #[server(default)] flag: String,
    #[server(default)] answer: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let flag = ssr::parse_id(&flag).ok_or(AppError::NotFound)?;
    let answer = required_line(Field::Answer, &answer, LINE_MAX)?;
    db::review::settle_flag(&site.db, &viewer, flag, &answer).await?;
    ssr::go_to("/curate/flags?done=settled");
    Ok(())
}

/// The review of a record within its queue.
#[cfg(feature = "ssr")]
fn back_to(record: RecordId) -> String {
    let path = format!("/curate/records/{record}");
    DeskQuery::asked().address(&path, "done=desk")
}

#[cfg(feature = "ssr")]
fn project_id(typed: &str) -> Result<Option<ProjectId>, AppError> {
    match typed.trim() {
        "" => Ok(None),
        typed => {
            let id = parse_reference(typed, "projects");
            let id = id.ok_or(TextError::Malformed(Field::Project))?;
            Ok(Some(ProjectId(id)))
        }
    }
}

/// A project that is not there stands at its field.
#[cfg(feature = "ssr")]
async fn check_project(db: &db::Db, project: Option<ProjectId>) -> Result<(), AppError> {
    if let Some(id) = project {
        match db::project::find(db, id).await {
            Err(db::Error::NotFound) => return Err(TextError::Malformed(Field::Project).into()),
            other => other.map(|_| ())?,
        }
    }
    Ok(())
}

/// Starts a shortlist, with what the address selects on it (`?record=17`), if anything.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule of the fields.
#[server(prefix = "", endpoint = "/curate/shortlists/new")]
pub async fn start_shortlist(
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] project: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let pairs = ssr::query_pairs();
    let query = ssr::query_text();
    let heading = Heading::parse(&title, &body)?;
    let project = project_id(&project)?;
    check_project(&site.db, project).await?;
    let id = shortlist::start_shortlist(&site.db, &viewer, &heading, project).await?;
    if selection::is_empty(&pairs) {
        ssr::go_to(&format!("/curate/shortlists/{id}?done=shortlist"));
    } else {
        // What was selected is sent with its reason, which is asked for next.
        ssr::go_to(&format!("/curate/shortlists/add?{query}&shortlist={id}"));
    }
    Ok(())
}

/// Changes title, brief and project of a shortlist.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, [`AppError::ChangedMeanwhile`], or a rule.
#[server(prefix = "", endpoint = "/curate/shortlists/edit")]
pub async fn edit_shortlist(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] project: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let id = shortlist_id(&id)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    let heading = Heading::parse(&title, &body)?;
    let project = project_id(&project)?;
    check_project(&site.db, project).await?;
    shortlist::edit_shortlist(&site.db, &viewer, id, version, &heading, project).await?;
    ssr::go_to(&format!("/curate/shortlists/{id}?done=saved"));
    Ok(())
}

/// Closes a shortlist (`close` is `true`), or opens it again.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, [`AppError::ChangedMeanwhile`], [`AppError::AlreadyDone`].
#[server(prefix = "", endpoint = "/curate/shortlists/close")]
pub async fn close_shortlist(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] close: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let id = shortlist_id(&id)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    let close: bool = close.parse().map_err(|_| AppError::Malformed)?;
    let reason = parse_optional_reason(&reason)?;
    shortlist::close_shortlist(&site.db, &viewer, id, version, close, &reason).await?;
    let done = if close { "closed" } else { "reopened" };
    ssr::go_to(&format!("/curate/shortlists/{id}?done={done}"));
    Ok(())
}

/// Votes on a shortlisted record: `for`, `against`, or `none` to take one's vote back.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule.
#[server(prefix = "", endpoint = "/curate/shortlists/vote")]
pub async fn vote_on_record(
    #[server(default)] id: String,
    #[server(default)] record: String,
    #[server(default)] vote: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let (id, record) = (shortlist_id(&id)?, record_id(&record)?);
    let reason = parse_optional_reason(&reason)?;
    let vote = match vote.as_str() {
        "none" => None,
        word => Some(word.parse().map_err(|_| AppError::Malformed)?),
    };
    shortlist::vote(&site.db, &viewer, id, record, vote, &reason).await?;
    ssr::go_to(&format!(
        "/curate/shortlists/{id}?done=voted#record-{record}"
    ));
    Ok(())
}

/// Takes a record off a shortlist, with the reason.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule.
#[server(prefix = "", endpoint = "/curate/shortlists/remove")]
pub async fn remove_from_shortlist(
    #[server(default)] id: String,
    #[server(default)] record: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let (id, record) = (shortlist_id(&id)?, record_id(&record)?);
    let reason = parse_reason(&reason)?;
    shortlist::remove_record(&site.db, &viewer, id, record, &reason).await?;
    ssr::go_to(&format!("/curate/shortlists/{id}?done=taken-off#trail"));
    Ok(())
}

/// Puts what the address selects (`?record=17&record=18`, or an expression of the explorer) on a shortlist.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no curator, or a rule; then nothing is added.
#[server(prefix = "", endpoint = "/curate/shortlists/add")]
pub async fn add_to_shortlist(
    #[server(default)] shortlist: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let (site, viewer) = at_the_desk()?;
    let pairs = ssr::query_pairs();
    let id = chosen_shortlist(&shortlist)?;
    let reason = parse_reason(&reason)?;
    let records = selection::find(&site, &pairs).await?;
    shortlist::send_to_shortlist(&site.db, &viewer, id, &records, &reason).await?;
    ssr::go_to(&format!("/curate/shortlists/{id}?done=shortlisted"));
    Ok(())
}
