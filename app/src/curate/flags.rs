//! The flags that wait for an answer.

use super::at_the_desk;
use super::parts::tabs;
use super::query::DeskQuery;
use super::remarks::{flag_words, settle_form};
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::form::refused;
use crate::ui::text::query_value;
use crate::ui::{Empty, ErrorPage, RecordLine};
use db::session::Viewer;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// Flags on a page.
const PAGE: u64 = 50;

/// Open flags, the oldest first.
#[component]
pub fn FlagsPage() -> impl IntoView {
    let asked = at_the_desk();
    let state = ssr::form_state("/curate/records/settle");
    let after = ssr::query("after");
    Suspend::new(async move {
        let page = match asked {
            Ok((site, viewer)) => page(&site, &viewer, &state, after).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

async fn page(
    site: &Site,
    viewer: &Viewer,
    state: &FormState,
    after: Option<String>,
) -> Result<AnyView, AppError> {
    let queue = DeskQuery::default().filter();
    let (waiting, found) = tokio::try_join!(
        db::review::count_waiting(&site.db, viewer, &queue, false),
        db::review::list_open_flags(&site.db, viewer, after.as_deref(), PAGE),
    )?;
    let lines: Vec<_> = found
        .rows
        .iter()
        .map(|(card, flag)| {
            view! {
                <li class="panel desk-flag">
                    <ul class="line-list"><RecordLine card/></ul>
                    {flag_words(flag)}
                    {settle_form(card.id, flag, state)}
                    <p><a href=format!("/curate/records/{}", card.id)>"Review the record first"</a></p>
                </li>
            }
        })
        .collect();
    let list = match lines.is_empty() {
        true => view! {
            <Empty vine=5><h2>"No flag waits"</h2><p>"What members find wrong with a record comes up here."</p><a class="btn" href="/curate">"See what is unrated"</a></Empty>
        }
        .into_any(),
        false => view! { <ul class="stack stack-wide">{lines}</ul> }.into_any(),
    };
    let next = found.next.map(|after| {
        let href = format!("/curate/flags?after={}", query_value(&after));
        view! { <nav class="pager" aria-label="Pages"><a class="btn" rel="next" href=href>"More"</a></nav> }
    });
    Ok(view! {
        <Title text="Flags"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <h1>"Flags"</h1>
                <p class="lead">"What members say is not right, the oldest first. Nothing is blocked by a flag."</p>
                {tabs("/curate/flags", Some(&waiting))}
            </div>
            {refused("settle", state, &[Field::Answer])}
            {list}
            {next}
        </div>
    }
    .into_any())
}
