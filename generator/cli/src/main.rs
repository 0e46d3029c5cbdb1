//! The program `openapi-crate`; its commands are in the library.

use std::process::ExitCode;

use clap::Parser;
use openapi_crate::{Command, program};

/// Generates Rust client crates, with documentation and tests, from OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(name = program::NAME, bin_name = program::NAME, version = program::VERSION)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    program::parse::<Arguments>(program::NAME).command.run().into()
}
