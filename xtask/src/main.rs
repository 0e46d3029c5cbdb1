//! `cargo xtask`: the command line of the generator.
//!
//! Thin: it reads arguments, calls the generator, and shows what came of it. One file per command, each with a `run`; [`project`] knows
//! where things lie in this repository, [`report`] how findings are shown. Nothing here knows OpenAPI or emits a line of output.

mod cli;
mod corpus;
mod coverage;
mod diff;
mod docs;
mod documents;
mod fuzz;
mod generate;
mod inspect;
mod names;
mod project;
mod release;
mod report;
mod semver;
mod soak;

use std::process::ExitCode;

use clap::Parser;

/// A model is made of millions of small texts and tokens; with the usual allocator of Linux, half of the time goes into them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended; what went wrong has been shown by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All done, or all as it should be.
    Done,
    /// Files are not as they should be, or there are findings where none are wanted.
    Findings,
    /// The input or the output cannot be used.
    BadInput,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        // A usage error ends with 2 too, by clap.
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Findings => 1,
            Outcome::BadInput => 2,
        })
    }
}

fn main() -> ExitCode {
    let outcome = match cli::Arguments::parse().command {
        cli::Command::Generate(command) => command.run(),
        cli::Command::Corpus(command) => command.run(),
        cli::Command::CorpusOne(command) => command.run(),
        cli::Command::Fuzz(command) => command.run(),
        cli::Command::Docs(command) => command.run(),
        cli::Command::Inspect(command) => command.run(),
        cli::Command::Names(command) => command.run(),
        cli::Command::Diff(command) => command.run(),
        cli::Command::Soak(command) => command.run(),
        cli::Command::Release(command) => command.run(),
        cli::Command::Semver(command) => command.run(),
        cli::Command::Support(command) => command.run(),
    };
    outcome.into()
}
