//! `completions` and `man`: shell completion scripts and man pages, generated from the argument definitions.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;

use crate::arguments::{Completions, Man, Program};
use crate::{Outcome, program, report};

/// Returns the argument definitions, with the examples.
fn definition() -> clap::Command {
    program::with_examples(Program::command(), program::NAME)
}

impl Completions {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut definition(), program::NAME, &mut script);
        report::print(&String::from_utf8_lossy(&script));
        Outcome::Done
    }
}

impl Man {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let written = match &self.out {
            Some(folder) => pages(folder),
            None => page(),
        };
        match written {
            Ok(()) => Outcome::Done,
            Err(error) => {
                report::say(&format!("cannot write the man page: {error}"));
                Outcome::BadInput
            }
        }
    }
}

/// Prints the man page of the program.
fn page() -> io::Result<()> {
    let mut text = Vec::new();
    clap_mangen::Man::new(definition()).render(&mut text)?;
    report::print(&String::from_utf8_lossy(&text));
    Ok(())
}

/// Writes the man pages of the program and its commands.
fn pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(definition().disable_help_subcommand(true), folder)?;
    report::say(&format!("the man pages are in {}", report::shown(folder)));
    Ok(())
}
