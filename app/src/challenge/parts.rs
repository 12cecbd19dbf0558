//! Parts of a challenge's page.

use super::page::{Show, Shown};
use super::words::{closes, medium_words};
use crate::form::FormState;
use crate::record::parts::title_class;
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::text::{self, query_value};
use crate::ui::{Empty, Mark, RecordGrid, RecordLine, Time};
use db::Timestamp;
use db::challenge::{ChallengeCard, ChallengeView};
use db::session::Viewer;
use domain::Role;
use domain::challenge::{Pay, Standing};
use leptos::prelude::*;

/// What it is, its title, and who issued it.
pub(super) fn head(challenge: &ChallengeView, now: Timestamp) -> impl IntoView + use<> {
    let card = &challenge.card;
    let project = card.project.clone().map(|(id, title)| {
        view! { <span>"in "<a href=format!("/projects/{id}") dir="auto">{text::short_title(&title, 80)}</a></span> }
    });
    let closed = (!card.standing(now).is_open()).then(|| {
        view! {
            <div class="notice notice-warn">
                <p><b>"This challenge has closed."</b>" It takes no more contributions. What was entered stays."</p>
            </div>
        }
    });
    view! {
        <header class="record-head">
            <p class="eyebrow">
                <span class="facts">
                    <span>"Challenge"</span>
                    {project}
                    <span>"issued "<Time at=card.created_at/></span>
                </span>
            </p>
            <h1 class=title_class(&card.title) dir="auto">{card.title.clone()}</h1>
            <p class="record-by facts">
                <span>"by "<a class="name" href=format!("/members/{}", card.issued_by.handle) dir="auto">{card.issued_by.name.clone()}</a></span>
                <span><a href="#contributions">{text::count(card.contribution_count, "contribution", "contributions")}</a></span>
            </p>
            {closed}
        </header>
    }
}

/// What everybody should know before they begin: medium, time, and pay.
pub(super) fn terms(challenge: &ChallengeView, now: Timestamp) -> impl IntoView + use<> {
    let card = &challenge.card;
    let medium = view! {
        {card.medium.map(|medium| view! { <Mark medium/>" " })}
        {medium_words(card.medium)}
    };
    let issuer = card.issued_by.name.clone();
    let pay = match &card.pay {
        Pay::None => view! {
            <dt>"Pay"</dt>
            <dd><b>"No pay promised."</b>" Whoever contributes is credited, and keeps their rights under the license they choose."</dd>
        }
        .into_any(),
        Pay::Budget(budget) => {
            let expected = text::count(budget.contributors, "contributor", "contributors");
            view! {
                <dt>"Pay"</dt>
                <dd><b>{budget.total.to_string()}</b>" in all, for about "{expected}" whose work is used."</dd>
                <dt>"Each could expect"</dt>
                <dd>"About "<b>{budget.each().to_string()}</b>", if as many are used. More contributors, or fewer, change that."</dd>
                <dt>"Unused work"</dt>
                <dd dir="auto">{budget.unused.clone()}</dd>
                <dt>"Who pays"</dt>
                <dd><bdi>{issuer}</bdi>", who issued this challenge and promises it. It can only get better once somebody contributed. Understory does not pay in their place."</dd>
            }
            .into_any()
        }
    };
    let closing = match card.standing(now) {
        Standing::Open => "Open",
        Standing::Closed | Standing::Over => "Closed",
    };
    view! {
        <section class="terms" aria-labelledby="terms-h">
            <h2 id="terms-h" class="sr">"Terms"</h2>
            <dl>
                <dt>"Asked for"</dt>
                <dd>{medium}</dd>
                <dt>{closing}</dt>
                <dd>{sentence(&closes(card, now))}</dd>
                {pay}
            </dl>
        </section>
    }
}

/// With a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// How one contributes.
pub(super) fn acts(card: &ChallengeCard, viewer: Option<&Viewer>) -> impl IntoView + use<> {
    let contribute = format!("/records/new?challenge={}", card.id);
    let href = match viewer {
        Some(_) => contribute,
        None => format!("/sign-in?next={}", query_value(&contribute)),
    };
    let enter =
        viewer.map(|_| view! { <a class="btn" href="#enter">"Enter a record of yours"</a> });
    view! {
        <a class="btn btn-main" href=href>"Contribute"</a>
        {enter}
    }
}

/// The way to what was entered at the curators' desk, and to editing for who leads the challenge.
pub(super) fn more_acts(
    challenge: &ChallengeView,
    viewer: Option<&Viewer>,
) -> impl IntoView + use<> {
    let id = challenge.card.id;
    let curates = viewer.is_some_and(|viewer| viewer.role >= Role::Curator);
    let review = (curates && challenge.card.contribution_count > 0).then(|| {
        view! { <a class="btn" href=format!("/curate?challenge={id}")>"Review what was entered"</a> }
    });
    let leads = viewer.is_some_and(|viewer| challenge.is_led_by(viewer));
    let edit = leads.then(|| {
        view! { <a class="btn btn-quiet" href=format!("/challenges/{id}/edit")>"Edit"</a> }
    });
    view! { {review}{edit} }
}

/// The records to start from.
pub(super) fn starts(challenge: &ChallengeView) -> impl IntoView + use<> {
    let body = if challenge.sources.is_empty() {
        view! { <p class="root-note">"Nothing is given. Begin with what you have."</p> }.into_any()
    } else {
        let lines: Vec<_> = challenge
            .sources
            .iter()
            .map(|card| view! { <RecordLine card/> })
            .collect();
        view! { <ul class="line-list">{lines}</ul> }.into_any()
    };
    view! {
        <section class="section" id="start">
            <div class="section-head"><h2>"Start from"</h2></div>
            {body}
        </section>
    }
}

/// How the contributions can be shown.
pub(super) fn choice(id: domain::ChallengeId, chosen: Show) -> impl IntoView {
    let links: Vec<_> = Show::ALL
        .into_iter()
        .map(|(show, word, words)| {
            let current = (show == chosen).then_some("page");
            let href = match word {
                "newest" => format!("/challenges/{id}#contributions"),
                _ => format!("/challenges/{id}?show={word}#contributions"),
            };
            view! { <li><a class="tag" href=href aria-current=current>{words}</a></li> }
        })
        .collect();
    view! { <nav aria-label="Order"><ul class="tags">{links}</ul></nav> }
}

/// What was entered, in an order, a page at a time.
pub(super) fn contributions(shown: &Shown) -> impl IntoView + use<> {
    let card = &shown.challenge.card;
    let id = card.id;
    let open = card.standing(shown.now).is_open();
    let word = Show::ALL.iter().find(|(show, ..)| *show == shown.show);
    let word = word.map_or("newest", |(_, word, _)| word);
    let next = shown.entered.next.as_deref().map(|after| {
        let after = query_value(after);
        let href = format!("/challenges/{id}?show={word}&after={after}#contributions");
        view! { <a class="btn" rel="next" href=href>"More contributions"</a> }
    });
    let first = (!shown.is_first_page).then(|| {
        let href = format!("/challenges/{id}?show={word}#contributions");
        view! { <a class="btn" rel="prev" href=href>"Back to the start"</a> }
    });
    let pager = (next.is_some() || first.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages">{first}{next}</nav> });
    let body = match (shown.entered.rows.is_empty(), open) {
        (false, _) => {
            let cards: Vec<_> = shown
                .entered
                .rows
                .iter()
                .map(|row| row.card.clone())
                .collect();
            view! { <RecordGrid cards small=true/> }.into_any()
        }
        (true, true) => view! {
            <Empty><p><b>"Nobody has contributed yet."</b>" Be the first."</p></Empty>
        }
        .into_any(),
        (true, false) => view! { <Empty><p>"Nothing was entered."</p></Empty> }.into_any(),
    };
    let choice = (card.contribution_count > 0).then(|| choice(id, shown.show));
    view! {
        <section class="section" id="contributions">
            <div class="section-head">
                <h2>"Contributions"</h2>
                <small>{text::number(card.contribution_count)}</small>
                <a class="more" href=format!("/challenges/{id}/feed.atom")>"Feed"</a>
            </div>
            {choice}
            {body}
            {pager}
        </section>
    }
}

/// What those who lead it can do.
pub(super) fn manage(
    challenge: &ChallengeView,
    now: Timestamp,
    state: FormState,
) -> impl IntoView + use<> {
    let id = challenge.card.id;
    let (closed, words) = match challenge.card.standing(now) {
        Standing::Open => (Some("true"), "Close it now"),
        Standing::Closed => (Some("false"), "Open it again"),
        // A later deadline opens it.
        Standing::Over => (None, ""),
    };
    let close = closed.map(|closed| {
        view! {
            <form method="post" action=format!("/challenges/close?id={id}")>
                {hidden("id", &id.to_string())}
                {hidden("closed", closed)}
                <button class="btn" r#type="submit">{words}</button>
            </form>
        }
    });
    let hint = match closed {
        Some("true") => "Closing takes no more contributions and keeps those that are there.",
        Some(_) => "It takes contributions again then.",
        None => "Its deadline has passed. To open it again, set a later one.",
    };
    view! {
        <section id="manage">
            <h2>"You lead it"</h2>
            <ErrorSummary state/>
            {close}
            <p class="hint">{hint}</p>
        </section>
    }
}
