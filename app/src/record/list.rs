//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// Records.
#[component]
pub fn RecordsPage() -> impl IntoView {
    view! { <Title text="Records"/><div class="wrap page"><h1>"Records"</h1></div> }
}
