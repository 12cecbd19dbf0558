//! What leaders do with a project besides its text: steps, leaders, closing it.

use super::edit::Forms;
use crate::AppError;
use crate::form::FormState;
use crate::ui::form::{ErrorSummary, TextField, error_view, hidden, refused, version};
use crate::ui::text::{self, initial};
use db::project::{Person, ProjectView, StepView};
use db::session::Viewer;
use domain::project::{LEADERS_MAX, STEPS_MAX, Status, StepStatus};
use domain::text::Field;
use domain::{MemberId, ProjectId};
use leptos::prelude::*;

/// The word for where a step stands.
pub(super) fn step_word(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Planned => "planned",
        StepStatus::Open => "being done",
        StepStatus::Done => "done",
    }
}

fn status_choice(id: &str, chosen: &str) -> impl IntoView + use<> {
    let options: Vec<_> = [StepStatus::Planned, StepStatus::Open, StepStatus::Done]
        .into_iter()
        .map(|status| {
            let word = status.as_str();
            view! { <option value=word selected=word == chosen>{step_word(status)}</option> }
        })
        .collect();
    view! { <select class="input" id=id.to_owned() name="status" aria-label="Where it stands">{options}</select> }
}

/// The steps, each a form of its own, and one to add another.
pub(super) fn steps_section(project: &ProjectView, forms: &Forms) -> impl IntoView + use<> {
    let id = project.card.id;
    let last = project.steps.len().saturating_sub(1);
    let steps: Vec<_> = project
        .steps
        .iter()
        .enumerate()
        .map(|(place, step)| step_form(id, step, place == 0, place == last, &forms.change_step))
        .collect();
    let list = (!steps.is_empty()).then(|| view! { <ol class="step-forms">{steps}</ol> });
    let full = project.steps.len() >= STEPS_MAX;
    let state = forms.add_step.clone();
    // What was typed into a step that another leader removed meanwhile can be added as a new one.
    let change = &forms.change_step;
    let at = change.value("step", "");
    let known = project.steps.iter().any(|step| step.id.to_string() == at);
    let is_gone = !known && change.error().is_some();
    let gone = is_gone.then(|| {
        let words = "Another leader removed this step meanwhile. What you typed stands below, to be added again.";
        view! { <ErrorSummary state=change.clone() message=Some(words.to_owned())/> }
    });
    let (typed, status) = match is_gone {
        true => (
            change.value("step_title", ""),
            change.value("status", StepStatus::Planned.as_str()),
        ),
        false => (
            String::new(),
            state.value("status", StepStatus::Planned.as_str()),
        ),
    };
    let add = (!full).then(|| {
        view! {
            <form class="form form-near" method="post" action=format!("/projects/add-step?id={id}")>
                {hidden("id", &id.to_string())}
                <TextField state=state.clone() field=Field::Step label="One more step" at_first=typed placeholder="Find the ferry"/>
                <div class="input-row">
                    {status_choice("new-status", &status)}
                    <button class="btn" r#type="submit">"Add the step"</button>
                </div>
            </form>
        }
    });
    view! {
        <section class="panel" id="steps" aria-labelledby="steps-h">
            <h2 id="steps-h">"Steps"</h2>
            <ErrorSummary state=forms.add_step.clone()/>
            {gone}
            {list}
            {add}
        </section>
    }
}

fn step_form(
    project: ProjectId,
    step: &StepView,
    is_first: bool,
    is_last: bool,
    state: &FormState,
) -> impl IntoView + use<> {
    let own = state.value("step", "") == step.id.to_string();
    let field = format!("step-{}", step.id);
    let (title, status) = match own {
        true => (
            state.value("step_title", &step.title),
            state.value("status", step.status.as_str()),
        ),
        false => (step.title.clone(), step.status.as_str().to_owned()),
    };
    let error = state.error_at(Field::Step).filter(|_| own);
    let stands_against = own
        .then(|| refused(&field, state, &[Field::Step]))
        .flatten();
    let changed = own && state.error() == Some(&AppError::ChangedMeanwhile);
    let present = changed.then(|| {
        let word = step_word(step.status);
        view! { <p class="hint">"It says now: "<q dir="auto">{step.title.clone()}</q>", "{word}"."</p> }
    });
    let version = match own {
        true => version(state, step.version),
        false => step.version.to_string(),
    };
    let named = |act: &str| format!("{act} {}", text::short_title(&step.title, 60));
    let button = |intent: &'static str, words: &'static str, off: bool| {
        view! { <button class="btn btn-quiet btn-small" r#type="submit" name="intent" value=intent disabled=off aria-label=named(words)>{words}</button> }
    };
    view! {
        <li>
            <form class="field" method="post" action=format!("/projects/change-step?id={project}")>
                {hidden("id", &project.to_string())}
                {hidden("step", &step.id.to_string())}
                {hidden("version", &version)}
                <label class="sr" r#for=field.clone()>"Step"</label>
                <div class="input-row">
                    <input class="input" id=field.clone() name="step_title" value=title dir="auto" aria-invalid=error.is_some().then_some("true")/>
                    {status_choice(&format!("status-{}", step.id), &status)}
                </div>
                {error_view(&field, error)}
                {stands_against}
                {present}
                <div class="acts">
                    <button class="btn btn-small" r#type="submit" name="intent" value="save" aria-label=named("Save")>"Save"</button>
                    {button("up", "Up", is_first)}
                    {button("down", "Down", is_last)}
                    {button("remove", "Remove", false)}
                </div>
            </form>
        </li>
    }
}

/// Who leads it, and a form to add another.
pub(super) fn leaders_section(
    project: &ProjectView,
    viewer: &Viewer,
    forms: &Forms,
) -> impl IntoView + use<> {
    let id = project.card.id;
    let leaders = &project.card.leaders;
    let only = leaders.len() < 2;
    let people: Vec<_> = leaders
        .iter()
        .map(|person| leader(id, person, viewer.member, only))
        .collect();
    let add = (leaders.len() < LEADERS_MAX).then(|| {
        view! {
            <form class="form form-near" method="post" action=format!("/projects/add-leader?id={id}")>
                {hidden("id", &id.to_string())}
                <TextField
                    state=forms.add_leader.clone()
                    field=Field::Leader
                    label="One more leader"
                    hint="By handle. They can do all that you can here."
                    placeholder="@handle"
                    any_direction=false
                />
                <div><button class="btn" r#type="submit">"Make them a leader"</button></div>
            </form>
        }
    });
    view! {
        <section class="panel" id="leaders" aria-labelledby="leaders-h">
            <h2 id="leaders-h">"Leaders"</h2>
            <ErrorSummary state=forms.add_leader.clone()/>
            <ErrorSummary state=forms.remove_leader.clone()/>
            <ul class="people">{people}</ul>
            {add}
        </section>
    }
}

fn leader(
    project: ProjectId,
    person: &Person,
    viewer: MemberId,
    only: bool,
) -> impl IntoView + use<> {
    let words = match person.id == viewer {
        true => "Leave",
        false => "Remove",
    };
    let label = format!("{words} {}", person.name);
    let remove = (!only).then(|| {
        view! {
            <form method="post" action=format!("/projects/remove-leader?id={project}")>
                {hidden("id", &project.to_string())}
                {hidden("member", &person.id.to_string())}
                <button class="btn btn-quiet btn-small" r#type="submit" aria-label=label>{words}</button>
            </form>
        }
    });
    view! {
        <li class="person">
            <span class="avatar" aria-hidden="true">{initial(&person.name)}</span>
            <div>
                <a class="name" href=format!("/members/{}", person.handle) dir="auto">{person.name.clone()}</a>
                <small>"@"{person.handle.to_string()}</small>
            </div>
            {remove}
        </li>
    }
}

/// Closing a project, or opening it again.
pub(super) fn close_section(project: &ProjectView, forms: &Forms) -> impl IntoView + use<> {
    let id = project.card.id;
    let (closed, heading, button, hint) = match project.card.status {
        Status::Open => (
            "true",
            "Close it",
            "Close the project",
            "It can still be read, and you can still write how it ended. It takes no ratings and no new challenges; challenges that are open stay so until you close them.",
        ),
        Status::Closed => (
            "false",
            "Open it again",
            "Open the project again",
            "It takes ratings and new challenges then.",
        ),
    };
    view! {
        <section class="panel" id="close" aria-labelledby="close-h">
            <h2 id="close-h">{heading}</h2>
            <ErrorSummary state=forms.close.clone()/>
            <form class="stack" method="post" action=format!("/projects/close?id={id}")>
                {hidden("id", &id.to_string())}
                {hidden("closed", closed)}
                <p class="hint">{hint}</p>
                <button class="btn" r#type="submit">{button}</button>
            </form>
        </section>
    }
}
