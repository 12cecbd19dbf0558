//! Accounts: joining, signing in and out, profile, password, sessions.

pub mod server_fns;

#[cfg(feature = "ssr")]
pub mod browser;
#[cfg(feature = "ssr")]
pub mod enter;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod parts;
#[cfg(feature = "ssr")]
pub mod return_path;
