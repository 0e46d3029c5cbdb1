//! Runs the programs of other packages in this repository, which are not compiled into xtask.

use std::env;
use std::ffi::OsStr;
use std::process::Command;

use crate::{Outcome, checkout, report};

/// A profile that a program is compiled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// The `release` profile.
    Release,
    /// The profile that xtask was compiled with.
    Current,
}

/// Compiles the program of `package` if necessary and runs it in the working directory.
///
/// Cargo displays its progress. The program's exit codes are those of [`Outcome`].
pub(crate) fn run(
    package: &str,
    profile: Profile,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Outcome {
    let root = match checkout::root() {
        Ok(root) => root,
        Err(finding) => {
            report::show_without_source(&finding);
            return Outcome::BadInput;
        }
    };
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--package", package, "--manifest-path"]).arg(root.join("Cargo.toml"));
    if profile == Profile::Release || !cfg!(debug_assertions) {
        command.arg("--release");
    }
    match command.arg("--").args(arguments).status() {
        Ok(status) => match status.code() {
            Some(0) => Outcome::Done,
            Some(1) => Outcome::Findings,
            _ => Outcome::BadInput,
        },
        Err(error) => {
            report::say(&format!("cannot run cargo: {error}"));
            Outcome::BadInput
        }
    }
}
