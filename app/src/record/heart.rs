//! Hearts: a button that also works as a plain form.

use crate::ui::text;
use leptos::prelude::*;

/// Puts a heart on a record or takes it back, at once; goes back where the server refuses.
#[island]
pub fn Heart(
    /// The record.
    record: i64,
    /// How many hearts it has.
    count: i64,
    /// Whether one of them is the viewer's.
    on: bool,
) -> impl IntoView {
    let on = RwSignal::new(on);
    let count = RwSignal::new(count);
    let refusal = RwSignal::new("");
    let toggle = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = !on.get_untracked();
        let step = if wanted { 1 } else { -1 };
        on.set(wanted);
        count.update(|count| *count += step);
        send(record, wanted, move |status| {
            let words = refusal_words(status);
            if !words.is_empty() {
                on.set(!wanted);
                count.update(|count| *count -= step);
            }
            refusal.set(words);
        });
    };
    view! {
        <form class="heart" method="post" action=format!("/records/heart?id={record}") on:submit=toggle>
            <input r#type="hidden" name="id" value=record.to_string()/>
            <input r#type="hidden" name="on" value=move || (!on.get()).to_string()/>
            <button
                class="btn"
                class:is-on=on
                r#type="submit"
                aria-pressed=move || on.get().to_string()
                aria-label=move || label(count.get())
            >
                <span aria-hidden="true">{move || if on.get() { "♥ " } else { "♡ " }}</span>
                <span aria-hidden="true">{move || text::number(count.get())}</span>
            </button>
            <span class="acts-note" role="status">{refusal}</span>
        </form>
    }
}

fn label(count: i64) -> String {
    format!("Heart, {}", text::count(count, "heart", "hearts"))
}

/// What to say to an answer with this HTTP status; nothing where it was done.
fn refusal_words(status: u16) -> &'static str {
    match status {
        200..=299 => "",
        401 => "Sign in first.",
        429 => "Many hearts in a short time. Try again later.",
        _ => "That did not work. Try again.",
    }
}

/// Sends the form in the background; `done` gets the HTTP status, 0 where no answer came.
#[cfg(feature = "hydrate")]
fn send(record: i64, on: bool, done: impl FnOnce(u16) + 'static) {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    let Ok(request) = web_sys::XmlHttpRequest::new() else {
        return done(0);
    };
    let answered = request.clone();
    let listener = Closure::once_into_js(move || done(answered.status().unwrap_or(0)));
    request.set_onloadend(Some(listener.unchecked_ref()));
    let sent = request
        .open("POST", "/records/heart")
        .and_then(|()| request.set_request_header("Accept", "application/json"))
        .and_then(|()| {
            request.set_request_header("Content-Type", "application/x-www-form-urlencoded")
        })
        .and_then(|()| request.send_with_opt_str(Some(&format!("id={record}&on={on}"))));
    // A request that cannot even be sent ends in `loadend` with status 0 as well.
    drop(sent);
}

#[cfg(not(feature = "hydrate"))]
fn send(_: i64, _: bool, _: impl FnOnce(u16) + 'static) {}
