//! The real router on a real socket and a real database, asked as a browser or a program would ask it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod accounts;
mod api;
mod challenges;
mod csrf;
mod curation;
mod feeds;
mod forms;
mod headers;
mod http;
mod limits;
mod mail;
mod map;
mod matrix;
mod media;
mod notifications;
mod productions;
mod projects;
mod settings;
mod site;
mod smtp;
mod stopping;
mod visitors;
mod watch;
