//! Claims: making one, seeing and deciding it, and lists of them.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod new;
#[cfg(feature = "ssr")]
pub mod page;
