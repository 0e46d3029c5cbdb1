//! Generates crates without the command line: `cargo run --example generate -- sdk.toml`.
//!
//! A [`Project`] does what `openapi-crate generate` does: it reads the configuration, preserves the names in the naming
//! lock, and writes the same files.

use std::path::Path;
use std::process::ExitCode;

use generator::{Failure, Project};

fn main() -> ExitCode {
    let Some(settings) = std::env::args().nth(1) else {
        eprintln!("usage: generate SDK_TOML");
        return ExitCode::from(2);
    };
    match generate(Path::new(&settings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Generates the crates of all SDKs of the configuration.
fn generate(settings: &Path) -> Result<(), Failure> {
    for project in Project::read_all(settings)? {
        let generated = project.generate()?;
        for warning in generated.run.warnings() {
            eprintln!("{warning}");
        }
        let operations = generated.run.model.emitted_operations();
        println!("{operations} operations; {} files written", generated.report.written);
    }
    Ok(())
}
