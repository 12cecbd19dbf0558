//! The form about a challenge.

use crate::form::FormState;
use crate::record::sources::{Chooser, chooser};
use crate::ui::Mark;
use crate::ui::form::{
    ErrorSummary, MarkdownHint, TextArea, TextField, error_view, hidden, stands_now,
};
use crate::ui::text;
use db::Timestamp;
use db::challenge::ChallengeView;
use domain::challenge::Pay;
use domain::text::Field;
use domain::{Medium, ProjectId};
use leptos::prelude::*;

/// What the fields hold at first.
#[derive(Clone, Debug, Default)]
pub(super) struct AtFirst {
    title: String,
    asked: String,
    medium: String,
    deadline: String,
    pay: String,
    budget: String,
    currency: String,
    contributors: String,
    unused_work: String,
}

impl AtFirst {
    /// What a challenge holds.
    pub(super) fn of(view: &ChallengeView) -> Self {
        let card = &view.card;
        let mut at_first = Self {
            title: card.title.clone(),
            asked: view.asked.clone(),
            medium: card.medium.map_or("", Medium::as_str).to_owned(),
            deadline: card.deadline_at.map(Timestamp::minute).unwrap_or_default(),
            pay: card.pay.as_str().to_owned(),
            ..Self::default()
        };
        if let Pay::Budget(budget) = &card.pay {
            at_first.budget = budget.total.amount();
            at_first.currency = budget.total.currency.to_string();
            at_first.contributors = budget.contributors.to_string();
            at_first.unused_work = budget.unused.clone();
        }
        at_first
    }
}

/// A form about a challenge.
pub(super) struct Form {
    /// Where it is sent to.
    pub(super) action: String,
    pub(super) state: FormState,
    /// The challenge and the version of it that is edited, as text.
    pub(super) edited: Option<(String, String)>,
    /// The projects it can be issued in, and the one that is asked for; none where it is edited.
    pub(super) projects: Vec<(ProjectId, String)>,
    pub(super) project: String,
    pub(super) at_first: AtFirst,
    pub(super) chooser: Chooser,
    /// Whether records were entered, so that terms only get better.
    pub(super) is_entered: bool,
}

/// The form.
pub(super) fn challenge_form(form: Form) -> impl IntoView {
    let Form {
        action,
        state,
        edited,
        projects,
        project,
        at_first,
        chooser: starts,
        is_entered,
    } = form;
    let button = match edited {
        Some(_) => "Save",
        None => "Issue the challenge",
    };
    let edited = edited.map(|(id, version)| {
        view! { {hidden("id", &id)}{hidden("version", &version)} }
    });
    view! {
        <ErrorSummary state=state.clone() message=stands_now(&state)/>
        <form class="form" method="post" action=action.clone()>
            // The Enter key presses the first button of a form: this one, unseen.
            <button class="sr" r#type="submit" name="intent" value="enter" tabindex="-1" aria-hidden="true">"Save"</button>
            {edited}
            {project_choice(&state, &projects, &project)}
            <TextField state=state.clone() field=Field::Title label="Title" at_first=at_first.title.clone() class="input-title" placeholder="Sing this chorus"/>
            <TextArea
                state=state.clone()
                field=Field::Asked
                label="What is asked"
                at_first=at_first.asked.clone()
                hint="What to make, how it will be used, and what to look out for."
                rows=8
            />
            <MarkdownHint/>
            {chooser(&state, &action, &starts, None)}
            {medium_choice(&state, &at_first.medium)}
            <TextField
                state=state.clone()
                field=Field::Deadline
                label="Deadline"
                optional=true
                kind="datetime-local"
                at_first=at_first.deadline.clone()
                hint="Day and time in UTC (Coordinated Universal Time). Empty for none: you can close it by hand whenever you like."
            />
            {pay_choice(&state, &at_first, is_entered)}
            <div class="form-end">
                <button class="btn btn-main" r#type="submit" name="intent" value="save">{button}</button>
                <p class="hint">"Everybody can read it and contribute. Once somebody did, pay can only get better, and the medium can only be opened to any."</p>
            </div>
        </form>
    }
}

fn project_choice(
    state: &FormState,
    projects: &[(ProjectId, String)],
    asked: &str,
) -> Option<impl IntoView + use<>> {
    if projects.is_empty() {
        return None;
    }
    let chosen = state.value("project", asked);
    let options: Vec<_> = projects
        .iter()
        .map(|(id, title)| {
            let id = id.to_string();
            let selected = id == chosen;
            view! { <option value=id selected=selected>{text::short_title(title, 80)}</option> }
        })
        .collect();
    Some(view! {
        <div class="field">
            <label r#for="project">"Project"</label>
            <p class="hint" id="project-hint">"One that you lead, or none: a challenge can stand alone."</p>
            <select class="input" id="project" name="project" aria-describedby="project-hint">
                <option value="">"None"</option>
                {options}
            </select>
        </div>
    })
}

fn medium_choice(state: &FormState, at_first: &str) -> impl IntoView + use<> {
    let id = Field::Medium.as_str();
    let chosen = state.value(id, at_first);
    let choices: Vec<_> = Medium::ALL
        .into_iter()
        .map(|medium| {
            let checked = chosen == medium.as_str();
            view! {
                <label class="choice">
                    <input r#type="radio" name=id value=medium.as_str() checked=checked/>
                    <Mark medium big=true/>
                    {medium.label()}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field" id=id tabindex="-1">
            <legend>"Medium"</legend>
            <div class="choices choices-row choices-six">
                <label class="choice">
                    <input r#type="radio" name=id value="" checked=chosen.is_empty()/>
                    <span class="mark mark-big mark-any" aria-hidden="true"></span>
                    "Any"
                </label>
                {choices}
            </div>
            {error_view(id, state.error_at(Field::Medium))}
        </fieldset>
    }
}

fn pay_choice(state: &FormState, at_first: &AtFirst, is_entered: bool) -> impl IntoView + use<> {
    let id = Field::Pay.as_str();
    let chosen = state.value(id, &at_first.pay);
    let rule = match is_entered {
        true => {
            "Somebody contributed for the terms below. So the budget can only grow, nobody’s part of it may shrink, the currency stays, and what unused work gets can only be added to."
        }
        false => {
            "Said before anybody works, and kept: after the first contribution these terms can only get better, never worse."
        }
    };
    view! {
        <fieldset class="field" id=id tabindex="-1" aria-describedby="pay-hint pay-error">
            <legend>"Pay"</legend>
            <p class="hint" id="pay-hint">{rule}</p>
            <div class="choices">
                <label class="choice">
                    <input r#type="radio" name=id value="none" checked=chosen == "none"/>
                    <span><b>"No pay promised"</b><small>"Contributors are credited, and asked for nothing but what they like to give."</small></span>
                </label>
                <label class="choice">
                    <input r#type="radio" name=id value="budget" checked=chosen == "budget"/>
                    <span><b>"There is a budget"</b><small>"You promise to pay it to those whose work is used. Understory shows your terms and does not pay in your place."</small></span>
                </label>
            </div>
            {error_view(id, state.error_at(Field::Pay))}
            <div class="budget">
                <TextField state=state.clone() field=Field::Budget label="Budget, all of it" at_first=at_first.budget.clone() hint="Such as 1200 or 1200.50." class="num" any_direction=false/>
                <TextField state=state.clone() field=Field::Currency label="Currency" at_first=at_first.currency.clone() hint="Three letters, such as EUR." any_direction=false/>
                <TextField state=state.clone() field=Field::Contributors label="Contributors you expect" at_first=at_first.contributors.clone() hint="Among how many it will be divided, about." any_direction=false/>
                <TextField state=state.clone() field=Field::UnusedWork label="What unused work gets" at_first=at_first.unused_work.clone() hint="Say so plainly, also where it is nothing." placeholder="Nothing; it stays yours to use elsewhere."/>
            </div>
        </fieldset>
    }
}
