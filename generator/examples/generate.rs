//! Generates a crate without the command line: `cargo run --example generate -- openapi.yaml /tmp/client`.
//!
//! The example uses only the library's entry points. A [`Pipeline`] builds a model, which returns the files of a crate.
//! A [`Plan`] writes the files.

use std::path::Path;
use std::process::ExitCode;

use generator::config::Config;
use generator::{Failure, Input, Pipeline, Plan};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(document), Some(out)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: generate DOCUMENT FOLDER");
        return ExitCode::from(2);
    };
    match generate(&document, Path::new(&out)) {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            ExitCode::FAILURE
        }
    }
}

/// Generates a crate and returns a summary.
fn generate(document: &str, out: &Path) -> Result<String, Vec<String>> {
    // An `sdk.toml` is read with `Config::read`.
    let config = Config::default();
    let run = Pipeline::new(config).run(&Input::file(document)).map_err(|failure| match failure {
        Failure::File(file) => vec![format!("{}: {}", file.name, file.finding)],
        Failure::Document { findings, .. } => findings.iter().map(ToString::to_string).collect(),
    })?;
    for finding in run.findings.iter() {
        eprintln!("{finding}");
    }
    let written = run.model.crate_files().and_then(|files| Plan::new(out, files)).and_then(Plan::apply);
    let report = written.map_err(|finding| vec![finding.to_string()])?;
    Ok(format!("{} operations; {} files written", run.model.emitted_operations(), report.written))
}
