//! Where what was selected elsewhere goes to a shortlist.

use super::at_the_desk;
use super::parts::{BECOMES_PUBLIC, choose};
use crate::AppError;
use crate::form::FormState;
use crate::selection::Selection;
use crate::ssr::{self, Site};
use crate::ui::ErrorPage;
use crate::ui::form::{ErrorSummary, TextField};
use db::session::Viewer;
use domain::text::Field;
use leptos::prelude::*;

/// Put what is selected on a shortlist.
#[component]
pub fn AddToShortlistPage() -> impl IntoView {
    let asked = at_the_desk();
    let state = ssr::form_state("/curate/shortlists/add");
    let pairs = ssr::query_pairs();
    let query = ssr::query_text();
    let chosen = ssr::query("shortlist").unwrap_or_default();
    Suspend::new(async move {
        let page = async {
            let (site, viewer) = asked?;
            let selected = Selection::load(&site, &pairs).await?;
            page(&site, &viewer, &selected, &state, &query, &chosen).await
        };
        let page: Result<AnyView, AppError> = page.await;
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

async fn page(
    site: &Site,
    viewer: &Viewer,
    selected: &Selection,
    state: &FormState,
    query: &str,
    chosen: &str,
) -> Result<AnyView, AppError> {
    let choices = db::shortlist::list_open_shortlists(&site.db, viewer).await?;
    let form = (!choices.is_empty()).then(|| {
        view! {
            <ErrorSummary state=state.clone()/>
            <form class="form" method="post" action=format!("/curate/shortlists/add?{query}")>
                {choose("shortlist", &choices, state, chosen)}
                <TextField state=state.clone() field=Field::Reason label="Reason" hint=format!("Why they belong on it. It stands at each of them, and in the trail. {BECOMES_PUBLIC}")/>
                <div class="form-end"><button class="btn btn-main" r#type="submit">"Put them on it"</button></div>
            </form>
        }
        .into_any()
    });
    let make = (
        format!("/curate/shortlists/new?{query}"),
        "Start a new shortlist with them",
    );
    Ok(selected.page("Put on a shortlist", form, make).into_any())
}
