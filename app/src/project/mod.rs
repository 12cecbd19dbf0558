//! Projects: the list, one with its steps, updates and challenges, its forms.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod edit;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
mod manage;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
pub(crate) mod rating;
#[cfg(feature = "ssr")]
mod updates;
