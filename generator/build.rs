//! Locates the templates, the runtime and the licenses that are embedded in the generator.
//!
//! In the repository, these files are outside of this package. `cargo package` follows the symbolic links in `package`,
//! so a packaged crate contains the files themselves. Builds in the repository do not need the links. A checkout
//! without symbolic links, as on Windows, still builds, but cannot be packaged.

use std::env;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let repository = package.join("..");
    let manifest = repository.join("templates/runtime/Cargo.toml");
    if manifest.is_file() {
        locate(&repository, &manifest);
    } else {
        let contained = package.join("package");
        // Cargo excludes subdirectories that contain a `Cargo.toml`, so the manifest has a different name.
        locate(&contained, &contained.join("templates/runtime/manifest.toml"));
    }
}

fn locate(root: &Path, manifest: &Path) {
    assert!(manifest.is_file(), "`{}` is missing; the package is incomplete", manifest.display());
    for (name, path) in [
        ("TEMPLATES", root.join("templates")),
        ("LICENSES", root.to_owned()),
        ("RUNTIME_MANIFEST", manifest.to_owned()),
    ] {
        println!("cargo::rustc-env=GENERATOR_{name}={}", path.display());
    }
}
