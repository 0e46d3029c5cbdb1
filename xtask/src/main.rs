//! `cargo xtask`: the commands of openapi-crate, which users also have, and the development commands of this
//! repository.
//!
//! The former come from the package in `generator/cli`. Each development command is a module with a `run` function;
//! [`checkout`] locates the files of this repository.

mod checkout;
mod cli;
mod corpus;
mod fuzz;
mod random;
mod semver;
mod soak;
mod verify;

use std::process::ExitCode;

pub(crate) use openapi_crate::{Outcome, report};

fn main() -> ExitCode {
    let arguments = openapi_crate::program::parse::<cli::Arguments>("cargo xtask");
    arguments.display.apply();
    arguments.selection.apply();
    let outcome = match arguments.command {
        cli::Command::Tool(command) => command.run(),
        cli::Command::Chore(chore) => match chore {
            cli::Chore::Corpus(command) => command.run(),
            cli::Chore::CorpusOne(command) => command.run(),
            cli::Chore::Fuzz(command) => command.run(),
            cli::Chore::Soak(command) => command.run(),
            cli::Chore::Semver(command) => command.run(),
            cli::Chore::Verify(command) => command.run(),
        },
    };
    outcome.into()
}
