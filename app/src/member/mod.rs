//! Members in public.

#[cfg(feature = "ssr")]
pub mod page;
