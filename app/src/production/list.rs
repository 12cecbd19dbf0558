//! All productions.

use super::parts::{facts, reason};
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::{Empty, ErrorPage, ShareTags, text};
use db::production::Production;
use db::record::Page;
use domain::Role;
use domain::production::Status;
use leptos::prelude::*;
use leptos_meta::Title;

/// Productions on a page.
const PAGE: u64 = 30;
const ABOUT: &str =
    "Works that directors make from records: what goes into each, and who is credited.";

/// Productions.
#[component]
pub fn ProductionsPage() -> impl IntoView {
    let site = ssr::site();
    let status = ssr::query("status").and_then(|word| word.parse().ok());
    let after = ssr::query("after");
    let directs = ssr::viewer().is_some_and(|viewer| viewer.role >= Role::Director);
    Suspend::new(async move {
        let found = match site {
            Ok(Site { db, .. }) => {
                db::production::list_productions(&db, status, after.as_deref(), PAGE)
                    .await
                    .map_err(AppError::from)
            }
            Err(error) => Err(error),
        };
        match found {
            Ok(found) => page(status, after.is_none(), directs, found).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

fn page(
    status: Option<Status>,
    is_first: bool,
    directs: bool,
    found: Page<Production>,
) -> impl IntoView {
    let base = match status {
        Some(status) => format!("/productions?status={status}"),
        None => "/productions".to_owned(),
    };
    let joint = if status.is_some() { '&' } else { '?' };
    let older = found.next.map(|after| {
        let href = format!("{base}{joint}after={}", text::query_value(&after));
        view! { <a class="btn" rel="next" href=href>"Older"</a> }
    });
    let newest =
        (!is_first).then(|| view! { <a class="btn" rel="prev" href=base.clone()>"Newest"</a> });
    let pager = (older.is_some() || newest.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages">{newest}{older}</nav> });
    let lines: Vec<_> = found.rows.iter().map(line).collect();
    let list = match lines.is_empty() {
        false => view! { <ul class="calls">{lines}</ul> }.into_any(),
        true => nothing(status, directs).into_any(),
    };
    let choices: Vec<_> = std::iter::once(None)
        .chain(Status::ALL.map(Some))
        .map(|choice| {
            let href = match choice {
                Some(status) => format!("/productions?status={status}"),
                None => "/productions".to_owned(),
            };
            let current = (choice == status).then_some("page");
            let name = choice.map_or("All", Status::label);
            view! { <li><a class="tag" href=href aria-current=current>{name}</a></li> }
        })
        .collect();
    view! {
        <Title text="Productions"/>
        <ShareTags title="Productions" description=ABOUT/>
        <div class="wrap page">
            <div class="page-head bar">
                <div>
                    <h1>"Productions"</h1>
                    <p class="lead">{ABOUT}</p>
                </div>
                {directs.then(|| view! { <a class="btn btn-main end" href="/productions/new">"Plan a production"</a> })}
            </div>
            <nav class="section-first" aria-label="Status"><ul class="tags">{choices}</ul></nav>
            {list}
            {pager}
        </div>
    }
}

fn line(production: &Production) -> impl IntoView + use<> {
    let words = text::short_title(&text::plain_words(&production.body), 220);
    let words = (!production.body.trim().is_empty())
        .then(|| view! { <p class="call-words" dir="auto">{words}</p> });
    view! {
        <li>
            <article class="call">
                <h2 class="call-title"><a href=format!("/productions/{}", production.id)><bdi>{production.title.clone()}</bdi></a></h2>
                {words}
                {reason(production)}
                <div class="line-meta">{facts(production)}</div>
            </article>
        </li>
    }
}

fn nothing(status: Option<Status>, directs: bool) -> impl IntoView {
    let (heading, words) = match status {
        None => (
            "Nothing is in production yet",
            "A director makes one from records that curators shortlist.",
        ),
        Some(_) => ("None stands there just now", "Choose another status above."),
    };
    let act = match directs && status.is_none() {
        true => view! { <a class="btn" href="/productions/new">"Plan a production"</a> },
        false => view! { <a class="btn" href="/records">"See the records"</a> },
    };
    view! { <Empty vine=5><h2>{heading}</h2><p>{words}</p>{act}</Empty> }
}
