//! Parts of a record's page: its head, what can be done with it, its lineage, its remixes.

use super::contribute::ForChallenge;
use super::heart::{self, Heart};
use super::licenses::may_be_remixed;
use super::picture::pictures;
use crate::form::FormState;
use crate::ssr::markdown;
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::text::{self, query_value};
use crate::ui::{Empty, Mark, RecordGrid, Time};
use db::lineage::Neighbourhood;
use db::record::{LineageLine, RecordCard, RecordView};
use db::session::Viewer;
use domain::Medium;
use domain::record::Status;
use leptos::prelude::*;
use std::collections::HashSet;

/// Medium and facts, title, author, and how it stands in its lineage.
pub(crate) fn record_head(record: &RecordView) -> impl IntoView + use<> {
    let card = &record.card;
    let facts: Vec<_> = facts(record)
        .into_iter()
        .map(|fact| view! { <span dir="auto">{fact}</span> })
        .collect();
    view! {
        <header class="record-head">
            <p class="eyebrow">
                <Mark medium=card.medium/>
                <span class="facts">
                    <span>{card.medium.label()}</span>
                    {facts}
                    <span><Time at=record.published_at.unwrap_or(card.at)/></span>
                </span>
            </p>
            <h1 class=title_class(&card.title) dir="auto">{text::title(&card.title).to_owned()}</h1>
            <p class="record-by facts">
                <span>"by "<a class="name" href=format!("/members/{}", card.author) dir="auto">{card.author_name.clone()}</a></span>
                <span><a href="#made-from">{text::made_from(card.source_count, Some(authors(record)))}</a></span>
                {(card.status != Status::Draft).then(|| view! {
                    <span><a href="#remixes">{text::remixed(card.remix_count)}</a></span>
                })}
            </p>
        </header>
    }
}

/// The class that keeps a long title in bounds.
pub(crate) fn title_class(title: &str) -> Option<&'static str> {
    match title.chars().count() {
        0..=80 => None,
        81..=200 => Some("title-long"),
        _ => Some("title-vast"),
    }
}

/// How many members the sources are by.
fn authors(record: &RecordView) -> i64 {
    let handles: HashSet<&str> = record
        .sources
        .iter()
        .map(|source| source.card.author.as_str())
        .collect();
    handles.len() as i64
}

/// What is worth knowing about the work beside its medium and day.
fn facts(record: &RecordView) -> Vec<String> {
    let mut facts = Vec::new();
    let Some(media) = record
        .media
        .as_ref()
        .filter(|_| record.card.status != Status::Withdrawn)
    else {
        if record.card.medium == Medium::Code && !record.language.is_empty() {
            facts.push(record.language.clone());
        }
        return facts;
    };
    if let Some(length) = media.duration_ms {
        facts.push(text::duration(length));
    }
    if let (Some(width), Some(height)) = (media.width, media.height) {
        facts.push(format!("{width} × {height}"));
    }
    facts.push(crate::error::bytes(media.bytes));
    facts
}

/// What the viewer can do with a published record.
pub(super) fn acts(
    record: &RecordView,
    viewer: Option<&Viewer>,
    hearted: bool,
) -> impl IntoView + use<> {
    let card = &record.card;
    let id = card.id;
    let own = viewer.is_some_and(|viewer| viewer.member == record.author_id);
    let gone = card.status == Status::Withdrawn;
    let remix = if gone {
        view! { <span class="acts-note">"A withdrawn record cannot be remixed."</span> }.into_any()
    } else if may_be_remixed(card) {
        view! { <a class="btn btn-main" href=format!("/records/{id}/remix")>"Remix this"</a> }
            .into_any()
    } else {
        view! { <span class="acts-note">"It may not be remixed here: "<a href="#license">"its license"</a>" does not say so."</span> }
            .into_any()
    };
    let download = record.media.as_ref().filter(|_| !gone).map(|media| {
        view! { <a class="btn" href=format!("/media/{}?download", media.id)>"Download"</a> }
    });
    view! {
        <div class="acts record-acts">
            {remix}
            {(!gone).then(|| heart_button(card, viewer, hearted))}
            {download}
            {(own && !gone).then(|| view! { <a class="btn btn-quiet" href=format!("/records/{id}/edit")>"Edit"</a> })}
        </div>
    }
}

fn heart_button(card: &RecordCard, viewer: Option<&Viewer>, hearted: bool) -> AnyView {
    if viewer.is_some() {
        let (id, count) = (card.id, card.heart_count);
        return view! { <Heart>{heart::parts(id, count, hearted)}</Heart> }.into_any();
    }
    let back = query_value(&format!("/records/{}", card.id));
    let label = format!(
        "Heart, {}; sign in to give one",
        text::count(card.heart_count, "heart", "hearts")
    );
    view! {
        <a class="btn" href=format!("/sign-in?next={back}") aria-label=label>
            <span aria-hidden="true">"♡ "{text::number(card.heart_count)}</span>
        </a>
    }
    .into_any()
}

/// What the author says about the work.
pub(crate) fn description(record: &RecordView) -> Option<impl IntoView + use<>> {
    let html = markdown::to_html(record.description.trim());
    (!html.is_empty())
        .then(|| view! { <div class="record-words prose" dir="auto" inner_html=html></div> })
}

/// Tells the author that it is a draft, and how to go on.
pub(super) fn draft_notice(
    record: &RecordView,
    challenge: Option<&ForChallenge>,
    publish: FormState,
    discard: FormState,
) -> impl IntoView + use<> {
    let id = record.card.id;
    let for_challenge = challenge.map(ForChallenge::draft_words);
    let alone = challenge.map(|_| {
        view! { <button class="btn btn-small" r#type="submit" name="alone" value="true">"Publish without the challenge"</button> }
    });
    view! {
        <ErrorSummary state=publish/>
        <ErrorSummary state=discard/>
        <div class="notice notice-gap">
            <p><b>"A draft."</b>" Only you can see it."{for_challenge}</p>
            <a class="btn btn-small" href=format!("/records/{id}/edit")>"Edit"</a>
            <form method="post" action=format!("/records/publish?id={id}")>
                {hidden("id", &id.to_string())}
                <button class="btn btn-main btn-small" r#type="submit">"Publish"</button>
                {alone}
            </form>
        </div>
    }
}

/// Deletes a draft, after a second look.
pub(super) fn discard_fold(record: &RecordView) -> impl IntoView + use<> {
    let id = record.card.id;
    view! {
        <details class="fold">
            <summary>"Discard this draft"</summary>
            <div class="fold-body">
                <p class="hint">"It is deleted with its file, and cannot be brought back."</p>
                <form method="post" action=format!("/records/discard?id={id}")>
                    {hidden("id", &id.to_string())}
                    <button class="btn btn-danger" r#type="submit">"Discard it"</button>
                </form>
            </div>
        </details>
    }
}

/// `7 records before, 12 after`.
pub(crate) fn before_and_after(ancestors: u32, descendants: u32) -> String {
    match (ancestors, descendants) {
        (0, 0) => "nothing before, nothing after yet".to_owned(),
        (0, after) => format!("a root, {} after", text::records(after.into())),
        (before, 0) => format!("{} before, nothing after yet", text::records(before.into())),
        (before, after) => format!(
            "{} before, {} after",
            text::records(before.into()),
            text::number(after.into())
        ),
    }
}

/// The picture of the lineage on the record's page.
pub(crate) fn lineage_section(
    record: &RecordView,
    near: &Neighbourhood,
    lines: &[LineageLine],
) -> impl IntoView + use<> {
    let id = record.card.id;
    let counts = before_and_after(near.ancestor_count, near.descendant_count);
    let body = if lines.len() < 2 {
        let words = "It has no sources and no remixes yet. Its lineage begins here.";
        view! { <p class="root-note">{words}</p> }.into_any()
    } else {
        let cut = near.truncated.then(|| {
            let shown = text::number(lines.len() as i64);
            format!(" The {shown} nearest are shown.")
        });
        view! {
            <div class="lineage">
                {pictures(near, lines)}
                <div class="lineage-foot">
                    <span>"Time runs left to right. Select a record to go there."{cut}</span>
                    <a href=format!("/records/{id}/lineage")>"See the whole lineage"</a>
                </div>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="section" id="lineage" aria-labelledby="lineage-h">
            <div class="section-head">
                <h2 id="lineage-h">"Where it came from, where it went"</h2>
                <small>{counts}</small>
            </div>
            {body}
        </section>
    }
}

/// The newest remixes.
pub(super) fn remixes_section(
    record: &RecordView,
    remixes: Vec<RecordCard>,
) -> impl IntoView + use<> {
    let card = &record.card;
    let id = card.id;
    if remixes.is_empty() && card.remix_count > 0 {
        let was = if card.remix_count == 1 { "was" } else { "were" };
        let words = format!(
            "{} of it {was} made, and withdrawn since.",
            text::count(card.remix_count, "remix", "remixes")
        );
        return view! {
            <section class="section" id="remixes">
                <div class="section-head"><h2>"Remixes"</h2></div>
                <Empty><p>{words}</p></Empty>
            </section>
        }
        .into_any();
    }
    if remixes.is_empty() {
        let may = may_be_remixed(card) && card.status == Status::Published;
        let (what, remix) = match may {
            true => (
                " Be the first.",
                Some(view! { <a class="btn" href=format!("/records/{id}/remix")>"Remix this"</a> }),
            ),
            false => ("", None),
        };
        return view! {
            <section class="section" id="remixes">
                <div class="section-head"><h2>"Remixes"</h2></div>
                <Empty><p><b>"Nobody has remixed this yet."</b>{what}</p>{remix}</Empty>
            </section>
        }
        .into_any();
    }
    let shown = remixes.len() as i64;
    let by: HashSet<&str> = remixes.iter().map(|remix| remix.author.as_str()).collect();
    let counts = match card.remix_count > shown {
        true => format!(
            "{}, the newest {shown} here",
            text::records(card.remix_count)
        ),
        false => format!(
            "{} by {}",
            text::records(shown),
            text::members(by.len() as i64)
        ),
    };
    let more = (card.remix_count > shown).then(|| {
        view! { <a class="more" href=format!("/records?remix_of={id}")>"See all"</a> }
    });
    view! {
        <section class="section" id="remixes">
            <div class="section-head"><h2>"Remixes"</h2><small>{counts}</small>{more}</div>
            <RecordGrid cards=remixes small=true/>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::before_and_after;

    #[test]
    fn counts_are_sentences() {
        assert_eq!(before_and_after(7, 12), "7 records before, 12 after");
        assert_eq!(before_and_after(0, 1), "a root, 1 record after");
        assert_eq!(before_and_after(1, 0), "1 record before, nothing after yet");
        assert_eq!(before_and_after(0, 0), "nothing before, nothing after yet");
    }
}
