//! Small pictures of image records that are shown large.

use super::explorer::Explorer;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Pictures asked for at once; the others are asked for when the view comes to rest the next time.
const AT_ONCE: usize = 12;

/// Brings the pictures of these records.
pub(crate) fn bring(explorer: &Rc<Explorer>, indexes: Vec<u32>) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        for index in indexes.into_iter().take(AT_ONCE) {
            if let Ok(detail) = explorer.detail_at(index).await
                && let (Some(url), Some(engine)) = (&detail.thumbnail, explorer.engine())
            {
                engine.set_thumbnail(index, url);
            }
        }
    });
}
