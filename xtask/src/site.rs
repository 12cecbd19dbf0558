//! Builds the site: what the browser loads besides the pages themselves.
//!
//! ```text
//! frontend/ + app/  -> wasm.rs  -> pkg/understory.<hash>.js, pkg/understory_bg.<hash>.wasm
//! explorer/         -> wasm.rs  -> pkg/explorer.<hash>.js, pkg/explorer_bg.<hash>.wasm
//! style/            -> css.rs   -> pkg/main.<hash>.css and the typefaces it names, pkg/explorer.<hash>.css
//! public/           -> files.rs -> the same names
//! ```
//!
//! Each text file also lies there as `.br` and `.gz`, and `manifest.json` maps the logical names to the hashed
//! ones. Nothing is built twice: every stage has a key over what it reads.

mod css;
mod files;
mod wasm;

use std::fs;

use anyhow::Result;

use crate::console::{note, step};
use crate::inputs::{Inputs, files_under, stamp_is, write_stamp};
use crate::workspace::Workspace;

/// How much work goes into the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavor {
    /// As it is served: small, and compressed beforehand.
    Release,
    /// As fast as it can be made, for `cargo xtask dev`.
    Quick,
}

/// Builds what is out of date.
///
/// # Errors
/// The browser's part does not compile, a style sheet is wrong, or a tool is missing.
pub(crate) fn build(workspace: &Workspace, flavor: Flavor) -> Result<()> {
    let site = workspace.site();
    let stamp = workspace.cache().join("site");
    let key = key(workspace, flavor)?;
    if stamp_is(&stamp, &state(workspace, &key)?) {
        note("the site is up to date");
        return Ok(());
    }
    let mut assets = wasm::build(workspace, flavor)?;
    step("assemble the site", || {
        assets.extend(css::build(workspace)?);
        assets.push(files::desk(workspace)?);
        let manifest = files::manifest(&assets)?;
        assets.push(manifest);
        assets.extend(files::public(workspace)?);
        files::write(&site, &assets, flavor)?;
        note(&files::summary(&assets, &site));
        Ok(())
    })?;
    write_stamp(&stamp, &state(workspace, &key)?)
}

fn key(workspace: &Workspace, flavor: Flavor) -> Result<String> {
    Ok(Inputs::new(&workspace.root)
        .text(&format!("{flavor:?}"))
        .text(env!("CARGO_PKG_VERSION"))
        .paths(wasm::SOURCES)?
        .paths(&[
            "style",
            "public",
            files::DESK,
            "xtask/src",
            "package-lock.json",
        ])?
        .key())
}

/// The key together with what lies in the site, so that a file removed by hand is made again.
fn state(workspace: &Workspace, key: &str) -> Result<String> {
    let mut state = format!("{key}\n");
    for file in files_under(&workspace.site())? {
        let length = fs::metadata(&file)?.len();
        state.push_str(&format!("{} {length}\n", workspace.shown(&file)));
    }
    Ok(state)
}
