//! What is told anew of the records in the list, and what was published since.

use super::List;
use super::rows::Row;
use crate::ui::answers::Detail;
use crate::ui::explorer::Explorer;
use crate::ui::ground::Ground;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Records that appear at once in the list; where more were published meanwhile, the others are found by searching.
const APPEARED: usize = 25;

impl List {
    /// The indexes of its records may be others now.
    pub(crate) fn renew(&self, explorer: &Explorer) {
        for row in self.state.borrow_mut().rows.all() {
            row.index = row
                .index
                .and_then(|index| explorer.ground.index_of(row.id, index));
        }
        self.draw();
    }

    /// Records were added to a small lineage.
    pub(crate) fn grow(&self, explorer: &Explorer) {
        if let Ground::Picture(picture) = &explorer.ground {
            let mut state = self.state.borrow_mut();
            for row in state.rows.all() {
                if let Some(near) = picture.near(row.id) {
                    row.remixes = Some(near.remix_count);
                    row.after = Some(near.size - 1);
                }
            }
            state.rows.offer();
        }
        self.draw();
    }

    /// Records were appended to the map: they are offered below what they were made from, and roots stand at the end.
    pub(crate) fn grow_map(&self, explorer: &Rc<Explorer>, indexes: std::ops::Range<u32>) {
        let explorer = Rc::clone(explorer);
        spawn_local(async move {
            for index in indexes.take(APPEARED) {
                // One that is not to be had is found by searching.
                let Ok(detail) = explorer.detail_at(index).await else {
                    continue;
                };
                let list = &explorer.list;
                {
                    let rows = &mut list.state.borrow_mut().rows;
                    for source in &detail.sources {
                        let remixes = Some(source.remix_count.max(1));
                        let held = rows.all().filter(|row| row.id == source.id);
                        held.for_each(|row| row.remixes = remixes);
                    }
                    let above = detail.chain.iter().filter(|link| link.id != detail.id);
                    rows.count_up(above.map(|link| link.id));
                    if detail.sources.is_empty() {
                        rows.add_root(Row::of_detail(&detail, Some(index)));
                    }
                    rows.offer();
                }
                list.draw();
            }
        });
    }

    /// Fills in what is told of a record now.
    pub(crate) fn tell(&self, explorer: &Explorer, detail: &Detail) {
        let fill = Row::of_detail(detail, explorer.ground.index(detail));
        {
            let rows = &mut self.state.borrow_mut().rows;
            rows.complete(&fill);
            rows.offer();
        }
        self.draw();
    }
}
