//! Where what was selected elsewhere goes into a production.

use crate::AppError;
use crate::form::FormState;
use crate::selection::Selection;
use crate::ssr::{self, Site};
use crate::ui::form::{ErrorSummary, SelectField};
use crate::ui::{ErrorPage, text};
use db::session::Viewer;
use domain::Role;
use domain::text::Field;
use leptos::prelude::*;

/// Productions to choose among.
const CHOICES: u64 = 100;

/// Include what is selected in a production.
#[component]
pub fn AddToProductionPage() -> impl IntoView {
    let asked = ssr::signed_in().and_then(|viewer| Ok((viewer, ssr::site()?)));
    let state = ssr::form_state("/productions/add");
    let pairs = ssr::query_pairs();
    let query = ssr::query_text();
    Suspend::new(async move {
        let page = async {
            let (viewer, site) = asked?;
            if viewer.role < Role::Director {
                return Err(AppError::NotFound);
            }
            let selected = Selection::load(&site, &pairs).await?;
            page(&site, &viewer, &selected, &state, &query).await
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
) -> Result<AnyView, AppError> {
    let open = db::production::list_open_productions(&site.db, viewer.member, CHOICES).await?;
    let choices: Vec<_> = open
        .iter()
        .map(|line| (line.id.to_string(), text::short_title(&line.title, 80)))
        .collect();
    let form = (!choices.is_empty()).then(|| {
        view! {
            <ErrorSummary state=state.clone()/>
            <form class="form" method="post" action=format!("/productions/add?{query}")>
                <SelectField state=state.clone() field=Field::Production label="Production" choices/>
                <div class="form-end"><button class="btn btn-main" r#type="submit">"Include them"</button></div>
            </form>
        }
        .into_any()
    });
    let make = (
        format!("/productions/new?{query}"),
        "Plan a new production with them",
    );
    Ok(selected
        .page("Include in a production", form, make)
        .into_any())
}
