//! `understory`: serves the site, and its commands.

use clap::Parser;
use server::cli::{self, Cli};
use std::process::ExitCode;

/// Pages are made of many small pieces of memory: glibc's allocator takes a third of a page's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    cli::run(Cli::parse(), variables).await
}
