//! Parts of a project's page.

use super::list::people;
use super::manage::step_word;
use super::page::Shown;
use crate::challenge::list::ChallengeLines;
use crate::record::parts::title_class;
use crate::ui::text::{self, initial, query_value};
use crate::ui::{Empty, Time};
use db::project::ProjectView;
use domain::Role;
use domain::project::{Status, StepStatus};
use leptos::prelude::*;

/// Its title, who leads it, and what can be done.
pub(super) fn head(shown: &Shown, follow: AnyView) -> impl IntoView + use<> {
    let (project, leads) = (&shown.project, shown.leads);
    let card = &project.card;
    let id = card.id;
    let open = card.status == Status::Open;
    let closed = project.closed_at.map(|at| {
        view! {
            <div class="notice notice-warn">
                <p><b>"This project was closed "<Time at/>"."</b>" It takes no new challenges and no ratings."</p>
            </div>
        }
    });
    let acts = leads.then(|| {
        let issue = open.then(|| {
            view! { <a class="btn btn-main" href=format!("/challenges/new?project={id}")>"Issue a challenge"</a> }
        });
        view! {
            {issue}
            <a class="btn" href="#write-update">"Write an update"</a>
            <a class="btn btn-quiet" href=format!("/projects/{id}/edit")>"Edit"</a>
        }
    });
    let viewer = shown.viewer.as_ref();
    let shortlist = viewer.is_some_and(|viewer| viewer.role >= Role::Curator).then(|| {
        view! { <a class="btn" href=format!("/curate/shortlists/new?project={id}")>"Start a shortlist for it"</a> }
    });
    view! {
        <header class="record-head">
            <p class="eyebrow"><span class="facts"><span>"Project"</span><span>"started "<Time at=card.created_at/></span></span></p>
            <h1 class=title_class(&card.title) dir="auto">{card.title.clone()}</h1>
            <p class="record-by facts">
                <span>"led by "{people(&card.leaders)}</span>
                <span><a href=format!("/records?project={id}")>"records made for it"</a></span>
            </p>
            {closed}
            <div class="acts">{acts}{shortlist}{follow}</div>
        </header>
    }
}

/// How far it is.
pub(super) fn steps(project: &ProjectView, leads: bool) -> Option<impl IntoView + use<>> {
    if project.steps.is_empty() && !leads {
        return None;
    }
    let id = project.card.id;
    let done = project
        .steps
        .iter()
        .filter(|step| step.status == StepStatus::Done);
    let count = format!("{} of {} done", done.count(), project.steps.len());
    let body = if project.steps.is_empty() {
        view! {
            <Empty vine=3><p>"No steps yet. Divide the way into a few, so that others see how far it is."</p><a class="btn" href=format!("/projects/{id}/edit#steps")>"Add steps"</a></Empty>
        }
        .into_any()
    } else {
        let lines: Vec<_> = project
            .steps
            .iter()
            .map(|step| {
                let status = step.status.as_str();
                view! {
                    <li class=format!("step step-{status}")>
                        <bdi>{step.title.clone()}</bdi>" "<span class="badge">{step_word(step.status)}</span>
                    </li>
                }
            })
            .collect();
        view! { <ol class="way">{lines}</ol> }.into_any()
    };
    let count = (!project.steps.is_empty()).then(|| view! { <small>{count}</small> });
    Some(view! {
        <section class="section" id="steps">
            <div class="section-head"><h2>"Steps"</h2>{count}</div>
            {body}
        </section>
    })
}

/// What it asks others for.
pub(super) fn challenges(shown: &Shown) -> impl IntoView + use<> {
    let card = &shown.project.card;
    let id = card.id;
    let next = shown.challenges.next.as_deref().map(|after| {
        let href = format!(
            "/projects/{id}?challenges={}#challenges",
            query_value(after)
        );
        view! { <a class="btn" rel="next" href=href>"Older challenges"</a> }
    });
    let first = (!shown.is_first.0)
        .then(|| view! { <a class="btn" href=format!("/projects/{id}#challenges")>"Newest challenges"</a> });
    let pager = (next.is_some() || first.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages of challenges">{first}{next}</nav> });
    let body = if shown.challenges.rows.is_empty() {
        let issue = (shown.leads && card.status == Status::Open).then(|| {
            view! { <a class="btn" href=format!("/challenges/new?project={id}")>"Issue a challenge"</a> }
        });
        view! { <Empty><p>"No challenge was issued yet."</p>{issue}</Empty> }.into_any()
    } else {
        view! { <ChallengeLines cards=shown.challenges.rows.clone() of_project=true/> }.into_any()
    };
    view! {
        <section class="section" id="challenges">
            <div class="section-head">
                <h2>"Challenges"</h2>
                <small>{text::number(card.challenge_count)}</small>
            </div>
            {body}
            {pager}
        </section>
    }
}

/// Who leads it.
pub(super) fn leaders(project: &ProjectView) -> impl IntoView + use<> {
    let people: Vec<_> = project
        .card
        .leaders
        .iter()
        .map(|person| {
            view! {
                <li class="person">
                    <span class="avatar" aria-hidden="true">{initial(&person.name)}</span>
                    <div>
                        <a class="name" href=format!("/members/{}", person.handle) dir="auto">{person.name.clone()}</a>
                        <small>"@"{person.handle.to_string()}</small>
                    </div>
                </li>
            }
        })
        .collect();
    view! { <section id="leaders"><h2>"Leaders"</h2><ul class="people">{people}</ul></section> }
}
