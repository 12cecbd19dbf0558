//! The interface around the canvas: what is picked, selected, filtered, found, listed, and told.
//!
//! The page's markup is the server's (`app/src/explore/`); here it comes alive. A click anywhere is looked up by its
//! `data-act` in `acts`. What one sees is a `View`; every change of it goes through `Explorer::change`, which draws
//! what is different, notes it for undo, and writes it into the address.

mod acts;
mod answers;
mod api;
mod asking;
mod card;
mod chain;
mod dom;
mod explorer;
mod find;
mod flow;
mod fold;
mod ground;
mod hover;
mod keys;
mod link;
mod list;
mod live;
mod minimap;
mod named;
mod notices;
mod picture;
mod save;
mod selection;
mod show;
mod thumbnails;
mod time;
mod view;
mod withdrawn;
mod words;

use explorer::Explorer;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Brings one explorer to life.
///
/// # Errors
/// The page lacks a part, or the browser cannot draw.
pub(crate) fn start(root: &HtmlElement) -> Result<(), JsValue> {
    match root.get_attribute("data-explorer").as_deref() {
        Some("lineage") => {
            picture::start(root);
            Ok(())
        }
        _ => Explorer::start_map(root),
    }
}
