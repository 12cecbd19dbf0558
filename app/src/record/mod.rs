//! Records: the list, one, its forms, its lineage.

pub mod heart;
pub mod player;
pub mod server_fns;
pub mod uploader;

#[cfg(feature = "ssr")]
pub mod edit;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod page;

#[cfg(feature = "ssr")]
pub(crate) mod address;
#[cfg(feature = "ssr")]
pub(crate) mod aside;
#[cfg(feature = "ssr")]
mod contribute;
#[cfg(feature = "ssr")]
mod contributing;
#[cfg(feature = "ssr")]
pub mod credit;
#[cfg(feature = "ssr")]
mod facets;
#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod head;
#[cfg(feature = "ssr")]
pub(crate) mod licenses;
#[cfg(feature = "ssr")]
mod list_query;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
#[cfg(feature = "ssr")]
pub mod picture;
#[cfg(feature = "ssr")]
pub(crate) mod sources;
#[cfg(feature = "ssr")]
pub(crate) mod steps;
#[cfg(feature = "ssr")]
mod typed;
#[cfg(feature = "ssr")]
mod upload_panel;
#[cfg(feature = "ssr")]
pub(crate) mod work;
