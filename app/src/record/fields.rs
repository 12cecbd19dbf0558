//! The form about a record: everything of a draft, or what may still change of a published record.

use super::contribute::{ForChallenge, challenge_choice};
use super::licenses::{license_choice, refusal};
use super::sources::{Chooser, chooser};
use crate::AppError;
use crate::form::FormState;
use crate::ui::Mark;
use crate::ui::form::{ErrorSummary, MarkdownHint, TextArea, TextField, error_view, hidden};
use db::record::{RecordCard, RecordView};
use domain::license::{LicenseError, allowed_licenses};
use domain::text::Field;
use domain::{Medium, Rule};
use leptos::prelude::*;

/// What the fields hold at first.
#[derive(Clone, Debug, Default)]
pub(super) struct AtFirst {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) tags: String,
    pub(super) medium: String,
    pub(super) body: String,
    pub(super) language: String,
    pub(super) license: String,
}

impl AtFirst {
    /// What a record holds.
    pub(super) fn of(record: &RecordView) -> Self {
        Self {
            title: record.card.title.clone(),
            description: record.description.clone(),
            tags: record.tags.join(", "),
            medium: record.card.medium.to_string(),
            body: record.body.clone(),
            language: record.language.clone(),
            license: record.card.license.clone().unwrap_or_default(),
        }
    }
}

/// Which fields a form has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A draft that is typed.
    Typed,
    /// A draft that holds a file.
    File,
    /// A published record: its links, license and work stay.
    Published,
}

/// A form about a record.
pub(super) struct RecordForm {
    pub(super) shape: Shape,
    /// Where it is sent to.
    pub(super) action: String,
    pub(super) state: FormState,
    /// The record and the version of it that is edited, as text.
    pub(super) edited: Option<(String, String)>,
    pub(super) at_first: AtFirst,
    pub(super) chooser: Chooser,
    /// The challenge it may be entered for.
    pub(super) challenge: Option<ForChallenge>,
}

/// The form.
pub(super) fn record_form(form: RecordForm) -> impl IntoView {
    let RecordForm {
        shape,
        action,
        state,
        edited,
        at_first,
        chooser: sources,
        challenge,
    } = form;
    let cards = sources.cards();
    let message = state.error().and_then(|error| better_words(error, &cards));
    let draft = (shape != Shape::Published).then(|| {
        let none_fits = none_fits(&cards);
        view! {
            {chooser(&state, &action, &sources, none_fits)}
            {license_choice(&state, &at_first.license, &cards)}
        }
    });
    let typed = (shape == Shape::Typed).then(|| medium_choice(&state, &at_first.medium));
    let body = (shape == Shape::Typed).then(|| body_fields(&state, &at_first));
    let challenge = challenge.map(|challenge| challenge_choice(&state, &challenge));
    let edited = edited.map(|(id, version)| {
        view! { {hidden("id", &id)}{hidden("version", &version)} }
    });
    view! {
        <ErrorSummary state=state.clone() message/>
        <form class="form" method="post" action=action>
            // The Enter key presses the first button of a form: this one, unseen.
            <button class="sr" r#type="submit" name="intent" value="enter" tabindex="-1" aria-hidden="true">"Save"</button>
            {edited}
            {challenge}
            {typed}
            <TextField state=state.clone() field=Field::Title label="Title" at_first=at_first.title class="input-title"/>
            {body}
            {draft}
            <TextArea
                state=state.clone()
                field=Field::Description
                label="Description"
                optional=true
                at_first=at_first.description
                hint="How it came about, who helped, what you would like others to do with it."
            />
            <MarkdownHint/>
            <TextField
                state
                field=Field::Tags
                label="Tags"
                optional=true
                at_first=at_first.tags
                hint="Up to 20, with commas between them."
                placeholder="harbour, 62 bpm, needs strings"
            />
            {buttons(shape)}
        </form>
    }
}

/// What stands against the sources together, where nothing can be licensed of them.
fn none_fits(cards: &[RecordCard]) -> Option<String> {
    let licenses = super::licenses::source_licenses(cards.iter());
    let error = allowed_licenses(&licenses).err()?;
    Some(refusal(&error, cards))
}

/// An error of sources and licenses with the titles in it.
fn better_words(error: &AppError, cards: &[RecordCard]) -> Option<String> {
    match error {
        AppError::Rule(Rule::License(error @ LicenseError::NotAllowed { .. }))
        | AppError::Rule(Rule::License(error)) => Some(refusal(error, cards)),
        _ => None,
    }
}

fn medium_choice(state: &FormState, at_first: &str) -> impl IntoView + use<> {
    let chosen = state.value(Field::Medium.as_str(), at_first);
    let choices: Vec<_> = [Medium::Text, Medium::Code]
        .into_iter()
        .map(|medium| {
            let checked = chosen == medium.as_str();
            view! {
                <label class="choice">
                    <input r#type="radio" name="medium" value=medium.as_str() checked=checked/>
                    <Mark medium big=true/>
                    {medium.label()}
                </label>
            }
        })
        .collect();
    let id = Field::Medium.as_str();
    view! {
        <fieldset class="field" id=id tabindex="-1">
            <legend>"What is it?"</legend>
            <div class="choices choices-row">{choices}</div>
            {error_view(id, state.error_at(Field::Medium))}
        </fieldset>
    }
}

fn body_fields(state: &FormState, at_first: &AtFirst) -> impl IntoView + use<> {
    let is_code = state.value(Field::Medium.as_str(), &at_first.medium) == Medium::Code.as_str();
    let class = if is_code { "input-code" } else { "input-work" };
    view! {
        <TextArea
            state=state.clone()
            field=Field::Body
            label="The work"
            at_first=at_first.body.clone()
            hint="Text is shown as Markdown; code is shown as it is, with line numbers. Up to 200,000 characters."
            class=class
            code=is_code
            rows=14
        />
        <TextField
            state=state.clone()
            field=Field::Language
            label="Language, of code"
            optional=true
            at_first=at_first.language.clone()
            placeholder="Rust"
        />
    }
}

fn buttons(shape: Shape) -> impl IntoView {
    match shape {
        Shape::Published => view! {
            <div class="form-end">
                <button class="btn btn-main" r#type="submit" name="intent" value="save">"Save"</button>
                <p class="hint">"Its work, license and links stay as they were published."</p>
            </div>
        }
        .into_any(),
        _ => view! {
            <div class="form-end">
                <button class="btn btn-main" r#type="submit" name="intent" value="publish">"Publish"</button>
                <button class="btn" r#type="submit" name="intent" value="save">"Save draft"</button>
                <p class="hint">"A draft is seen by you alone. Once it is published, everybody can see it and remix it, and its links and license stay for good."</p>
            </div>
        }
        .into_any(),
    }
}
