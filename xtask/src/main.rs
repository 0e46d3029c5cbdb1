//! `cargo xtask`: the command line of the generator.
//!
//! Parses arguments, calls the generator and prints the results. One file per command, each with a `run`; [`project`] locates
//! the files of this repository, [`report`] prints findings. No module here interprets OpenAPI or emits code.

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

/// A model consists of millions of small strings and tokens; with the default allocator of Linux, half of the time is allocation.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The outcome of a command; errors have already been printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Success.
    Done,
    /// Files are stale, or there are findings that count as failures.
    Findings,
    /// The input or the output is invalid.
    BadInput,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        // clap also exits with 2 on a usage error.
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
