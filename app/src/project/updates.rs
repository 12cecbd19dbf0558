//! What a project's leaders write of its progress, and how they change it or take it back.

use super::page::Shown;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, markdown};
use crate::ui::form::{ErrorSummary, STANDS_NOW, TextArea, hidden, version};
use crate::ui::text::query_value;
use crate::ui::{Empty, Time};
use db::project::UpdateView;
use domain::Role;
use domain::text::Field;
use leptos::prelude::*;

/// How the forms of updates stand.
pub(super) struct Forms {
    write: FormState,
    edit: FormState,
    take_back: FormState,
    /// The update whose form is open: asked for by its link, or come back.
    open: Option<i64>,
}

impl Forms {
    pub(super) fn of_page() -> Self {
        let edit = ssr::form_state("/projects/edit-update");
        let take_back = ssr::form_state("/projects/take-back-update");
        let asked = ssr::query("update").unwrap_or_default();
        let which = [&edit, &take_back]
            .into_iter()
            .find(|state| state.is_returned())
            .map_or(asked, |state| state.value("which", ""));
        Self {
            write: ssr::form_state("/projects/write-update"),
            edit,
            take_back,
            open: ssr::parse_id(&which),
        }
    }
}

/// What its leaders wrote of its progress.
pub(super) fn updates(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let id = shown.project.card.id;
    let rows = &shown.updates.rows;
    let open = rows.iter().find(|update| Some(update.id) == forms.open);
    let is_gone = open.is_none() && forms.edit.error() == Some(&AppError::NotFound);
    let gone = is_gone.then(|| {
        let words = "This update was taken back meanwhile. What you typed stands below, to be published anew.";
        view! { <ErrorSummary state=forms.edit.clone() message=Some(words.to_owned())/> }
    });
    let typed = match is_gone {
        true => forms.edit.value("update", ""),
        false => String::new(),
    };
    // One form of a page has the field, so that its label is one field's.
    let write = (shown.leads && open.is_none()).then(|| {
        view! {
            <form class="form form-near" method="post" action=format!("/projects/write-update?id={id}") id="write-update">
                {hidden("id", &id.to_string())}
                {gone}
                <ErrorSummary state=forms.write.clone()/>
                <TextArea state=forms.write.clone() field=Field::Update label="Write an update" at_first=typed hint="Those who follow the project are told. Markdown, up to 5,000 characters."/>
                <div><button class="btn" r#type="submit">"Publish the update"</button></div>
            </form>
        }
    });
    let next = shown.updates.next.as_deref().map(|after| {
        let href = format!("/projects/{id}?updates={}#updates", query_value(after));
        view! { <a class="btn" rel="next" href=href>"Older updates"</a> }
    });
    let first = (!shown.is_first.1).then(
        || view! { <a class="btn" href=format!("/projects/{id}#updates")>"Newest updates"</a> },
    );
    let pager = (next.is_some() || first.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages of updates">{first}{next}</nav> });
    let body = if rows.is_empty() {
        let words = match shown.leads {
            true => "Nothing was written yet. Tell those who follow it how it goes.",
            false => {
                "Nothing was written yet. Follow the project, and you are told when something is."
            }
        };
        view! { <Empty vine=4><p>{words}</p></Empty> }.into_any()
    } else {
        let list: Vec<_> = rows
            .iter()
            .map(|update| match Some(update.id) == forms.open {
                true => opened(shown, update, forms).into_any(),
                false => line(shown, update).into_any(),
            })
            .collect();
        view! { <ul class="calls">{list}</ul> }.into_any()
    };
    view! {
        <section class="section" id="updates">
            <div class="section-head"><h2>"Updates"</h2></div>
            {body}
            {pager}
            {write}
        </section>
    }
}

/// What the viewer may do with an update: change it, take it back.
fn may(shown: &Shown, update: &UpdateView) -> (bool, bool) {
    let viewer = shown.viewer.as_ref();
    let wrote = viewer.is_some_and(|viewer| viewer.member == update.author.id);
    let is_admin = viewer.is_some_and(|viewer| viewer.role == Role::Admin);
    (wrote && shown.leads, wrote || is_admin)
}

fn head(update: &UpdateView) -> impl IntoView + use<> {
    let author = &update.author;
    let edited = update
        .edited_at
        .map(|at| view! { <span>"edited "<Time at/></span> });
    view! {
        <p class="line-meta facts">
            <span><Time at=update.created_at/></span>
            <span>"by "<a href=format!("/members/{}", author.handle) dir="auto">{author.name.clone()}</a></span>
            {edited}
        </p>
    }
}

fn words(update: &UpdateView) -> impl IntoView + use<> {
    view! { <div class="prose" dir="auto" inner_html=markdown::to_html(&update.body)></div> }
}

fn line(shown: &Shown, update: &UpdateView) -> impl IntoView + use<> {
    let word = match may(shown, update) {
        (true, _) => Some("Edit"),
        (false, true) => Some("Take back"),
        (false, false) => None,
    };
    let page = shown.updates_after.as_deref();
    let page = page.map(|after| format!("updates={}&", query_value(after)));
    let open = word.map(|word| {
        let (id, page) = (shown.project.card.id, page.unwrap_or_default());
        let href = format!("/projects/{id}?{page}update={0}#update-{0}", update.id);
        let label = format!("{word} the update of {}", update.created_at.day());
        view! { <p><a class="btn btn-small" href=href aria-label=label>{word}</a></p> }
    });
    view! { <li><article class="call" id=format!("update-{}", update.id)>{head(update)}{words(update)}{open}</article></li> }
}

/// An update with its forms in place of its words.
fn opened(shown: &Shown, update: &UpdateView, forms: &Forms) -> impl IntoView + use<> {
    let id = shown.project.card.id;
    let (edits, takes_back) = may(shown, update);
    let changed = forms.edit.error() == Some(&AppError::ChangedMeanwhile);
    let present = (changed || !edits).then(|| words(update));
    let edit = edits.then(|| {
        let message = changed.then(|| STANDS_NOW.to_owned());
        view! {
            <form class="form form-near" method="post" action=format!("/projects/edit-update?id={id}")>
                {hidden("id", &id.to_string())}
                {hidden("which", &update.id.to_string())}
                {hidden("version", &version(&forms.edit, update.version))}
                <ErrorSummary state=forms.edit.clone() message/>
                <TextArea state=forms.edit.clone() field=Field::Update label="Edit the update" at_first=update.body.clone() hint="It says when it was edited. Nobody is told again."/>
                <div class="acts">
                    <button class="btn btn-main" r#type="submit">"Save"</button>
                    <a class="btn" href=format!("/projects/{id}#updates")>"Leave it as it was"</a>
                </div>
            </form>
        }
    });
    let take_back = takes_back.then(|| {
        let state = &forms.take_back;
        let is_open = state.is_returned() || !edits;
        let message = (state.error() == Some(&AppError::ChangedMeanwhile)).then(|| STANDS_NOW.to_owned());
        view! {
            <details class="fold" open=is_open>
                <summary>"Take it back"</summary>
                <div class="fold-body">
                    <form class="form form-near" method="post" action=format!("/projects/take-back-update?id={id}")>
                        {hidden("id", &id.to_string())}
                        {hidden("which", &update.id.to_string())}
                        {hidden("version", &version(state, update.version))}
                        <ErrorSummary state=state.clone() message/>
                        <p class="hint">"It goes from this page for good. Whoever was told of it may have read it."</p>
                        <div><button class="btn btn-danger btn-small" r#type="submit">"Take the update back"</button></div>
                    </form>
                </div>
            </details>
        }
    });
    view! { <li><article class="call" id=format!("update-{}", update.id)>{head(update)}{present}{edit}{take_back}</article></li> }
}
