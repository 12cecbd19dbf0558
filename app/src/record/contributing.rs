//! The page on which a record is made for a challenge, and which challenge a draft is for.

use super::contribute::{ForChallenge, contributing_heading, parse, starts_of};
use super::edit::{Asked, chosen_ids, signed_out_note};
use super::fields::{RecordForm, record_form};
use super::upload_panel::upload_panel;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use domain::{ChallengeId, RecordId};
use leptos::prelude::*;

/// The challenge that a new record is for: in the address, or in the form that came back.
pub(super) fn asked_challenge(asked: Option<&Asked>) -> Option<ChallengeId> {
    let sent = asked.map(|asked| asked.state.value("challenge", ""));
    let id = ssr::query("challenge").or(sent)?;
    parse(&id).ok().flatten()
}

/// The page of a contribution: as that of any record, with what the challenge asks for.
pub(super) fn contributing_page(
    challenge: &ForChallenge,
    asked: &Asked,
    form: RecordForm,
    upload: FormState,
) -> AnyView {
    let heading = contributing_heading(challenge);
    // What was typed is shown whatever it is for.
    let by_file = challenge.wants_file() && !asked.state.is_returned();
    let sources = chosen_ids(&form);
    let write = (!by_file).then(|| {
        view! {
            <section class="panel" aria-labelledby="write-h">
                <h2 id="write-h">"Write it here"</h2>
                {record_form(form)}
            </section>
        }
    });
    let files = view! {
        <section class="panel" aria-labelledby="files-h">
            <h2 id="files-h">"Put up files"</h2>
            {upload_panel(sources, Some(challenge.id()), upload)}
            {by_file.then(|| starts_of(challenge))}
        </section>
    };
    let (first, second) = match by_file || challenge.wants_file() {
        true => (files.into_any(), write.into_any()),
        false => (write.into_any(), files.into_any()),
    };
    view! {
        <div class="wrap wrap-form page">
            {heading}
            {signed_out_note(asked)}
            {first}
            {second}
        </div>
    }
    .into_any()
}

/// The challenge that a draft is for, and whatever challenge stood in a form that came back.
pub(super) async fn edited_challenge(
    asked: &Asked,
    id: RecordId,
) -> Result<Option<ForChallenge>, AppError> {
    let Site { db, .. } = &asked.site;
    let remembered = match asked.viewer {
        Some(_) => db::challenge::find_of_draft(db, id).await?,
        None => None,
    };
    let sent = parse(&asked.state.value("challenge", "")).ok().flatten();
    match sent.or(remembered) {
        Some(id) => ForChallenge::load(db, id).await.map(Some),
        None => Ok(None),
    }
}
