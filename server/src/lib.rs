//! The server: HTTP around the pages, the files, the API, and the commands of the binary.
//!
//! A library with a thin binary over it, so that the tests start the very router that runs.

pub mod cli;
pub mod config;
pub mod router;
pub mod start;
pub mod state;

mod api;
mod assets;
mod commands;
mod demo;
mod forms;
mod health;
mod jobs;
mod mail;
mod media;
mod minimal;
mod notification;
mod owned;
mod pages;
mod web;
