//! The command-line arguments and their help texts.

use clap::{Args, Parser, Subcommand};

use openapi_crate::Selection;
use openapi_crate::report::Display;

use crate::corpus::{Corpus, CorpusOne};
use crate::fuzz::Fuzz;
use crate::verify::Verify;

/// The commands of openapi-crate, and commands for developing it.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) display: Display,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Tool(openapi_crate::Command),
    #[command(flatten)]
    Chore(Chore),
}

/// The development commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Chore {
    Corpus(Corpus),
    #[command(hide = true)]
    CorpusOne(CorpusOne),
    Fuzz(Fuzz),
    Soak(Soak),
    Semver(Semver),
    Verify(Verify),
}

/// Verify the rating of each kind of change on emitted crates, with cargo-semver-checks and the compiler.
///
/// Generates two crates for each case in xtask/tests/changes. Takes several minutes, and requires `cargo install
/// cargo-semver-checks --locked`. Exits with 1 if a rating disagrees with the tools and its case gives no reason.
#[derive(Debug, Args)]
pub(crate) struct Semver {
    /// Run only the cases whose name contains this text, such as "properties 3"
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
}

/// Run a soak test of the emitted client: thousands of calls to a local server that injects faults.
///
/// Checks that each call ends with the expected value or error, and prints figures. First compiles `xtask/soak` in
/// release mode, which can take several minutes.
#[derive(Debug, Args)]
pub(crate) struct Soak {
    #[command(flatten)]
    pub(crate) arguments: crate::soak::arguments::Arguments,
}
