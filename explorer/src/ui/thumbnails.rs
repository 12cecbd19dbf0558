//! Small pictures of image records that are shown large.

use super::explorer::Explorer;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Brings the pictures of these records, and then asks which others are in view.
pub(crate) fn bring(explorer: &Rc<Explorer>, indexes: Vec<u32>) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let Some(engine) = explorer.engine() else {
            return;
        };
        let mut answered = false;
        for index in indexes {
            match explorer.detail_at(index).await {
                Ok(detail) => {
                    answered = true;
                    if let Some(url) = &detail.thumbnail {
                        engine.set_thumbnail(index, url);
                    }
                }
                // Asked for again when the view comes to rest the next time.
                Err(_) => engine.lack_thumbnail(index),
            }
        }
        if answered {
            engine.look_round();
        }
    });
}
