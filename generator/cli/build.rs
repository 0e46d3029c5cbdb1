//! The version of the program: that of the package, with the commit if this is a release build from a clone of the repository.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = commit().map_or(version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo::rustc-env=OPENAPI_CRATE_VERSION={version}");
}

/// Returns the commit and its date. A debug build has none, since every commit would compile the package again.
fn commit() -> Option<String> {
    // In a packaged crate this folder is another one, and a repository around it is not that of the program.
    let git = Path::new("../../.git");
    if env::var("PROFILE").is_ok_and(|profile| profile == "debug") || !git.exists() {
        return None;
    }
    println!("cargo::rerun-if-changed=../../.git/logs/HEAD");
    let shown = Command::new("git").args(["log", "-1", "--format=%h %cs"]).output().ok()?;
    let text = String::from_utf8(shown.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| shown.status.success() && !text.is_empty())
}
