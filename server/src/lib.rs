//! The server: HTTP around the pages, the files, the API, and the commands of the binary.
//!
//! A library with a thin binary over it, so that the tests start the very router that runs.

pub mod config;
pub mod state;

mod api;
mod media;
