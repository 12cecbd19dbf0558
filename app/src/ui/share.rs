//! What a link to a page looks like where it is shared.

use crate::ssr;
use leptos::prelude::*;
use leptos_meta::Meta;

/// Description and Open Graph tags of a page that has no picture of its own.
#[component]
pub fn ShareTags(
    /// The page's title.
    #[prop(into)]
    title: String,
    /// What it is, in a sentence or two.
    #[prop(into)]
    description: String,
) -> impl IntoView {
    let base = ssr::site().map_or_else(|_| String::new(), |site| site.public_url.to_string());
    view! {
        <Meta name="description" content=description.clone()/>
        <Meta property="og:site_name" content="Understory"/>
        <Meta property="og:type" content="website"/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=description/>
        <Meta property="og:url" content=format!("{base}{}", ssr::path())/>
        <Meta property="og:image" content=format!("{base}/og.png")/>
    }
}
