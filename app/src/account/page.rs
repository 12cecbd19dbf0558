//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// Your account.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <Title text="Your account"/><div class="wrap page"><h1>"Your account"</h1></div> }
}
