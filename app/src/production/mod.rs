//! Productions: the list, one, making and editing it, its release, its credits.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod add;
#[cfg(feature = "ssr")]
pub mod credits;
#[cfg(feature = "ssr")]
pub mod edit;
#[cfg(feature = "ssr")]
mod edit_parts;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod new;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub(crate) mod parts;
#[cfg(feature = "ssr")]
pub mod release;
#[cfg(feature = "ssr")]
mod trail;
