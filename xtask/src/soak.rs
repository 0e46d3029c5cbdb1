//! `soak`: runs the soak test of the emitted client, a program of its own (`xtask/soak`), in a release build.
//!
//! It is not compiled into xtask, which has to work where the emitted client does not compile.

use std::process::Command;

use crate::Outcome;
use crate::cli::Soak;
use crate::{project, report};

impl Soak {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .current_dir(project::root())
            .args(["run", "--quiet", "--release", "--package", "soak", "--"])
            .args(&self.arguments);
        match command.status() {
            Ok(status) => match status.code() {
                Some(0) => Outcome::Done,
                Some(1) => Outcome::Findings,
                _ => Outcome::BadInput,
            },
            Err(error) => {
                report::say(&format!("cargo cannot be run: {error}"));
                Outcome::BadInput
            }
        }
    }
}
