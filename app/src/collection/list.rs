//! A member's collections: the public ones, or all to themselves.

use super::parts::lines;
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::text::query_value;
use crate::ui::{Empty, ErrorPage};
use db::session::Viewer;
use domain::Handle;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Collections on a page.
const PAGE: u64 = 50;

/// A member's collections.
#[component]
pub fn CollectionsPage() -> impl IntoView {
    let handle = use_params_map()
        .read_untracked()
        .get("handle")
        .unwrap_or_default();
    let (site, viewer, after) = (ssr::site(), ssr::viewer(), ssr::query("after"));
    Suspend::new(async move {
        let page = match site {
            Ok(site) => load(&site, viewer, &handle, after).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

async fn load(
    site: &Site,
    viewer: Option<Viewer>,
    handle: &str,
    after: Option<String>,
) -> Result<AnyView, AppError> {
    let Site { db, .. } = site;
    let handle: Handle = handle.parse().map_err(|_| AppError::NotFound)?;
    let profile = db::member::find_profile(db, handle.as_str()).await?;
    let found =
        db::collection::list_collections(db, viewer.as_ref(), profile.id, after.as_deref(), PAGE)
            .await?;
    let own = viewer.is_some_and(|viewer| viewer.member == profile.id);
    let name = profile.name.clone();
    let make = || view! { <a class="btn" href="/collections/new">"Make a collection"</a> };
    let whose = name.clone();
    let list = match (found.rows.is_empty(), own) {
        (false, _) => lines(&found.rows).into_any(),
        (true, true) => view! {
            <Empty vine=3>
                <p><b>"No collections yet."</b>" Put records together that belong together, in your order, with your notes."</p>
                {make()}
            </Empty>
        }
        .into_any(),
        (true, false) => view! {
            <Empty vine=3><p><b dir="auto">{whose}</b>" has no public collections yet."</p></Empty>
        }
        .into_any(),
    };
    let here = format!("/members/{handle}/collections");
    let has_any = !found.rows.is_empty();
    let next = found.next.map(|after| {
        let href = format!("{here}?after={}", query_value(&after));
        view! { <nav class="pager" aria-label="Pages"><a class="btn" rel="next" href=href>"Older"</a></nav> }
    });
    Ok(view! {
        <Title text=format!("Collections of {name}")/>
        <div class="wrap wrap-form page">
            <div class="page-head bar">
                <div>
                    <p class="eyebrow"><a href=format!("/members/{handle}") dir="auto">{name}</a></p>
                    <h1>"Collections"</h1>
                </div>
                {(own && has_any).then(|| view! { <div class="end">{make()}</div> })}
            </div>
            {list}
            {next}
        </div>
    }
    .into_any())
}
