//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <Title text="Home"/><div class="wrap page"><h1>"Home"</h1></div> }
}
