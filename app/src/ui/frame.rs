//! What stands around every page: header, footer, and the page for what is not there.

use crate::ssr;
use leptos::prelude::*;
use leptos_meta::Title;

/// The top of every page.
#[component]
pub fn SiteHeader() -> impl IntoView {
    view! { <header class="site-header"><div class="wrap"><a class="brand" href="/">"Understory"</a></div></header> }
}

/// The foot of every page.
#[component]
pub fn SiteFooter() -> impl IntoView {
    view! { <footer class="site-footer"><div class="wrap"><span>"Understory: works made from works."</span></div></footer> }
}

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    ssr::set_status(404);
    view! { <Title text="Not found"/><div class="wrap page"><h1>"There is nothing here"</h1></div> }
}
