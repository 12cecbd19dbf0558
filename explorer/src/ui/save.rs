//! What one sees, to take along: in the address, as a link, as a picture.

use super::dom::{self, listen, window};
use super::explorer::Explorer;
use super::ground::Ground;
use super::{link, notices};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Event};

/// Shows what the address asks for, now and where it is changed by hand.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let hash = window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default();
    let asked = explorer
        .root
        .get_attribute("data-focus-id")
        .and_then(|id| id.parse().ok());
    match hash.trim_start_matches('#') {
        "" => {
            if let Some(id) = asked {
                match explorer.ground {
                    Ground::Map => super::acts::centre(explorer, id),
                    // The whole picture is about it.
                    Ground::Picture(_) => {}
                }
            }
        }
        _ => restore(explorer, &hash),
    }
    let held = Rc::clone(explorer);
    if let Some(window) = window() {
        listen(&window, "hashchange", move |_: Event| {
            let hash = dom::window()
                .and_then(|window| window.location().hash().ok())
                .unwrap_or_default();
            if hash.trim_start_matches('#') != held.address() && hash.contains('=') {
                restore(&held, &hash);
            }
        });
    }
}

fn restore(explorer: &Rc<Explorer>, hash: &str) {
    // A plain fragment, such as one that leads to the list, asks for nothing.
    if !hash.contains('=') {
        return;
    }
    let told = link::read(hash);
    let fits = told
        .place
        .as_ref()
        .is_none_or(|place| place.epoch == explorer.info.epoch);
    let focus = told.view.focus;
    explorer.put(told.view);
    match told.place.filter(|_| fits) {
        Some(place) => {
            if let Some(engine) = explorer.engine() {
                let camera = engine.camera();
                engine.jump(lineage::map::Camera {
                    x: place.x,
                    y: place.y,
                    scale: place.scale,
                    ..camera
                });
            }
        }
        None => {
            if let Some(id) = focus {
                super::acts::centre(explorer, id);
            }
        }
    }
    if told.bad {
        notices::say(
            explorer,
            "Part of this link could not be read. You see what is left of it.",
        );
    } else if !fits {
        notices::say(
            explorer,
            "The map was laid out anew since this link was made, so it may look from elsewhere.",
        );
    }
}

/// Writes what one sees into the address, without a step in the history.
pub(crate) fn write_address(explorer: &Explorer) {
    let Some(window) = window() else { return };
    let address = format!("#{}", explorer.address());
    let state = window
        .history()
        .ok()
        .and_then(|history| history.state().ok())
        .unwrap_or(JsValue::NULL);
    if let Ok(history) = window.history() {
        // A browser refuses where it is done too often; the next change tries again.
        let _ = history.replace_state_with_url(&state, "", Some(&address));
    }
}

/// Puts the link on the clipboard.
pub(crate) fn copy_link(explorer: &Rc<Explorer>) {
    write_address(explorer);
    let Some(window) = window() else { return };
    let href = window.location().href().unwrap_or_default();
    let copied = window.navigator().clipboard().write_text(&href);
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let told = match JsFuture::from(copied).await {
            Ok(_) => "The link is copied. It shows what you see now.",
            Err(_) => "The link could not be copied; it is in the address bar.",
        };
        notices::say(&explorer, told);
    });
}

/// Saves what one sees as SVG.
pub(crate) fn svg(explorer: &Rc<Explorer>) {
    let Some(engine) = explorer.engine() else {
        return;
    };
    let parts = js_sys::Array::of1(&JsValue::from_str(&engine.svg()));
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind).ok();
    keep(explorer, blob, "svg");
}

/// Saves what one sees as PNG.
pub(crate) fn png(explorer: &Rc<Explorer>) {
    let held = Rc::clone(explorer);
    if let Some(engine) = explorer.engine() {
        engine.png(move |blob| keep(&held, blob, "png"));
    }
}

fn keep(explorer: &Rc<Explorer>, blob: Option<Blob>, ending: &str) {
    let saved = blob.is_some_and(|blob| dom::save(&blob, &format!("understory.{ending}")).is_ok());
    let told = if saved {
        "The picture is saved."
    } else {
        "Your browser could not make the picture."
    };
    notices::say(explorer, told);
}
