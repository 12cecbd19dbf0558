//! How a production flows through the map: links as wide as what of it came along them.

use super::api;
use super::dom::{self, button, fill, find, make};
use super::explorer::{Explorer, Turn};
use super::view::production;
use super::{notices, selection, words};
use crate::engine::Named;
use lineage::map::{Tile, decode_tile};
use serde::Deserialize;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// What is read of a production.
#[derive(Deserialize)]
struct Production {
    title: String,
}

/// Shows the production that is selected, or none any more.
pub(crate) fn show(explorer: &Rc<Explorer>) {
    let number = explorer.begin(Turn::Flow);
    let Some(id) = production(&explorer.view().terms).filter(|_| explorer.ground.is_map()) else {
        leave(explorer);
        return;
    };
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let production = api::json::<Production>(&format!("/api/v1/productions/{id}")).await;
        let address = format!("/api/v1/map/{}/flow?production={id}", explorer.epoch());
        let bytes = api::bytes(&address).await;
        if !explorer.is_latest(Turn::Flow, number) {
            return;
        }
        match production.and_then(|production| Ok((production, bytes?))) {
            Ok((Production { title }, bytes)) => {
                if let Some((tile, parts)) = read(&bytes) {
                    draw(&explorer, tile, parts);
                }
                tell(&explorer, &title);
                explorer.state.borrow_mut().production = Some(title);
                selection::show(&explorer);
            }
            Err(failed) => notices::failed(&explorer, &failed, show),
        }
    });
}

fn draw(explorer: &Explorer, tile: Tile, parts: Vec<f32>) {
    let indexes = tile.records.iter().map(|record| record.index);
    let flow: HashMap<u32, f32> = indexes.zip(parts).collect();
    if let Some(engine) = explorer.engine() {
        engine.name(Named::Flowing, tile.records);
        engine.set_flow(flow);
    }
}

fn leave(explorer: &Explorer) {
    if explorer.state.borrow_mut().production.take().is_none() {
        return;
    }
    if let Some(engine) = explorer.engine() {
        engine.name(Named::Flowing, Vec::new());
        engine.set_flow(HashMap::new());
    }
    if let Some(legend) = find::<Element>(&explorer.root, "[data-flow]") {
        dom::set_hidden(&legend, true);
    }
}

/// Says in the legend what the width of a line means.
fn tell(explorer: &Explorer, title: &str) {
    let Some(legend) = find::<Element>(&explorer.root, "[data-flow]") else {
        return;
    };
    let title = words::short(title, 60);
    let told = format!("The wider a line, the more of what “{title}” includes came along it.");
    let leave = button("btn btn-small", "Leave it").attr("data-act", "leave-production");
    fill(&legend, vec![make("p").text(&told), leave]);
    dom::set_hidden(&legend, false);
    notices::announce(explorer, &told);
}

/// Reads a flow: the records through which it goes, and what part of the whole goes through each.
fn read(bytes: &[u8]) -> Option<(Tile, Vec<f32>)> {
    let (numbers, _) = bytes.as_chunks::<4>();
    let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number));
    let (total, count) = (numbers.next()?, numbers.next()? as usize);
    let tile = decode_tile(bytes.get(count.checked_mul(4)?.checked_add(8)?..)?).ok()?;
    let part = |share: u32| (f64::from(share) / f64::from(total.max(1))) as f32;
    let parts: Vec<f32> = numbers.take(count).map(part).collect();
    (tile.records.len() == count).then_some((tile, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_flow_is_none() {
        let empty = [
            [0; 8].as_slice(),
            &lineage::map::encode_tile(&Tile::default()),
        ]
        .concat();
        assert_eq!(read(&empty), Some((Tile::default(), Vec::new())));
        assert_eq!(read(&empty[..9]), None);
        let mut many = empty.clone();
        many[4..8].fill(255);
        assert_eq!(read(&many), None);
        assert_eq!(read(&[]), None);
    }
}
