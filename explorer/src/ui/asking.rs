//! Asking the server of the map: what is known already is not asked for again, and a small lineage goes over to a map
//! that was laid out anew.

use super::answers::Detail;
use super::api::{self, Failed};
use super::explorer::Explorer;
use super::ground::Ground;
use super::{live, minimap, notices, picture, selection};
use roaring::RoaringBitmap;
use serde::de::DeserializeOwned;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Details that are kept.
const DETAILS_MAX: usize = 2_000;

impl Explorer {
    /// All of a record, by id.
    pub(crate) async fn detail_of(self: &Rc<Self>, id: i64) -> Result<Rc<Detail>, Failed> {
        if let Some(detail) = self.known(id) {
            return Ok(detail);
        }
        let detail: Detail = self.json(&format!("find?record={id}")).await?;
        Ok(self.keep(detail))
    }

    /// All of the record at an index of what is shown.
    pub(crate) async fn detail_at(self: &Rc<Self>, index: u32) -> Result<Rc<Detail>, Failed> {
        if let Ground::Picture(picture) = &self.ground {
            let id = picture.id(index).ok_or(Failed::Missing)?;
            return self.detail_of(id).await;
        }
        let id = self.state.borrow().by_index.get(&index).copied();
        if let Some(detail) = id.and_then(|id| self.known(id)) {
            return Ok(detail);
        }
        let detail: Detail = self.json(&format!("records/{index}")).await?;
        Ok(self.keep(detail))
    }

    /// The layout of the map that indexes belong to.
    pub(crate) fn epoch(&self) -> String {
        self.epoch.borrow().clone()
    }

    /// Asks something of the map.
    pub(crate) async fn json<T: DeserializeOwned>(
        self: &Rc<Self>,
        what: &str,
    ) -> Result<T, Failed> {
        let epoch = self.epoch();
        match api::json(&format!("/api/v1/map/{epoch}/{what}")).await {
            Err(Failed::Gone) => {
                let epoch = self.renewed(&epoch).await?;
                api::json(&format!("/api/v1/map/{epoch}/{what}")).await
            }
            answer => answer,
        }
    }

    /// The records that an expression means, of those shown.
    pub(crate) async fn select(self: &Rc<Self>, query: &str) -> Result<RoaringBitmap, Failed> {
        let what = format!("select?{}", self.ground.narrowed(query.to_owned()));
        let epoch = self.epoch();
        let bytes = match api::bytes(&format!("/api/v1/map/{epoch}/{what}")).await {
            Err(Failed::Gone) => {
                let epoch = self.renewed(&epoch).await?;
                api::bytes(&format!("/api/v1/map/{epoch}/{what}")).await
            }
            answer => answer,
        }?;
        RoaringBitmap::deserialize_from(&bytes[..]).map_err(|_| Failed::Unreachable)
    }

    /// The epoch after this one, where what is shown can go over to it.
    async fn renewed(self: &Rc<Self>, gone: &str) -> Result<String, Failed> {
        let Ground::Picture(shown) = &self.ground else {
            return Err(Failed::Gone);
        };
        if *self.epoch.borrow() == gone {
            let grown = picture::renew(self, shown).await?;
            self.show_again();
            live::grown(self, &grown);
        }
        Ok(self.epoch())
    }

    /// The map was laid out anew. A small lineage goes over to it, and nothing in it moves; the map itself is better
    /// looked at anew when people want to.
    pub(crate) fn gone(self: &Rc<Self>) {
        if self.ground.is_map() {
            notices::stale(self);
            return;
        }
        let explorer = Rc::clone(self);
        spawn_local(async move {
            let epoch = explorer.epoch();
            if let Err(failed) = explorer.renewed(&epoch).await {
                notices::failed(&explorer, &failed, Self::gone);
            }
        });
    }

    /// Takes over the name of a map that was laid out anew, with indexes of its own.
    pub(crate) fn take_epoch(&self, epoch: &str) {
        epoch.clone_into(&mut self.epoch.borrow_mut());
        let mut state = self.state.borrow_mut();
        state.details.clear();
        state.by_index.clear();
        state.shown = None;
        state.hover = None;
    }

    /// Asks for all that is shown by index again.
    fn show_again(self: &Rc<Self>) {
        let view = self.view();
        self.list.renew(self);
        self.filter_again();
        if !view.terms.is_empty() {
            selection::show(self);
        }
        if view.focus.is_some() {
            self.show_focus();
        }
        self.show_collapsed();
        minimap::draw(self);
    }

    /// What is known of a record already.
    pub(crate) fn known(&self, id: i64) -> Option<Rc<Detail>> {
        self.state.borrow().details.get(&id).cloned()
    }

    fn keep(&self, mut detail: Detail) -> Rc<Detail> {
        self.ground.fit(&mut detail);
        let detail = Rc::new(detail);
        let mut state = self.state.borrow_mut();
        if state.details.len() >= DETAILS_MAX {
            state.details.clear();
            state.by_index.clear();
        }
        if let Some(index) = self.ground.index(&detail) {
            state.by_index.insert(index, detail.id);
        }
        state.details.insert(detail.id, Rc::clone(&detail));
        detail
    }

    /// Forgets what is known, after something was published.
    pub(crate) fn forget(&self) {
        self.state.borrow_mut().details.clear();
    }
}
