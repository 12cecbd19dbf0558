//! What one sees, to take along: in the address, as a link, as a picture.

use super::dom::{self, listen, window};
use super::explorer::Explorer;
use super::ground::Ground;
use super::link::{self, Place};
use super::view::Term;
use super::{notices, time};
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
    let is_map = explorer.ground.is_map();
    let beside = told
        .place
        .clone()
        .filter(|place| is_map && place.by.is_some());
    let found = match &beside {
        Some(_) => None,
        None => told.place.as_ref().map(|place| camera(explorer, place)),
    };
    let fits = !matches!(found, Some(None));
    if !fits || beside.is_some() || !is_map {
        // What lies inside a line depends on the layout.
        let terms = &mut told.view.terms;
        terms.retain(|term| !matches!(term, Term::Within(_)));
    }
    let until = told.until;
    told.view.time = until.and_then(|until| time::step_until(&explorer.info, until));
    let focus = told.view.focus;
    explorer.put(told.view);
    match (found.flatten(), explorer.engine(), beside, focus) {
        (Some(camera), Some(engine), ..) => engine.jump(camera),
        (_, _, Some(place), _) => look_beside(explorer, place),
        (_, _, _, Some(id)) => super::acts::centre(explorer, id),
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

/// Looks from beside a record, wherever that stands on the map by now.
fn look_beside(explorer: &Rc<Explorer>, place: Place) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let Some((id, engine)) = place.by.zip(explorer.engine()) else {
            return;
        };
        if let Ok(detail) = explorer.detail_of(id).await {
            let (x, y) = units(engine.position(detail.index).unwrap_or(detail.at));
            engine.jump(Camera {
                x: x + place.x,
                y: y + place.y,
                scale: place.scale,
                ..engine.camera()
            });
        } else if let Some(focus) = explorer.view().focus {
            super::acts::centre(&explorer, focus);
        }
    });
}

fn units((x, y): (i32, i32)) -> (f64, f64) {
    let units = |at: i32| f64::from(at) / f64::from(UNIT);
    (units(x), units(y))
}

/// Largest map whose records in the middle of the view are looked up, to find back to them: while it is small, it is
/// often laid out anew.
const SMALL: u32 = 2_000;

/// Learns which record is in the middle of the view, where records were appended: they lead to another layout.
pub(crate) fn know_middle(explorer: &Rc<Explorer>) {
    let Some(engine) = explorer.engine() else {
        return;
    };
    let has_grown = explorer.state.borrow().new > 0;
    let is_asked = explorer.ground.is_map() && has_grown && explorer.info.records < SMALL;
    if let Some(index) = engine.middle().filter(|_| is_asked && !engine.shows_all()) {
        let explorer = Rc::clone(explorer);
        spawn_local(async move {
            // Unknown, it is not found back to.
            let _ = explorer.detail_at(index).await;
        });
    }
}

/// Loads the page again, and comes back to where one looks: to what is nearest to the middle of the view, since the map
/// may be laid out otherwise.
pub(crate) fn reload(explorer: &Explorer) {
    let Some(window) = window() else { return };
    if explorer.ground.is_map() {
        replace_address(&explorer.address_at(known_place(explorer).as_ref()));
    }
    // Where it is refused the page stays.
    let _ = window.location().reload();
}

/// Where one looks from, beside the nearest record whose id is known.
fn known_place(explorer: &Explorer) -> Option<Place> {
    let engine = explorer.engine()?;
    let camera = engine.camera();
    let state = explorer.state.borrow();
    if engine.shows_all() && state.view.focus.is_none() {
        return None;
    }
    let beside = |(index, id): (&u32, &i64)| {
        let (x, y) = units(engine.position(*index)?);
        Some((camera.x - x, camera.y - y, *id))
    };
    let away = |place: &(f64, f64, i64)| place.0.hypot(place.1);
    let known = state.by_index.iter().filter_map(beside);
    let (x, y, id) = known.min_by(|one, other| away(one).total_cmp(&away(other)))?;
    Some(Place {
        x,
        y,
        scale: camera.scale,
        by: Some(id),
        ..Place::default()
    })
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

/// Milliseconds between one writing of the address and the next: browsers refuse what is done too often.
const WRITES: i32 = 120;

/// Writes what one sees into the address, without a step in the history. While the map grows it says nothing new.
pub(crate) fn write_address(explorer: &Rc<Explorer>) {
    if explorer.state.borrow().playing {
        return;
    }
    let (is_written, _) = explorer.written.get();
    if is_written {
        explorer.written.set((true, true));
        return;
    }
    replace_address(&explorer.address());
    explorer.written.set((true, false));
    let explorer = Rc::clone(explorer);
    dom::later(WRITES, move || {
        let (_, is_due) = explorer.written.take();
        if is_due {
            write_address(&explorer);
        }
    });
}

fn replace_address(address: &str) {
    let Some(history) = window().and_then(|window| window.history().ok()) else {
        return;
    };
    let state = history.state().unwrap_or(JsValue::NULL);
    // A browser refuses where it is done too often; the next change tries again.
    let _ = history.replace_state_with_url(&state, "", Some(&format!("#{address}")));
}

/// Puts the link on the clipboard; where that is not to be had, it is shown.
pub(crate) fn copy_link(explorer: &Rc<Explorer>) {
    let Some(window) = window() else { return };
    let href = window.location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    let link = format!("{page}#{}", explorer.address());
    let navigator = window.navigator();
    // Browsers have one only where the connection is secure.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    if clipboard.is_ok_and(|clipboard| clipboard.is_undefined()) {
        notices::show_link(explorer, &link);
        return;
    }
    let copied = navigator.clipboard().write_text(&link);
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        match JsFuture::from(copied).await {
            Ok(_) => notices::say(&explorer, "The link is copied. It shows what you see now."),
            Err(_) => notices::show_link(&explorer, &link),
        }
    });
}

impl Explorer {
    /// The address of what one sees, without `#`.
    pub(crate) fn address(&self) -> String {
        self.address_at(place(self).as_ref())
    }

    /// The same, looked at from another place.
    pub(super) fn address_at(&self, place: Option<&Place>) -> String {
        let view = self.view();
        let until = view.time.map(|step| time::moment(&self.info, step));
        link::write(&view, place, until)
    }
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
