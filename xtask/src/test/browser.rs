//! The browser journeys, in Debian's Chromium against servers that Playwright's configuration starts.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{NATIVE, Parts, Steps};
use crate::postgres::{Cluster, free_port};
use crate::process::{cargo, command, run};
use crate::setup;
use crate::workspace::Workspace;

const DATABASE: &str = "understory_journeys";

/// Compiles the server, checks the types of the journeys, and runs them on SQLite and their smoke part on PostgreSQL.
pub(super) fn run_journeys(
    workspace: &Workspace,
    parts: &Parts,
    cluster: &Cluster,
    steps: &mut Steps,
) {
    let built = steps.run("compile the server", || {
        let mut cargo = cargo(&workspace.root);
        if parts.rust {
            // The tests have just made it; by itself it would be compiled with other features of its dependencies.
            cargo.arg("test").args(NATIVE).arg("--no-run")
        } else {
            cargo.args(["build", "--package", "server"])
        };
        run(&mut cargo)
    });
    steps.run("types of the journeys", || {
        run(npx(workspace).args(["tsc", "--project", "end2end"]))
    });
    if built.is_some() {
        steps.run("browser journeys", || journeys(workspace, cluster));
    }
}

fn journeys(workspace: &Workspace, cluster: &Cluster) -> Result<()> {
    let chromium = setup::chromium().context("Chromium is not installed")?;
    let data = Scratch::new(workspace)?;
    cluster.create_database(DATABASE)?;
    run(npx(workspace)
        .args(["playwright", "test", "--config", "end2end"])
        .env("CHROMIUM", chromium)
        .env("UNDERSTORY_E2E_BINARY", workspace.server("debug"))
        .env("UNDERSTORY_E2E_DATA", &data.0)
        .env("UNDERSTORY_E2E_PORT", free_port()?.to_string())
        .env("UNDERSTORY_E2E_PORT_POSTGRES", free_port()?.to_string())
        .env("UNDERSTORY_E2E_POSTGRES", cluster.url(DATABASE)))
}

fn npx(workspace: &Workspace) -> std::process::Command {
    let mut npx = command("npx", &workspace.root);
    npx.arg("--no-install");
    npx
}

/// The servers' data, in a folder named for this process.
struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder, and removes those that interrupted runs left behind.
    fn new(workspace: &Workspace) -> Result<Self> {
        let all = workspace.target.join("journeys");
        fs::create_dir_all(&all)?;
        for entry in fs::read_dir(&all)? {
            let old = entry?;
            if !Path::new("/proc").join(old.file_name()).exists() {
                fs::remove_dir_all(old.path())?;
            }
        }
        let folder = all.join(std::process::id().to_string());
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} stays behind: {error}", self.0.display());
        }
    }
}
