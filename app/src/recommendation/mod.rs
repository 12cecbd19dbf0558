//! What members say of records: recommendations, and flags.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
