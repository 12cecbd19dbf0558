//! What is filtered, selected or focused is drawn on the map however little hangs on it, as far as one answer holds it.

use super::api;
use super::explorer::{Explorer, Turn};
use crate::engine::Named;
use lineage::map::decode_tile;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Brings the heaviest records that an expression means. Where they cannot be had, the map shows what it would anyway.
pub(crate) fn bring(explorer: &Rc<Explorer>, why: Named, query: &str, number: u32) {
    if !explorer.ground.is_map() {
        return;
    }
    let address = format!("/api/v1/map/{}/heaviest?{query}", explorer.epoch());
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let found = api::bytes(&address).await.ok();
        let Some(tile) = found.and_then(|bytes| decode_tile(&bytes).ok()) else {
            return;
        };
        if explorer.is_latest(turn(why), number)
            && let Some(engine) = explorer.engine()
        {
            engine.name(why, tile.records);
        }
    });
}

/// Shows no more of it than of all else.
pub(crate) fn clear(explorer: &Explorer, why: Named) {
    if let Some(engine) = explorer.engine() {
        engine.name(why, Vec::new());
    }
}

fn turn(why: Named) -> Turn {
    match why {
        Named::Filtered => Turn::Filter,
        Named::Selected | Named::Flowing => Turn::Selection,
        Named::Focused => Turn::Focus,
    }
}
