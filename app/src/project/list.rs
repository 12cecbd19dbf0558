//! All projects.

use super::rating::rating_line;
use crate::AppError;
use crate::challenge::list::ChallengeLines;
use crate::ssr::{self, Site};
use crate::ui::{Empty, ErrorPage, ShareTags, text};
use db::challenge::{ChallengeCard, ChallengeFilter};
use db::project::{Person, ProjectCard, ProjectSort};
use db::record::Page;
use domain::project::Status;
use leptos::prelude::*;
use leptos_meta::Title;

/// Projects on a page.
const PAGE: u64 = 30;
/// Open challenges shown beside them.
const CHALLENGES: u64 = 4;

/// Projects.
#[component]
pub fn ProjectsPage() -> impl IntoView {
    let site = ssr::site();
    let sort = match ssr::query("sort").as_deref() {
        Some("rating") => ProjectSort::Rating,
        _ => ProjectSort::Newest,
    };
    let after = ssr::query("after");
    Suspend::new(async move {
        let found = match site {
            Ok(site) => load(&site, sort, after.as_deref()).await,
            Err(error) => Err(error),
        };
        match found {
            Ok((found, open)) => page(sort, after.is_none(), found, open).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    sort: ProjectSort,
    after: Option<&str>,
) -> Result<(Page<ProjectCard>, Vec<ChallengeCard>), AppError> {
    let open = ChallengeFilter {
        open: true,
        project: None,
    };
    let (projects, challenges) = tokio::try_join!(
        db::project::list(&site.db, sort, after, PAGE),
        db::challenge::list(&site.db, open, None, CHALLENGES),
    )?;
    Ok((projects, challenges.rows))
}

fn page(
    sort: ProjectSort,
    is_first: bool,
    found: Page<ProjectCard>,
    open: Vec<ChallengeCard>,
) -> impl IntoView {
    let (base, joint) = match sort {
        ProjectSort::Newest => ("/projects", '?'),
        ProjectSort::Rating => ("/projects?sort=rating", '&'),
    };
    let current = |chosen: ProjectSort| (chosen == sort).then_some("page");
    let next = found.next.map(|after| {
        let href = format!("{base}{joint}after={}", text::query_value(&after));
        view! { <a class="btn" rel="next" href=href>"More projects"</a> }
    });
    let first = (!is_first).then(|| view! { <a class="btn" href=base>"Back to the start"</a> });
    let pager = (next.is_some() || first.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages">{first}{next}</nav> });
    let list = if found.rows.is_empty() {
        view! {
            <Empty><h2>"No project was started yet"</h2><p>"A film, a record, a book: say what it is to become, and who is needed."</p><a class="btn" href="/projects/new">"Start a project"</a></Empty>
        }
        .into_any()
    } else {
        let lines: Vec<_> = found
            .rows
            .iter()
            .map(|card| view! { <li>{line(card)}</li> })
            .collect();
        view! { <ul class="calls">{lines}</ul> }.into_any()
    };
    let open = (is_first && !open.is_empty()).then(|| {
        view! {
            <section class="section">
                <div class="section-head">
                    <h2>"Open challenges"</h2>
                    <a class="more" href="/challenges">"See all"</a>
                </div>
                <ChallengeLines cards=open/>
            </section>
        }
    });
    view! {
        <Title text="Projects"/>
        <ShareTags title="Projects" description="Efforts that members lead, and the challenges they issue."/>
        <div class="wrap page">
            <div class="page-head bar">
                <div>
                    <h1>"Projects"</h1>
                    <p class="lead">"Efforts that members lead, and the challenges they issue."</p>
                </div>
                <a class="btn btn-main end" href="/projects/new">"Start a project"</a>
            </div>
            <nav aria-label="Order">
                <ul class="tags">
                    <li><a class="tag" href="/projects" aria-current=current(ProjectSort::Newest)>"Newest"</a></li>
                    <li><a class="tag" href="/projects?sort=rating" aria-current=current(ProjectSort::Rating)>"By members’ rating"</a></li>
                    <li><a class="tag" href="/challenges">"Challenges"</a></li>
                </ul>
            </nav>
            {list}
            {pager}
            {open}
        </div>
    }
}

fn line(card: &ProjectCard) -> impl IntoView + use<> {
    let closed =
        (card.status == Status::Closed).then(|| view! { " "<span class="badge">"closed"</span> });
    let words = text::short_title(&text::plain_words(&card.excerpt), 220);
    let words = (!card.excerpt.trim().is_empty())
        .then(|| view! { <p class="call-words" dir="auto">{words}</p> });
    view! {
        <article class="call">
            <h2 class="call-title"><a href=format!("/projects/{}", card.id)><bdi>{card.title.clone()}</bdi></a>{closed}</h2>
            {words}
            <p class="line-meta facts">
                <span>"led by "{people(&card.leaders)}</span>
                <span>{text::count(card.challenge_count, "challenge", "challenges")}</span>
                <span>{rating_line(card)}</span>
                <span>"started "{card.created_at.day()}</span>
            </p>
        </article>
    }
}

/// The first three by name, and how many more.
pub(super) fn people(leaders: &[Person]) -> impl IntoView + use<> {
    let shown: Vec<_> = leaders
        .iter()
        .take(3)
        .enumerate()
        .map(|(place, person)| {
            let comma = (place > 0).then_some(", ");
            view! { {comma}<a href=format!("/members/{}", person.handle) dir="auto">{person.name.clone()}</a> }
        })
        .collect();
    let more = leaders.len().saturating_sub(3);
    let more = (more > 0).then(|| format!(" and {more} more"));
    view! { {shown}{more} }
}
