//! Recommendations on the pages of records and members, and the forms that say something of a record.

use crate::form::FormState;
use crate::ui::form::{TextField, hidden, refused};
use crate::ui::{RecordLine, Time, text};
use db::recommendation::{Own, Recommendation, Recommended};
use db::record::{Page, RecordCard};
use domain::RecordId;
use domain::text::Field;
use leptos::prelude::*;

/// The fold with the form that recommends a record, or changes the line and takes it back.
pub(crate) fn recommend_fold(id: RecordId, own: &Own, state: &FormState) -> impl IntoView + use<> {
    let open = state.is_returned();
    let (summary, button) = match own.line.is_some() {
        true => ("You recommend it", "Change the line"),
        false => ("Recommend it", "Recommend"),
    };
    let back = own.line.is_some().then(|| {
        view! {
            <form method="post" action=format!("/records/unrecommend?id={id}")>
                {hidden("id", &id.to_string())}
                <button class="btn btn-quiet btn-small" r#type="submit">"Take it back"</button>
            </form>
        }
    });
    view! {
        <details class="fold" name="says" open=open>
            <summary>{summary}</summary>
            <div class="fold-body">
                <form class="form form-near" method="post" action=format!("/records/recommend?id={id}")>
                    {hidden("id", &id.to_string())}
                    {refused("recommend", state, &[Field::Line])}
                    <TextField
                        state=state.clone()
                        field=Field::Line
                        label="Why, in a line"
                        at_first=own.line.clone().unwrap_or_default()
                        hint="Shown here, on your page, and to those who follow you. Your heart comes with it."
                    />
                    <div><button class="btn btn-main btn-small" r#type="submit">{button}</button></div>
                </form>
                {back}
            </div>
        </details>
    }
}

/// The fold with the form that flags a record.
pub(crate) fn flag_fold(id: RecordId, own: &Own, state: &FormState) -> impl IntoView + use<> {
    let open = state.is_returned();
    if own.flagged {
        return view! { <p class="says-note">"You flagged this. A curator will answer you."</p> }
            .into_any();
    }
    view! {
        <details class="fold" name="says" id="flag" open=open>
            <summary>"Flag it"</summary>
            <div class="fold-body">
                <form class="form form-near" method="post" action=format!("/records/flag?id={id}")>
                    {hidden("id", &id.to_string())}
                    {refused("flag", state, &[Field::Reason])}
                    <TextField
                        state=state.clone()
                        field=Field::Reason
                        id="flag-reason"
                        label="What is not right?"
                        hint="Curators read it and answer you. The record stays where it is until they have looked."
                    />
                    <div><button class="btn btn-small" r#type="submit">"Send the flag"</button></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}

/// Why members recommend a record.
pub(crate) fn section(id: RecordId, page: &Page<Recommendation>) -> Option<impl IntoView + use<>> {
    if page.rows.is_empty() {
        return None;
    }
    let more = page.next.is_some().then(|| {
        view! { <a class="more" href=format!("/records/{id}/recommendations")>"See all"</a> }
    });
    Some(view! {
        <section class="section" id="recommendations" aria-labelledby="recommendations-h">
            <div class="section-head">
                <h2 id="recommendations-h">"Recommended"</h2>
                <small>"newest first"</small>
                {more}
            </div>
            {quotes(&page.rows)}
        </section>
    })
}

/// Lines with who says them.
pub(super) fn quotes(recommendations: &[Recommendation]) -> impl IntoView + use<> {
    let lines: Vec<_> = recommendations
        .iter()
        .map(|said| {
            view! {
                <li>
                    <q dir="auto">{said.line.clone()}</q>
                    <p class="line-meta">
                        <a href=format!("/members/{}", said.by) dir="auto">{said.by_name.clone()}</a>
                        " · "<Time at=said.at/>
                    </p>
                </li>
            }
        })
        .collect();
    view! { <ul class="quotes">{lines}</ul> }
}

/// What a member recommends, on their page.
pub(crate) fn of_member(handle: &str, page: &Page<Recommended>) -> Option<impl IntoView + use<>> {
    if page.rows.is_empty() {
        return None;
    }
    let more = page.next.is_some().then(|| {
        view! { <a class="more" href=format!("/members/{handle}/recommendations")>"See all"</a> }
    });
    Some(view! {
        <section class="section" id="recommends" aria-labelledby="recommends-h">
            <div class="section-head">
                <h2 id="recommends-h">"Recommends"</h2>
                <small>"others’ records, and why"</small>
                {more}
            </div>
            {lines(&page.rows)}
        </section>
    })
}

/// Records with why they are recommended.
pub(super) fn lines(recommended: &[Recommended]) -> impl IntoView + use<> {
    let lines: Vec<_> = recommended
        .iter()
        .map(|said| view! { <RecordLine card=&said.card used=said.line.clone()/> })
        .collect();
    view! { <ul class="line-list">{lines}</ul> }
}

/// The title of a record as the eyebrow of a page about it.
pub(super) fn eyebrow(card: &RecordCard) -> impl IntoView + use<> {
    let href = format!("/records/{}", card.id);
    view! { <p class="eyebrow"><a href=href dir="auto">{text::short_title(&card.title, 80)}</a></p> }
}
