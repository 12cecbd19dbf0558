//! The parts of the page on which a production is changed, each with forms of its own.

use super::edit::Shown;
use super::parts::work_link;
use crate::form::FormState;
use crate::ui::form::{ErrorSummary, TextField, error_view, hidden};
use crate::ui::text;
use crate::ui::{Icon, Mark, RecordLine, Thumb, Time};
use db::production::{Included, RoleView, Version};
use db::record::RecordCard;
use domain::credit::ROLES;
use domain::production::{LINE_MAX, Status};
use domain::record::Status as RecordStatus;
use domain::text::Field;
use leptos::prelude::*;

/// What it includes, in its order, and a search for more.
pub(super) fn included_section(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let count = text::records(shown.included.len() as i64);
    let rows: Vec<_> = shown
        .included
        .iter()
        .map(|included| included_row(shown, included, &state))
        .collect();
    let list = match rows.is_empty() {
        false => view! { <ol class="included">{rows}</ol> }.into_any(),
        true => view! { <p class="root-note">"Nothing yet. Find a record below."</p> }.into_any(),
    };
    let find = shown.is_open().then(|| finder(shown));
    view! {
        <section class="panel" id="records" tabindex="-1" aria-labelledby="records-h">
            <div class="section-head"><h2 id="records-h">"What it includes"</h2><small>{count}</small></div>
            <ErrorSummary state=state.clone()/>
            {error_view("records", state.error_at(Field::Records))}
            {list}
            {find}
        </section>
    }
}

fn included_row(shown: &Shown, included: &Included, state: &FormState) -> impl IntoView + use<> {
    let card = &included.card;
    // What was typed stands at the record that it was typed for.
    let is_its = state.sent_by("act", &["describe"]).value("record", "") == card.id.to_string();
    let state = if is_its {
        state.clone()
    } else {
        FormState::default()
    };
    let title = text::title(&card.title).to_owned();
    let heading = view! {
        <Thumb card/>
        <div>
            <p class="line-title" dir="auto"><a href=format!("/records/{}", card.id)>{title.clone()}</a></p>
            <p class="line-meta"><Mark medium=card.medium/>" "{card.medium.label()}" by "<bdi>{card.author_name.clone()}</bdi></p>
        </div>
    };
    let form = shown.is_open().then(|| {
        let (weight, note) = (format!("weight-{}", card.id), format!("note-{}", card.id));
        let described = |id: &str, field| {
            let error = state.error_at(field);
            (error.is_some().then(|| format!("{id}-error")), error)
        };
        let (weight_by, weight_error) = described(&weight, Field::Weight);
        let (note_by, note_error) = described(&note, Field::Note);
        let (weight_invalid, note_invalid) =
            (weight_by.is_some().then_some("true"), note_by.is_some().then_some("true"));
        view! {
            <form class="included-form" method="post" action=shown.action("records")>
                {shown.carried()}
                {hidden("record", &card.id.to_string())}
                <div class="field field-weight">
                    <label r#for=weight.clone()>"Weight"</label>
                    <input class="input" id=weight.clone() name="weight" inputmode="numeric" value=state.value("weight", &included.weight.to_string())
                        aria-describedby=weight_by aria-invalid=weight_invalid/>
                    {error_view(&weight, weight_error)}
                </div>
                <div class="field">
                    <label r#for=note.clone()>"What it is in the work"</label>
                    <input class="input" id=note.clone() name="note" maxlength=LINE_MAX dir="auto" value=state.value("note", &included.note)
                        aria-describedby=note_by aria-invalid=note_invalid/>
                    {error_view(&note, note_error)}
                </div>
                <div class="included-acts">
                    <button class="btn btn-small" r#type="submit" name="act" value="describe" aria-label=format!("Save weight and note of {title}")>"Save"</button>
                    <button class="icon-btn" r#type="submit" name="act" value="up" aria-label=format!("Move {title} up")><span aria-hidden="true">"↑"</span></button>
                    <button class="icon-btn" r#type="submit" name="act" value="down" aria-label=format!("Move {title} down")><span aria-hidden="true">"↓"</span></button>
                    <button class="icon-btn" r#type="submit" name="act" value="remove" aria-label=format!("Take {title} out")><Icon name="close"/></button>
                </div>
            </form>
        }
    });
    view! { <li class="included-row">{heading}{form}</li> }
}

fn finder(shown: &Shown) -> impl IntoView + use<> {
    let label = "Find a record: words, number or address";
    let found = shown.found.as_ref().map(|found| found_list(shown, found));
    view! {
        <form method="post" action=shown.action("records")>
            {shown.carried()}
            <div class="input-row">
                <div class="search">
                    <Icon name="search"/>
                    <input r#type="search" name="find" value=shown.find.clone() maxlength="200" aria-label=label placeholder=label/>
                </div>
                <button class="btn" r#type="submit" name="act" value="find">"Find"</button>
            </div>
        </form>
        {found}
    }
}

fn found_list(shown: &Shown, found: &[RecordCard]) -> AnyView {
    if found.is_empty() {
        let words = format!(
            "No record found for “{}”. Try other words, or paste its address.",
            shown.find
        );
        return view! { <p class="hint" role="status" dir="auto">{words}</p> }.into_any();
    }
    let lines: Vec<_> = found
        .iter()
        .map(|card| {
            let is_in = shown.included.iter().any(|row| row.card.id == card.id);
            let end = if is_in {
                view! { <span class="small muted">"Included"</span> }.into_any()
            } else if card.status == RecordStatus::Withdrawn {
                view! { <span class="small muted">"Withdrawn"</span> }.into_any()
            } else {
                let title = text::short_title(&card.title, 80);
                view! {
                    <form method="post" action=shown.action("records")>
                        {shown.carried()}
                        {hidden("record", &card.id.to_string())}
                        <button class="btn btn-small" r#type="submit" name="act" value="add" aria-label=format!("Include {title}")>"Include"</button>
                    </form>
                }
                .into_any()
            };
            view! { <RecordLine card>{end}</RecordLine> }
        })
        .collect();
    view! { <ul class="found" id="found">{lines}</ul> }.into_any()
}

/// Who has which role.
pub(super) fn roles_section(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let rows: Vec<_> = shown
        .roles
        .iter()
        .map(|role| role_row(shown, role))
        .collect();
    let list = match rows.is_empty() {
        false => view! { <ul class="line-list">{rows}</ul> }.into_any(),
        true => {
            view! { <p class="root-note">"Nobody yet. Those whose records it includes are credited by themselves."</p> }
                .into_any()
        }
    };
    let suggested: Vec<_> = ROLES
        .iter()
        .map(|role| view! { <option value=*role></option> })
        .collect();
    let form = shown.is_open().then(|| {
        view! {
            <form class="form form-near" method="post" action=shown.action("roles")>
                {shown.carried()}
                <div class="form-row">
                    <TextField state=state.clone() field=Field::Handle label="Member" any_direction=false placeholder="@handle" autocomplete="off"/>
                    <div class="field">
                        <label r#for="role">"Role"</label>
                        <input class="input" id="role" name="role" list="role-list" dir="auto" value=state.value("role", "")
                            aria-describedby="role-error" autocomplete="off"/>
                        <datalist id="role-list">{suggested}</datalist>
                        {error_view("role", state.error_at(Field::Role))}
                    </div>
                </div>
                <TextField state=state.clone() field=Field::CreditedName label="Name as credited" optional=true
                    hint="Their own where it stays empty. They confirm it or change it, until the release."/>
                <div class="form-end"><button class="btn" r#type="submit" name="act" value="role">"Give the role"</button></div>
            </form>
        }
    });
    view! {
        <section class="panel" id="roles" tabindex="-1" aria-labelledby="roles-h">
            <h2 id="roles-h">"Roles"</h2>
            <ErrorSummary state=state.clone()/>
            {list}
            {form}
        </section>
    }
}

fn role_row(shown: &Shown, role: &RoleView) -> impl IntoView + use<> {
    let label = format!("Take away: {}, {}", role.name, role.role);
    let state = match role.is_confirmed {
        true => "name confirmed",
        false => "name not confirmed yet",
    };
    let remove = shown.is_open().then(|| {
        view! {
            <form method="post" action=shown.action("roles")>
                {shown.carried()}
                {hidden("row", &role.id.to_string())}
                <button class="icon-btn" r#type="submit" name="act" value="role-remove" aria-label=label><Icon name="close"/></button>
            </form>
        }
    });
    view! {
        <li class="pair">
            <div>
                <p class="line-title"><bdi>{role.role.clone()}</bdi>": "<a href=format!("/members/{}", role.member) dir="auto">{role.name.clone()}</a></p>
                <p class="line-meta">"@"{role.member.to_string()}" · "{state}</p>
            </div>
            {remove}
        </li>
    }
}

/// Working versions, the last first.
pub(super) fn versions_section(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let rows: Vec<_> = shown
        .versions
        .iter()
        .map(|version| version_row(shown, version))
        .collect();
    let list = (!rows.is_empty()).then(|| view! { <ul class="line-list">{rows}</ul> });
    let form = shown.is_open().then(|| {
        view! {
            <form class="form form-near" method="post" action=shown.action("versions")>
                {shown.carried()}
                <div class="form-row">
                    <TextField state=state.clone() field=Field::VersionTitle label="Title" placeholder="Rough cut 2"/>
                    <TextField state=state.clone() field=Field::Work label="Record or link" any_direction=false placeholder="https://"/>
                </div>
                <TextField state=state.clone() field=Field::Note label="What is new in it" optional=true/>
                <div class="form-end"><button class="btn" r#type="submit" name="act" value="version">"Add the version"</button></div>
            </form>
        }
    });
    view! {
        <section class="panel" id="versions" tabindex="-1" aria-labelledby="versions-h">
            <h2 id="versions-h">"Working versions"</h2>
            <p class="hint">"Everybody can see them on the production’s page."</p>
            <ErrorSummary state=state.clone()/>
            {list}
            {form}
        </section>
    }
}

fn version_row(shown: &Shown, version: &Version) -> impl IntoView + use<> {
    let label = format!("Take away {}", version.title);
    let link = work_link(&version.work, version.record_title.as_deref());
    let remove = shown.is_open().then(|| {
        view! {
            <form method="post" action=shown.action("versions")>
                {shown.carried()}
                {hidden("row", &version.id.to_string())}
                <button class="icon-btn" r#type="submit" name="act" value="version-remove" aria-label=label><Icon name="close"/></button>
            </form>
        }
    });
    view! {
        <li class="pair">
            <div>
                <p class="line-title" dir="auto">{version.title.clone()}</p>
                <p class="line-meta">{link}" · "<Time at=version.at/></p>
            </div>
            {remove}
        </li>
    }
}

/// Where it stands and how it goes on.
pub(super) fn status_section(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let production = &shown.production;
    let action = shown.action("status");
    let step = |act: &'static str, words: &'static str| {
        view! {
            <form method="post" action=action.clone()>
                {shown.carried()}
                <button class="btn btn-main" r#type="submit" name="act" value=act>{words}</button>
            </form>
        }
    };
    let release = format!("/productions/{}/release", production.id);
    let (words, forward) = match production.status {
        Status::Planned => (
            "It is planned. Begin when work on it begins.",
            Some(step("begin", "Begin production").into_any()),
        ),
        Status::InProduction => (
            "It is in production. When the work is done, release it: you see once more what will be frozen.",
            Some(view! { <a class="btn btn-main" href=release>"Release it …"</a> }.into_any()),
        ),
        Status::Released => (
            "It is released. What it includes, its roles and its credits stay as they are.",
            None,
        ),
        Status::Abandoned => (
            "It is abandoned. It can be planned again.",
            Some(step("take-up", "Take it up again").into_any()),
        ),
    };
    let may_abandon = matches!(production.status, Status::Planned | Status::InProduction);
    let abandon = may_abandon.then(|| {
        view! {
            <details class="fold" open=state.is_returned()>
                <summary>"Abandon it"</summary>
                <div class="fold-body">
                    <form class="form" method="post" action=action.clone()>
                        {shown.carried()}
                        <TextField state=state.clone() field=Field::Reason label="Why" hint="Everybody can read it on the production’s page."/>
                        <div class="form-end"><button class="btn btn-danger" r#type="submit" name="act" value="abandon">"Abandon it"</button></div>
                    </form>
                </div>
            </details>
        }
    });
    view! {
        <section class="panel" id="status" tabindex="-1" aria-labelledby="status-h">
            <div class="section-head"><h2 id="status-h">"Where it stands"</h2><small>{production.status.label()}</small></div>
            <ErrorSummary state=state.clone()/>
            <p class="hint">{words}</p>
            {forward}
            {abandon}
        </section>
    }
}
