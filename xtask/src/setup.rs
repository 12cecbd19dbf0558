//! Installing what the other commands need: the wasm target, npm's packages, a browser, a database.
//!
//! Every function looks first and returns at once where nothing is missing.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::console::{note, step};
use crate::inputs::{Inputs, stamp_is, write_stamp};
use crate::process::{answer, command, find_program, is_root, run};
use crate::workspace::Workspace;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The oldest Node that the npm packages accept.
const OLDEST_NODE: u32 = 20;

/// Something from Debian's packages that a command needs.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    present: fn() -> bool,
}

const NODE: Need = Need {
    what: "Node.js with npm",
    packages: &["nodejs", "npm"],
    present: || node_version().is_some() && find_program("npm").is_some(),
};
const BROWSER: Need = Need {
    what: "Chromium",
    packages: &["chromium", "fonts-liberation", "fonts-noto-color-emoji"],
    present: || chromium().is_some(),
};
const DATABASE: Need = Need {
    what: "PostgreSQL",
    packages: &["postgresql"],
    present: || postgres_programs().is_some(),
};

const MEASURING: Need = Need {
    what: "sqlite3, zstd and wrk",
    packages: &["sqlite3", "zstd", "wrk"],
    present: || {
        ["sqlite3", "zstd", "wrk"]
            .iter()
            .all(|name| find_program(name).is_some())
    },
};

/// All that any command needs.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    step("tools", || {
        for_build(workspace)?;
        for_tests(workspace)?;
        for_bench()?;
        note("all tools are there");
        Ok(())
    })
}

/// What a build of the site and the server needs.
pub(crate) fn for_build(workspace: &Workspace) -> Result<()> {
    wasm_target(workspace)?;
    from_debian(&[NODE])?;
    npm_packages(workspace)
}

/// What the tests need besides.
pub(crate) fn for_tests(workspace: &Workspace) -> Result<()> {
    from_debian(&[NODE, BROWSER, DATABASE])?;
    npm_packages(workspace)
}

/// Only the database, for the parts of the tests that run no browser.
pub(crate) fn database() -> Result<()> {
    from_debian(&[DATABASE])
}

/// The database, and what the measurements load and compare with.
pub(crate) fn for_bench() -> Result<()> {
    from_debian(&[DATABASE, MEASURING])
}

/// Says so where what is built may not have room: a full disk fails in places that do not name it.
pub(crate) fn room(workspace: &Workspace, gigabytes: u64) {
    let there = workspace.target.ancestors().find(|folder| folder.is_dir());
    let Some(folder) = there else { return };
    let told = answer(command("df", folder).args(["-Pk", "."]));
    if let Some(free) = told.as_deref().and_then(free_gigabytes)
        && free < gigabytes
    {
        note(&format!(
            "only {free} GB are free where {} lies; a build from nothing takes about {gigabytes}",
            workspace.shown(&workspace.target)
        ));
    }
}

/// What is available, in whole gigabytes, of what `df -Pk` tells of one file system.
fn free_gigabytes(told: &str) -> Option<u64> {
    let free = told.lines().nth(1)?.split_whitespace().nth(3)?;
    Some(free.parse::<u64>().ok()? / 1_000_000)
}

/// The standard library for the browser's part.
pub(crate) fn wasm_target(workspace: &Workspace) -> Result<()> {
    let library = answer(command("rustc", &workspace.root).args([
        "--print",
        "target-libdir",
        "--target",
        WASM_TARGET,
    ]));
    if library.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    if find_program("rustup").is_none() {
        bail!(
            "the Rust target {WASM_TARGET} is missing, and there is no rustup to add it; \
             install the target from wherever this Rust came from"
        );
    }
    step("add the Rust target for the browser", || {
        run(command("rustup", &workspace.root).args(["target", "add", WASM_TARGET]))
    })
}

/// The packages of `package-lock.json`, installed again only when that file changed.
fn npm_packages(workspace: &Workspace) -> Result<()> {
    let key = Inputs::new(&workspace.root)
        .paths(&["package.json", "package-lock.json"])?
        .key();
    let stamp = workspace.root.join("node_modules/.understory");
    if stamp_is(&stamp, &key) {
        return Ok(());
    }
    match node_version() {
        Some(version) if version >= OLDEST_NODE => {}
        Some(version) => bail!(
            "Node.js {version} is too old; install version {OLDEST_NODE} or newer, then run this again"
        ),
        None => bail!("Node.js is missing; install version {OLDEST_NODE} or newer with npm"),
    }
    step("install the npm packages", || {
        run(command("npm", &workspace.root).args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error",
        ]))?;
        write_stamp(&stamp, &key)
    })
}

/// Installs what is missing where that is allowed, and otherwise says exactly what to install.
fn from_debian(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let names = names.join(", ");
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages)
        .copied()
        .collect();
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if find_program("apt-get").is_none() {
        bail!("missing: {names}. On Debian that is `{by_hand}`; install the like of it here");
    }
    if !is_root() {
        bail!(
            "missing: {names}. Only root may install it:\n\n    sudo {by_hand}\n\nthen run this again"
        );
    }
    step(&format!("install {names}"), || install(&packages))?;
    match missing.iter().find(|need| !(need.present)()) {
        Some(need) => bail!("{} was installed and still is not found", need.what),
        None => Ok(()),
    }
}

fn install(packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut apt = command("apt-get", Path::new("/"));
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-q");
        apt
    };
    run(apt().arg("update")).context("Debian's package lists cannot be read")?;
    run(apt()
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages))
}

/// The major version of Node, where there is one.
pub(crate) fn node_version() -> Option<u32> {
    let version = answer(command("node", Path::new("/")).arg("--version"))?;
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The browser of the journeys: `CHROMIUM`, or the first of the usual names.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        return named.is_file().then_some(named);
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| find_program(name))
}

/// The folder with PostgreSQL's programs: the newest of Debian's, or where the `initdb` on the path really lies.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let complete = |folder: &Path| {
        ["initdb", "postgres", "pg_isready", "createdb"]
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| complete(folder))
        .max();
    if let Some((_, folder)) = debian {
        return Some(folder);
    }
    let initdb = find_program("initdb")?.canonicalize().ok()?;
    let folder = initdb.parent()?;
    complete(folder).then(|| folder.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::free_gigabytes;

    #[test]
    fn what_is_free_is_read_from_what_df_tells() {
        let told = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                    /dev/vda 264000000 91000000 7400000 100% /";
        assert_eq!(free_gigabytes(told), Some(7));
        assert_eq!(free_gigabytes("df: no such thing"), None);
    }
}
