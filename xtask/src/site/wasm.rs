//! The browser's programs: cargo for all at once, then wasm-bindgen and wasm-opt for each.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::console::{note, step};
use crate::inputs::{Inputs, files_under, stamp_is, write_stamp};
use crate::process::{cargo, command, run, run_quietly};
use crate::setup;
use crate::site::Flavor;
use crate::site::files::Asset;
use crate::workspace::Workspace;

/// What the wasm is compiled from.
pub(crate) const SOURCES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "app",
    "bell",
    "domain",
    "explorer",
    "frontend",
    "lineage",
];

/// A program of the browser: a package of the workspace that becomes a wasm and the JavaScript around it.
struct Part {
    package: &'static str,
    /// Begins the names of its files.
    name: &'static str,
    /// What the pages call its JavaScript and its wasm.
    logical: [&'static str; 2],
    /// How wasm-opt weighs size against speed.
    level: &'static str,
}

const PARTS: [Part; 3] = [
    Part {
        package: "frontend",
        name: "understory",
        logical: ["js", "wasm"],
        level: "-Oz",
    },
    Part {
        package: "explorer",
        name: "explorer",
        logical: ["explorer_js", "explorer_wasm"],
        level: "-O3",
    },
    Part {
        package: "bell",
        name: "bell",
        logical: ["bell_js", "bell_wasm"],
        level: "-Oz",
    },
];

/// Never `--all-features`: with compact imports Chromium refuses the result.
const WASM_OPT: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-extended-const",
];

/// A folder with what wasm-bindgen made of a part, shrunk.
struct Program {
    part: &'static Part,
    folder: PathBuf,
}

/// Compiles the browser's programs where they changed, and returns their files; a page's script
/// (`app/src/islands.js`) loads them.
pub(crate) fn build(workspace: &Workspace, flavor: Flavor) -> Result<Vec<Asset>> {
    let folder = compile(workspace, flavor)?;
    let mut assets = Vec::new();
    for part in &PARTS {
        let wasm = fs::read(folder.join(format!("{}.wasm", part.package)));
        let wasm = wasm.context("cargo made no wasm")?;
        assets.extend(package(workspace, flavor, part, &wasm)?.assets()?);
    }
    Ok(assets)
}

/// Makes of a wasm what is loaded, unless that is at hand.
fn package(
    workspace: &Workspace,
    flavor: Flavor,
    part: &'static Part,
    wasm: &[u8],
) -> Result<Program> {
    let key = Inputs::new(&workspace.root)
        .text(&blake3::hash(wasm).to_hex())
        .text(&format!("{flavor:?} {} {WASM_OPT:?}", part.level))
        .paths(&["package-lock.json", "xtask/src/site/wasm.rs"])?
        .key();
    let folder = workspace
        .cache()
        .join(format!("wasm-{flavor:?}-{}", part.name));
    let stamp = folder.join(".key");
    if !stamp_is(&stamp, &key) {
        if folder.is_dir() {
            fs::remove_dir_all(&folder)?;
        }
        step(
            &format!("write the JavaScript around {}'s wasm", part.package),
            || bind(part.name, wasm, &folder),
        )?;
        if flavor == Flavor::Release {
            shrink(workspace, part, &folder)?;
        }
        write_stamp(&stamp, &key)?;
    }
    Ok(Program { part, folder })
}

/// Runs cargo unless no source changed since it last ran, and returns the folder in which it leaves the wasm.
fn compile(workspace: &Workspace, flavor: Flavor) -> Result<PathBuf> {
    let (profile, folder) = match flavor {
        Flavor::Release => ("wasm-release", "wasm-release"),
        Flavor::Quick => ("dev", "debug"),
    };
    let output = workspace.target.join("wasm32-unknown-unknown").join(folder);
    let key = Inputs::new(&workspace.root).paths(SOURCES)?.key();
    let stamp = workspace.cache().join(format!("compiled-{profile}"));
    let is_there = |part: &Part| output.join(format!("{}.wasm", part.package)).is_file();
    if PARTS.iter().all(is_there) && stamp_is(&stamp, &key) {
        return Ok(output);
    }
    step("compile the browser's programs", || {
        // One call: what both lean on is compiled once, with the features of all.
        run(cargo(&workspace.root)
            .arg("build")
            .args(PARTS.iter().flat_map(|part| ["--package", part.package]))
            .args(["--lib", "--target", "wasm32-unknown-unknown"])
            .args(["--profile", profile])
            // Without debug information wasm-bindgen has a tenth to read.
            .env("CARGO_PROFILE_DEV_DEBUG", "false"))
    })?;
    write_stamp(&stamp, &key)?;
    Ok(output)
}

fn bind(name: &str, wasm: &[u8], folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, wasm.to_vec())
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen
        .generate(folder)
        .context("wasm-bindgen (is its version in Cargo.toml that of wasm-bindgen-cli-support?)")
}

fn shrink(workspace: &Workspace, part: &Part, folder: &Path) -> Result<()> {
    let tool = workspace.root.join("node_modules/binaryen/bin/wasm-opt");
    if setup::node_version().is_none() || !tool.is_file() {
        note("without Node.js and its packages the wasm stays about twice as large");
        return Ok(());
    }
    let whole = folder.join(format!("{}_bg.wasm", part.name));
    let small = folder.join("small.wasm");
    step(&format!("shrink {}'s wasm", part.package), || {
        run_quietly(
            command("node", &workspace.root)
                .arg(&tool)
                .arg(part.level)
                .args(WASM_OPT)
                .arg(&whole)
                .arg("-o")
                .arg(&small),
        )?;
        fs::rename(&small, &whole)?;
        Ok(())
    })
}

impl Program {
    /// The wasm and the JavaScript around it.
    fn assets(&self) -> Result<Vec<Asset>> {
        let Part { name, logical, .. } = self.part;
        let read = |name: &str| {
            let path = self.folder.join(name);
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let mut glue = String::from_utf8(read(&format!("{name}.js"))?)?;
        let mut assets = Vec::new();
        for (import, snippet) in self.snippets()? {
            glue = glue.replace(&import, &format!("./{}", snippet.file_name()));
            assets.push(snippet);
        }
        let stem = format!("{name}_bg");
        let wasm = read(&format!("{stem}.wasm"))?;
        let wasm = Asset::hashed(&stem, "wasm", Some(logical[1]), wasm);
        let js = Asset::hashed(name, "js", Some(logical[0]), glue.into_bytes());
        assets.extend([wasm, js]);
        Ok(assets)
    }

    /// Scripts that crates bring along, with the path by which the JavaScript imports each.
    fn snippets(&self) -> Result<Vec<(String, Asset)>> {
        files_under(&self.folder.join("snippets"))?
            .iter()
            .map(|file| {
                let import = file
                    .strip_prefix(&self.folder)?
                    .to_str()
                    .ok_or_else(|| anyhow!("{} is not Unicode", file.display()))?;
                let asset = Asset::hashed("snippet", "js", None, fs::read(file)?);
                Ok((format!("./{import}"), asset))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_crates_bring_are_renamed_where_they_are_imported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::create_dir_all(path.join("snippets/gloo-1")).unwrap();
        fs::write(path.join("snippets/gloo-1/inline0.js"), "export {}").unwrap();
        fs::write(path.join("understory_bg.wasm"), "wasm").unwrap();
        fs::write(
            path.join("understory.js"),
            "import * as a from './snippets/gloo-1/inline0.js';",
        )
        .unwrap();

        let program = Program {
            part: &PARTS[0],
            folder: path.to_path_buf(),
        };
        let assets = program.assets().unwrap();
        let by_stem = |stem: &str| {
            let found = assets
                .iter()
                .find(|asset| asset.file_name().starts_with(stem));
            found.unwrap()
        };
        let glue = String::from_utf8_lossy(&by_stem("understory.").content).into_owned();
        assert!(glue.contains(by_stem("snippet.").file_name()), "{glue}");
    }
}
