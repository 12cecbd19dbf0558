//! Knowing what changed: a key over the contents of files, and stamps that remember it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Collects what an output depends on into one key.
pub(crate) struct Inputs {
    root: PathBuf,
    hasher: blake3::Hasher,
}

impl Inputs {
    /// Starts a key; paths enter it relative to `root`, so that it does not depend on where the checkout lies.
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            hasher: blake3::Hasher::new(),
        }
    }

    /// Adds a text, such as the options of a tool.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.field(text.as_bytes());
        self
    }

    /// Adds files and whole folders, named relative to the root; what does not exist counts as absent.
    pub(crate) fn paths(mut self, paths: &[&str]) -> Result<Self> {
        for path in paths {
            for file in files_under(&self.root.join(path))? {
                let name = file.strip_prefix(&self.root).unwrap_or(&file);
                self.field(name.as_os_str().as_encoded_bytes());
                let content =
                    fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                self.field(&content);
            }
        }
        Ok(self)
    }

    /// The key.
    pub(crate) fn key(self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }

    fn field(&mut self, bytes: &[u8]) {
        // The length keeps neighbouring fields apart.
        self.hasher.update(&bytes.len().to_le_bytes());
        self.hasher.update(bytes);
    }
}

/// Every file under a folder, or the file itself, in order of name; hidden ones and `node_modules` left out.
pub(crate) fn files_under(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![path.to_path_buf()];
    while let Some(path) = waiting.pop() {
        if path.is_file() {
            found.push(path);
        } else if path.is_dir() {
            let entries =
                fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))?;
            for entry in entries {
                let name = entry?.file_name();
                let skipped = name == "node_modules" || name.as_encoded_bytes().starts_with(b".");
                if !skipped {
                    waiting.push(path.join(name));
                }
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the stamp holds this text.
pub(crate) fn stamp_is(stamp: &Path, text: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|held| held == text)
}

/// Remembers a text in a stamp, making its folder where needed.
pub(crate) fn write_stamp(stamp: &Path, text: &str) -> Result<()> {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, text).with_context(|| format!("cannot write {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(root: &Path) -> String {
        Inputs::new(root).paths(&["a", "b.txt"]).unwrap().key()
    }

    #[test]
    fn the_key_follows_names_and_contents_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/one"), "1").unwrap();
        fs::write(root.join("b.txt"), "2").unwrap();
        let first = key_of(root);

        fs::write(root.join("a/.hidden"), "x").unwrap();
        fs::write(root.join("elsewhere"), "x").unwrap();
        assert_eq!(key_of(root), first);

        fs::write(root.join("b.txt"), "3").unwrap();
        let changed = key_of(root);
        assert_ne!(changed, first);

        fs::rename(root.join("a/one"), root.join("a/two")).unwrap();
        assert_ne!(key_of(root), changed);
    }

    #[test]
    fn a_stamp_is_fresh_only_for_its_own_text() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = folder.path().join("deep/stamp");
        assert!(!stamp_is(&stamp, "one"));
        write_stamp(&stamp, "one").unwrap();
        assert!(stamp_is(&stamp, "one"));
        assert!(!stamp_is(&stamp, "two"));
    }
}
