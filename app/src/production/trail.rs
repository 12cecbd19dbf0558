//! The selection trail: who shortlisted what, and why.

use crate::ui::Time;
use crate::ui::text;
use db::record::Page;
use db::shortlist::ShortlistEvent;
use domain::curation::Step;
use leptos::prelude::*;

/// Steps shown at once.
pub(super) const STEPS: u64 = 20;

/// How a production's records were selected, as far as it is told.
pub(super) enum Trail {
    /// It was not made from a shortlist.
    None,
    /// Its director chose not to publish it.
    Hidden,
    /// The steps, the last first; whether others may not see them, and whether they begin at the last.
    Shown {
        steps: Page<ShortlistEvent>,
        is_private: bool,
        is_first: bool,
    },
}

/// The section of the production's page.
pub(super) fn trail_section(address: &str, trail: Trail) -> impl IntoView + use<> {
    let body = match trail {
        Trail::None => view! {
            <p class="root-note">"It was not made from a shortlist: its director chose the records."</p>
        }
        .into_any(),
        Trail::Hidden => view! {
            <p class="root-note">"The director chose not to publish how its records were selected."</p>
        }
        .into_any(),
        Trail::Shown {
            steps,
            is_private,
            is_first,
        } => shown(address, steps, is_private, is_first).into_any(),
    };
    view! {
        <section class="section" id="trail" aria-labelledby="trail-h">
            <div class="section-head">
                <h2 id="trail-h">"How its records were selected"</h2>
                <small>"who shortlisted what, and why"</small>
            </div>
            {body}
        </section>
    }
}

fn shown(
    address: &str,
    steps: Page<ShortlistEvent>,
    is_private: bool,
    is_first: bool,
) -> impl IntoView + use<> {
    let private = is_private.then(|| {
        view! { <p class="hint section-first">"Only directors and curators see this: the director chose not to publish it."</p> }
    });
    let older = steps.next.as_deref().map(|after| {
        let href = format!("{address}?trail={}#trail", text::query_value(after));
        view! { <a class="btn btn-small" rel="next" href=href>"Earlier"</a> }
    });
    let newest = (!is_first).then(|| {
        view! { <a class="btn btn-small" rel="prev" href=format!("{address}#trail")>"Latest"</a> }
    });
    let pager = (older.is_some() || newest.is_some())
        .then(|| view! { <nav class="pager" aria-label="Steps">{newest}{older}</nav> });
    let rows: Vec<_> = steps.rows.iter().map(step).collect();
    view! { {private}<ol class="trail">{rows}</ol>{pager} }
}

fn step(event: &ShortlistEvent) -> impl IntoView + use<> {
    let what = match event.step {
        Step::Started => "started the shortlist",
        Step::Added => "shortlisted",
        Step::Removed => "took off",
        Step::VotedFor => "voted for",
        Step::VotedAgainst => "voted against",
        Step::VoteWithdrawn => "took their vote back on",
        Step::Closed => "closed the shortlist",
        Step::Reopened => "opened it again",
    };
    let record = event.record.as_ref().map(|(id, title)| {
        let title = text::short_title(title, 80);
        view! { " "<a href=format!("/records/{id}") dir="auto">{title}</a> }
    });
    let reason = event.reason.clone();
    let reason = (!reason.is_empty()).then(|| view! { <q dir="auto">{reason}</q> });
    view! {
        <li>
            <p>
                <a class="name" href=format!("/members/{}", event.by) dir="auto">{event.by_name.clone()}</a>
                " "{what}{record}
                <span class="line-meta">" · "<Time at=event.at/></span>
            </p>
            {reason}
        </li>
    }
}
