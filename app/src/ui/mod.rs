//! Shared presentation: the frame of every page, forms, cards, marks. Knows nothing of server functions.

#[cfg(feature = "ssr")]
pub mod frame;
