//! Determines the program's version and commit, and the `cargo install` arguments that install the same program on
//! another machine.
//!
//! The version is that of the package; a release build from a clone of the repository adds the commit. `init` writes
//! the arguments or, if the repository is unknown, only the commit to the CI workflow.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let install = installation(&version).unwrap_or_default();
    println!("cargo::rustc-env=OPENAPI_CRATE_INSTALL={install}");
    println!("cargo::rustc-env=OPENAPI_CRATE_COMMIT={}", commit("%H").unwrap_or_default());
    let version = commit("%h %cs").map_or(version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo::rustc-env=OPENAPI_CRATE_VERSION={version}");
}

/// Returns the commit in this format. Returns `None` in a debug build, because the package would otherwise be
/// recompiled after every commit.
fn commit(format: &str) -> Option<String> {
    // In a packaged crate, `../..` is a different directory, so a repository there is unrelated to the program.
    if env::var("PROFILE").is_ok_and(|profile| profile == "debug") || !Path::new("../../.git").exists() {
        return None;
    }
    println!("cargo::rerun-if-changed=../../.git/logs/HEAD");
    git(&["log", "-1", &format!("--format={format}")])
}

fn git(arguments: &[&str]) -> Option<String> {
    let shown = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(shown.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| shown.status.success() && !text.is_empty())
}

/// Returns the arguments for `cargo install openapi-crate`: the version for a registry package, or the repository and
/// commit for a clone. Returns `None` if others might not be able to install the program.
fn installation(version: &str) -> Option<String> {
    let folder = env::var("CARGO_MANIFEST_DIR").ok()?.replace('\\', "/");
    if folder.contains("/registry/src/") {
        return Some(format!("--version {version}"));
    }
    let commit = commit("%H")?;
    let is_cargos = folder.contains("/git/checkouts/");
    let repository = match env::var("CARGO_PKG_REPOSITORY").ok().filter(|url| !url.is_empty()) {
        Some(repository) => repository,
        // Others can install only a commit that has been pushed. The remote of Cargo's own clones is a folder.
        None if !is_cargos => git(&["branch", "--remotes", "--contains", "HEAD"])
            .and_then(|_| git(&["remote", "get-url", "origin"]))?,
        None => return None,
    };
    // The result contains neither credentials nor characters that are special in a shell or in YAML.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:~".contains(c);
    let is_public = repository.starts_with("https://") && repository.chars().all(is_plain);
    is_public.then(|| format!("--git {repository} --rev {commit}"))
}
