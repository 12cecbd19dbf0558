//! `build`, `serve` and `demo`: the release binary, and running it.

use std::env;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::console::{note, step};
use crate::process::{cargo, command, run};
use crate::setup;
use crate::site::{self, Flavor};
use crate::workspace::Workspace;

/// Gigabytes that a release takes, built from nothing.
const ROOM: u64 = 3;

/// What the browser loads, as a release serves it.
pub(crate) fn site(workspace: &Workspace) -> Result<()> {
    setup::room(workspace, ROOM);
    setup::for_build(workspace)?;
    site::build(workspace, Flavor::Release)
}

/// The release build, with the site inside.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    site(workspace)?;
    // Cargo itself knows best what changed, and answers within a second where nothing did.
    step("compile the server", || {
        run(cargo(&workspace.root).args(["build", "--release", "--package", "server"]))
    })?;
    let binary = workspace.server("release");
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
