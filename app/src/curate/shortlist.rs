//! A shortlist's page, and the one on which it is changed.

use super::shortlist_parts::{Forms, close_fold, head, records_section, trail};
use super::shortlists::shortlist_form;
use super::{asked_id, at_the_desk};
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::{ErrorPage, text};
use db::record::Page;
use db::session::Viewer;
use db::shortlist::{Order, Shortlist, ShortlistEvent, ShortlistRecord};
use domain::{Role, ShortlistId};
use leptos::prelude::*;
use leptos_meta::Title;

/// Records on a page.
const PAGE: u64 = 50;
/// Steps of the trail on a page.
const STEPS: u64 = 30;

/// What the page shows.
pub(super) struct Shown {
    pub(super) shortlist: Shortlist,
    pub(super) viewer: Viewer,
    pub(super) order: Order,
    pub(super) records: Page<ShortlistRecord>,
    pub(super) events: Page<ShortlistEvent>,
    pub(super) goes_on: bool,
}

/// What the page is asked for.
struct Asked {
    site: Site,
    viewer: Viewer,
    id: ShortlistId,
    order: Order,
    after: Option<String>,
    trail: Option<String>,
}

fn asked() -> Result<Asked, AppError> {
    let (site, viewer) = at_the_desk()?;
    let order = match ssr::query("sort").as_deref() {
        Some("added") => Order::Added,
        _ => Order::Votes,
    };
    Ok(Asked {
        site,
        viewer,
        id: ShortlistId(asked_id()?),
        order,
        after: ssr::query("after"),
        trail: ssr::query("trail"),
    })
}

/// A shortlist.
#[component]
pub fn ShortlistPage() -> impl IntoView {
    let asked = asked();
    let forms = Forms::of_page();
    Suspend::new(async move {
        let shown = match asked {
            Ok(asked) => load(asked).await,
            Err(error) => Err(error),
        };
        match shown {
            Ok(shown) => view! {
                <Title text=text::short_title(&shown.shortlist.title, 120)/>
                <div class="wrap wrap-form page">
                    {head(&shown.shortlist, shown.viewer.role >= Role::Director)}
                    {records_section(&shown, &forms)}
                    {close_fold(&shown.shortlist, &forms)}
                    {trail(&shown)}
                </div>
            }
            .into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(asked: Asked) -> Result<Shown, AppError> {
    let Asked {
        site,
        viewer,
        id,
        order,
        after,
        trail,
    } = asked;
    let db = &site.db;
    let shortlist = db::shortlist::find_shortlist(db, &viewer, id).await?;
    let (records, events) = tokio::try_join!(
        db::shortlist::list_shortlist_records(db, id, order, after.as_deref(), PAGE),
        db::shortlist::list_shortlist_events(db, id, None, trail.as_deref(), STEPS),
    )?;
    Ok(Shown {
        shortlist,
        viewer,
        order,
        records,
        events,
        goes_on: after.is_some(),
    })
}

/// Edit a shortlist.
#[component]
pub fn EditShortlistPage() -> impl IntoView {
    let asked =
        at_the_desk().and_then(|(site, viewer)| Ok((site, viewer, ShortlistId(asked_id()?))));
    let state = ssr::form_state("/curate/shortlists/edit");
    Suspend::new(async move {
        let found = async {
            let (site, viewer, id) = asked?;
            Ok(db::shortlist::find_shortlist(&site.db, &viewer, id).await?)
        };
        let found: Result<Shortlist, AppError> = found.await;
        match found {
            Ok(shortlist) => {
                let id = shortlist.id;
                let action = format!("/curate/shortlists/edit?id={id}");
                view! {
                    <Title text="Edit a shortlist"/>
                    <div class="wrap wrap-form page">
                        <div class="page-head">
                            <p class="eyebrow"><a href=format!("/curate/shortlists/{id}") dir="auto">{text::short_title(&shortlist.title, 80)}</a></p>
                            <h1>"Edit a shortlist"</h1>
                        </div>
                        <div class="panel">{shortlist_form(action, &state, Some(&shortlist), None)}</div>
                    </div>
                }
                .into_any()
            }
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}
