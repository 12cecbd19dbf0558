//! The uploader: several files one after the other, with progress, cancel and retry.
//!
//! Without JavaScript it is a plain form to the same address.

#[cfg(feature = "hydrate")]
mod alive;
#[cfg(any(feature = "hydrate", test))]
mod queue;
#[cfg(feature = "hydrate")]
mod row;
#[cfg(feature = "hydrate")]
mod send;

use leptos::html::Div;
use leptos::prelude::*;

/// Puts up files, each as a draft. The form is given as children (see [`parts`]).
#[island]
pub fn Uploader(
    /// The form, and the list of what is on its way.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    frame.on_load(|frame| alive::start(&frame));
    view! { <div class="uploader" node_ref=frame>{children()}</div> }
}

/// The form. `sources` are those chosen so far, `challenge` is the one that the drafts are for.
#[cfg(feature = "ssr")]
pub(super) fn parts(sources: Vec<i64>, challenge: Option<i64>) -> impl IntoView {
    use crate::ui::Icon;
    use crate::ui::form::hidden;
    let sources: Vec<_> = sources
        .into_iter()
        .map(|id| hidden("source", &id.to_string()))
        .collect();
    view! {
        <form method="post" action="/uploads" enctype="multipart/form-data">
            {sources}
            {challenge.map(|id| hidden("challenge", &id.to_string()))}
            <div class="drop drop-plain">
                <Icon name="upload"/>
                <b>"Choose files"</b>
                <span class="hint">"Pictures to 25 MB, sound to 200 MB, films to 1 GB; text and code too."</span>
                <input r#type="file" name="file" multiple aria-label="Choose files"/>
            </div>
            <p class="uploader-send"><button class="btn" r#type="submit">"Put them up"</button></p>
        </form>
        <ul class="uploads"></ul>
        <p class="sr" role="status"></p>
    }
}
