//! Lists the doctests that rustdoc finds in emitted crates. Each must be one of the generator's examples;
//! none may come from a description.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::documents;
use crate::checkout;

/// Lists the doctests of the crates for the given seeds and returns the failures.
pub(super) fn check(places: &[PathBuf], seeds: &[u64], out: &Path) -> Result<Vec<String>, String> {
    let root = checkout::root().map_err(|finding| finding.to_string())?;
    let mut failures = Vec::new();
    for seed in seeds {
        let name = format!("fuzzed-{seed}");
        let folder = out.join("crates").join(&name);
        let Some(files) = documents::files(places, *seed, &name) else { continue };
        for (path, text) in &files {
            let file = folder.join(path);
            let made = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
            made.map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        }
        let manifest = folder.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).map_err(|error| error.to_string())?;
        // The empty table excludes the crate from any workspace in a parent folder.
        fs::write(&manifest, format!("{text}\n[workspace]\n")).map_err(|error| error.to_string())?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(|error| error.to_string())?;
        let listed = Command::new("cargo")
            .args(["test", "--doc", "--quiet", "--", "--list"])
            .env("CARGO_TARGET_DIR", out.join("target"))
            .current_dir(&folder)
            .output()
            .map_err(|error| error.to_string())?;
        if !listed.status.success() {
            let stderr = String::from_utf8_lossy(&listed.stderr);
            let line = stderr.lines().find(|line| line.contains("error")).unwrap_or_default();
            failures.push(format!("seed {seed}: the doctests cannot be listed: {line}"));
            continue;
        }
        let list = String::from_utf8_lossy(&listed.stdout).into_owned();
        failures.extend(
            unexpected_doctests(&list, &folder, &name.replace('-', "_"))
                .map(|line| format!("seed {seed}: unexpected doctest: {line}")),
        );
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    Ok(failures)
}

/// Returns the listed doctests that the generator did not write. Its own doctests are marked `no_run`, and
/// refer to the crate by name.
fn unexpected_doctests(list: &str, folder: &Path, krate: &str) -> impl Iterator<Item = String> {
    let is_strange = |line: &&str| {
        let Some((path, rest)) = line.split_once(" - ") else { return false };
        let number =
            rest.rsplit_once("(line ").and_then(|(_, rest)| rest.split(')').next()?.parse::<usize>().ok());
        let text = fs::read_to_string(folder.join(path)).unwrap_or_default();
        let mut lines = text.lines().skip(number.unwrap_or_default().saturating_sub(1));
        let fence =
            lines.next().unwrap_or_default().trim().trim_start_matches("/// ").trim_start_matches("//! ");
        let uses_crate = lines.take_while(|line| !line.contains("```")).any(|line| line.contains(krate));
        !["```no_run", "```rust,no_run", "```ignore", "```"].contains(&fence)
            || !(uses_crate || path.starts_with("src/runtime"))
    };
    list.lines()
        .filter(|line| line.ends_with(": test"))
        .filter(is_strange)
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}
