//! Uploads and the files behind records.
//!
//! An upload streams to a folder of its own while it is hashed and counted ([`arriving`]), must be what
//! its name, its declared type and its first bytes all say ([`claim`]), is decoded ([`inspect`]), and only
//! then lies on the object store under its hash ([`keep`]). Reading goes by the member's own row in the
//! database, never by the hash ([`serve`]).

mod arriving;
mod claim;
mod error;
mod film;
mod forget;
mod inspect;
mod keep;
mod open;
mod picture;
mod range;
mod serve;
mod sound;
mod tracks;
mod typed;
mod upload;

pub(crate) use arriving::clear_arriving;
pub(crate) use forget::forget_unreferenced;
pub(crate) use keep::ingest;
pub(crate) use open::open_store;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// `/uploads` and `/media/...`.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let _ = state;
    // Uploads have limits of their own, by medium, kept while they stream.
    let uploads = post(upload::upload).layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/uploads", uploads)
        .route("/media/{id}", get(serve::original))
        .route("/media/{id}/{variant}", get(serve::variant))
}

#[cfg(test)]
mod tests;
