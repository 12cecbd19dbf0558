//! The player in the browser.

use crate::ui::dom::{find, listen, set, set_class, set_hidden};
use crate::ui::text::duration;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlAudioElement, HtmlElement, HtmlInputElement};

/// The player's parts.
struct Parts {
    frame: HtmlElement,
    audio: HtmlAudioElement,
    seek: HtmlInputElement,
    play: Element,
    sign: Element,
    at: Element,
    end: Element,
    error: Element,
}

impl Parts {
    fn of(frame: &HtmlElement) -> Option<Self> {
        Some(Self {
            audio: find(frame, "audio")?,
            seek: find(frame, ".player-seek")?,
            play: find(frame, ".player-play")?,
            sign: find(frame, ".player-play use")?,
            at: find(frame, ".player-at")?,
            end: find(frame, ".player-bar .end")?,
            error: find(frame, ".player-error")?,
            frame: frame.clone(),
        })
    }

    /// Seconds in all.
    fn length(&self) -> i32 {
        self.seek.max().parse().unwrap_or(1)
    }

    /// Shows how far it is: on the wave, in figures, and in words for those who do not see them.
    fn show(&self, at: i32) {
        let length = self.length();
        let (now, all) = (clock(at), clock(length));
        self.seek.set_value(&at.to_string());
        set(&self.seek, "aria-valuetext", &[&now, " of ", &all].concat());
        self.at.set_text_content(Some(&now));
        self.end.set_text_content(Some(&all));
        // Set by script, so that no `style` attribute is sent.
        let percent = at.saturating_mul(100) / length.max(1);
        let played = [percent.to_string().as_str(), "%"].concat();
        let _ = self.frame.style().set_property("--played", &played);
    }

    fn show_playing(&self, playing: bool) {
        let (name, sign) = if playing {
            ("Pause", "#i-pause")
        } else {
            ("Play", "#i-play")
        };
        set(&self.play, "aria-label", name);
        set(&self.sign, "href", sign);
    }

    fn toggle(&self) {
        if self.audio.paused() {
            // A refusal shows as the `error` event; that it was paused before it began is no error at all.
            if let Ok(begun) = self.audio.play() {
                let heard = Closure::new(|_: JsValue| {});
                let _ = begun.catch(&heard);
                heard.forget();
            }
        } else {
            let _ = self.audio.pause();
        }
    }

    fn learn_length(&self) {
        let known = self.audio.duration();
        if known.is_finite() && known >= 1.0 {
            self.seek.set_max(&(known as i32).to_string());
        }
        self.show(self.audio.current_time() as i32);
    }
}

fn clock(seconds: i32) -> String {
    duration(i64::from(seconds) * 1_000)
}

/// Brings the player's parts to life; nothing where one is missing.
pub(super) fn start(frame: &HtmlElement) {
    let Some(parts) = Parts::of(frame).map(Rc::new) else {
        return;
    };
    let on = |event: &str, act: fn(&Parts)| {
        let owned = parts.clone();
        listen(&parts.audio, event, move |_| act(&owned));
    };
    on("play", |parts| parts.show_playing(true));
    on("pause", |parts| parts.show_playing(false));
    on("ended", |parts| parts.show_playing(false));
    on("timeupdate", |parts| {
        parts.show(parts.audio.current_time() as i32)
    });
    on("loadedmetadata", Parts::learn_length);
    on("error", |parts| set_hidden(&parts.error, false));
    let owned = parts.clone();
    listen(&parts.play, "click", move |_| owned.toggle());
    let owned = parts.clone();
    listen(&parts.seek, "input", move |_| {
        let at: i32 = owned.seek.value().parse().unwrap_or(0);
        owned.audio.set_current_time(f64::from(at));
        owned.show(at);
    });
    set_hidden(&parts.seek, false);
    set_class(frame, "is-live", true);
    // The browser may have read the length before this began to listen.
    parts.learn_length();
    set_hidden(&parts.error, parts.audio.error().is_none());
}
