//! `soak`: runs the emitted client's soak test, a separate program (`xtask/soak`), in a release build.
//!
//! The soak test is not compiled into xtask, which must work even if the emitted client does not compile. Only its
//! [`arguments`] are compiled into xtask, so that a typo is reported before the program is compiled, which takes
//! minutes.

#[path = "../soak/src/arguments.rs"]
pub(crate) mod arguments;

use crate::cli::Soak;
use crate::program::{self, Profile};
use crate::{Outcome, report};
use arguments::Arguments;

impl Soak {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        report::say("building xtask/soak in release mode; the first build takes several minutes");
        program::run("soak", Profile::Release, passed_on(&self.arguments))
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
