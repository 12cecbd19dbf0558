//! What narrows the map down. It is a form: without a script it leads to the list of records.

use super::overview::Overview;
use crate::ui::text;
use crate::ui::time::month;
use crate::ui::{Icon, Mark};
use domain::License;
use leptos::prelude::*;

/// Licenses offered at most: the most used ones.
const LICENSES_MAX: usize = 30;

/// The legend, which is a filter too, and further ways to narrow the map down.
pub(super) fn show(overview: &Overview) -> impl IntoView + use<> {
    let records = text::records(overview.records());
    view! {
        <details class="float-panel explorer-show" name="sheet">
            <summary class="tool sheet-toggle" aria-label="Filter, legend and filters"><Icon name="filter"/><span>"Filter"</span></summary>
            <form class="show-form" action="/records" method="get" aria-label="What is shown">
                <h2 class="show-count" data-count="">{records}</h2>
                <div class="show-flow" data-flow="" hidden></div>
                {mediums(overview)}
                {colour(overview)}
                <hr/>
                <h3>"Show"</h3>
                {switch("max_remixes", "0", "Never remixed", overview.info.never_remixed, false)}
                {switch("several_sources", "1", "Several sources", overview.info.several_sources, true)}
                {license(overview)}
                <details class="show-more">
                    <summary>"More filters"<Icon name="chevron"/></summary>
                    {more(overview)}
                </details>
                <div class="show-end">
                    <button class="btn btn-small" r#type="submit" data-act="as-list">"Show as a list"</button>
                    <button class="btn btn-small needs-script" r#type="button" data-act="select-shown" hidden>"Select these"</button>
                    <button class="btn btn-small btn-quiet needs-script" r#type="reset" data-act="clear-filter" hidden>"Show everything"</button>
                </div>
            </form>
        </details>
    }
}

fn mediums(overview: &Overview) -> impl IntoView + use<> {
    let rows: Vec<_> = overview
        .info
        .mediums
        .iter()
        .map(|&(medium, count)| {
            let number = text::number(count.into());
            view! {
                <label class="facet">
                    <input r#type="checkbox" name="medium" value=medium.as_str()/>
                    <Mark medium/>
                    <span>{medium.label()}</span>
                    <span class="num">{number}</span>
                </label>
            }
        })
        .collect();
    view! { <fieldset class="facet-list"><legend class="sr">"Medium: choose those to show; all where none is chosen"</legend>{rows}</fieldset> }
}

/// Whether colours tell the time in place of the medium, and what they mean then.
fn colour(overview: &Overview) -> impl IntoView + use<> {
    let scale = overview.span().map(|(from, to)| {
        let steps: Vec<_> = (1..=6)
            .map(|step| view! { <i class=format!("time-{step}")></i> })
            .collect();
        view! {
            <p class="time-scale" hidden>
                <span>{month(from)}</span>
                <span class="time-steps" aria-hidden="true">{steps}</span>
                <span>{month(to)}</span>
            </p>
        }
    });
    view! {
        <label class="facet needs-script">
            <input r#type="checkbox" data-act="colour" autocomplete="off"/>
            <span>"Colour by time, not by medium"</span>
        </label>
        {scale}
    }
}

fn switch(
    name: &'static str,
    value: &'static str,
    words: &'static str,
    count: u32,
    needs_script: bool,
) -> impl IntoView {
    let class = match needs_script {
        true => "facet needs-script",
        false => "facet",
    };
    view! {
        <label class=class>
            <input r#type="checkbox" name=name value=value/>
            <span>{words}</span>
            <span class="num">{text::number(count.into())}</span>
        </label>
    }
}

fn license(overview: &Overview) -> impl IntoView + use<> {
    let options: Vec<_> = overview
        .totals
        .licenses
        .iter()
        .filter(|(license, _)| !license.is_empty())
        .take(LICENSES_MAX)
        .map(|(license, count)| {
            let name = license.parse::<License>().map_or_else(
                |_| text::short_title(license, 40),
                |license| license.name().to_owned(),
            );
            let words = format!("{name} ({})", text::number(*count));
            view! { <option value=license.clone()>{words}</option> }
        })
        .collect();
    view! {
        <div class="show-row">
            <label r#for="show-license">"License"</label>
            <select class="input" id="show-license" name="license"><option value="">"any"</option>{options}</select>
        </div>
    }
}

fn more(overview: &Overview) -> impl IntoView + use<> {
    let tags: Vec<_> = overview
        .totals
        .tags
        .iter()
        .map(|(tag, _)| view! { <option value=tag.clone()></option> })
        .collect();
    let projects: Vec<_> = overview
        .projects
        .iter()
        .map(|(id, title)| {
            let label = text::short_title(title, 60);
            view! { <option value=id.to_string() label=label></option> }
        })
        .collect();
    view! {
        <div class="show-row">
            <label r#for="show-words">"Words"</label>
            <input class="input" id="show-words" r#type="search" name="q" maxlength="200" dir="auto" placeholder="in title or text"/>
        </div>
        <div class="show-row">
            <label r#for="show-member">"Member"</label>
            <input class="input" id="show-member" name="author" maxlength="60" placeholder="handle" autocapitalize="none" spellcheck="false"/>
        </div>
        <div class="show-row">
            <label r#for="show-tag">"Tag"</label>
            <input class="input" id="show-tag" name="tag" maxlength="60" list="show-tags" dir="auto" autocapitalize="none"/>
            <datalist id="show-tags">{tags}</datalist>
        </div>
        <div class="show-row">
            <label r#for="show-project">"Project"</label>
            <input class="input" id="show-project" name="project" maxlength="19" list="show-projects" placeholder="number, or type a title" autocomplete="off"/>
            <datalist id="show-projects">{projects}</datalist>
        </div>
        <div class="show-row needs-script">
            <label r#for="show-from">"From"</label>
            <input class="input" id="show-from" r#type="date" name="from"/>
        </div>
        <div class="show-row needs-script">
            <label r#for="show-to">"Until"</label>
            <input class="input" id="show-to" r#type="date" name="to"/>
        </div>
        <div class="show-row needs-script">
            <label r#for="show-hearts">"Hearts, at least"</label>
            <input class="input" id="show-hearts" r#type="number" name="min_hearts" min="0" max="1000000" inputmode="numeric"/>
        </div>
    }
}
