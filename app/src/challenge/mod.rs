//! Challenges: the list, one with what was entered, its forms.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod edit;
#[cfg(feature = "ssr")]
mod enter;
#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod lineage;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
mod typed;
#[cfg(feature = "ssr")]
pub(crate) mod words;
