//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// A member.
#[component]
pub fn MemberPage() -> impl IntoView {
    view! { <Title text="A member"/><div class="wrap page"><h1>"A member"</h1></div> }
}
