//! `openapi-crate`: the command line of the generator.
//!
//! The package parses arguments, calls the generator and prints the results. Each command has a module with a `run`
//! function; [`project`] locates the configuration, and [`report`] prints findings. No module in this package
//! interprets OpenAPI or emits code.
//!
//! The program is `main.rs`. The package is also a library, so that the tasks in the generator's repository
//! (`cargo xtask`) include the same commands.

pub mod arguments;
mod coverage;
mod diff;
mod docs;
mod documents;
mod explain;
mod generate;
mod init;
mod inspect;
mod names;
pub mod program;
mod project;
mod release;
pub mod report;
mod schema;
mod selection;
#[cfg(feature = "completions")]
mod shell;
mod spec;
mod watch;

use std::process::ExitCode;

pub use arguments::Command;
pub use selection::Selection;

/// A fast allocator for the `mimalloc` feature, since a model consists of millions of small strings and tokens.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The outcome of a command; errors have already been printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The command succeeded.
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

impl arguments::Program {
    /// Runs the command, or explains a finding.
    pub fn run(self) -> Outcome {
        self.display.apply();
        if self.selection.is_set() && self.command.as_ref().is_some_and(|command| !command.reads_settings()) {
            report::refuse("this command does not read sdk.toml, so `--sdk` has no effect", "omit `--sdk`");
            return Outcome::BadInput;
        }
        self.selection.apply();
        match (self.explain, self.command) {
            (Some(code), None) => {
                arguments::Explain { code: Some(code), all: false, output: report::Output::TEXT }.run()
            }
            (None, Some(command)) => command.run(),
            (Some(_), Some(_)) => {
                report::refuse("`--explain` cannot be used with a command", "omit one of them");
                Outcome::BadInput
            }
            (None, None) => {
                report::refuse("no command was specified", "see `--help`");
                Outcome::BadInput
            }
        }
    }
}

impl Command {
    /// Returns whether the command can read a configuration.
    fn reads_settings(&self) -> bool {
        match self {
            Self::Init(_) | Self::Support(_) | Self::Explain(_) | Self::Schema(_) => false,
            #[cfg(feature = "completions")]
            Self::Completions(_) | Self::Man(_) => false,
            _ => true,
        }
    }

    /// Runs the command.
    pub fn run(self) -> Outcome {
        match self {
            Self::Init(command) => command.run(),
            Self::Generate(command) => command.run(),
            Self::Check(command) => command.run(),
            #[cfg(feature = "url")]
            Self::Fetch(command) => command.run(),
            Self::Docs(command) => command.run(),
            Self::Inspect(command) => command.run(),
            Self::Names(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Release(command) => command.run(),
            Self::Support(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Schema(command) => command.run(),
            #[cfg(feature = "completions")]
            Self::Completions(command) => command.run(),
            #[cfg(feature = "completions")]
            Self::Man(command) => command.run(),
        }
    }
}
