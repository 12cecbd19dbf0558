//! The commands of the README: `cargo xtask <command>`.
//!
//! Everything that a fresh clone needs beyond Rust and Node is installed by the command that needs it.

mod bench;
mod console;
mod demo;
mod dev;
mod inputs;
mod postgres;
mod process;
mod setup;
mod site;
mod test;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

const HELP: &str = "\
cargo xtask <command>

  demo    build, fill a demonstration world once, serve it and print the sign-ins
  build   make the release build: target/release/understory, with the site inside
  site    make only what the browser loads: site/
  serve   build, then run it on data/
  dev     build without optimisation, serve, and start again whenever a file changes
  test    everything that must pass: format, lints, tests on both databases, browser journeys
            --only lint|rust|browser   one part of it (may be repeated)
            --quick                    leave out the lints for wasm and the browser journeys
  bench   build, then measure (bench/)
  setup   install the tools that the other commands need, and nothing else
  help    this text

What follows `demo`, `serve`, `dev` or `bench` is handed to the program it starts.
UNDERSTORY_DATA, UNDERSTORY_LISTEN and DATABASE_URL are passed on; CARGO_TARGET_DIR is respected.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    match command {
        "setup" => setup::everything(&workspace)?,
        "build" => demo::build(&workspace)?,
        "site" => demo::site(&workspace)?,
        "serve" => demo::serve(&workspace, rest)?,
        "demo" => demo::demo(&workspace, rest)?,
        "dev" => dev::dev(&workspace, rest)?,
        "test" => return test::test(&workspace, rest),
        "bench" => bench::bench(&workspace, rest)?,
        "help" | "--help" | "-h" => println!("{HELP}"),
        unknown => bail!("there is no command `{unknown}`\n\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}
