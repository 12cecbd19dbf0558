//! All recommendations of a record, and all that a member recommends.

use super::parts::{eyebrow, lines, quotes};
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::text::query_value;
use crate::ui::{Empty, ErrorPage};
use domain::{Handle, RecordId};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Recommendations on a page.
const PAGE: u64 = 50;

/// Why members recommend a record.
#[component]
pub fn OfRecordPage() -> impl IntoView {
    let asked = ssr::asked_id()
        .map(RecordId)
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, id)));
    let after = ssr::query("after");
    Suspend::new(async move {
        let page = match asked {
            Ok((site, id)) => of_record(&site, id, after).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

async fn of_record(site: &Site, id: RecordId, after: Option<String>) -> Result<AnyView, AppError> {
    let Site { db, .. } = site;
    let record = db::record::find_record(db, None, id).await?;
    let gone = record.withdrawn_at.is_some();
    let found = db::recommendation::list_recommendations_of(db, id, after.as_deref(), PAGE).await?;
    let list = if gone || found.rows.is_empty() {
        let words = match gone {
            true => "The record was withdrawn, and what was said for it with it.",
            false => "Nobody has recommended it yet.",
        };
        view! { <Empty><p>{words}</p></Empty> }.into_any()
    } else {
        quotes(&found.rows).into_any()
    };
    let here = format!("/records/{id}/recommendations");
    Ok(view! {
        <Title text="Recommendations"/>
        <div class="wrap wrap-form page">
            <div class="page-head">{eyebrow(&record.card)}<h1>"Recommended"</h1><p class="lead">"Who recommends it, and why: newest first."</p></div>
            {list}
            {pager(&here, after.is_some(), found.next.filter(|_| !gone))}
        </div>
    }
    .into_any())
}

/// What a member recommends.
#[component]
pub fn OfMemberPage() -> impl IntoView {
    let handle = use_params_map()
        .read_untracked()
        .get("handle")
        .unwrap_or_default();
    let site = ssr::site();
    let after = ssr::query("after");
    Suspend::new(async move {
        let page = match site {
            Ok(site) => of_member(&site, &handle, after).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

async fn of_member(site: &Site, handle: &str, after: Option<String>) -> Result<AnyView, AppError> {
    let Site { db, .. } = site;
    let handle: Handle = handle.parse().map_err(|_| AppError::NotFound)?;
    let profile = db::member::find_profile(db, handle.as_str()).await?;
    let found =
        db::recommendation::list_recommendations_by(db, profile.id, after.as_deref(), PAGE).await?;
    let whose = profile.name.clone();
    let list = match found.rows.is_empty() {
        true => view! {
            <Empty>
                <p><b dir="auto">{whose}</b>" has not recommended anything yet."</p>
                <a class="btn" href="/records">"See every record"</a>
            </Empty>
        }
        .into_any(),
        false => lines(&found.rows).into_any(),
    };
    let here = format!("/members/{handle}/recommendations");
    Ok(view! {
        <Title text=format!("{} recommends", profile.name)/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href=format!("/members/{handle}") dir="auto">{profile.name.clone()}</a></p>
                <h1>"Recommends"</h1>
                <p class="lead">"Records of others, and why: newest first."</p>
            </div>
            {list}
            {pager(&here, after.is_some(), found.next)}
        </div>
    }
    .into_any())
}

fn pager(here: &str, goes_on: bool, next: Option<String>) -> Option<impl IntoView + use<>> {
    let first = goes_on.then(|| view! { <a class="btn" href=here.to_owned()>"Newest"</a> });
    let next = next.map(|after| {
        let href = format!("{here}?after={}", query_value(&after));
        view! { <a class="btn" rel="next" href=href>"Older"</a> }
    });
    (first.is_some() || next.is_some()).then(|| {
        view! { <nav class="pager" aria-label="Pages">{first}{next}</nav> }
    })
}
