//! All records: search, facets, order, page by page.

use super::facets::{chosen, facets, list_head};
use super::list_query::ListQuery;
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::text::{self, initial};
use crate::ui::{Empty, ErrorPage, RecordGrid};
use db::member::MemberLine;
use db::record::{Page, RecordCard, Sort, Totals};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::{Link, Title};

/// Records on a page.
const PAGE: u64 = 36;
/// Members shown beside found records.
const MEMBERS_MAX: u64 = 6;

/// What the page shows.
struct Shown {
    query: ListQuery,
    problems: Vec<String>,
    totals: Totals,
    page: Page<RecordCard>,
    members: Vec<MemberLine>,
    /// The record whose remixes are listed.
    of: Option<RecordCard>,
    /// The title of the project whose records are listed.
    project: Option<String>,
    /// Whether a curator looks, who can send records on.
    is_curator: bool,
    public_url: std::sync::Arc<str>,
}

/// Records.
#[component]
pub fn RecordsPage() -> impl IntoView {
    let site = ssr::site();
    let is_curator = ssr::viewer().is_some_and(|viewer| viewer.role >= Role::Curator);
    let (query, problems) = ListQuery::parse(&ssr::query_pairs());
    Suspend::new(async move {
        let shown = match site {
            Ok(site) => load(&site, query, problems).await.map(|shown| Shown {
                is_curator,
                ..shown
            }),
            Err(error) => Err(error),
        };
        match shown {
            Ok(shown) => page(shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(site: &Site, query: ListQuery, mut problems: Vec<String>) -> Result<Shown, AppError> {
    let Site { db, .. } = site;
    let totals = db::record::find_totals(db).await?;
    let mut page = Page {
        rows: Vec::new(),
        next: None,
    };
    let mut members = Vec::new();
    let mut of = None;
    let mut project = None;
    if problems.is_empty() {
        let after = (!query.after.is_empty()).then_some(query.after.as_str());
        let found = db::record::list_records(db, &query.filter(), query.sort, after, PAGE).await;
        match found.map_err(AppError::from) {
            Ok(found) => page = found,
            // A rule can only refuse where the list goes on, or words without anything to find in them.
            Err(AppError::Rule(_)) if after.is_some() => {
                problems
                    .push("This list does not go on from there. Begin at its start.".to_owned());
            }
            Err(AppError::Rule(_)) => {
                problems.push("There is nothing in these words to search for.".to_owned());
            }
            Err(error) => return Err(error),
        }
        if !query.words.is_empty() && after.is_none() {
            members = db::member::search_members(db, &query.words, MEMBERS_MAX).await?;
        }
        if let Some(id) = query.remix_of {
            of = db::record::find_cards(db, &[id]).await?.into_iter().next();
        }
        if let Some(id) = query.project {
            project = match db::project::find(db, id).await {
                Ok(found) => Some(found.card.title),
                Err(db::Error::NotFound) => None,
                Err(error) => return Err(error.into()),
            };
        }
    }
    Ok(Shown {
        query,
        problems,
        totals,
        page,
        members,
        of,
        project,
        is_curator: false,
        public_url: site.public_url.clone(),
    })
}

fn page(shown: Shown) -> impl IntoView {
    let Shown {
        query,
        problems,
        totals,
        page,
        members,
        of,
        project,
        is_curator,
        public_url,
    } = shown;
    let lead = match totals.records {
        0 => "Nothing is put up yet.".to_owned(),
        records => format!(
            "{} by {}.",
            text::records(records),
            text::members(totals.authors)
        ),
    };
    let canonical = format!("{public_url}{}", query.address());
    let results = match problems.is_empty() {
        true => results(&query, page, members, is_curator).into_any(),
        false => problem_notice(problems).into_any(),
    };
    view! {
        <Title text=title(&query)/>
        <Link rel="canonical" href=canonical/>
        <div class="wrap page">
            <form action="/records" method="get" role="search" aria-label="Records">
                <div class="page-head">
                    {of.as_ref().map(remixes_of)}
                    <h1>{if of.is_some() { "Remixes" } else { "Records" }}</h1>
                    <p class="lead">{lead}</p>
                </div>
                {list_head(&query)}
                <div class="split split-left">
                    {facets(&query, &totals)}
                    <div>
                        {chosen(&query, of.as_ref(), project.as_deref())}
                        {results}
                    </div>
                </div>
            </form>
            {is_curator.then(|| view! { <form id=SEND method="get" action="/curate/shortlists/add"></form> })}
        </div>
    }
}

/// The form that sends ticked records on.
const SEND: &str = "send";

fn title(query: &ListQuery) -> String {
    match query.words.as_str() {
        "" => "Records".to_owned(),
        words => format!("“{}”, records", text::short_title(words, 60)),
    }
}

fn remixes_of(card: &RecordCard) -> impl IntoView + use<> {
    let href = format!("/records/{}", card.id);
    view! { <p class="eyebrow"><a href=href dir="auto">{text::short_title(&card.title, 80)}</a></p> }
}

fn problem_notice(problems: Vec<String>) -> impl IntoView {
    ssr::set_status(422);
    let lines: Vec<_> = problems
        .into_iter()
        .map(|problem| view! { <p>{problem}</p> })
        .collect();
    view! {
        <div class="notice notice-danger notice-gap" role="alert">{lines}</div>
        <p><a class="btn" href="/records">"See every record"</a></p>
    }
}

fn results(
    query: &ListQuery,
    page: Page<RecordCard>,
    members: Vec<MemberLine>,
    is_curator: bool,
) -> impl IntoView + use<> {
    let found_members = (!members.is_empty()).then(|| people(members));
    if page.rows.is_empty() {
        return view! { {found_members}{nothing(query)} }.into_any();
    }
    let pager = pager(query, page.next);
    view! {
        {found_members}
        <h2 class="sr">"Records found"</h2>
        <RecordGrid cards=page.rows ticks_for=is_curator.then_some(SEND)/>
        {is_curator.then(|| view! {
            <div class="acts send-acts">
                <span class="acts-note">"With what is ticked:"</span>
                <button class="btn btn-small" r#type="submit" form=SEND>"Put on a shortlist"</button>
                <button class="btn btn-small" r#type="submit" form=SEND formaction="/collections/add">"Add to a collection"</button>
            </div>
        })}
        {pager}
    }
    .into_any()
}

fn people(members: Vec<MemberLine>) -> impl IntoView {
    let people: Vec<_> = members
        .into_iter()
        .map(|member| {
            view! {
                <li class="person">
                    <span class="avatar" aria-hidden="true">{initial(&member.name)}</span>
                    <div>
                        <a class="name" href=format!("/members/{}", member.handle) dir="auto">{member.name.clone()}</a>
                        <small>{text::records(member.record_count)}</small>
                    </div>
                </li>
            }
        })
        .collect();
    view! {
        <section class="section-first" aria-labelledby="members-h">
            <div class="section-head"><h2 id="members-h">"Members"</h2></div>
            <ul class="people">{people}</ul>
        </section>
    }
}

fn nothing(query: &ListQuery) -> AnyView {
    let everything = view! { <a class="btn" href="/records">"See every record"</a> };
    let put_up = view! { <a class="btn" href="/records/new">"Put up a record"</a> };
    match (query.words.as_str(), query.is_narrowed(), query.after.is_empty()) {
        (_, _, false) => view! { <Empty><h2>"That was all"</h2><p>"There is nothing after this page."</p>{everything}</Empty> }.into_any(),
        ("", false, _) => view! { <Empty vine=1><h2>"Nothing is put up yet"</h2><p>"Be the first."</p>{put_up}</Empty> }.into_any(),
        ("", true, _) => view! { <Empty><h2>"No record is like this yet"</h2><p>"Take something away above, or put one up yourself."</p>{everything}</Empty> }.into_any(),
        (words, ..) => {
            let heading = format!("Nothing found for “{}”", text::short_title(words, 60));
            view! { <Empty><h2 dir="auto">{heading}</h2><p>"Try fewer words, or take something away above."</p>{everything}</Empty> }.into_any()
        }
    }
}

fn pager(query: &ListQuery, next: Option<String>) -> Option<impl IntoView + use<>> {
    let first = (!query.after.is_empty()).then(|| {
        let start = query.with(|_| {}).address();
        view! { <a class="btn" href=start>"Back to the start"</a> }
    });
    let words = match query.sort {
        Sort::Newest => "Older records",
        Sort::Oldest => "Newer records",
        Sort::Hearts | Sort::Remixes => "More records",
    };
    let next = next.map(|after| {
        let address = query.with(|query| query.after = after).address();
        view! { <a class="btn" rel="next" href=address>{words}</a> }
    });
    (first.is_some() || next.is_some()).then(|| {
        view! { <nav class="pager" aria-label="Pages">{first}{next}</nav> }
    })
}
