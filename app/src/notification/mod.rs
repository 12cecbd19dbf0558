//! Whom one follows, what one is told, and how.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod following;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod settings;
#[cfg(feature = "ssr")]
pub mod words;
