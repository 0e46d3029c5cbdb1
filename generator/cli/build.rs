//! The version of the program: that of the package, with the commit if this is a release build from a clone of the repository. Also the arguments with
//! which `cargo install` installs the same program elsewhere, for the workflow of `init`.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let install = installation(&version).unwrap_or_default();
    println!("cargo::rustc-env=OPENAPI_CRATE_INSTALL={install}");
    let version = commit("%h %cs").map_or(version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo::rustc-env=OPENAPI_CRATE_VERSION={version}");
}

/// Returns the commit in this format. A debug build has none, since every commit would compile the package again.
fn commit(format: &str) -> Option<String> {
    // In a packaged crate this folder is another one, and a repository around it is not that of the program.
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

/// Returns the arguments of `cargo install`: for a package from a registry its version, for a clone its repository and commit. `None` if the program
/// may not be available elsewhere.
fn installation(version: &str) -> Option<String> {
    let folder = env::var("CARGO_MANIFEST_DIR").ok()?.replace('\\', "/");
    if folder.contains("/registry/src/") {
        return Some(format!("openapi-crate --version {version} --locked"));
    }
    let commit = commit("%H")?;
    let is_cargos = folder.contains("/git/checkouts/");
    let repository = match env::var("CARGO_PKG_REPOSITORY").ok().filter(|url| !url.is_empty()) {
        Some(repository) => repository,
        // The commit must have been pushed. The remote of cargo's own clones is a folder.
        None if !is_cargos => git(&["branch", "--remotes", "--contains", "HEAD"])
            .and_then(|_| git(&["remote", "get-url", "origin"]))?,
        None => return None,
    };
    // Without credentials, and without characters that a shell or YAML interprets.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:~".contains(c);
    let is_public = repository.starts_with("https://") && repository.chars().all(is_plain);
    is_public.then(|| format!("openapi-crate --git {repository} --rev {commit} --locked"))
}
