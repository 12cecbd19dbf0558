//! Pointers and wheels on the stage.

use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AddEventListenerOptions, EventTarget, HtmlElement, PointerEvent, WheelEvent};

use super::gesture::{Device, Pointer, wheel};
use super::shared::Shared;
use super::state::Source;
use super::view;

/// Milliseconds that one notch of a wheel takes.
const NOTCH: f64 = 150.0;

/// Listens on the stage from now on.
pub(super) fn listen(shared: &Rc<Shared>, stage: &HtmlElement) -> Result<(), JsValue> {
    stage.style().set_property("touch-action", "none")?;
    let keep = stage.clone();
    on(
        stage,
        "pointerdown",
        shared.listener(move |shared, event: PointerEvent| {
            // Until then the links of the server's picture are what is pressed.
            if event.button() != 0 || !shared.state.borrow().shown {
                return;
            }
            // Without it a drag ends at the stage's edge.
            let _ = keep.set_pointer_capture(event.pointer_id());
            let (pointer, now) = (pointer(shared, &event), shared.now());
            shared.act(|state| {
                // A hand on the map stops its motion.
                state.glide = None;
                let actions = state.gestures.press(pointer);
                state.actions(actions, now);
            });
        }),
    )?;
    on(
        stage,
        "pointermove",
        shared.listener(|shared, event: PointerEvent| {
            if !shared.state.borrow().shown {
                return;
            }
            let (pointer, now) = (pointer(shared, &event), shared.now());
            shared.act(|state| {
                let actions = state.gestures.motion(pointer);
                state.actions(actions, now);
            });
        }),
    )?;
    on(
        stage,
        "pointerup",
        shared.listener(|shared, event: PointerEvent| {
            let (pointer, now) = (pointer(shared, &event), shared.now());
            shared.act(|state| {
                let actions = state.gestures.release(pointer);
                state.actions(actions, now);
            });
        }),
    )?;
    on(
        stage,
        "pointercancel",
        shared.listener(|shared, _: PointerEvent| {
            let now = shared.now();
            shared.act(|state| {
                let actions = state.gestures.cancel();
                state.actions(actions, now);
            });
        }),
    )?;
    on(
        stage,
        "pointerleave",
        shared.listener(|shared, _: PointerEvent| {
            shared.act(super::state::State::leave);
        }),
    )?;
    // A long press is ours.
    on(
        stage,
        "contextmenu",
        shared.listener(|shared, event: PointerEvent| {
            if event.pointer_type() == "touch" && shared.state.borrow().shown {
                event.prevent_default();
            }
        }),
    )?;
    let options = AddEventListenerOptions::new();
    options.set_passive(false);
    let turned = shared.listener(turned);
    stage.add_event_listener_with_callback_and_add_event_listener_options(
        "wheel",
        turned.as_ref().unchecked_ref(),
        &options,
    )?;
    turned.forget();
    Ok(())
}

/// Listens as long as the page is there.
pub(super) fn on(
    target: &EventTarget,
    name: &str,
    listener: Closure<dyn FnMut(JsValue)>,
) -> Result<(), JsValue> {
    target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())?;
    listener.forget();
    Ok(())
}

fn pointer(shared: &Shared, event: &PointerEvent) -> Pointer {
    let state = shared.state.borrow();
    let is_touch = event.pointer_type() == "touch";
    Pointer {
        id: event.pointer_id(),
        at: place(&state.stage, event),
        device: if is_touch {
            Device::Touch
        } else {
            Device::Mouse
        },
        // When it happened: on a busy machine it may be heard of much later.
        time: event.time_stamp(),
        shift: event.shift_key(),
        ctrl: event.ctrl_key() || event.meta_key(),
    }
}

fn place(stage: &HtmlElement, event: &web_sys::MouseEvent) -> (f64, f64) {
    let bounds = stage.get_bounding_client_rect();
    (
        f64::from(event.client_x()) - bounds.left() - f64::from(stage.client_left()),
        f64::from(event.client_y()) - bounds.top() - f64::from(stage.client_top()),
    )
}

fn turned(shared: &Rc<Shared>, event: WheelEvent) {
    let ctrl = event.ctrl_key() || event.meta_key();
    let now = shared.now();
    let calm = shared.is_calm();
    let taken = shared.act(|state| {
        // A lineage stands in a page that is to be read on.
        let is_ours = match state.source {
            Source::Map(_) => true,
            Source::Lineage(_) => ctrl || has_focus(&state.stage),
        };
        if !is_ours {
            return false;
        }
        let about = place(&state.stage, &event);
        let (factor, is_fine) = wheel(
            event.delta_y(),
            event.delta_mode(),
            ctrl,
            state.camera.height,
        );
        if is_fine || calm {
            let camera = view::zoomed(&state.camera, factor, about, &state.limits);
            state.jump(camera, now);
        } else {
            // Turned on while it glides, it goes on from where it would have come.
            let camera = view::zoomed(&state.target(), factor, about, &state.limits);
            state.glide(camera, now, Some(NOTCH));
        }
        true
    });
    if taken {
        event.prevent_default();
    }
}

fn has_focus(stage: &HtmlElement) -> bool {
    let document = stage.owner_document();
    let active = document.and_then(|document| document.active_element());
    active.is_some_and(|active| stage.contains(Some(&active)))
}
