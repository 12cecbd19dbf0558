//! All challenges, and how one looks in a list.

use super::words::{closes, medium_words, pay_line};
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::{Empty, ErrorPage, Mark, ShareTags, text};
use db::Timestamp;
use db::challenge::{ChallengeCard, ChallengeFilter};
use db::record::Page;
use leptos::prelude::*;
use leptos_meta::Title;

/// Challenges on a page.
const PAGE: u64 = 30;

/// Challenges.
#[component]
pub fn ChallengesPage() -> impl IntoView {
    let site = ssr::site();
    let all = ssr::query("show").as_deref() == Some("all");
    let after = ssr::query("after");
    Suspend::new(async move {
        let found = match site {
            Ok(site) => load(&site, all, after.as_deref()).await,
            Err(error) => Err(error),
        };
        match found {
            Ok(found) => page(all, after.is_none(), found).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    all: bool,
    after: Option<&str>,
) -> Result<Page<ChallengeCard>, AppError> {
    let filter = ChallengeFilter {
        open: !all,
        project: None,
    };
    Ok(db::challenge::list(&site.db, filter, after, PAGE).await?)
}

fn page(all: bool, is_first: bool, found: Page<ChallengeCard>) -> impl IntoView {
    let base = if all {
        "/challenges?show=all"
    } else {
        "/challenges"
    };
    let current = |chosen: bool| chosen.then_some("page");
    let next = found.next.map(|after| {
        let joint = if all { '&' } else { '?' };
        let href = format!("{base}{joint}after={}", text::query_value(&after));
        view! { <a class="btn" rel="next" href=href>"Older challenges"</a> }
    });
    let first = (!is_first).then(|| view! { <a class="btn" href=base>"Back to the start"</a> });
    let pager = (next.is_some() || first.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages">{first}{next}</nav> });
    let list = match (found.rows.is_empty(), all) {
        (false, _) => view! { <ChallengeLines cards=found.rows level=2/> }.into_any(),
        (true, true) => view! {
            <Empty><h2>"No challenge was issued yet"</h2><p>"Ask for a voice, a picture, a second verse."</p><a class="btn" href="/challenges/new">"Issue a challenge"</a></Empty>
        }
        .into_any(),
        (true, false) => view! {
            <Empty><h2>"No challenge is open just now"</h2><p>"Issue one, or look at those that are closed."</p><a class="btn" href="/challenges?show=all">"See all challenges"</a></Empty>
        }
        .into_any(),
    };
    view! {
        <Title text="Challenges"/>
        <ShareTags title="Challenges" description="Open calls: what is asked, what to start from, and what there is for it."/>
        <div class="wrap page">
            <div class="page-head bar">
                <div>
                    <h1>"Challenges"</h1>
                    <p class="lead">"Open calls: what is asked, what to start from, and what there is for it."</p>
                </div>
                <a class="btn btn-main end" href="/challenges/new">"Issue a challenge"</a>
            </div>
            <nav aria-label="Which">
                <ul class="tags">
                    <li><a class="tag" href="/challenges" aria-current=current(!all)>"Open"</a></li>
                    <li><a class="tag" href="/challenges?show=all" aria-current=current(all)>"All"</a></li>
                    <li><a class="tag" href="/projects">"Projects"</a></li>
                </ul>
            </nav>
            {list}
            {pager}
        </div>
    }
}

/// Challenges, each in a few lines.
#[component]
pub(crate) fn ChallengeLines(
    /// In their order.
    cards: Vec<ChallengeCard>,
    /// The level of the titles' headings.
    #[prop(default = 3)]
    level: u8,
    /// Whether they stand on their project's page, where it is not named again.
    #[prop(optional)]
    of_project: bool,
) -> impl IntoView {
    let lines: Vec<_> = cards
        .iter()
        .map(|card| view! { <li>{line(card, level, of_project)}</li> })
        .collect();
    view! { <ul class="calls">{lines}</ul> }
}

fn line(card: &ChallengeCard, level: u8, of_project: bool) -> impl IntoView + use<> {
    let now = Timestamp::now();
    let link = view! { <a href=format!("/challenges/{}", card.id)>{card.title.clone()}</a> };
    let title = match level {
        2 => view! { <h2 class="call-title" dir="auto">{link}</h2> }.into_any(),
        _ => view! { <h3 class="call-title" dir="auto">{link}</h3> }.into_any(),
    };
    let words = text::short_title(&text::plain_words(&card.excerpt), 220);
    let project = card.project.clone().filter(|_| !of_project).map(|(id, title)| {
        view! { <span>"in "<a href=format!("/projects/{id}") dir="auto">{text::short_title(&title, 60)}</a></span> }
    });
    let class = match card.standing(now).is_open() {
        true => "call",
        false => "call call-closed",
    };
    view! {
        <article class=class>
            {title}
            <p class="call-words" dir="auto">{words}</p>
            <p class="line-meta facts">
                <span>
                    {card.medium.map(|medium| view! { <Mark medium/>" " })}
                    {medium_words(card.medium)}
                </span>
                <span>{closes(card, now)}</span>
                <span>{pay_line(&card.pay)}</span>
                <span>{text::count(card.contribution_count, "contribution", "contributions")}</span>
                <span>"by "<a href=format!("/members/{}", card.issued_by.handle) dir="auto">{card.issued_by.name.clone()}</a></span>
                {project}
            </p>
        </article>
    }
}
