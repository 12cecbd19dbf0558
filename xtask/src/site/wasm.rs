//! The browser's part: cargo, then wasm-bindgen, then wasm-opt.

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
    "domain",
    "frontend",
    "lineage",
];

/// Never `--all-features`: with compact imports Chromium refuses the result.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-extended-const",
];

/// A folder with what wasm-bindgen made, shrunk.
pub(crate) struct Program {
    folder: PathBuf,
}

/// Compiles the browser's part where it changed.
pub(crate) fn build(workspace: &Workspace, flavor: Flavor) -> Result<Program> {
    let compiled = compile(workspace, flavor)?;
    let wasm = fs::read(&compiled).context("cargo made no wasm")?;
    let key = Inputs::new(&workspace.root)
        .text(&blake3::hash(&wasm).to_hex())
        .text(&format!("{flavor:?} {WASM_OPT:?}"))
        .paths(&["package-lock.json", "xtask/src/site/wasm.rs"])?
        .key();
    let folder = workspace.cache().join(format!("wasm-{flavor:?}"));
    let stamp = folder.join(".key");
    if !stamp_is(&stamp, &key) {
        if folder.is_dir() {
            fs::remove_dir_all(&folder)?;
        }
        step("write the JavaScript around the wasm", || {
            bind(&wasm, &folder)
        })?;
        if flavor == Flavor::Release {
            shrink(workspace, &folder)?;
        }
        write_stamp(&stamp, &key)?;
    }
    Ok(Program { folder })
}

/// Runs cargo unless no source changed since it last ran, and returns the file it makes.
fn compile(workspace: &Workspace, flavor: Flavor) -> Result<PathBuf> {
    let (profile, folder) = match flavor {
        Flavor::Release => ("wasm-release", "wasm-release"),
        Flavor::Quick => ("dev", "debug"),
    };
    let output = workspace
        .target
        .join("wasm32-unknown-unknown")
        .join(folder)
        .join("frontend.wasm");
    let key = Inputs::new(&workspace.root).paths(SOURCES)?.key();
    let stamp = workspace.cache().join(format!("compiled-{profile}"));
    if output.is_file() && stamp_is(&stamp, &key) {
        return Ok(output);
    }
    step("compile the browser's part", || {
        run(cargo(&workspace.root)
            .args(["build", "--package", "frontend", "--lib"])
            .args(["--target", "wasm32-unknown-unknown", "--profile", profile])
            // Without debug information wasm-bindgen has a tenth to read.
            .env("CARGO_PROFILE_DEV_DEBUG", "false"))
    })?;
    write_stamp(&stamp, &key)?;
    Ok(output)
}

fn bind(wasm: &[u8], folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("understory", wasm.to_vec())
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen
        .generate(folder)
        .context("wasm-bindgen (is its version in Cargo.toml that of wasm-bindgen-cli-support?)")
}

fn shrink(workspace: &Workspace, folder: &Path) -> Result<()> {
    let tool = workspace.root.join("node_modules/binaryen/bin/wasm-opt");
    if setup::node_version().is_none() || !tool.is_file() {
        note("without Node.js and its packages the wasm stays about twice as large");
        return Ok(());
    }
    let whole = folder.join("understory_bg.wasm");
    let small = folder.join("small.wasm");
    step("shrink the wasm", || {
        run_quietly(
            command("node", &workspace.root)
                .arg(&tool)
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
    /// The wasm and the JavaScript around it; a page's script (`app/src/islands.js`) loads both.
    pub(crate) fn assets(&self) -> Result<Vec<Asset>> {
        let read = |name: &str| {
            let path = self.folder.join(name);
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let mut glue = String::from_utf8(read("understory.js")?)?;
        let mut assets = Vec::new();
        for (import, snippet) in self.snippets()? {
            glue = glue.replace(&import, &format!("./{}", snippet.file_name()));
            assets.push(snippet);
        }
        let wasm = read("understory_bg.wasm")?;
        let wasm = Asset::hashed("understory_bg", "wasm", Some("wasm"), wasm);
        let js = Asset::hashed("understory", "js", Some("js"), glue.into_bytes());
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
