//! What curators say of the record under review, and the forms with which they do.

use super::parts::{BECOMES_PUBLIC, choose, facts_list, stars};
use super::review::Shown;
use crate::AppError;
use crate::form::FormState;
use crate::recommendation::parts::flag_fold;
use crate::ssr;
use crate::ui::Time;
use crate::ui::form::{TextField, error_view, hidden, refused};
use crate::ui::text;
use db::review::{Flag, Rating};
use domain::RecordId;
use domain::curation::CurationError;
use domain::text::Field;
use leptos::prelude::*;

/// How the page's forms stand.
pub(super) struct Forms {
    rate: FormState,
    tag: FormState,
    untag: FormState,
    shortlist: FormState,
    settle: FormState,
    flag: FormState,
}

impl Forms {
    pub(super) fn of_page() -> Self {
        Self {
            rate: ssr::form_state("/curate/records/rate"),
            tag: ssr::form_state("/curate/records/tag"),
            untag: ssr::form_state("/curate/records/untag"),
            shortlist: ssr::form_state("/curate/records/shortlist"),
            settle: ssr::form_state("/curate/records/settle"),
            flag: ssr::form_state("/records/flag"),
        }
    }
}

/// The column beside the work.
pub(super) fn remarks(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let flags = (!shown.review.flags.is_empty()).then(|| flags_section(shown, forms));
    view! {
        <aside class="aside" aria-label="Review">
            <section><h2>"What it is"</h2>{facts_list(&shown.record.card)}</section>
            {flags}
            {ratings(shown, forms)}
            {tags(shown, forms)}
            {shortlists(shown, forms)}
            <section>{flag_fold(shown.record.card.id, &shown.own, &forms.flag)}</section>
        </aside>
    }
}

/// The address that a form of this record goes to, with the queue it is in.
fn action(shown: &Shown, what: &str) -> String {
    let id = shown.record.card.id;
    shown
        .query
        .address(&format!("/curate/records/{what}"), &format!("id={id}"))
}

/// What to say where another curator was first: the page shows what they did, and what was typed is kept.
fn told(id: &str, state: &FormState, fields: &[Field]) -> AnyView {
    let was_first = matches!(
        state.error(),
        Some(AppError::Rule(domain::Rule::Curation(
            CurationError::ChangedMeanwhile { .. }
        )))
    );
    match was_first {
        true => {
            let words = "Another curator was here since you opened this. What they did is shown below; what you typed is kept. Look at it, then send again.";
            view! { <div class="notice notice-warn" role="alert"><p>{words}</p></div> }.into_any()
        }
        false => refused(id, state, fields).into_any(),
    }
}

fn ratings(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let state = &forms.rate;
    let own_work = shown.record.author_id == shown.viewer.member;
    let own = shown
        .review
        .ratings
        .iter()
        .find(|rating| rating.by == shown.viewer.handle);
    let form = match own_work {
        true => view! { <p class="root-note">"It is yours: others rate it."</p> }.into_any(),
        false => view! {
            <form class="form form-near" method="post" action=action(shown, "rate") data-form="rate">
                {told("rate", state, &[Field::Stars, Field::Reason])}
                {hidden("version", &shown.review.version.to_string())}
                {stars("rate", state, own.map(|rating| rating.stars))}
                <TextField
                    state=state.clone()
                    field=Field::Reason
                    id="rate-reason"
                    label="Reason"
                    at_first=own.map(|rating| rating.reason.clone()).unwrap_or_default()
                />
                <div><button class="btn btn-main btn-small" r#type="submit">{if own.is_some() { "Change it, and go on" } else { "Rate, and go on" }}</button></div>
            </form>
        }
        .into_any(),
    };
    let lines: Vec<_> = shown.review.ratings.iter().map(rating_line).collect();
    view! {
        <section id="rating">
            <h2>"Rating"</h2>
            <p class="hint">"Curators alone see it."</p>
            {form}
            {(!lines.is_empty()).then(|| view! { <ul class="quotes">{lines}</ul> })}
        </section>
    }
}

fn rating_line(rating: &Rating) -> impl IntoView + use<> {
    view! {
        <li>
            <q dir="auto">{rating.reason.clone()}</q>
            <p class="line-meta">
                <b>{rating.stars.count()}" of 5"</b>" by "
                <a href=format!("/members/{}", rating.by) dir="auto">{rating.by_name.clone()}</a>
                " · "<Time at=rating.at/>
            </p>
        </li>
    }
}

fn tags(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let version = shown.review.version.to_string();
    let own: Vec<_> = shown
        .record
        .tags
        .iter()
        .map(|tag| view! { <li><span class="tag" dir="auto">{tag.clone()}</span></li> })
        .collect();
    let given: Vec<_> = shown
        .review
        .tags
        .iter()
        .map(|given| {
            let label = format!("Take off the tag {}, given by {}", given.tag, given.by_name);
            view! {
                <li>
                    <form method="post" action=action(shown, "untag")>
                        {hidden("version", &version)}
                        {hidden("tag", &given.tag)}
                        <button class="tag" r#type="submit" aria-label=label><bdi>{given.tag.clone()}</bdi>" ×"</button>
                    </form>
                </li>
            }
        })
        .collect();
    view! {
        <section>
            <h2>"Tags"</h2>
            {(!own.is_empty()).then(|| view! { <p class="hint">"The author’s"</p><ul class="tags">{own}</ul> })}
            {(!given.is_empty()).then(|| view! { <p class="hint">"Curators’"</p><ul class="tags">{given}</ul> })}
            {told("untag", &forms.untag, &[])}
            <form class="form form-near" method="post" action=action(shown, "tag")>
                {told("tag", &forms.tag, &[Field::Tags])}
                {hidden("version", &version)}
                <TextField
                    state=forms.tag.clone()
                    field=Field::Tags
                    id="desk-tags"
                    label="Curators’ tags to give"
                    optional=true
                    hint="Separated by commas. Curators alone see them; the author’s own stay as they are."
                />
                <div><button class="btn btn-small" r#type="submit">"Tag it"</button></div>
            </form>
        </section>
    }
}

fn shortlists(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let id = shown.record.card.id;
    let on: Vec<_> = shown
        .review
        .shortlists
        .iter()
        .map(|(id, title)| {
            view! { <li dir="auto"><a href=format!("/curate/shortlists/{id}")>{text::short_title(title, 80)}</a></li> }
        })
        .collect();
    let state = &forms.shortlist;
    let form = match shown.shortlists.is_empty() {
        true => view! { <p><a id="desk-shortlist" href=format!("/curate/shortlists/new?record={id}")>"Start a shortlist with it"</a></p> }
            .into_any(),
        false => view! {
            <form class="form form-near" method="post" action=action(shown, "shortlist")>
                {told("shortlist", state, &[Field::Shortlist, Field::Reason])}
                {hidden("version", &shown.review.version.to_string())}
                {choose("desk-shortlist", &shown.shortlists, state, "")}
                <TextField state=state.clone() field=Field::Reason id="shortlist-reason" label="Reason" hint=BECOMES_PUBLIC/>
                <div><button class="btn btn-small" r#type="submit">"Shortlist it"</button></div>
            </form>
            <p><a href=format!("/curate/shortlists/new?record={id}")>"Start a new one with it"</a></p>
        }
        .into_any(),
    };
    view! {
        <section>
            <h2>"Shortlists"</h2>
            {(!on.is_empty()).then(|| view! { <ul class="desk-facts">{on}</ul> })}
            {form}
        </section>
    }
}

fn flags_section(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let id = shown.record.card.id;
    let lines: Vec<_> = shown
        .review
        .flags
        .iter()
        .map(|flag| view! { <li>{flag_words(flag)}{settle_form(id, flag, &forms.settle)}</li> })
        .collect();
    view! {
        <section id="flags">
            <h2>"Flags"</h2>
            {refused("settle", &forms.settle, &[Field::Answer])}
            <ul class="quotes">{lines}</ul>
        </section>
    }
}

/// Who flagged it, when and why.
pub(super) fn flag_words(flag: &Flag) -> impl IntoView + use<> {
    view! {
        <q dir="auto">{flag.reason.clone()}</q>
        <p class="line-meta">
            "flagged by "<a href=format!("/members/{}", flag.by) dir="auto">{flag.by_name.clone()}</a>
            " · "<Time at=flag.at/>
        </p>
    }
}

/// The form that answers a flag.
pub(super) fn settle_form(id: RecordId, flag: &Flag, state: &FormState) -> impl IntoView + use<> {
    // What was typed stands at the flag that it was typed for.
    let is_own = state.value("flag", "") == flag.id.to_string();
    let state = if is_own {
        state.clone()
    } else {
        FormState::default()
    };
    let field = format!("answer-{}", flag.id);
    let error = state.error_at(Field::Answer);
    let invalid = error.is_some().then_some("true");
    let hint = format!("{field}-hint");
    let described = match error {
        Some(_) => format!("{hint} {field}-error"),
        None => hint.clone(),
    };
    view! {
        <form class="form form-near" method="post" action=format!("/curate/records/settle?id={id}")>
            {hidden("flag", &flag.id.to_string())}
            <div class="field">
                <label r#for=field.clone()>"Answer"</label>
                <p class="hint" id=hint>"What you did about it, or why nothing is to be done. Who set the flag is told."</p>
                <input class="input" id=field.clone() name="answer" value=state.value("answer", "") dir="auto" aria-invalid=invalid aria-describedby=described/>
                {error_view(&field, error)}
            </div>
            <div><button class="btn btn-small" r#type="submit">"Settle it"</button></div>
        </form>
    }
}
