//! What was withdrawn since tiles and pages were made: it is shown as the tombstone that it is.

use super::explorer::Explorer;
use super::{dom, minimap};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Milliseconds until the map does without the stream of events.
const PATIENCE: i32 = 3_000;

/// Asks for what is withdrawn where the stream does not tell that there is something: tiles that the browser keeps do
/// not.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let explorer = Rc::clone(explorer);
    dom::later(PATIENCE, move || {
        if explorer.ground.is_map() && explorer.state.borrow().withdrawn.is_none() {
            find(&explorer);
        }
    });
}

/// The stream told how many there are.
pub(crate) fn note(explorer: &Rc<Explorer>, count: u32) {
    let known = explorer.state.borrow_mut().withdrawn.replace(count);
    // A small lineage was read just now.
    let is_news = match known {
        None => count > 0 && explorer.ground.is_map(),
        Some(known) => known != count,
    };
    if is_news {
        find(explorer);
    }
}

fn find(explorer: &Rc<Explorer>) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let Ok(withdrawn) = explorer.select("withdrawn=1").await else {
            // The next event asks again.
            explorer.state.borrow_mut().withdrawn = None;
            return;
        };
        let focus = explorer.view().focus.and_then(|id| explorer.known(id));
        let is_focus = focus.is_some_and(|detail| {
            let index = explorer.ground.index(&detail);
            !detail.withdrawn && index.is_some_and(|index| withdrawn.contains(index))
        });
        explorer.forget();
        if let Some(engine) = explorer.engine() {
            engine.set_withdrawn(withdrawn);
        }
        minimap::draw(&explorer);
        if is_focus {
            explorer.show_focus();
        }
    });
}
