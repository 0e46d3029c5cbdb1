//! `verify`: checks emitted crates against their documents. Contains the command's arguments and runs the
//! separate program (`xtask/verify`) that performs the checks.
//!
//! The program is not compiled into xtask, because its JSON Schema validator has many dependencies, which no other
//! command needs.

use std::env;
use std::path::PathBuf;

use clap::Args;

use crate::Outcome;
use crate::program::{self, Profile};

/// Verify emitted crates against their documents, with random instances, the emitted tests, and rustdoc.
///
/// Random instances of each schema in the document's components must decode, and encode to an equal JSON value. The
/// instances are created from the document, not from the generator's model, and a JSON Schema validator decides whether
/// they are valid. The emitted tests must pass, rustdoc must not report a warning, and the examples in the
/// documentation must compile. The requests that the emitted tests send must match the document: path, query, headers,
/// content type and the structure of a JSON body. Calls with only the required arguments, and random responses, are not
/// tested.
///
/// Exits with 1 if a check fails. Each kind of failure is reported with the smallest instance that was found.
#[derive(Debug, Args)]
pub struct Verify {
    /// A document, or a folder; in a folder and its subfolders, all OpenAPI descriptions are used
    pub path: PathBuf,
    /// Use only N documents of a folder: at most one per provider, of all sizes
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// The seed for the sample and the instances; the same seed selects the same ones
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// The number of instances per schema
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub instances: u64,
    /// Run only these checks
    #[arg(long, value_name = "CHECK", value_delimiter = ',', default_value = "instances,tests,docs")]
    pub only: Vec<Check>,
    /// The number of parallel jobs of cargo [default: the number of processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Write all results to this file: JSON if it ends in .json, otherwise Markdown
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// The folder for emitted crates and build output [default: target/verify]
    #[arg(long, value_name = "DIR")]
    pub work: Option<PathBuf>,
}

impl Verify {
    /// Runs the command. The arguments of the process are passed on verbatim; the program parses them again.
    pub(crate) fn run(self) -> Outcome {
        program::run("verify", Profile::Current, env::args_os().skip(1))
    }
}

/// A check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Check {
    /// Decode and encode random instances.
    Instances,
    /// Run the emitted tests, and compare their requests with the document.
    Tests,
    /// Run rustdoc, and compile the examples in the documentation.
    Docs,
}
