//! The desk as a list: what waits, what narrows it, and what is done with many records at once.

use super::at_the_desk;
use super::parts::{choose, facts, filters, stars, tabs};
use super::query::DeskQuery;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::form::{TextField, refused};
use crate::ui::text::{self, query_value};
use crate::ui::{Empty, ErrorPage, Mark, Thumb, Time};
use db::record::{Page, RecordCard, Totals};
use db::review::{DeskFacts, Waiting};
use db::session::Viewer;
use db::shortlist::Choice;
use domain::RecordId;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::HashMap;

/// Records on a page: with the fields of a form they stay under the most fields a form may have.
const PAGE: u64 = 50;

struct Shown {
    query: DeskQuery,
    waiting: Waiting,
    totals: Totals,
    page: Page<RecordCard>,
    facts: HashMap<RecordId, DeskFacts>,
    shortlists: Vec<Choice>,
    /// The title of the challenge that the queue is narrowed to; `None` also where there is no such challenge.
    challenge: Option<String>,
    state: FormState,
    ticked: Vec<String>,
}

/// The desk.
#[component]
pub fn DeskPage() -> impl IntoView {
    let asked = at_the_desk();
    let query = DeskQuery::asked();
    let state = ssr::form_state("/curate");
    let ticked = ssr::returned_values("seen[]");
    Suspend::new(async move {
        let shown = match asked {
            Ok((site, viewer)) => load(&site, &viewer, query, state, ticked).await,
            Err(error) => Err(error),
        };
        match shown {
            Ok(shown) => page(&shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    viewer: &Viewer,
    query: DeskQuery,
    state: FormState,
    ticked: Vec<String>,
) -> Result<Shown, AppError> {
    let Site { db, .. } = site;
    let filter = query.filter();
    let after = (!query.after.is_empty()).then_some(query.after.as_str());
    let challenge = async {
        match query.challenge {
            None => Ok(None),
            Some(id) => match db::challenge::find(db, id).await {
                Ok(found) => Ok(Some(found.card.title)),
                Err(db::Error::NotFound) => Ok(None),
                Err(error) => Err(error),
            },
        }
    };
    let (waiting, totals, page, shortlists, challenge) = tokio::try_join!(
        db::review::count_waiting(db, viewer, &filter, query.is_narrowed()),
        db::record::find_totals(db),
        db::record::list_records(db, &filter, query.sort(), after, PAGE),
        db::shortlist::list_open_shortlists(db, viewer),
        challenge,
    )?;
    let ids: Vec<RecordId> = page.rows.iter().map(|card| card.id).collect();
    let facts = db::review::find_facts(db, viewer, &ids).await?;
    Ok(Shown {
        query,
        waiting,
        totals,
        page,
        facts,
        shortlists,
        challenge,
        state,
        ticked,
    })
}

fn page(shown: &Shown) -> impl IntoView + use<> {
    let query = &shown.query;
    let here = if query.rated {
        "/curate?show=rated"
    } else {
        "/curate"
    };
    let count = match shown.waiting.shown {
        Some(count) => text::records(count),
        None => "more than 10,000 records".to_owned(),
    };
    let which = match (query.rated, query.is_narrowed()) {
        (true, _) => " that a curator rated.",
        (false, true) => " like this, that nobody rated yet.",
        (false, false) => " that nobody rated yet.",
    };
    let entered = query.challenge.zip(shown.challenge.as_ref());
    let entered = entered.map(|(id, title)| {
        let title = text::short_title(title, 80);
        view! { " Entered for "<a href=format!("/challenges/{id}") dir="auto">{title}</a>"." }
    });
    let first = shown.page.rows.first().map(|card| {
        let href = query.address(&format!("/curate/records/{}", card.id), "");
        view! { <a class="btn btn-main" href=href>"Review one by one"</a> }
    });
    // Where the queue is empty there is no field for an error to stand at.
    let at_fields: &[Field] = match shown.page.rows.is_empty() {
        true => &[],
        false => &[Field::Stars, Field::Reason, Field::Tags, Field::Shortlist],
    };
    let list = match shown.page.rows.is_empty() {
        true => nothing(query).into_any(),
        false => list(shown).into_any(),
    };
    view! {
        <Title text="Curate"/>
        <div class="wrap page">
            <div class="page-head">
                <h1>"Curate"</h1>
                <p class="lead">{count}{which}{entered}</p>
                {tabs(here, Some(&shown.waiting))}
            </div>
            <div class="split split-left">
                {filters(query, &shown.totals, shown.challenge.as_deref())}
                <div>
                    {refused("desk", &shown.state, at_fields)}
                    <div class="acts section-first">{first}</div>
                    {list}
                </div>
            </div>
        </div>
    }
}

fn nothing(query: &DeskQuery) -> impl IntoView + use<> {
    match (query.is_narrowed(), query.rated) {
        (true, _) => view! { <Empty><h2>"Nothing like this waits"</h2><p>"Take something away, or clear all."</p></Empty> }
            .into_any(),
        (false, true) => view! { <Empty><h2>"Nothing is rated yet"</h2><p>"What you rate is listed here, for curators alone."</p><a class="btn" href="/curate">"See what waits"</a></Empty> }
            .into_any(),
        (false, false) => view! { <Empty vine=5><h2>"All caught up"</h2><p>"Every record has been rated. What is published next comes up here."</p><a class="btn" href="/records">"See the records"</a></Empty> }
            .into_any(),
    }
}

fn list(shown: &Shown) -> impl IntoView + use<> {
    let query = &shown.query;
    let none = DeskFacts::default();
    let lines: Vec<_> = shown
        .page
        .rows
        .iter()
        .map(|card| line(shown, card, shown.facts.get(&card.id).unwrap_or(&none)))
        .collect();
    let first = (!query.after.is_empty()).then(|| {
        view! { <a class="btn" href=query.address("/curate", "")>"Back to the start"</a> }
    });
    let next = shown.page.next.as_deref().map(|after| {
        let more = format!("after={}", query_value(after));
        view! { <a class="btn" rel="next" href=query.address("/curate", &more)>"More"</a> }
    });
    let pager = (first.is_some() || next.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages">{first}{next}</nav> });
    view! {
        <form method="post" action=query.address("/curate", "")>
            <ul class="line-list" id="records">{lines}</ul>
            {together(shown)}
        </form>
        {pager}
    }
}

fn line(shown: &Shown, card: &RecordCard, known: &DeskFacts) -> impl IntoView + use<> {
    let id = card.id;
    let seen = format!("{id}.{}", known.version);
    // Whoever sends a form again after it came back has seen how the records stand now.
    let was = format!("{id}.");
    let checked = shown.ticked.iter().any(|ticked| ticked.starts_with(&was));
    let title = text::title(&card.title).to_owned();
    let href = shown.query.address(&format!("/curate/records/{id}"), "");
    let badges: Vec<_> = badges(known)
        .into_iter()
        .map(|words| view! { <span class="badge">{words}</span>" " })
        .collect();
    let tags: Vec<_> = known
        .tags
        .iter()
        .map(|tag| view! { <span class="tag" dir="auto">{tag.clone()}</span> })
        .collect();
    view! {
        <li class="line desk-line">
            <label class="desk-tick">
                <input r#type="checkbox" name="seen[]" value=seen checked=checked/>
                <span class="sr">"Choose "{title.clone()}</span>
            </label>
            <Thumb card/>
            <div>
                <p class="line-title" dir="auto"><a href=href>{title}</a></p>
                <p class="line-meta">
                    <Mark medium=card.medium/>" "{card.medium.label()}" by "
                    <a href=format!("/members/{}", card.author) dir="auto">{card.author_name.clone()}</a>
                    " · "<Time at=card.at/>
                </p>
                <p class="line-meta">{facts(card)}</p>
                {(!badges.is_empty()).then(|| view! { <p>{badges}</p> })}
                {(!tags.is_empty()).then(|| view! { <p class="tags">{tags}</p> })}
            </div>
        </li>
    }
}

fn badges(known: &DeskFacts) -> Vec<String> {
    let mut badges = Vec::new();
    let mut add = |count: i64, one: &str, many: &str| {
        if count > 0 {
            badges.push(text::count(count, one, many));
        }
    };
    add(known.rating_count, "rating", "ratings");
    add(known.flags, "open flag", "open flags");
    add(known.shortlists, "shortlist", "shortlists");
    badges
}

/// What is done with all ticked records, or with none.
fn together(shown: &Shown) -> impl IntoView + use<> {
    let state = &shown.state;
    let act = state.value("act", "");
    // What came back stands at the part that it was sent with.
    let part = |word: &str| match act == word {
        true => state.clone(),
        false => FormState::default(),
    };
    let (rate, tag, send) = (part("rate"), part("tag"), part("shortlist"));
    let shortlist = (!shown.shortlists.is_empty()).then(|| {
        view! {
            <details class="fold" name="together" open=act == "shortlist">
                <summary>"Shortlist"</summary>
                <div class="fold-body form-near">
                    {choose("together-shortlist", &shown.shortlists, &send, "")}
                    <div><button class="btn btn-small" r#type="submit" name="act" value="shortlist">"Put them on it"</button></div>
                </div>
            </details>
        }
    });
    let reasons = if act == "shortlist" {
        send.clone()
    } else {
        rate.clone()
    };
    view! {
        <details class="fold desk-together" open=state.is_returned()>
            <summary>"With what is ticked"</summary>
            <div class="fold-body">
                <p class="hint">"It is done with all of it, or with none."</p>
                <TextField state=reasons field=Field::Reason id="together-reason" label="Reason" hint="To rate and to shortlist. Tags need none."/>
                <details class="fold" name="together" open=act == "rate">
                    <summary>"Rate"</summary>
                    <div class="fold-body form-near">
                        {stars("together", &rate, None)}
                        <div><button class="btn btn-small" r#type="submit" name="act" value="rate">"Rate them"</button></div>
                    </div>
                </details>
                <details class="fold" name="together" open=act == "tag">
                    <summary>"Tag"</summary>
                    <div class="fold-body form-near">
                        <TextField state=tag field=Field::Tags id="together-tags" label="Tags" hint="Separated by commas. Curators alone see them; the authors’ own tags stay as they are." optional=true/>
                        <div><button class="btn btn-small" r#type="submit" name="act" value="tag">"Tag them"</button></div>
                    </div>
                </details>
                {shortlist}
            </div>
        </details>
    }
}
