//! Signs: the mark of a medium, icons of the sprite, and what stands where there is nothing yet.

use domain::Medium;
use leptos::prelude::*;

/// The class that gives a medium its colour and shape.
#[must_use]
pub fn medium_class(medium: Medium) -> &'static str {
    match medium {
        Medium::Text => "m-text",
        Medium::Image => "m-image",
        Medium::Audio => "m-audio",
        Medium::Video => "m-video",
        Medium::Code => "m-code",
    }
}

/// The sign of a medium. The word stands beside it, wherever it is used.
#[component]
pub fn Mark(
    /// Which.
    medium: Medium,
    /// Whether it is drawn large.
    #[prop(optional)]
    big: bool,
) -> impl IntoView {
    let size = if big { "mark mark-big" } else { "mark" };
    view! { <span class=format!("{size} {}", medium_class(medium)) aria-hidden="true"></span> }
}

/// An icon of the sprite, such as `search`; always beside a word or in a control with a name of its own.
#[component]
pub fn Icon(
    /// The symbol's name without `i-`.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true" inner_html=use_symbol(&format!("i-{name}"))></svg> }
}

/// One of the eight vines of the sprite, alone.
#[component]
pub fn Vine(
    /// 0 to 7.
    number: i64,
) -> impl IntoView {
    let symbol = use_symbol(&format!("vine-{}", number.rem_euclid(8)));
    view! { <svg class="empty-vine" aria-hidden="true" inner_html=symbol></svg> }
}

/// What stands where there is nothing yet: a vine, and words and a way on as children.
#[component]
pub fn Empty(
    /// Which vine, 0 to 7.
    #[prop(default = 2)]
    vine: i64,
    /// Words and a way on.
    children: Children,
) -> impl IntoView {
    view! { <div class="empty"><Vine number=vine/>{children()}</div> }
}

/// The inside of an `<svg>` that shows a symbol of the sprite.
pub(crate) fn use_symbol(id: &str) -> String {
    format!("<use href=\"#{id}\"></use>")
}
