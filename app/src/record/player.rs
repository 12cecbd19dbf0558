//! The player of sound: the browser's own controls until it is alive, then a wave to seek on.

use crate::ui::text;
use leptos::html::{Audio, Div};
use leptos::prelude::*;

/// Plays the sound at `src`; the wave is given as children.
#[island]
pub fn Player(
    /// Where the sound is.
    src: String,
    /// Its length as known, in seconds.
    seconds: i32,
    /// The wave.
    children: Children,
) -> impl IntoView {
    let alive = RwSignal::new(false);
    let playing = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let at = RwSignal::new(0_i32);
    let length = RwSignal::new(seconds);
    let audio = NodeRef::<Audio>::new();
    let frame = NodeRef::<Div>::new();
    Effect::new(move || alive.set(true));
    Effect::new(move || show_played(frame, at.get(), length.get()));
    let toggle = move |_| {
        let Some(audio) = audio.get() else { return };
        if audio.paused() {
            // A refusal shows as the `error` event.
            let _ = audio.play();
        } else {
            let _ = audio.pause();
        }
    };
    let seek = move |event| {
        let to: i32 = event_target_value(&event).parse().unwrap_or(0);
        at.set(to);
        if let Some(audio) = audio.get() {
            audio.set_current_time(f64::from(to));
        }
    };
    let follow = move |_| {
        if let Some(audio) = audio.get() {
            at.set(audio.current_time() as i32);
        }
    };
    let learn_length = move |_| {
        let known = audio.get().map_or(f64::NAN, |audio| audio.duration());
        if known.is_finite() && known >= 1.0 {
            length.set(known as i32);
        }
    };
    let time = |seconds: i32| text::duration(i64::from(seconds) * 1_000);
    let spoken = move || format!("{} of {}", time(at.get()), time(length.get()));
    view! {
        <div class="work player" class:is-live=alive node_ref=frame>
            <div class="player-wave">
                {children()}
                <input
                    class="player-seek"
                    r#type="range"
                    min="0"
                    max=move || length.get().max(1)
                    step="1"
                    prop:value=move || at.get()
                    aria-label="Seek"
                    aria-valuetext=spoken
                    hidden=move || !alive.get()
                    on:input=seek
                />
            </div>
            <div class="player-bar">
                <button
                    class="player-play"
                    r#type="button"
                    aria-label=move || if playing.get() { "Pause" } else { "Play" }
                    on:click=toggle
                >
                    <svg
                        class="icon"
                        aria-hidden="true"
                        inner_html=move || {
                            if playing.get() { "<use href=\"#i-pause\"></use>" } else { "<use href=\"#i-play\"></use>" }
                        }
                    ></svg>
                </button>
                <span>{move || time(at.get())}</span>
                <span class="end">{move || time(length.get())}</span>
            </div>
            <p class="player-error" role="alert" hidden=move || !failed.get()>
                "This sound cannot be played here. Download it to hear it."
            </p>
            <audio
                class="player-native"
                node_ref=audio
                controls
                preload="metadata"
                src=src
                on:play=move |_| playing.set(true)
                on:pause=move |_| playing.set(false)
                on:ended=move |_| playing.set(false)
                on:timeupdate=follow
                on:loadedmetadata=learn_length
                on:error=move |_| failed.set(true)
            ></audio>
        </div>
    }
}

/// Tells the style how much of the wave is played. Set by script, so that no `style` attribute is sent.
#[cfg(feature = "hydrate")]
fn show_played(frame: NodeRef<Div>, at: i32, length: i32) {
    if let Some(frame) = frame.get() {
        let percent = at.saturating_mul(100) / length.max(1);
        let style = web_sys::HtmlElement::style(&frame);
        let _ = style.set_property("--played", &format!("{percent}%"));
    }
}

#[cfg(not(feature = "hydrate"))]
fn show_played(_: NodeRef<Div>, _: i32, _: i32) {}
