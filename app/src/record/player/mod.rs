//! The player of sound: the browser's own controls until it is alive, then a wave to seek on.

#[cfg(feature = "hydrate")]
mod alive;

use leptos::html::Div;
use leptos::prelude::*;

/// Plays a sound. Its parts are given as children (see [`parts`]).
#[island]
pub fn Player(
    /// The wave, the seek control, the button and times, the sound.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    frame.on_load(|frame| alive::start(&frame));
    view! { <div class="work player" node_ref=frame>{children()}</div> }
}

/// What stands in the player: `wave` under the seek control, and the sound at `src` of so many seconds.
#[cfg(feature = "ssr")]
pub(super) fn parts(wave: impl IntoView, src: String, seconds: i64) -> impl IntoView {
    use crate::ui::Icon;
    use crate::ui::text::duration;
    let length = duration(seconds * 1_000);
    let spoken = format!("0:00 of {length}");
    view! {
        <div class="player-wave">
            {wave}
            <input
                class="player-seek"
                r#type="range"
                min="0"
                max=seconds.max(1)
                step="1"
                value="0"
                aria-label="Seek"
                aria-valuetext=spoken
                autocomplete="off"
                hidden
            />
        </div>
        <div class="player-bar">
            <button class="player-play" r#type="button" aria-label="Play"><Icon name="play"/></button>
            <span class="player-at">"0:00"</span>
            <span class="end">{length}</span>
        </div>
        <p class="player-error" role="alert" hidden>"This sound cannot be played here. Download it to hear it."</p>
        <audio class="player-native" controls preload="metadata" src=src></audio>
    }
}
