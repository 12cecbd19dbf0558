//! Parts that several pages about productions show.

use crate::form::FormState;
use crate::ui::Time;
use crate::ui::text;
use db::credit::CreditLine;
use db::production::{Production, ProductionLine};
use domain::ProductionId;
use domain::credit::{Basis, Count};
use domain::production::{Status, Work};
use leptos::prelude::*;

/// Where it stands, who directs it, and since when.
pub(super) fn facts(production: &Production) -> impl IntoView + use<> {
    let director = format!("/members/{}", production.director);
    let (word, at) = match production.released_at {
        Some(at) => ("released ", at),
        None => ("planned ", production.created_at),
    };
    view! {
        <p class="facts">
            <span><span class="badge">{production.status.label()}</span></span>
            <span>"directed by "<a class="name" href=director dir="auto">{production.director_name.clone()}</a></span>
            <span>{word}<Time at/></span>
            <span>{text::records(production.included_count)}" included"</span>
        </p>
    }
}

/// Why it was abandoned, for everybody to read.
pub(super) fn reason(production: &Production) -> Option<impl IntoView + use<>> {
    let is_shown = production.status == Status::Abandoned && !production.status_reason.is_empty();
    let reason = production.status_reason.clone();
    is_shown.then(|| {
        view! {
            <div class="notice notice-gap">
                <p><b>"Abandoned. "</b><bdi>{reason}</bdi></p>
            </div>
        }
    })
}

/// A link to where a work is.
pub(super) fn work_link(work: &Work, title: Option<&str>) -> AnyView {
    match work {
        Work::Record(id) => {
            let title = title.map_or_else(
                || format!("Record {id}"),
                |title| text::title(title).to_owned(),
            );
            view! { <a href=format!("/records/{id}") dir="auto">{title}</a> }.into_any()
        }
        Work::Link(url) => {
            let shown = text::short_title(url.trim_start_matches("https://"), 60);
            view! { <a href=url.clone() rel="noopener nofollow external">{shown}</a> }.into_any()
        }
    }
}

/// `12 members, 40 records`, or roles.
pub(super) fn count_words(basis: Basis, count: Count) -> String {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let of = match basis {
        Basis::Role => text::count(number(count.credits), "role", "roles"),
        _ => text::records(number(count.credits)),
    };
    format!("{}, {of}", text::members(number(count.members)))
}

/// Credits by basis, and on each by member.
pub(crate) fn credit_groups(lines: &[CreditLine], counts: &[Count; 3], level: u8) -> Vec<AnyView> {
    let same_basis = |one: &CreditLine, next: &CreditLine| one.basis == next.basis;
    let group = |lines: &[CreditLine]| {
        let basis = lines[0].basis;
        let words = count_words(basis, counts[basis as usize]);
        let heading = match level {
            2 => view! { <h2>{basis.heading()}</h2> }.into_any(),
            _ => view! { <h3>{basis.heading()}</h3> }.into_any(),
        };
        let same_member = |one: &CreditLine, next: &CreditLine| {
            one.member == next.member && one.name == next.name
        };
        let members: Vec<_> = lines.chunk_by(same_member).map(member_credits).collect();
        view! {
            <section class="credit-group">
                <div class="section-head">{heading}<small>{words}</small></div>
                <dl class="credits">{members}</dl>
            </section>
        }
        .into_any()
    };
    lines.chunk_by(same_basis).map(group).collect()
}

fn member_credits(lines: &[CreditLine]) -> impl IntoView + use<> {
    let first = &lines[0];
    let what: Vec<_> = lines
        .iter()
        .map(|line| match &line.record {
            Some(record) => {
                let title = text::short_title(&record.title, 80);
                view! { <li><a href=format!("/records/{}", record.id) dir="auto">{title}</a></li> }
                    .into_any()
            }
            None => view! { <li dir="auto">{line.role.clone()}</li> }.into_any(),
        })
        .collect();
    view! {
        <div>
            <dt><a class="name" href=format!("/members/{}", first.member) dir="auto">{first.name.clone()}</a></dt>
            <dd><ul class="facts">{what}</ul></dd>
        </div>
    }
}

/// Where in the map all is that went into a production.
pub(super) fn map_address(production: ProductionId) -> String {
    format!("/map#production={production}")
}

/// Productions in a few words beside what they have to do with; nothing where there are none.
pub(crate) fn productions_section(
    heading: &'static str,
    productions: &[ProductionLine],
) -> Option<impl IntoView + use<>> {
    if productions.is_empty() {
        return None;
    }
    let rows: Vec<_> = productions
        .iter()
        .map(|line| {
            view! {
                <li>
                    <a href=format!("/productions/{}", line.id) dir="auto">{line.title.clone()}</a>
                    " "<span class="badge">{line.status.label()}</span>
                </li>
            }
        })
        .collect();
    Some(
        view! { <section id="productions"><h2>{heading}</h2><ul class="line-list">{rows}</ul></section> },
    )
}

/// Whether the selection trail is published.
pub(super) fn trail_field(state: &FormState, at_first: bool) -> impl IntoView + use<> {
    let public = state.is_ticked("trail_public", at_first);
    view! {
        <div class="field">
            <label class="check">
                <input r#type="checkbox" name="trail_public" value="yes" checked=public/>
                <span>"Publish how its records were selected"
                    <span class="hint">" Who shortlisted what, and why. Where it is not published, the page says so, and so do those of all productions made from the same shortlist."</span>
                </span>
            </label>
        </div>
    }
}
