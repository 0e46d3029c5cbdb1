//! `soak`: runs the emitted client's soak test, a separate program (`xtask/soak`), in a release build.
//!
//! The soak test is not compiled into xtask, which must work even if the emitted client does not compile. Only its
//! [`arguments`] are compiled into xtask, so that a typo is reported before the program is compiled, which takes
//! minutes.

#[path = "../soak/src/arguments.rs"]
pub(crate) mod arguments;

use std::process::Command;

use crate::Outcome;
use crate::cli::Soak;
use crate::{checkout, report};
use arguments::Arguments;

impl Soak {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let root = match checkout::root() {
            Ok(root) => root,
            Err(finding) => {
                report::show_without_source(&finding);
                return Outcome::BadInput;
            }
        };
        report::say("building xtask/soak in release mode; the first build takes several minutes");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .current_dir(root)
            .args(["run", "--release", "--package", "soak", "--"])
            .args(passed_on(&self.arguments));
        match command.status() {
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
}

/// Returns the command-line arguments to pass to the soak test.
fn passed_on(arguments: &Arguments) -> [String; 5] {
    let Arguments { calls, concurrency, seed, calls_per_token, deadline } = arguments;
    [
        format!("--calls={calls}"),
        format!("--concurrency={concurrency}"),
        format!("--seed={seed}"),
        format!("--calls-per-token={calls_per_token}"),
        format!("--deadline={deadline}"),
    ]
}
