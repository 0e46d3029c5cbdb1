//! Generates a crate without an `sdk.toml`: `cargo run --example document -- openapi.yaml /tmp/client`.
//!
//! A [`Pipeline`] builds a model, which returns the files of a crate. A [`Plan`] writes the files. Names are not locked,
//! so a later version of the document can rename items.

use std::path::Path;
use std::process::ExitCode;

use generator::config::Config;
use generator::{Failure, Input, Pipeline, Plan, Report};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(document), Some(out)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: document DOCUMENT FOLDER");
        return ExitCode::from(2);
    };
    match generate(&document, Path::new(&out)) {
        Ok(report) => {
            println!("{} files written", report.written);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Generates a crate and returns the numbers of files.
fn generate(document: &str, out: &Path) -> Result<Report, Failure> {
    let run = Pipeline::new(Config::default()).run(&Input::file(document))?;
    let output = |finding| Failure::Output(Box::new(finding));
    let files = run.model.crate_files().map_err(output)?;
    Plan::new(out, &run.model.crate_contents(), files).and_then(Plan::apply).map_err(output)
}
