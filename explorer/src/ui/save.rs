//! What one sees, to take along: in the address, as a link, as a picture.

use super::dom::{self, listen, window};
use super::explorer::Explorer;
use super::ground::Ground;
use super::link::{self, Place};
use super::notices;
use super::view::Term;
use lineage::map::{Camera, UNIT};
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
                // A small lineage is about it as a whole.
                if explorer.ground.is_map() {
                    super::acts::centre(explorer, id);
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
    let mut told = link::read(hash);
    let found = told.place.as_ref().map(|place| camera(explorer, place));
    let fits = !matches!(found, Some(None));
    if !fits || !explorer.ground.is_map() {
        // What lies inside a line depends on the layout.
        let terms = &mut told.view.terms;
        terms.retain(|term| !matches!(term, Term::Within(_)));
    }
    let focus = told.view.focus;
    explorer.put(told.view);
    match (found.flatten(), explorer.engine(), focus) {
        (Some(camera), Some(engine), _) => engine.jump(camera),
        (_, _, Some(id)) => super::acts::centre(explorer, id),
        _ => {}
    }
    if told.bad {
        notices::say(
            explorer,
            "Part of this link could not be read. You see what is left of it.",
        );
    } else if !fits {
        notices::say(
            explorer,
            "The map was laid out anew since this link was made, so it may look from elsewhere, and without lassos.",
        );
    }
}

/// Where one looks from, as an address tells it: on the map in its units; in a small lineage from the record nearest
/// to the middle, since its layout depends on the window.
pub(crate) fn place(explorer: &Explorer) -> Option<Place> {
    let engine = explorer.engine()?;
    let camera = engine.camera();
    let place = Place {
        x: camera.x,
        y: camera.y,
        scale: camera.scale,
        epoch: explorer.epoch(),
        by: None,
    };
    let Ground::Picture(picture) = &explorer.ground else {
        return Some(place);
    };
    let drawn = engine.drawn().into_iter();
    let away = |(x, y): (f64, f64)| (x - camera.x).hypot(y - camera.y);
    let (index, (x, y)) = drawn.min_by(|one, other| away(one.1).total_cmp(&away(other.1)))?;
    Some(Place {
        x: camera.x - x,
        y: camera.y - y,
        by: picture.id(index),
        ..place
    })
}

/// The camera at a place that an address told; `None` where it is of another layout.
fn camera(explorer: &Explorer, place: &Place) -> Option<Camera> {
    let engine = explorer.engine()?;
    let (x, y) = match (&explorer.ground, place.by) {
        (Ground::Map, None) if place.epoch == explorer.epoch() => (0.0, 0.0),
        (Ground::Picture(_), Some(id)) => {
            let index = explorer.ground.index_of(id, 0)?;
            let (x, y) = engine.position(index)?;
            (
                f64::from(x) / f64::from(UNIT),
                f64::from(y) / f64::from(UNIT),
            )
        }
        _ => return None,
    };
    Some(Camera {
        x: x + place.x,
        y: y + place.y,
        scale: place.scale,
        ..engine.camera()
    })
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
