//! Lets the server embed the site that `cargo xtask` builds.

use std::env;
use std::fs;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    let site = manifest.join("../site");
    // The embedding wants the folder; a plain `cargo check` works without the site in it.
    fs::create_dir_all(&site)?;
    // A debug build reads the site when it runs, so only a release must be made again.
    if env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../site");
    }
    Ok(())
}
