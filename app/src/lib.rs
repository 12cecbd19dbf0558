//! What people see: pages rendered on the server, and the few parts of them that are alive.
//!
//! Pages (`page.rs`, `parts.rs`) exist on the server alone and read through `db` directly. What a form
//! or an island sends goes to a server function (`server_fns.rs`). Islands (`island.rs`) are the only
//! components that also become WebAssembly.

pub mod error;
pub mod form;

pub mod account;
pub mod challenge;
pub mod collection;
pub mod curate;
pub mod claim;
pub mod member;
pub mod notification;
pub mod production;
pub mod project;
pub mod recommendation;
pub mod record;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod explore;
#[cfg(feature = "ssr")]
pub mod home;
#[cfg(feature = "ssr")]
mod selection;
#[cfg(feature = "ssr")]
pub mod ssr;

pub use error::AppError;
pub use form::FormReturn;
