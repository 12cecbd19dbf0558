//! Hearts: a button that also works as a plain form.

#[cfg(feature = "hydrate")]
mod alive;

use leptos::html::Div;
use leptos::prelude::*;

/// Puts a heart on a record or takes it back without leaving the page. The form is given as children (see [`parts`]).
#[island]
pub fn Heart(
    /// The form.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    frame.on_load(|frame| alive::start(&frame));
    view! { <div class="heart" node_ref=frame>{children()}</div> }
}

/// The form: how many hearts the record has, and whether one of them is the viewer's.
#[cfg(feature = "ssr")]
pub(super) fn parts(record: domain::RecordId, count: i64, on: bool) -> impl IntoView {
    use crate::ui::form::hidden;
    use crate::ui::text::number;
    let class = if on { "btn is-on" } else { "btn" };
    view! {
        <form method="post" action=format!("/records/heart?id={record}")>
            {hidden("id", &record.to_string())}
            {hidden("on", &(!on).to_string())}
            <button class=class r#type="submit" aria-pressed=on.to_string() aria-label=label(count)>
                <span class="heart-sign" aria-hidden="true">{sign(on)}</span>
                <span class="heart-count" aria-hidden="true" data-count=count>{number(count)}</span>
            </button>
        </form>
        <span class="acts-note" role="status"></span>
    }
}

/// The button's name.
fn label(count: i64) -> String {
    ["Heart, ", &crate::ui::text::count(count, "heart", "hearts")].concat()
}

fn sign(on: bool) -> &'static str {
    if on { "♥ " } else { "♡ " }
}
