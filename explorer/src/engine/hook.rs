//! `root.explorer`, for measurements: sets the camera and draws at once.

use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

use super::shared::Shared;

/// Gives the explorer's element its functions `setCamera(x, y, scale)`, `draw()`, `counts()` and `wedges()`.
pub(super) fn hang(shared: &Rc<Shared>, root: &Element) -> Result<(), JsValue> {
    let hook = Object::new();
    let weak = Rc::downgrade(shared);
    let set_camera = Closure::<dyn FnMut(f64, f64, f64)>::new(move |x, y, scale| {
        if let Some(shared) = weak.upgrade() {
            let now = shared.now();
            shared.act(|state| {
                let camera = lineage::map::Camera {
                    x,
                    y,
                    scale,
                    ..state.camera
                };
                state.jump(camera, now);
            });
        }
    });
    set(&hook, "setCamera", set_camera.into_js_value())?;
    let weak = Rc::downgrade(shared);
    let draw = Closure::<dyn FnMut()>::new(move || {
        if let Some(shared) = weak.upgrade() {
            shared.draw();
        }
    });
    set(&hook, "draw", draw.into_js_value())?;
    let weak = Rc::downgrade(shared);
    let counts = Closure::<dyn FnMut() -> JsValue>::new(move || {
        weak.upgrade()
            .and_then(|shared| counts(&shared).ok())
            .unwrap_or_default()
    });
    set(&hook, "counts", counts.into_js_value())?;
    let weak = Rc::downgrade(shared);
    let wedges = Closure::<dyn FnMut() -> JsValue>::new(move || {
        let told = weak.upgrade().map(|shared| wedges(&shared));
        told.unwrap_or_default().into()
    });
    set(&hook, "wedges", wedges.into_js_value())?;
    set(root, "explorer", hook.into())
}

/// What is written beside wedges.
fn wedges(shared: &Shared) -> String {
    let state = shared.state.borrow();
    let wedges = state.frame.wedges.iter();
    let texts = wedges.flat_map(lineage::map::FrameWedge::texts);
    texts.map(|line| line.text).collect::<Vec<_>>().join(" ")
}

fn counts(shared: &Shared) -> Result<JsValue, JsValue> {
    let state = shared.state.borrow();
    let counts = Object::new();
    let count = |name: &str, number: f64| set(&counts, name, number.into());
    count("links", state.frame.links.len() as f64)?;
    count("marks", state.frame.marks.len() as f64)?;
    count("labels", state.frame.labels.len() as f64)?;
    count("secondary", state.secondary_lines().len() as f64)?;
    let selected = state.standings.selection.len();
    count("selected", selected as f64)?;
    let marks = state.frame.marks.iter();
    count(
        "withdrawn",
        marks.filter(|mark| mark.withdrawn).count() as f64,
    )?;
    let rings = state.frame.marks.iter();
    let rings = rings.filter(|mark| mark.standing == lineage::map::Standing::Focus);
    count("focused", rings.count() as f64)?;
    count("waiting", state.tiles.0 as f64)?;
    count("failed", state.tiles.1 as f64)?;
    count("moving", f64::from(u8::from(state.is_moving())))?;
    count("painted", f64::from(state.painted))?;
    count("x", state.camera.x)?;
    count("y", state.camera.y)?;
    count("scale", state.camera.scale)?;
    count("shown", f64::from(u8::from(state.shown)))?;
    Ok(counts.into())
}

fn set(object: &JsValue, name: &str, value: JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), &value).map(|_| ())
}
