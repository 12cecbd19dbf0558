//! Accounts: joining, signing in and out, profile, password, sessions.

#[cfg(feature = "ssr")]
pub mod enter;
#[cfg(feature = "ssr")]
pub mod page;
