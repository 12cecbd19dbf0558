//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// Put up a record.
#[component]
pub fn NewRecordPage() -> impl IntoView {
    view! { <Title text="Put up a record"/><div class="wrap page"><h1>"Put up a record"</h1></div> }
}
/// Remix.
#[component]
pub fn RemixPage() -> impl IntoView {
    view! { <Title text="Remix"/><div class="wrap page"><h1>"Remix"</h1></div> }
}
/// Edit a record.
#[component]
pub fn EditPage() -> impl IntoView {
    view! { <Title text="Edit a record"/><div class="wrap page"><h1>"Edit a record"</h1></div> }
}
