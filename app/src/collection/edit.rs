//! The pages on which collections are made and changed.

use super::page::asked;
use super::parts::collection_form;
use crate::AppError;
use crate::selection::{self, Selection};
use crate::ssr;
use crate::ui::ErrorPage;
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::text;
use leptos::prelude::*;
use leptos_meta::Title;

/// Make a collection.
#[component]
pub fn NewCollectionPage() -> impl IntoView {
    let state = ssr::form_state("/collections/new");
    let pairs = ssr::query_pairs();
    let site = ssr::site();
    // Whose session ended while they typed gets the form back with all of it.
    let may = ssr::viewer().is_some() || state.is_returned();
    let query = ssr::path_and_query();
    let query = query.split_once('?').map(|(_, query)| query.to_owned());
    Suspend::new(async move {
        let selected = match (may, site) {
            (false, _) => Err(AppError::SignInNeeded),
            (true, Ok(site)) if !selection::is_empty(&pairs) => {
                Selection::load(&site, &pairs).await.map(Some)
            }
            (true, site) => site.map(|_| None),
        };
        let selected = match selected {
            Ok(selected) => selected,
            Err(error) => return view! { <ErrorPage error/> }.into_any(),
        };
        let action = match (&selected, query) {
            (Some(_), Some(query)) => format!("/collections/new?{query}"),
            _ => "/collections/new".to_owned(),
        };
        let with = selected.map(|selected| {
            view! {
                <section class="section" aria-labelledby="with-h">
                    <div class="section-head"><h2 id="with-h">"With"</h2></div>
                    {selected.view()}
                </section>
            }
        });
        view! {
            <Title text="Make a collection"/>
            <div class="wrap wrap-form page">
                <div class="page-head">
                    <h1>"Make a collection"</h1>
                    <p class="lead">"An ordered list of records, with your notes."</p>
                </div>
                <div class="panel">{collection_form(action, &state, None)}</div>
                {with}
            </div>
        }
        .into_any()
    })
}

/// Edit a collection.
#[component]
pub fn EditCollectionPage() -> impl IntoView {
    let asked = asked().and_then(|asked| Ok((ssr::signed_in()?, asked)));
    let edit = ssr::form_state("/collections/edit");
    let delete = ssr::form_state("/collections/delete");
    Suspend::new(async move {
        let found = match asked {
            Ok((viewer, (site, id))) => {
                match db::collection::find_collection(&site.db, Some(&viewer), id).await {
                    Ok(collection) if collection.owner == viewer.member => Ok(collection),
                    Ok(_) => Err(AppError::NotFound),
                    Err(error) => Err(error.into()),
                }
            }
            Err(error) => Err(error),
        };
        let collection = match found {
            Ok(collection) => collection,
            Err(error) => return view! { <ErrorPage error/> }.into_any(),
        };
        let id = collection.id;
        let open = delete.is_returned();
        view! {
            <Title text="Edit a collection"/>
            <div class="wrap wrap-form page">
                <div class="page-head">
                    <p class="eyebrow"><a href=format!("/collections/{id}") dir="auto">{text::short_title(&collection.title, 80)}</a></p>
                    <h1>"Edit a collection"</h1>
                </div>
                <div class="panel">{collection_form(format!("/collections/edit?id={id}"), &edit, Some(&collection))}</div>
                <div class="section">
                    <details class="fold" open=open>
                        <summary>"Delete this collection"</summary>
                        <div class="fold-body">
                            <ErrorSummary state=delete/>
                            <p class="hint">"The list and its notes go for good. The records stay where they are."</p>
                            <form method="post" action=format!("/collections/delete?id={id}")>
                                {hidden("id", &id.to_string())}
                                {hidden("version", &collection.version.to_string())}
                                <button class="btn btn-danger" r#type="submit">"Delete it"</button>
                            </form>
                        </div>
                    </details>
                </div>
            </div>
        }
        .into_any()
    })
}
