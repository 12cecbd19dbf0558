//! Names by content, compression, and writing only what changed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, anyhow};
use serde_json::{Map, Value};

use crate::inputs::files_under;
use crate::site::Flavor;
use crate::workspace::Workspace;

/// A file of the site.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Its path in the site, such as `pkg/main.0f3c9a.css`.
    pub(crate) path: String,
    /// What the pages call it in `manifest.json`, for those that a page names.
    pub(crate) logical: Option<&'static str>,
    /// What it holds.
    pub(crate) content: Vec<u8>,
}

impl Asset {
    /// A file in `pkg/` named for its content, so that browsers may keep it for ever.
    pub(crate) fn hashed(
        stem: &str,
        extension: &str,
        logical: Option<&'static str>,
        content: Vec<u8>,
    ) -> Self {
        let hash = blake3::hash(&content).to_hex();
        Self {
            path: format!("pkg/{stem}.{}.{extension}", &hash[..12]),
            logical,
            content,
        }
    }

    /// Its name without the folder.
    pub(crate) fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// `manifest.json`: logical names and the paths to ask the server for.
pub(crate) fn manifest(assets: &[Asset]) -> Result<Asset> {
    let names: Map<String, Value> = assets
        .iter()
        .filter_map(|asset| {
            let path = format!("/{}", asset.path);
            Some((asset.logical?.to_owned(), Value::String(path)))
        })
        .collect();
    Ok(Asset {
        path: "manifest.json".to_owned(),
        logical: None,
        content: serde_json::to_vec_pretty(&names)?,
    })
}

/// The script of the desk.
pub(crate) const DESK: &str = "app/src/curate/desk.js";

/// The script of the desk, as it is written: it is small, and loaded by few.
pub(crate) fn desk(workspace: &Workspace) -> Result<Asset> {
    let content = fs::read(workspace.root.join(DESK))?;
    Ok(Asset::hashed("desk", "js", Some("desk_js"), content))
}

/// The files of `public/`, which keep their names.
pub(crate) fn public(workspace: &Workspace) -> Result<Vec<Asset>> {
    let folder = workspace.root.join("public");
    files_under(&folder)?
        .iter()
        .map(|file| {
            let name = file.strip_prefix(&folder)?;
            let name = name
                .to_str()
                .with_context(|| format!("{} has a name that is not Unicode", file.display()))?;
            Ok(Asset {
                path: name.to_owned(),
                logical: None,
                content: fs::read(file)?,
            })
        })
        .collect()
}

/// Writes the files with their compressed forms, and removes what is no longer part of the site.
///
/// A file that is there with the same content keeps its time of change, so that cargo embeds the site again only
/// when it differs.
pub(crate) fn write(site: &Path, assets: &[Asset], flavor: Flavor) -> Result<()> {
    let mut expected = Vec::new();
    let mut to_compress = Vec::new();
    for asset in assets {
        let path = site.join(&asset.path);
        let changed = write_if_changed(&path, &asset.content)?;
        let compressed = [with_suffix(&path, "br"), with_suffix(&path, "gz")];
        if flavor == Flavor::Release && is_text(&asset.path) {
            if changed || compressed.iter().any(|file| !file.is_file()) {
                to_compress.push((path.clone(), asset.content.as_slice()));
            }
            expected.extend(compressed);
        }
        expected.push(path);
    }
    compress_all(&to_compress)?;
    for file in files_under(site)? {
        if !expected.contains(&file) {
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

/// One line on what a first visit loads.
pub(crate) fn summary(assets: &[Asset], site: &Path) -> String {
    let sizes: Vec<String> = assets
        .iter()
        .filter_map(|asset| {
            let path = site.join(&asset.path);
            let sent = fs::metadata(with_suffix(&path, "br"))
                .or_else(|_| fs::metadata(&path))
                .ok()?
                .len();
            let (kilobytes, tenths) = (sent / 1000, sent % 1000 / 100);
            Some(format!("{} {kilobytes}.{tenths} KB", asset.logical?))
        })
        .collect();
    format!("over the wire: {}", sizes.join(", "))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn is_text(path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or_default();
    [
        "css",
        "html",
        "js",
        "json",
        "svg",
        "txt",
        "wasm",
        "webmanifest",
        "xml",
    ]
    .contains(&extension)
}

/// Writes a file unless it holds just that; says whether it wrote.
fn write_if_changed(path: &Path, content: &[u8]) -> Result<bool> {
    if fs::read(path).is_ok_and(|held| held == content) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

/// Compresses on as many threads as there are cores, the largest file first.
fn compress_all(files: &[(PathBuf, &[u8])]) -> Result<()> {
    let mut waiting: Vec<_> = files.iter().collect();
    waiting.sort_by_key(|(_, content)| content.len());
    let waiting = Mutex::new(waiting);
    let next = || waiting.lock().ok().and_then(|mut files| files.pop());
    let work = || -> Result<()> {
        while let Some((path, content)) = next() {
            write_if_changed(&with_suffix(path, "br"), &brotli(content)?)?;
            write_if_changed(&with_suffix(path, "gz"), &gzip(content)?)?;
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker
                .join()
                .map_err(|_| anyhow!("compressing a file failed"))??;
        }
        Ok(())
    })
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn css(content: &[u8]) -> Asset {
        Asset::hashed("main", "css", Some("css"), content.to_vec())
    }

    #[test]
    fn names_follow_contents() {
        assert_eq!(css(b"a{}").path, css(b"a{}").path);
        assert_ne!(css(b"a{}").path, css(b"b{}").path);
        let path = css(b"a{}").path;
        assert!(
            path.starts_with("pkg/main.") && path.ends_with(".css"),
            "{path}"
        );
    }

    #[test]
    fn the_manifest_gives_paths_to_ask_for() {
        let asset = css(b"a{}");
        let manifest = manifest(std::slice::from_ref(&asset)).unwrap();
        let names: Value = serde_json::from_slice(&manifest.content).unwrap();
        assert_eq!(names["css"], format!("/{}", asset.path));
    }

    #[test]
    fn writing_compresses_keeps_what_is_the_same_and_removes_what_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path();
        let content = "a { color: red }\n".repeat(200);
        let first = css(content.as_bytes());
        write(site, std::slice::from_ref(&first), Flavor::Release).unwrap();

        let path = site.join(&first.path);
        let mut unpacked = Vec::new();
        let brotli = fs::read(with_suffix(&path, "br")).unwrap();
        brotli::BrotliDecompress(&mut brotli.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, content.as_bytes());
        let mut unpacked = Vec::new();
        let gzip = fs::File::open(with_suffix(&path, "gz")).unwrap();
        flate2::read::GzDecoder::new(gzip)
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, content.as_bytes());

        let written = fs::metadata(&path).unwrap().modified().unwrap();
        write(site, std::slice::from_ref(&first), Flavor::Release).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);

        write(site, &[css(b"b{}")], Flavor::Quick).unwrap();
        assert_eq!(files_under(site).unwrap().len(), 1);
    }
}
