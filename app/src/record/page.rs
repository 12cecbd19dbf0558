//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// A record.
#[component]
pub fn RecordPage() -> impl IntoView {
    view! { <Title text="A record"/><div class="wrap page"><h1>"A record"</h1></div> }
}
