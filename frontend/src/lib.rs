//! The wasm entry: brings the islands of `app` to life.

// Links the islands in; the page's script calls each by its name.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the page's islands, before any of them starts.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
