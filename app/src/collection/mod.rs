//! Collections: members' ordered lists of records.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod add;
#[cfg(feature = "ssr")]
pub mod edit;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
