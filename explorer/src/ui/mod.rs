//! The interface around the canvas.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::engine::{Engine, MapInfo};

/// Brings one explorer to life.
///
/// # Errors
/// The page lacks a part, or the browser cannot draw.
pub(crate) fn start(root: &HtmlElement) -> Result<(), JsValue> {
    let stage = root
        .query_selector(".explorer-stage")?
        .ok_or("no explorer-stage")?;
    let text = root.get_attribute("data-info").unwrap_or_default();
    let info: MapInfo = serde_wasm_bindgen::from_value(js_sys::JSON::parse(&text)?)?;
    let engine = Engine::start(&stage, &info, Rc::new(|_| {}))?;
    std::mem::forget(engine);
    Ok(())
}
