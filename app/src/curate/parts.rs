//! Parts that the pages of the desk share.

use super::query::{DeskQuery, Remixes};
use crate::AppError;
use crate::form::FormState;
use crate::ui::form::{SelectField, error_view};
use crate::ui::text;
use db::record::{RecordCard, Totals};
use db::review::Waiting;
use db::shortlist::Choice;
use domain::project::Stars;
use domain::text::{Field, TextError};
use domain::{License, Medium};
use leptos::prelude::*;

/// What those who shortlist and vote are to know of their words.
pub(super) const BECOMES_PUBLIC: &str = "It becomes public with a production made from the shortlist, unless its director withholds that.";

/// The parts of the desk: address, name, how much waits.
pub(crate) fn tabs(here: &str, waiting: Option<&Waiting>) -> impl IntoView + use<> {
    let count = |of: fn(&Waiting) -> i64| waiting.map(of).map(text::number);
    let parts = [
        ("/curate", "Unrated", count(|waiting| waiting.unrated)),
        (
            "/curate?show=rated",
            "Rated",
            count(|waiting| waiting.rated),
        ),
        ("/curate/flags", "Flags", count(|waiting| waiting.flags)),
        ("/claims?show=open", "Claims", None),
        ("/curate/shortlists", "Shortlists", None),
    ];
    let links: Vec<_> = parts
        .into_iter()
        .map(|(address, name, count)| {
            let current = (address == here).then_some("page");
            view! {
                <li>
                    <a class="tag" href=address aria-current=current>
                        {name}{count.map(|count| view! { " "<span class="num">{count}</span> })}
                    </a>
                </li>
            }
        })
        .collect();
    view! { <nav aria-label="The desk"><ul class="tags desk-tabs">{links}</ul></nav> }
}

/// The name of a record's license.
fn license_name(card: &RecordCard) -> String {
    card.license.as_deref().map_or_else(
        || "no license recorded".to_owned(),
        |id| {
            let known = id.parse::<License>();
            known.map_or_else(
                |_| text::short_title(id, 60),
                |license| license.name().to_owned(),
            )
        },
    )
}

/// What is known of a record's license and lineage, in a line.
pub(super) fn facts(card: &RecordCard) -> impl IntoView + use<> {
    let license = license_name(card);
    let lineage = format!("/records/{}/lineage", card.id);
    view! {
        <span class="facts">
            <span>{license}</span>
            <span><a href=lineage>{text::made_from(card.source_count, None)}", "{text::remixed(card.remix_count)}</a></span>
            <span>{text::count(card.heart_count, "heart", "hearts")}</span>
        </span>
    }
}

/// The same, one under the other.
pub(super) fn facts_list(card: &RecordCard) -> impl IntoView + use<> {
    let license = license_name(card);
    let lineage = format!("/records/{}/lineage", card.id);
    view! {
        <ul class="desk-facts">
            <li><b>{license}</b></li>
            <li><a href=lineage>{text::made_from(card.source_count, None)}", "{text::remixed(card.remix_count)}</a></li>
            <li>{text::count(card.heart_count, "heart", "hearts")}</li>
        </ul>
    }
}

/// The ratings to choose among.
pub(super) fn stars(id: &str, state: &FormState, at_first: Option<Stars>) -> impl IntoView + use<> {
    let first = at_first.map(|stars| stars.count().to_string());
    let chosen = state.value(Field::Stars.as_str(), &first.unwrap_or_default());
    let choices: Vec<_> = Stars::ALL
        .into_iter()
        .map(|stars| {
            let value = stars.count().to_string();
            let checked = value == chosen;
            view! {
                <label class="choice">
                    <input r#type="radio" name="stars" value=value.clone() checked=checked/>
                    {value}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend>"From 1 to 5"</legend>
            <div class="choices desk-stars">{choices}</div>
            {error_view(&format!("{id}-stars"), state.error_at(Field::Stars))}
        </fieldset>
    }
}

/// The choice of an open shortlist.
pub(super) fn choose(
    id: &str,
    choices: &[Choice],
    state: &FormState,
    at_first: &str,
) -> impl IntoView + use<> {
    let choice = |choice: &Choice| (choice.id.to_string(), text::short_title(&choice.title, 80));
    let choices: Vec<_> = choices.iter().map(choice).collect();
    view! {
        <SelectField state=state.clone() field=Field::Shortlist label="Shortlist" choices id=id.to_owned() at_first=at_first.to_owned()/>
    }
}

/// The form that narrows the queue. `challenge` is the title of the one that it is narrowed to.
pub(super) fn filters(
    query: &DeskQuery,
    totals: &Totals,
    challenge: Option<&str>,
) -> impl IntoView + use<> {
    let option = |value: String, name: String, selected: bool| {
        view! { <option value=value selected=selected>{name}</option> }
    };
    let mediums: Vec<_> = Medium::ALL
        .into_iter()
        .map(|medium| {
            let is = query.medium == Some(medium);
            option(medium.to_string(), medium.label().to_owned(), is)
        })
        .collect();
    let mut known: Vec<String> = totals
        .licenses
        .iter()
        .map(|(license, _)| license.clone())
        .filter(|license| !license.is_empty())
        .take(30)
        .collect();
    if !query.license.is_empty() && !known.contains(&query.license) {
        known.push(query.license.clone());
    }
    let licenses: Vec<_> = known
        .into_iter()
        .map(|license| {
            let name = license.parse::<License>().map_or_else(
                |_| text::short_title(&license, 60),
                |known| known.name().to_owned(),
            );
            let is = license == query.license;
            option(license, name, is)
        })
        .collect();
    let remixes: Vec<_> = Remixes::ALL
        .into_iter()
        .map(|(remixes, word, name)| {
            option(word.to_owned(), name.to_owned(), query.remixes == remixes)
        })
        .collect();
    let typed = query.challenge.map(|id| id.to_string());
    let typed = typed.unwrap_or_else(|| query.no_challenge.clone());
    let unknown = (!typed.is_empty() && challenge.is_none())
        .then(|| AppError::from(TextError::Malformed(Field::Challenge)).message());
    let invalid = unknown.is_some().then_some("true");
    let described = format!(
        "d-challenge-{}",
        if unknown.is_some() { "error" } else { "hint" }
    );
    let hint = match challenge {
        Some(title) => format!("“{}”", text::short_title(title, 80)),
        None => "Its number, or its address.".to_owned(),
    };
    let is_open = unknown.is_some();
    let rated = query
        .rated
        .then(|| crate::ui::form::hidden("show", "rated"));
    view! {
        <details class="facets-fold" open=is_open>
            <summary class="btn">"Narrow it down"</summary>
            <form class="facets" action="/curate" method="get" aria-label="Narrow the queue down">
                {rated}
                <div class="field">
                    <label r#for="d-sort">"Order"</label>
                    <select class="input" id="d-sort" name="sort">
                        <option value="">"Newest first"</option>
                        <option value="oldest" selected=query.oldest>"Oldest first"</option>
                    </select>
                </div>
                <div class="field">
                    <label r#for="d-medium">"Medium"</label>
                    <select class="input" id="d-medium" name="medium"><option value="">"Any"</option>{mediums}</select>
                </div>
                <div class="field">
                    <label r#for="d-remixes">"Remixes"</label>
                    <select class="input" id="d-remixes" name="remixes">{remixes}</select>
                </div>
                <div class="field">
                    <label r#for="d-license">"License"</label>
                    <select class="input" id="d-license" name="license"><option value="">"Any"</option>{licenses}</select>
                </div>
                <div class="field">
                    <label r#for="d-tag">"Tag"</label>
                    <input class="input" id="d-tag" name="tag" value=query.tag.clone() maxlength="60" dir="auto" autocapitalize="none"/>
                </div>
                <div class="field">
                    <label r#for="d-curator-tag">"Curators’ tag"</label>
                    <input class="input" id="d-curator-tag" name="curator_tag" value=query.curator_tag.clone() maxlength="60" dir="auto" autocapitalize="none"/>
                </div>
                <div class="field">
                    <label r#for="d-challenge">"Entered for the challenge"</label>
                    <p class="hint" id="d-challenge-hint" dir="auto">{hint}</p>
                    <input class="input" id="d-challenge" name="challenge" value=typed maxlength="200" aria-invalid=invalid aria-describedby=described/>
                    {error_view("d-challenge", unknown)}
                </div>
                <div class="acts">
                    <button class="btn" r#type="submit">"Show"</button>
                    {query.is_narrowed().then(|| view! { <a href=if query.rated { "/curate?show=rated" } else { "/curate" }>"Clear all"</a> })}
                </div>
            </form>
        </details>
    }
}
