//! `build`, `serve` and `demo`: the release binary, and running it.

use std::env;
use std::fs;
use std::os::unix::process::CommandExt;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::console::{note, step};
use crate::inputs::{Inputs, stamp_is, write_stamp};
use crate::process::{cargo, command, run};
use crate::setup;
use crate::site::{self, Flavor};
use crate::workspace::Workspace;

/// What the server is compiled from, the site apart.
pub(crate) const SOURCES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "app",
    "db",
    "domain",
    "lineage",
    "migration",
    "server",
];

/// The release build, with the site inside.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    setup::for_build(workspace)?;
    site::build(workspace, Flavor::Release)?;
    let binary = workspace.server("release");
    let key = Inputs::new(&workspace.root)
        .text(&site::fingerprint(workspace)?)
        .paths(SOURCES)?
        .paths(&["public"])?
        .key();
    let stamp = workspace.cache().join("server-release");
    if !stamp_is(&stamp, &state(workspace, &key)) {
        step("compile the server", || {
            run(cargo(&workspace.root).args(["build", "--release", "--package", "server"]))
        })?;
        write_stamp(&stamp, &state(workspace, &key))?;
    }
    note(&format!("{} is up to date", workspace.shown(&binary)));
    Ok(())
}

/// Builds, then becomes the server on `data/`.
pub(crate) fn serve(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    build(workspace)?;
    become_server(workspace, "serve", arguments, None)
}

/// Builds, then becomes the server on the demonstration world, in `data/demo` unless `UNDERSTORY_DATA` is set.
pub(crate) fn demo(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    build(workspace)?;
    become_server(workspace, "demo", arguments, Some("data/demo"))
}

/// Replaces this process, so that signals reach the server itself.
fn become_server(
    workspace: &Workspace,
    subcommand: &str,
    arguments: &[String],
    data: Option<&str>,
) -> Result<()> {
    let binary = workspace.server("release");
    let mut server = command(&binary, &workspace.root);
    server.arg(subcommand).args(arguments);
    if let Some(data) = data
        && env::var_os("UNDERSTORY_DATA").is_none()
    {
        server.env("UNDERSTORY_DATA", workspace.root.join(data));
    }
    let error = server.exec();
    Err(error).with_context(|| format!("cannot run {}", binary.display()))
}

/// The key together with the binary's size and time, so that one built otherwise is not taken for ours.
fn state(workspace: &Workspace, key: &str) -> String {
    let built = fs::metadata(workspace.server("release")).ok();
    let length = built.as_ref().map(fs::Metadata::len);
    let time = built
        .and_then(|built| built.modified().ok())
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{key} {length:?} {time:?}")
}
