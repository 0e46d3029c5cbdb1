//! The arguments: what can be asked for, and how it is explained.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use generator::config::package_name;
use generator::emit::docs::Flavor;

const EXAMPLES: &str = "\
Examples:
  cargo xtask generate                      make generated-client/ from spec/
  cargo xtask generate --check              only say whether it is up to date
  cargo xtask generate --spec api.yaml --out /tmp/api --name my-api
                                            make a crate of any document
  cargo xtask docs --flavor rust --out /tmp/docs
  cargo xtask inspect                       the model of the document in spec/
  cargo xtask inspect api.json --json       that of any document, for programs

Exit codes:
  0  done
  1  files are not up to date (--check), or there are warnings (--deny-warnings)
  2  the input, the output folder or the arguments cannot be used; nothing was changed";

/// Makes Rust client crates with docs from OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Generate(Generate),
    Docs(Docs),
    Inspect(Inspect),
}

/// Write a crate, or check that it is up to date.
///
/// Without options, the document that spec/sdk.toml names becomes the crate in generated-client/. Only files that differ are
/// written; files that are made no longer are deleted; files that the generator did not make are never touched (it
/// keeps a list of its own in the file `.generated` of the output folder).
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// Change nothing; list the files that are not up to date, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) input: Input,
    /// The folder of the crate; it must be new, empty, or made by an earlier run
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 1 if there are warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

/// Write the docs pages of one flavour into a folder of their own.
///
/// The pages of flavour `rust` are also part of the generated crate; those of the others show the vendor's Python SDK.
#[derive(Debug, Args)]
pub(crate) struct Docs {
    /// The kind of pages: rust, purecloud-python-202 or purecloud-python-173
    #[arg(long, value_name = "NAME")]
    pub(crate) flavor: Flavor,
    #[command(flatten)]
    pub(crate) input: Input,
    /// The folder of the pages; it must be new, empty, or made by an earlier run
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Change nothing; list the files that are not up to date, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
}

/// Show the model: operations and schemas, what they are called in Rust, and where they stand.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The OpenAPI document; without it the one that spec/sdk.toml names
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Print JSON, for programs
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to read.
#[derive(Debug, Default, Args)]
pub(crate) struct Input {
    /// An OpenAPI document, JSON or YAML, instead of the one that spec/sdk.toml names
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) spec: Option<PathBuf>,
    /// A configuration instead of spec/sdk.toml; without it a document given by --spec is taken with the sdk.toml beside it, if there is one
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) config: Option<PathBuf>,
    /// Mend or leave out what is wrong with the document where that can be done, with a warning instead of an error
    #[arg(long)]
    pub(crate) lenient: bool,
    /// The name of the package, instead of the configured one or one made from the document's title
    #[arg(long, value_name = "CRATE", value_parser = package_name)]
    pub(crate) name: Option<String>,
}
