//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that the commands read and write.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The root of the checkout.
    pub(crate) root: PathBuf,
    /// Cargo's output folder: `CARGO_TARGET_DIR`, or `target` in the root.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Finds the workspace from the folder that cargo names at run time, since a cached binary may have been
    /// compiled in another checkout.
    pub(crate) fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("xtask does not lie in a workspace")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) if !folder.is_empty() => env::current_dir()?.join(folder),
            _ => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// The built site, at a fixed place because the server embeds it from there.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join("site")
    }

    /// What the commands remember between runs.
    pub(crate) fn cache(&self) -> PathBuf {
        self.target.join("xtask-cache")
    }

    /// The server's binary in the given cargo profile folder (`debug` or `release`).
    pub(crate) fn server(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("understory")
    }

    /// A path as the reader knows it: relative to the root where it lies in it.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words in backticks that look like a path of this repository, such as `app/src/app.rs` or `server/src/media`.
    fn paths_in(text: &str) -> Vec<&str> {
        let firsts = [
            "app",
            "bench",
            "db",
            "docs",
            "domain",
            "end2end",
            "explorer",
            "frontend",
            "lineage",
            "migration",
            "public",
            "server",
            "style",
            "xtask",
        ];
        text.split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| {
                word.bytes()
                    .all(|c| c.is_ascii_alphanumeric() || b"/._-".contains(&c))
            })
            .filter(|word| {
                let (first, rest) = word.split_once('/').unwrap_or((word, "-"));
                firsts.contains(&first) && !rest.is_empty() && word.contains('/')
            })
            .collect()
    }

    #[test]
    fn every_path_that_the_documents_name_is_there() {
        let workspace = Workspace::find().unwrap();
        for document in [
            "README.md",
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
            "bench/README.md",
        ] {
            let text = std::fs::read_to_string(workspace.root.join(document)).unwrap();
            for path in paths_in(&text) {
                assert!(
                    workspace.root.join(path).exists(),
                    "{document} names {path}"
                );
            }
        }
    }

    #[test]
    fn paths_are_told_from_other_words() {
        let text = "see `app/src/app.rs`, `cargo test`, `/records/new`, `domain` and `text/html`";
        assert_eq!(paths_in(text), ["app/src/app.rs"]);
    }
}
