//! Checks that each published package contains all files needed to build it, regardless of their location in the
//! repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// Returns the files that Cargo packages.
fn packaged(package: &str) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root()).args([
        "package",
        "--list",
        "--allow-dirty",
        "--offline",
        "--package",
        package,
    ]);
    let run = command.output().unwrap_or_else(|error| panic!("{error}"));
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    // Cargo prints `\` on Windows.
    String::from_utf8_lossy(&run.stdout).lines().map(|line| line.replace('\\', "/")).collect()
}

/// Adds the files in a folder and its subfolders, with the prefix of their paths in the package.
fn files(folder: &str, prefix: &str, found: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let (path, below) = (format!("{folder}/{name}"), format!("{prefix}/{name}"));
        if entry.path().is_dir() {
            files(&path, &below, found);
        } else {
            found.push((path, below));
        }
    }
}

#[test]
fn the_generator_contains_templates_runtime_and_licenses() {
    let list = packaged("openapi-crate-generator");
    let mut needed = vec![
        ("templates/runtime/Cargo.toml".to_owned(), "package/templates/runtime/manifest.toml".to_owned()),
        ("LICENSE-MIT".to_owned(), "package/LICENSE-MIT".to_owned()),
        ("LICENSE-APACHE".to_owned(), "package/LICENSE-APACHE".to_owned()),
        ("LICENSE-MIT".to_owned(), "LICENSE-MIT".to_owned()),
        ("generator/build.rs".to_owned(), "build.rs".to_owned()),
        ("generator/askama.toml".to_owned(), "askama.toml".to_owned()),
    ];
    for folder in ["crate", "docs", "runtime/src"] {
        files(&format!("templates/{folder}"), &format!("package/templates/{folder}"), &mut needed);
    }
    files("generator/src", "src", &mut needed);
    assert!(needed.len() > 300, "only {} files are needed", needed.len());
    for (path, below) in needed {
        assert!(list.contains(&below), "`{below}` is not in the package; it is `{path}` in the repository");
        // Cargo packages the target of a symbolic link instead of the link.
        let read =
            |path: String| fs::read(root().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(read(format!("generator/{below}")) == read(path.clone()), "`{below}` is not `{path}`");
    }
}

#[test]
fn the_program_contains_its_sources_and_no_tests() {
    let list = packaged("openapi-crate");
    let mut needed = vec![("generator/cli/build.rs".to_owned(), "build.rs".to_owned())];
    files("generator/cli/src", "src", &mut needed);
    for (_, below) in needed {
        assert!(list.contains(&below), "`{below}` is not in the package");
    }
    assert!(list.contains("LICENSE-MIT") && list.contains("README.md") && list.contains("Cargo.lock"));
    assert!(!list.iter().any(|path| path.starts_with("tests/")), "{list:?}");
}

/// Checks that no source includes a file outside of its package. Such a source would compile in the repository, but not
/// in the packaged crate.
#[test]
fn no_package_source_includes_files_outside_the_package() {
    for package in ["generator", "generator/cli"] {
        let mut sources = Vec::new();
        files(&format!("{package}/src"), "src", &mut sources);
        for (path, _) in sources {
            let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
            let depth = path.strip_prefix(package).unwrap_or(&path).matches('/').count() - 1;
            let outside = format!("\"{}", "../".repeat(depth + 1));
            let found = text.lines().find(|line| line.contains("include_") && line.contains(&outside));
            assert_eq!(found, None, "{path}");
        }
    }
}
