//! The explorer: the map and the lineages that a page shows, brought to life.
//!
//! ```text
//! ui      panels, keys, search, the list        asks for details, filters, selections
//!  │ calls                     ▲ Event
//!  ▼                           │
//! engine  camera, gestures, tiles, canvas       asks for tiles and labels
//!  │
//! lineage what is to be seen at a camera
//! ```
//!
//! A page without scripts, or a browser without canvas, keeps the picture that the server made.

mod engine;
mod ui;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Brings every explorer of the page to life.
///
/// # Errors
/// There is no page.
#[wasm_bindgen]
pub fn start() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or("no document")?;
    let roots = document.query_selector_all("[data-explorer]")?;
    for at in 0..roots.length() {
        let root = roots.item(at).and_then(|node| node.dyn_into().ok());
        if let Some(root) = root {
            let root: HtmlElement = root;
            if let Err(error) = ui::start(&root) {
                // The picture from the server stays.
                web_sys::console::error_1(&error);
            }
        }
    }
    Ok(())
}
