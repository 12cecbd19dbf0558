//! A page.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <Title text="Sign in"/><div class="wrap page"><h1>"Sign in"</h1></div> }
}
/// Join.
#[component]
pub fn SignUpPage() -> impl IntoView {
    view! { <Title text="Join"/><div class="wrap page"><h1>"Join"</h1></div> }
}
