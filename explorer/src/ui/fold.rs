//! Branches that are folded away: which may be, and what is told of them.

use super::answers::Detail;
use super::explorer::{Explorer, Turn};
use super::ground::Ground;
use super::view::{Term, View};
use lineage::map::{Collapsed, Mix};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

impl Explorer {
    /// Whether a record's branch may be folded: what was appended to the map is no range of indexes.
    pub(crate) fn can_fold(&self, detail: &Detail) -> bool {
        detail.size > 1 && (!self.ground.is_map() || detail.index < self.info.records)
    }

    /// Folds what is to be folded, with what filter and time leave of it.
    pub(crate) fn show_collapsed(self: &Rc<Self>) {
        let number = self.begin(Turn::Fold);
        let view = self.view();
        let explorer = Rc::clone(self);
        spawn_local(async move {
            let mut folded = Vec::with_capacity(view.collapsed.len());
            for id in &view.collapsed {
                let Ok(detail) = explorer.detail_of(*id).await else {
                    continue;
                };
                // A forged link may name what cannot be folded.
                let index = explorer.ground.index(&detail);
                if let Some(index) = index.filter(|_| explorer.can_fold(&detail)) {
                    folded.push(Collapsed {
                        index,
                        size: detail.size,
                        count: explorer.left_inside(&detail, &view).await,
                        mix: explorer.folded_mix(&detail, &view),
                    });
                }
            }
            if explorer.is_latest(Turn::Fold, number)
                && let Some(engine) = explorer.engine()
            {
                engine.set_collapsed(folded);
            }
        });
    }

    /// Records in a record's branch that filter and time leave, without itself.
    async fn left_inside(self: &Rc<Self>, detail: &Detail, view: &View) -> u32 {
        let (Some(index), Some(_)) = (self.ground.index(detail), view.time) else {
            return self.folded_count(detail);
        };
        let branch = View {
            terms: vec![Term::Subtree(detail.id)],
            ..view.clone()
        };
        match self.select(&branch.selection_query()).await {
            Ok(mut found) => {
                found.remove(index);
                found.len() as u32
            }
            Err(_) => self.folded_count(detail),
        }
    }

    /// Records in a record's branch that the filter leaves, without itself.
    pub(crate) fn folded_count(&self, detail: &Detail) -> u32 {
        let state = self.state.borrow();
        let inside = detail.index.saturating_add(1)..detail.index.saturating_add(detail.size);
        match (&state.shown, &self.ground) {
            (Some(shown), Ground::Map) => shown.range_cardinality(inside) as u32,
            (Some(shown), Ground::Picture(picture)) => {
                shown.intersection_len(&picture.branch(detail.id)) as u32
            }
            // Also those published since the map was laid out.
            (None, _) => detail
                .inside()
                .counts()
                .iter()
                .map(|(_, count)| count)
                .sum(),
        }
    }

    /// What a record's branch holds without itself; `None` where filter or time leave some of it only.
    fn folded_mix(&self, detail: &Detail, view: &View) -> Option<Mix> {
        if self.state.borrow().shown.is_some() || view.time.is_some() {
            return None;
        }
        let year = |time: &str| time.get(..4)?.parse().ok();
        Some(Mix {
            years: (
                year(detail.inside_from.as_ref()?)?,
                year(detail.inside_to.as_ref()?)?,
            ),
            mediums: detail.inside().counts().map(|(_, count)| count),
        })
    }
}
