//! The style sheets, each with all it imports as one small file, and the files they name by `url()`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::dependencies::{Dependency, DependencyOptions, UrlDependency};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::site::files::Asset;
use crate::workspace::Workspace;

/// Browsers of the last two years or so: they know nesting, `light-dark()` and `:has()`.
const BROWSERS: Browsers = Browsers {
    android: Some(version(123)),
    chrome: Some(version(123)),
    edge: Some(version(123)),
    firefox: Some(version(121)),
    ie: None,
    ios_saf: Some(version(17) | (5 << 8)),
    opera: Some(version(109)),
    safari: Some(version(17) | (5 << 8)),
    samsung: Some(version(27)),
};

/// The typefaces that a page preloads, by file name.
const TYPEFACES: [(&str, &str); 2] = [
    ("instrument-sans", "font_text"),
    ("bricolage-grotesque", "font_title"),
];

/// The style sheets: where each begins, its file's name, and what pages call it.
const SHEETS: [(&str, &str, &str); 2] = [
    ("style/main.css", "main", "css"),
    ("style/explorer/main.css", "explorer", "explorer_css"),
];

/// Bundles the style sheets.
///
/// # Errors
/// A sheet does not parse or imports one that is not there (with file and line), or names a missing file.
pub(crate) fn build(workspace: &Workspace) -> Result<Vec<Asset>> {
    let mut files = BTreeMap::new();
    let mut sheets = Vec::with_capacity(SHEETS.len());
    for (entry, stem, logical) in SHEETS {
        let text = sheet(&workspace.root.join(entry), &mut files)?;
        sheets.push(Asset::hashed(stem, "css", Some(logical), text.into_bytes()));
    }
    Ok(files.into_values().chain(sheets).collect())
}

/// The text of one style sheet; what it names goes to `assets`.
fn sheet(entry: &Path, assets: &mut BTreeMap<PathBuf, Asset>) -> Result<String> {
    let (mut text, urls) = bundle(entry)?;
    for url in urls {
        let quoted = format!("\"{}\"", url.placeholder);
        let replacement = match local_file(&url) {
            Some(file) => {
                if !assets.contains_key(&file) {
                    let asset = asset_of(&file).with_context(|| {
                        let line = url.loc.start.line;
                        format!("{}:{line} names `{}`", url.loc.file_path, url.url)
                    })?;
                    assets.insert(file.clone(), asset);
                }
                // The style sheet lies in the same folder.
                assets[&file].file_name().to_owned()
            }
            None => url.url.replace('\\', "\\\\").replace('"', "\\\""),
        };
        text = text.replace(&quoted, &format!("\"{replacement}\""));
    }
    Ok(text)
}

/// The bundled text with a placeholder for each `url()`.
fn bundle(entry: &Path) -> Result<(String, Vec<UrlDependency>)> {
    let files = FileProvider::new();
    let targets = Targets::from(BROWSERS);
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler
        .bundle(entry)
        .map_err(|error| anyhow!("{error}"))
        .with_context(|| format!("cannot bundle {}", entry.display()))?;
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            analyze_dependencies: Some(DependencyOptions::default()),
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    let urls = printed
        .dependencies
        .unwrap_or_default()
        .into_iter()
        .filter_map(|dependency| match dependency {
            Dependency::Url(url) => Some(url),
            Dependency::Import(_) => None,
        })
        .collect();
    Ok((printed.code, urls))
}

/// The file that a `url()` means; `None` for data, fragments and absolute addresses, which stay as they are.
fn local_file(url: &UrlDependency) -> Option<PathBuf> {
    let address = url.url.as_str();
    if address.starts_with(['#', '/']) || address.contains(':') {
        return None;
    }
    let path = address.split(['?', '#']).next()?;
    Some(Path::new(&url.loc.file_path).parent()?.join(path))
}

fn asset_of(file: &Path) -> Result<Asset> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let part = |part: Option<&std::ffi::OsStr>| {
        let part = part.and_then(|part| part.to_str());
        part.map(str::to_owned).context("a file name without parts")
    };
    let stem = part(file.file_stem())?;
    let logical = TYPEFACES
        .iter()
        .find_map(|(name, logical)| (*name == stem).then_some(*logical));
    let extension = part(file.extension())?;
    Ok(Asset::hashed(&stem, &extension, logical, content))
}

/// A major version as lightningcss packs it.
const fn version(major: u32) -> u32 {
    major << 16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(folder: &Path) -> Workspace {
        Workspace {
            root: folder.to_path_buf(),
            target: folder.join("target"),
        }
    }

    #[test]
    fn imports_are_joined_and_files_renamed_for_their_contents() {
        let folder = tempfile::tempdir().unwrap();
        let style = folder.path().join("style");
        fs::create_dir_all(style.join("fonts")).unwrap();
        fs::write(style.join("fonts/instrument-sans.woff2"), "font").unwrap();
        fs::write(
            style.join("type.css"),
            r#"@font-face { font-family: x; src: url("fonts/instrument-sans.woff2") }
               a { background: url("data:image/svg+xml,<svg a='\"'/>") }"#,
        )
        .unwrap();
        fs::write(
            style.join("main.css"),
            "@import 'type.css'; b { color: #ff0000 }",
        )
        .unwrap();

        fs::create_dir_all(style.join("explorer")).unwrap();
        fs::write(style.join("explorer/main.css"), "i { top: 0 }").unwrap();

        let assets = build(&workspace(folder.path())).unwrap();
        assert_eq!(assets[2].logical, Some("explorer_css"));
        let font = &assets[0];
        assert_eq!(font.logical, Some("font_text"));
        let css = String::from_utf8(assets[1].content.clone()).unwrap();
        assert!(css.contains(font.file_name()), "{css}");
        assert!(css.contains("data:image/svg+xml,<svg a='\\\"'/>"), "{css}");
        assert!(css.contains("b{color:red}"), "{css}");
    }

    #[test]
    fn a_missing_file_is_named_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let style = folder.path().join("style");
        fs::create_dir_all(&style).unwrap();
        fs::write(
            style.join("main.css"),
            "\n\na { background: url(gone.png) }",
        )
        .unwrap();
        let error = format!("{:#}", build(&workspace(folder.path())).unwrap_err());
        assert!(error.contains("main.css:3"), "{error}");
        assert!(error.contains("gone.png"), "{error}");
    }
}
