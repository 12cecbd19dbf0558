//! Entering a published record of one's own, and taking back what one entered.

use crate::form::FormState;
use crate::ui::form::{ErrorSummary, TextField, hidden};
use crate::ui::text;
use crate::ui::{RecordLine, Thumb};
use db::challenge::ChallengeCard;
use db::record::RecordCard;
use domain::text::Field;
use leptos::prelude::*;

/// A record of one's own: one of those that fit, or any by number or address.
pub(super) fn enter_section(
    card: &ChallengeCard,
    fitting: &[RecordCard],
    state: FormState,
) -> impl IntoView + use<> {
    let id = card.id;
    let chosen = state.value("chosen", "");
    let choices: Vec<_> = fitting
        .iter()
        .map(|record| {
            let own = record.id.to_string();
            let checked = own == chosen;
            view! {
                <label class="choice pick">
                    <input r#type="radio" name="chosen" value=own checked=checked/>
                    <Thumb card=record/>
                    <span dir="auto">{text::short_title(&record.title, 80)}</span>
                </label>
            }
        })
        .collect();
    let choices = match choices.is_empty() {
        true => view! {
            <p class="hint">"You have published nothing that fits and is not entered yet."</p>
        }
        .into_any(),
        false => view! {
            <fieldset class="field">
                <legend>"One of yours"</legend>
                <div class="choices picks">{choices}</div>
            </fieldset>
        }
        .into_any(),
    };
    view! {
        <section id="enter">
            <h2>"Enter a record of yours"</h2>
            <ErrorSummary state=state.clone()/>
            <form class="form form-near" method="post" action=format!("/challenges/enter?id={id}")>
                {hidden("id", &id.to_string())}
                {choices}
                <TextField
                    state
                    field=Field::Record
                    label="Or by its number or address"
                    optional=true
                    any_direction=false
                />
                <button class="btn" r#type="submit">"Enter it"</button>
            </form>
        </section>
    }
}

/// What one entered.
pub(super) fn own_section(
    card: &ChallengeCard,
    own: &[RecordCard],
    open: bool,
    state: FormState,
) -> Option<impl IntoView + use<>> {
    if own.is_empty() && !state.is_returned() {
        return None;
    }
    let id = card.id;
    let lines: Vec<_> = own
        .iter()
        .map(|record| {
            let label = format!("Take back {}", text::short_title(&record.title, 80));
            let end = open.then(|| {
                view! {
                    <form method="post" action=format!("/challenges/take-back?id={id}")>
                        {hidden("id", &id.to_string())}
                        {hidden("record", &record.id.to_string())}
                        <button class="btn btn-small" r#type="submit" aria-label=label>"Take back"</button>
                    </form>
                }
            });
            match end {
                Some(end) => view! { <RecordLine card=record>{end}</RecordLine> }.into_any(),
                None => view! { <RecordLine card=record/> }.into_any(),
            }
        })
        .collect();
    let hint = match open {
        true => "You can take it back until the challenge closes.",
        false => "The challenge has closed, so what you entered stays.",
    };
    Some(view! {
        <section class="section" id="yours">
            <div class="section-head"><h2>"What you entered"</h2><small>{hint}</small></div>
            <ErrorSummary state/>
            <ul class="line-list" id="record">{lines}</ul>
        </section>
    })
}
