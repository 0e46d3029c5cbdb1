//! `cargo xtask`: the commands of openapi-crate, which users also have, and the development commands of this
//! repository.
//!
//! The former come from the package in `generator/cli`. Each development command is a module with a `run` function;
//! [`checkout`] locates the files of this repository.

pub mod checkout;
mod cli;
pub mod corpus;
mod fuzz;
mod program;
pub mod random;
mod semver;
mod soak;
pub mod verify;

pub(crate) use openapi_crate::{Outcome, report};

/// Runs the command that the arguments of the process specify.
pub fn run() -> Outcome {
    let arguments = openapi_crate::program::parse::<cli::Arguments>("cargo xtask");
    arguments.display.apply();
    arguments.selection.apply();
    match arguments.command {
        cli::Command::Tool(command) => command.run(),
        cli::Command::Chore(chore) => match chore {
            cli::Chore::Corpus(command) => command.run(),
            cli::Chore::CorpusOne(command) => command.run(),
            cli::Chore::Fuzz(command) => command.run(),
            cli::Chore::Soak(command) => command.run(),
            cli::Chore::Semver(command) => command.run(),
            cli::Chore::Verify(command) => command.run(),
        },
    }
}
