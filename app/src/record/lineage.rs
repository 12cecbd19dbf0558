//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// Lineage.
#[component]
pub fn LineagePage() -> impl IntoView {
    view! { <Title text="Lineage"/><div class="wrap page"><h1>"Lineage"</h1></div> }
}
