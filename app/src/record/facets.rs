//! The form that narrows a list down, and what it is narrowed to.

use super::list_query::{ListQuery, SORTS};
use crate::ui::form::hidden;
use crate::ui::text;
use crate::ui::{Icon, Mark};
use db::record::{RecordCard, Totals};
use domain::{License, Medium};
use leptos::prelude::*;

/// Licenses offered as a facet at most: the most used ones.
const LICENSES_MAX: usize = 30;

/// Medium, tag, license, author, never remixed.
pub(super) fn facets(query: &ListQuery, totals: &Totals) -> impl IntoView + use<> {
    let never = query.max_remixes == Some(0);
    view! {
        <details class="facets-fold">
            <summary class="btn"><Icon name="filter"/>"Narrow it down"</summary>
            <div class="facets">
                {mediums(query, totals)}
                {tag(query, totals)}
                {license(query, totals)}
                <div class="field">
                    <label r#for="f-author">"Author"</label>
                    <input class="input" id="f-author" name="author" value=query.author.clone() placeholder="handle" maxlength="60" autocapitalize="none" spellcheck="false"/>
                </div>
                <label class="check">
                    <input r#type="checkbox" name="max_remixes" value="0" checked=never/>
                    <span>"Never remixed"</span>
                </label>
                {query.remix_of.map(|id| hidden("remix_of", &id.to_string()))}
                {(!query.remix_of_author.is_empty()).then(|| hidden("remix_of_author", &query.remix_of_author))}
                {query.project.map(|id| hidden("project", &id.to_string()))}
                {query.min_remixes.map(|count| hidden("min_remixes", &count.to_string()))}
                <button class="btn" r#type="submit">"Show"</button>
            </div>
        </details>
    }
}

fn mediums(query: &ListQuery, totals: &Totals) -> impl IntoView + use<> {
    let choices: Vec<_> = Medium::ALL
        .into_iter()
        .map(|medium| {
            let count = totals.mediums.iter().find(|(known, _)| *known == medium);
            let count = text::number(count.map_or(0, |(_, count)| *count));
            let checked = query.medium == Some(medium);
            view! {
                <label class="facet">
                    <input r#type="radio" name="medium" value=medium.as_str() checked=checked/>
                    <Mark medium/>
                    <span>{medium.label()}</span>
                    <span class="num">{count}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend>"Medium"</legend>
            <div class="facet-list">
                <label class="facet">
                    <input r#type="radio" name="medium" value="" checked=query.medium.is_none()/>
                    <span>"Any"</span>
                </label>
                {choices}
            </div>
        </fieldset>
    }
}

fn tag(query: &ListQuery, totals: &Totals) -> impl IntoView + use<> {
    let known: Vec<_> = totals
        .tags
        .iter()
        .map(|(tag, _)| view! { <option value=tag.clone()></option> })
        .collect();
    view! {
        <div class="field">
            <label r#for="f-tag">"Tag"</label>
            <input class="input" id="f-tag" name="tag" value=query.tag.clone() list="f-tags" dir="auto" maxlength="60" autocapitalize="none"/>
            <datalist id="f-tags">{known}</datalist>
        </div>
    }
}

fn license(query: &ListQuery, totals: &Totals) -> impl IntoView + use<> {
    let mut known: Vec<String> = totals
        .licenses
        .iter()
        .map(|(license, _)| license.clone())
        .filter(|license| !license.is_empty())
        .take(LICENSES_MAX)
        .collect();
    if !query.license.is_empty() && !known.contains(&query.license) {
        known.push(query.license.clone());
    }
    let options: Vec<_> = known
        .into_iter()
        .map(|license| {
            let selected = license == query.license;
            let name = license_name(&license);
            view! { <option value=license selected=selected>{name}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label r#for="f-license">"License"</label>
            <select class="input" id="f-license" name="license">
                <option value="">"Any"</option>
                {options}
            </select>
        </div>
    }
}

fn license_name(id: &str) -> String {
    id.parse::<License>().map_or_else(
        |_| text::short_title(id, 60),
        |license| license.name().to_owned(),
    )
}

/// The search field over the list, and how it is sorted.
pub(super) fn list_head(query: &ListQuery) -> impl IntoView + use<> {
    let sorts: Vec<_> = SORTS
        .into_iter()
        .map(|(sort, word, words)| {
            view! { <option value=word selected=sort == query.sort>{words}</option> }
        })
        .collect();
    view! {
        <div class="list-head">
            <div class="search">
                <Icon name="search"/>
                <input r#type="search" name="q" value=query.words.clone() aria-label="Search records" placeholder="Words in titles, texts, tags and names" maxlength="200" dir="auto"/>
            </div>
            <div class="sort">
                <label r#for="f-sort">"Sort"</label>
                <select class="input" id="f-sort" name="sort">{sorts}</select>
            </div>
            <button class="btn btn-main" r#type="submit">"Search"</button>
        </div>
    }
}

/// What the list is narrowed to; each can be taken away.
pub(super) fn chosen(
    query: &ListQuery,
    of: Option<&RecordCard>,
    project: Option<&str>,
) -> Option<impl IntoView + use<>> {
    if !query.is_narrowed() {
        return None;
    }
    let mut chips: Vec<(String, ListQuery)> = Vec::new();
    let mut add = |words: Option<String>, change: fn(&mut ListQuery)| {
        chips.extend(words.map(|words| (words, query.with(change))));
    };
    let text = |value: &str, words: String| (!value.is_empty()).then_some(words);
    let count = |count: i64| text::count(count, "remix", "remixes");
    add(
        text(
            &query.words,
            format!("“{}”", text::short_title(&query.words, 40)),
        ),
        |q| q.words.clear(),
    );
    add(query.medium.map(|medium| medium.label().to_owned()), |q| {
        q.medium = None
    });
    add(text(&query.tag, query.tag.clone()), |q| q.tag.clear());
    add(text(&query.license, license_name(&query.license)), |q| {
        q.license.clear()
    });
    add(text(&query.author, format!("by @{}", query.author)), |q| {
        q.author.clear()
    });
    add(
        query
            .min_remixes
            .map(|least| format!("at least {}", count(least))),
        |q| q.min_remixes = None,
    );
    add(
        query.max_remixes.map(|most| match most {
            0 => "never remixed".to_owned(),
            most => format!("at most {}", count(most)),
        }),
        |q| q.max_remixes = None,
    );
    add(
        query.remix_of.map(|id| match of {
            Some(card) => format!("remixes of “{}”", text::short_title(&card.title, 40)),
            None => format!("remixes of record {id}"),
        }),
        |q| q.remix_of = None,
    );
    add(
        text(
            &query.remix_of_author,
            format!("made from records by @{}", query.remix_of_author),
        ),
        |q| q.remix_of_author.clear(),
    );
    add(
        query.project.map(|id| match project {
            Some(title) => format!("made for “{}”", text::short_title(title, 40)),
            None => format!("made for project {id}"),
        }),
        |q| q.project = None,
    );
    let chips: Vec<_> = chips
        .into_iter()
        .map(|(words, without)| {
            view! {
                <a class="tag" href=without.address() dir="auto">
                    {words}" "<Icon name="close"/><span class="sr">"remove"</span>
                </a>
            }
        })
        .collect();
    Some(view! {
        <p class="chosen"><span class="muted">"Records with"</span>{chips}<a href="/records">"Clear all"</a></p>
    })
}
