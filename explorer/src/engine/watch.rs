//! What changes round the canvas: its size, the screen, colours and letters, and whether anybody looks.

use std::rc::{Rc, Weak};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AddEventListenerOptions, HtmlElement, MutationObserver, MutationObserverInit, ResizeObserver,
};

use super::input::on;
use super::palette::Palette;
use super::shared::Shared;
use super::view::Insets;

/// Watches from now on.
pub(super) fn watch(shared: &Rc<Shared>, stage: &HtmlElement) -> Result<(), JsValue> {
    watch_size(shared, stage)?;
    watch_ratio(shared)?;
    watch_colours(shared)?;
    watch_canvas(shared)?;
    let document = shared.window.document().ok_or("no document")?;
    let fonts = document.fonts().ready()?;
    let weak = Rc::downgrade(shared);
    spawn_local(async move {
        // Letters of typefaces that were not there yet.
        if JsFuture::from(fonts).await.is_ok()
            && let Some(shared) = weak.upgrade()
        {
            recolour(&shared);
        }
    });
    let seen = shared.listener(|shared, _: JsValue| {
        shared.act(|state| {
            state.plan_due = true;
            if let Some(glide) = state.glide.take() {
                let whole = state.whole;
                state.jump(glide.target(), 0.0);
                state.whole = whole;
            }
        });
    });
    on(&document, "visibilitychange", seen)
}

fn watch_size(shared: &Rc<Shared>, stage: &HtmlElement) -> Result<(), JsValue> {
    let resized = shared.listener(|shared, _: JsValue| measure(shared));
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref())?;
    observer.observe(stage);
    resized.forget();
    Ok(())
}

/// The stage's padding: the style leaves it where panels stand, also for the picture in the page.
fn insets(window: &web_sys::Window, stage: &HtmlElement) -> Insets {
    let style = window.get_computed_style(stage).ok().flatten();
    let pixels = |name: &str| {
        let value = style.as_ref()?.get_property_value(name).ok()?;
        value.strip_suffix("px")?.parse().ok()
    };
    let side = |name: &str| pixels(name).unwrap_or(0.0);
    Insets {
        left: side("padding-left"),
        top: side("padding-top"),
        right: side("padding-right"),
        bottom: side("padding-bottom"),
    }
}

/// Gives the canvas the stage's size, and draws at once: a canvas is empty after its size changed.
pub(super) fn measure(shared: &Rc<Shared>) {
    let ratio = shared.window.device_pixel_ratio().clamp(0.5, 4.0);
    let is_new = {
        let mut state = shared.state.borrow_mut();
        let (width, height) = (state.stage.client_width(), state.stage.client_height());
        let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let is_new = state.camera.width != width
            || state.camera.height != height
            || state.painter.ratio() != ratio;
        if is_new {
            let insets = insets(&shared.window, &state.stage);
            state.resized(width, height, ratio, insets);
            // Unless one looks from elsewhere already, by a link.
            if !state.shown
                && state.whole
                && let Some(camera) = state.picture_camera()
            {
                state.camera = camera;
            }
        }
        is_new
    };
    if is_new {
        shared.draw();
    }
}

/// The screen's pixels change where a window is moved to another; asked for one ratio, a query tells once.
fn watch_ratio(shared: &Rc<Shared>) -> Result<(), JsValue> {
    let ratio = shared.window.device_pixel_ratio();
    let query = format!("(resolution: {ratio}dppx)");
    let Some(query) = shared.window.match_media(&query)? else {
        return Ok(());
    };
    let changed = shared.listener(|shared, _: JsValue| {
        measure(shared);
        // Unheard of, only the next change of screens would go unseen.
        let _ = watch_ratio(shared);
    });
    let once = AddEventListenerOptions::new();
    once.set_once(true);
    query.add_event_listener_with_callback_and_add_event_listener_options(
        "change",
        changed.as_ref().unchecked_ref(),
        &once,
    )?;
    changed.forget();
    Ok(())
}

fn watch_colours(shared: &Rc<Shared>) -> Result<(), JsValue> {
    for query in [
        "(prefers-color-scheme: dark)",
        "(forced-colors: active)",
        "(prefers-contrast: more)",
    ] {
        if let Some(query) = shared.window.match_media(query)? {
            let changed = shared.listener(|shared, _: JsValue| recolour(shared));
            on(&query, "change", changed)?;
        }
    }
    let document = shared.window.document().ok_or("no document")?;
    let root = document.document_element().ok_or("no root")?;
    let changed = shared.listener(|shared, _: JsValue| recolour(shared));
    let observer = MutationObserver::new(changed.as_ref().unchecked_ref())?;
    changed.forget();
    let options = MutationObserverInit::new();
    options.set_attributes(true);
    let names = js_sys::Array::of2(&"data-theme".into(), &"class".into());
    options.set_attribute_filter(names.unchecked_ref());
    observer.observe_with_options(&root, &options)
}

/// Whether people have chosen their own colours for everything.
pub(super) fn is_forced(window: &web_sys::Window) -> bool {
    let query = window.match_media("(forced-colors: active)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

fn recolour(shared: &Rc<Shared>) {
    let forced = is_forced(&shared.window);
    shared.act(|state| {
        if let Ok(mut palette) = Palette::read(&state.stage, forced) {
            palette.by_time = state.palette.by_time;
            state.palette = palette;
        }
        state.painter.forget_labels();
        state.change();
        state.events.push(super::event::Event::Recoloured);
    });
}

/// Browsers may take a canvas's memory away, and give it back later.
fn watch_canvas(shared: &Rc<Shared>) -> Result<(), JsValue> {
    let canvas = shared.state.borrow().painter.canvas.clone();
    let lost = shared.listener(|shared, event: web_sys::Event| {
        event.prevent_default();
        shared.act(super::state::State::hide);
    });
    on(&canvas, "contextlost", lost)?;
    let restored = shared.listener(|shared, _: JsValue| {
        shared.act(|state| {
            state.painter.forget_labels();
            state.change();
        });
    });
    on(&canvas, "contextrestored", restored)
}

/// What is loaded for a mark, drawn when it comes.
pub(super) fn on_load(shared: &Weak<Shared>, image: &web_sys::HtmlImageElement) {
    let weak = shared.clone();
    let loaded = Closure::once_into_js(move || {
        if let Some(shared) = weak.upgrade() {
            shared.act(super::state::State::news);
        }
    });
    image.set_onload(Some(loaded.unchecked_ref()));
}
