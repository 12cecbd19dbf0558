//! Claims: about one's own records, made by oneself, and, for curators, all open ones.

use crate::AppError;
use crate::curate::parts::tabs;
use crate::ssr::{self, Site};
use crate::ui::{Empty, ErrorPage, Time, text};
use db::claim::{Asked, Claim};
use db::record::Page;
use db::session::Viewer;
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;

/// Claims on a page.
const PAGE: u64 = 30;

/// Claims.
#[component]
pub fn ClaimsPage() -> impl IntoView {
    let asked = ssr::site().and_then(|site| Ok((site, ssr::signed_in()?)));
    let show = ssr::query("show");
    let after = ssr::query("after");
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, viewer)) => load(&site, viewer, show.as_deref(), after.as_deref()).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok((viewer, asked, found)) => page(&viewer, asked, after.is_none(), found).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    viewer: Viewer,
    show: Option<&str>,
    after: Option<&str>,
) -> Result<(Viewer, Asked, Page<Claim>), AppError> {
    let curates = viewer.role >= Role::Curator;
    let asked = match show {
        Some("own") => Asked::Own,
        Some("open") => Asked::Open,
        None if curates => Asked::Open,
        _ => Asked::AboutOwn,
    };
    let found = db::claim::list_claims(&site.db, &viewer, asked, after, PAGE).await?;
    Ok((viewer, asked, found))
}

fn address(asked: Asked) -> &'static str {
    match asked {
        Asked::AboutOwn => "/claims?show=about",
        Asked::Own => "/claims?show=own",
        Asked::Open => "/claims?show=open",
    }
}

fn page(
    viewer: &Viewer,
    asked: Asked,
    is_first: bool,
    found: Page<Claim>,
) -> impl IntoView + use<> {
    let base = address(asked);
    let lists = [
        (Asked::Open, "All open"),
        (Asked::AboutOwn, "About your records"),
        (Asked::Own, "Made by you"),
    ];
    let choices: Vec<_> = lists
        .into_iter()
        .filter(|(list, _)| *list != Asked::Open || viewer.role >= Role::Curator)
        .map(|(list, name)| {
            let current = (list == asked).then_some("page");
            view! { <li><a class="tag" href=address(list) aria-current=current>{name}</a></li> }
        })
        .collect();
    let older = found.next.map(|after| {
        let href = format!("{base}&after={}", text::query_value(&after));
        view! { <a class="btn" rel="next" href=href>"Older"</a> }
    });
    let newest = (!is_first).then(|| view! { <a class="btn" rel="prev" href=base>"Newest"</a> });
    let pager = (older.is_some() || newest.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages">{newest}{older}</nav> });
    let rows: Vec<_> = found.rows.iter().map(line).collect();
    let list = match rows.is_empty() {
        false => view! { <ul class="line-list">{rows}</ul> }.into_any(),
        true => view! {
            <Empty vine=4><p><b>"Nothing is claimed here."</b>" Where a record was made from one of yours and does not say so, its page has “This used my record”."</p><a class="btn" href="/records">"See the records"</a></Empty>
        }
        .into_any(),
    };
    view! {
        <Title text="Claims"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <h1>"Claims"</h1>
                <p class="lead">"Where somebody says that a record used theirs, and it does not name it."</p>
            </div>
            {(asked == Asked::Open).then(|| tabs(base, None))}
            <nav class="section-first" aria-label="Which"><ul class="tags">{choices}</ul></nav>
            {list}
            {pager}
        </div>
    }
}

fn line(claim: &Claim) -> impl IntoView + use<> {
    let (remix, source) = (
        text::short_title(&claim.remix_title, 80),
        text::short_title(&claim.source_title, 80),
    );
    view! {
        <li class="claim-line">
            <p class="line-title">
                <a href=format!("/claims/{}", claim.id)>"“"<bdi>{remix}</bdi>"” used “"<bdi>{source}</bdi>"”"</a>
            </p>
            <p class="line-meta">
                <span class="badge">{claim.status.label()}</span>
                " says "<bdi>{claim.claimant_name.clone()}</bdi>" of a record by "<bdi>{claim.remix_author_name.clone()}</bdi>
                " · "<Time at=claim.created_at/>
            </p>
        </li>
    }
}
