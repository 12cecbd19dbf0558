//! Parts of collections' pages, and of the pages that lead to them.

use crate::AppError;
use crate::form::FormState;
use crate::ui::form::{
    ErrorSummary, MarkdownHint, STANDS_NOW, SelectField, TextArea, TextField, hidden, version,
};
use crate::ui::text;
use db::collection::{Choice, Collection};
use db::record::Page;
use domain::RecordId;
use domain::text::Field;
use leptos::prelude::*;

/// The form of a new collection, or of one that is there.
pub(super) fn collection_form(
    action: String,
    state: &FormState,
    collection: Option<&Collection>,
) -> impl IntoView + use<> {
    let edited = collection.map(|collection| {
        let version = version(state, collection.version);
        view! { {hidden("id", &collection.id.to_string())}{hidden("version", &version)} }
    });
    let title = collection.map(|collection| collection.title.clone());
    let body = collection.map(|collection| collection.body.clone());
    let public = collection.is_none_or(|collection| collection.public);
    let public = state.value("public", if public { "true" } else { "false" });
    let stands =
        (state.error() == Some(&AppError::ChangedMeanwhile)).then(|| STANDS_NOW.to_owned());
    let choice = |value: &'static str, name: &'static str, meaning: &'static str| {
        let checked = public == value;
        view! {
            <label class="choice">
                <input r#type="radio" name="public" value=value checked=checked/>
                <span><b>{name}</b><small>{meaning}</small></span>
            </label>
        }
    };
    view! {
        <ErrorSummary state=state.clone() message=stands/>
        <form class="form" method="post" action=action>
            {edited}
            <TextField state=state.clone() field=Field::Title label="Title" at_first=title.unwrap_or_default() class="input-title"/>
            <TextArea
                state=state.clone()
                field=Field::Body
                label="Text"
                optional=true
                at_first=body.unwrap_or_default()
                hint="What holds them together. Up to 5,000 characters."
            />
            <MarkdownHint/>
            <fieldset class="field">
                <legend>"Who sees it"</legend>
                <div class="choices">
                    {choice("true", "Everybody", "It stands on your page.")}
                    {choice("false", "Only you", "To others it does not exist.")}
                </div>
            </fieldset>
            <div class="form-end"><button class="btn btn-main" r#type="submit">{if collection.is_some() { "Save" } else { "Make it" }}</button></div>
        </form>
    }
}

/// Collections as a list.
pub(crate) fn lines(collections: &[Collection]) -> impl IntoView + use<> {
    let lines: Vec<_> = collections
        .iter()
        .map(|collection| {
            let words = text::short_title(&text::plain_words(&collection.body), 160);
            let words = (!collection.body.trim().is_empty()).then_some(words);
            let private = (!collection.public)
                .then(|| view! { " "<span class="badge">"only you"</span> });
            view! {
                <li class="list-line">
                    <p class="line-title" dir="auto">
                        <a href=format!("/collections/{}", collection.id)>{collection.title.clone()}</a>
                    </p>
                    <p class="line-meta">{text::records(collection.record_count)}{private}</p>
                    {words.map(|words| view! { <p dir="auto">{words}</p> })}
                </li>
            }
        })
        .collect();
    view! { <ul class="line-list">{lines}</ul> }
}

/// A member's collections, on their page.
pub(crate) fn of_member(handle: &str, page: &Page<Collection>) -> Option<impl IntoView + use<>> {
    if page.rows.is_empty() {
        return None;
    }
    let all = format!("/members/{handle}/collections");
    Some(view! {
        <section class="section" id="collections" aria-labelledby="collections-h">
            <div class="section-head">
                <h2 id="collections-h">"Collections"</h2>
                <a class="more" href=all>"See all"</a>
            </div>
            {lines(&page.rows)}
        </section>
    })
}

/// The fold that adds a record to one of the viewer's collections, or to a new one.
pub(crate) fn add_fold(
    record: RecordId,
    choices: &[Choice],
    state: &FormState,
) -> impl IntoView + use<> {
    let open = state.is_returned();
    let held: Vec<String> = choices
        .iter()
        .filter(|choice| choice.holds)
        .map(|choice| choice.title.clone())
        .collect();
    let held = (!held.is_empty()).then(|| {
        view! { <p class="hint" dir="auto">{format!("It is in: {}.", held.join(", "))}</p> }
    });
    let free: Vec<Choice> = choices
        .iter()
        .filter(|choice| !choice.holds)
        .cloned()
        .collect();
    let form = (!free.is_empty()).then(|| {
        view! {
            <form class="form form-near" method="post" action=format!("/collections/add?record={record}")>
                {crate::ui::form::refused("collect", state, &[Field::Collection, Field::Note])}
                {choose(&free, state)}
                <TextField state=state.clone() field=Field::Note label="Note" optional=true/>
                <div><button class="btn btn-main btn-small" r#type="submit">"Add it"</button></div>
            </form>
        }
    });
    view! {
        <details class="fold" name="says" open=open>
            <summary>"Add to a collection"</summary>
            <div class="fold-body">
                {held}
                {form}
                <p><a href=format!("/collections/new?record={record}")>"Make a new collection with it"</a></p>
            </div>
        </details>
    }
}

/// The choice of a collection.
pub(super) fn choose(choices: &[Choice], state: &FormState) -> impl IntoView + use<> {
    let choice = |choice: &Choice| (choice.id.to_string(), text::short_title(&choice.title, 80));
    let choices: Vec<_> = choices.iter().map(choice).collect();
    view! { <SelectField state=state.clone() field=Field::Collection label="Collection" choices/> }
}
