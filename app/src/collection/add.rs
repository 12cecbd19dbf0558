//! Where what was selected elsewhere goes to a collection.

use super::parts::choose;
use crate::AppError;
use crate::form::FormState;
use crate::selection::Selection;
use crate::ssr::{self, Site};
use crate::ui::ErrorPage;
use crate::ui::form::{ErrorSummary, TextField};
use db::session::Viewer;
use domain::text::Field;
use leptos::prelude::*;

/// Collections to choose among.
const CHOICES: u64 = 100;

/// Add what is selected to a collection.
#[component]
pub fn AddToCollectionPage() -> impl IntoView {
    let asked = ssr::signed_in().and_then(|viewer| Ok((viewer, ssr::site()?)));
    let state = ssr::form_state("/collections/add");
    let pairs = ssr::query_pairs();
    let query = ssr::query_text();
    Suspend::new(async move {
        let page = async {
            let (viewer, site) = asked?;
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
    let choices =
        db::collection::list_own_collections(&site.db, viewer.member, None, CHOICES).await?;
    let form = (!choices.is_empty()).then(|| {
        view! {
            <ErrorSummary state=state.clone()/>
            <form class="form" method="post" action=format!("/collections/add?{query}")>
                {choose(&choices, state)}
                <TextField state=state.clone() field=Field::Note label="Note on each" optional=true/>
                <div class="form-end"><button class="btn btn-main" r#type="submit">"Add them"</button></div>
            </form>
        }
        .into_any()
    });
    let make = (
        format!("/collections/new?{query}"),
        "Make a new collection with them",
    );
    Ok(selected.page("Add to a collection", form, make).into_any())
}
