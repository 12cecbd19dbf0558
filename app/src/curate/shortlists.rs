//! All shortlists, and the page on which one is started.

use super::at_the_desk;
use super::parts::tabs;
use super::query::DeskQuery;
use crate::AppError;
use crate::form::FormState;
use crate::selection::{self, Selection};
use crate::ssr::{self, Site};
use crate::ui::form::{
    ErrorSummary, MarkdownHint, STANDS_NOW, TextArea, TextField, hidden, version,
};
use crate::ui::text::{self, query_value};
use crate::ui::{Empty, ErrorPage, Time};
use db::project::ProjectCard;
use db::session::Viewer;
use db::shortlist::Shortlist;
use domain::ProjectId;
use domain::ids::parse_reference;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// Shortlists on a page.
const PAGE: u64 = 50;

/// All shortlists, the one on which something was last done first.
#[component]
pub fn ShortlistsPage() -> impl IntoView {
    let asked = at_the_desk();
    let after = ssr::query("after");
    Suspend::new(async move {
        let page = match asked {
            Ok((site, viewer)) => list(&site, &viewer, after).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

async fn list(site: &Site, viewer: &Viewer, after: Option<String>) -> Result<AnyView, AppError> {
    let queue = DeskQuery::default().filter();
    let (waiting, found) = tokio::try_join!(
        db::review::count_waiting(&site.db, viewer, &queue, false),
        db::shortlist::list_shortlists(&site.db, viewer, after.as_deref(), PAGE),
    )?;
    let has_any = !found.rows.is_empty();
    let lines: Vec<_> = found.rows.iter().map(line).collect();
    let start =
        || view! { <a class="btn btn-main" href="/curate/shortlists/new">"Start a shortlist"</a> };
    let list = match lines.is_empty() {
        true => view! {
            <Empty vine=3>
                <h2>"No shortlists yet"</h2>
                <p>"A shortlist gathers records for a production, with reasons and votes. How the selection came about stays with it."</p>
                {start()}
            </Empty>
        }
        .into_any(),
        false => view! { <ul class="line-list">{lines}</ul> }.into_any(),
    };
    let next = found.next.map(|after| {
        let href = format!("/curate/shortlists?after={}", query_value(&after));
        view! { <nav class="pager" aria-label="Pages"><a class="btn" rel="next" href=href>"Older"</a></nav> }
    });
    Ok(view! {
        <Title text="Shortlists"/>
        <div class="wrap wrap-form page">
            <div class="page-head bar">
                <div>
                    <h1>"Shortlists"</h1>
                    <p class="lead">"What may go into a production, with reasons and votes."</p>
                </div>
                {has_any.then(|| view! { <div class="end">{start()}</div> })}
                {tabs("/curate/shortlists", Some(&waiting))}
            </div>
            {list}
            {next}
        </div>
    }
    .into_any())
}

fn line(shortlist: &Shortlist) -> impl IntoView + use<> {
    let closed = shortlist
        .closed_at
        .map(|_| view! { " "<span class="badge">"closed"</span> });
    let project = shortlist.project.clone().map(|(id, title)| {
        view! { " · for "<a href=format!("/projects/{id}") dir="auto">{text::short_title(&title, 60)}</a> }
    });
    view! {
        <li class="list-line">
            <p class="line-title" dir="auto"><a href=format!("/curate/shortlists/{}", shortlist.id)>{shortlist.title.clone()}</a></p>
            <p class="line-meta">
                {text::records(shortlist.record_count)}{project}" · by "
                <a href=format!("/members/{}", shortlist.started_by) dir="auto">{shortlist.started_by_name.clone()}</a>
                " · changed "<Time at=shortlist.updated_at/>{closed}
            </p>
        </li>
    }
}

/// Start a shortlist, with what is selected where anything is.
#[component]
pub fn NewShortlistPage() -> impl IntoView {
    let state = ssr::form_state("/curate/shortlists/new");
    let asked = at_the_desk();
    let pairs = ssr::query_pairs();
    let query = ssr::query_text();
    let project = ssr::query("project").and_then(|typed| parse_reference(&typed, "projects"));
    Suspend::new(async move {
        let selected = async {
            let (site, _) = asked?;
            let selected = match selection::is_empty(&pairs) {
                true => None,
                false => Some(Selection::load(&site, &pairs).await?),
            };
            let project = match project {
                Some(id) => db::project::find(&site.db, ProjectId(id)).await.ok(),
                None => None,
            };
            Ok((selected, project.map(|found| found.card)))
        };
        let found: Result<(Option<Selection>, Option<ProjectCard>), AppError> = selected.await;
        let (selected, project) = match found {
            Ok(found) => found,
            Err(error) => return view! { <ErrorPage error/> }.into_any(),
        };
        let action = match selected {
            Some(_) => format!("/curate/shortlists/new?{query}"),
            None => "/curate/shortlists/new".to_owned(),
        };
        let with = selected.map(|selected| {
            view! {
                <section class="section" aria-labelledby="with-h">
                    <div class="section-head"><h2 id="with-h">"With"</h2><small>"the reason is asked for next"</small></div>
                    {selected.view()}
                </section>
            }
        });
        view! {
            <Title text="Start a shortlist"/>
            <div class="wrap wrap-form page">
                <div class="page-head">
                    <h1>"Start a shortlist"</h1>
                    <p class="lead">"A working list for a production. Whatever is done on it is kept as the trail of the selection."</p>
                </div>
                <div class="panel">{shortlist_form(action, &state, None, project.map(|card| (card.id, card.title)))}</div>
                {with}
            </div>
        }
        .into_any()
    })
}

/// The form of a new shortlist, or of one that is there; `project` is what a new one is for.
pub(super) fn shortlist_form(
    action: String,
    state: &FormState,
    shortlist: Option<&Shortlist>,
    project: Option<(ProjectId, String)>,
) -> impl IntoView + use<> {
    let edited = shortlist.map(|shortlist| {
        let version = version(state, shortlist.version);
        view! { {hidden("id", &shortlist.id.to_string())}{hidden("version", &version)} }
    });
    let title = shortlist.map(|shortlist| shortlist.title.clone());
    let body = shortlist.map(|shortlist| shortlist.body.clone());
    let held = shortlist.and_then(|shortlist| shortlist.project.clone());
    let project = held.or(project);
    let hint = match &project {
        Some((_, title)) => format!(
            "Now “{}”. The number or the address of another, or nothing.",
            text::short_title(title, 80)
        ),
        None => "Its number, or its address. Its page then names what is made of it.".to_owned(),
    };
    let project = project.map(|(id, _)| id.to_string()).unwrap_or_default();
    let stands =
        (state.error() == Some(&AppError::ChangedMeanwhile)).then(|| STANDS_NOW.to_owned());
    view! {
        <ErrorSummary state=state.clone() message=stands/>
        <form class="form" method="post" action=action>
            {edited}
            <TextField state=state.clone() field=Field::Title label="Title" at_first=title.unwrap_or_default() class="input-title"/>
            <TextArea
                state=state.clone()
                field=Field::Body
                label="Brief"
                optional=true
                at_first=body.unwrap_or_default()
                hint="What it is for, and what is looked for. Up to 5,000 characters."
            />
            <MarkdownHint/>
            <TextField
                state=state.clone()
                field=Field::Project
                label="Project"
                optional=true
                at_first=project
                hint=hint
                any_direction=false
            />
            <div class="form-end"><button class="btn btn-main" r#type="submit">{if shortlist.is_some() { "Save" } else { "Start it" }}</button></div>
        </form>
    }
}
