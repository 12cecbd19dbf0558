//! `dev`: a debug build that is made and started again whenever a file changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::console::{note, step};
use crate::inputs::files_under;
use crate::process::{cargo, command, run};
use crate::setup;
use crate::site::{self, Flavor};
use crate::workspace::Workspace;

const LOOK_EVERY: Duration = Duration::from_millis(400);
/// Editors write several files at once; the build waits until they are quiet.
const QUIET_FOR: Duration = Duration::from_millis(200);

/// What is watched.
const SOURCES: [&str; 12] = [
    "Cargo.toml",
    "Cargo.lock",
    "app",
    "db",
    "domain",
    "explorer",
    "frontend",
    "lineage",
    "migration",
    "public",
    "server",
    "style",
];

type Times = BTreeMap<PathBuf, SystemTime>;

/// Builds, serves, and watches until it is interrupted. A build that fails leaves the last good server running.
pub(crate) fn dev(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    setup::for_build(workspace)?;
    let mut server: Option<Server> = None;
    loop {
        let built_from = times(workspace)?;
        match build(workspace) {
            Ok(()) => {
                drop(server.take());
                server = Some(Server::start(workspace, arguments)?);
            }
            Err(error) => eprintln!("\nerror: {error:#}"),
        }
        note("watching for changes; Ctrl-C ends");
        wait_for_change(workspace, &built_from)?;
    }
}

fn build(workspace: &Workspace) -> Result<()> {
    site::build(workspace, Flavor::Quick)?;
    step("compile the server", || {
        run(cargo(&workspace.root).args(["build", "--package", "server"]))
    })
}

fn wait_for_change(workspace: &Workspace, since: &Times) -> Result<()> {
    let mut now = times(workspace)?;
    while now == *since {
        sleep(LOOK_EVERY);
        now = times(workspace)?;
    }
    loop {
        sleep(QUIET_FOR);
        let later = times(workspace)?;
        if later == now {
            return Ok(());
        }
        now = later;
    }
}

fn times(workspace: &Workspace) -> Result<Times> {
    let mut times = Times::new();
    for path in SOURCES {
        for file in files_under(&workspace.root.join(path))? {
            // A file may go between listing and looking; then it is no longer there to be watched.
            if let Ok(time) = fs::metadata(&file).and_then(|file| file.modified()) {
                times.insert(file, time);
            }
        }
    }
    Ok(times)
}

/// The running server; it ends with this value.
struct Server(Child);

impl Server {
    fn start(workspace: &Workspace, arguments: &[String]) -> Result<Self> {
        let binary = workspace.server("debug");
        let child = command(&binary, &workspace.root)
            .arg("serve")
            .args(arguments)
            .spawn()
            .with_context(|| format!("cannot run {}", binary.display()))?;
        Ok(Self(child))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
