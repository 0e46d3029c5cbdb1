//! The arguments: what can be asked for, and how it is explained.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use generator::Flavor;

use crate::corpus::{Corpus, CorpusOne};
use crate::fuzz::Fuzz;
use crate::project::Input;
use crate::release::version::Version;

const EXAMPLES: &str = "\
Examples:
  cargo xtask generate                      make generated-client/ from spec/
  cargo xtask generate --check              only say whether it is up to date
  cargo xtask generate --spec api.yaml --out /tmp/api --name my-api
                                            make a crate of any document
  cargo xtask generate --spec api.yaml --out /tmp/api --report api.md
                                            and say what became of each part of it
  cargo xtask docs --flavor rust --out /tmp/docs
  cargo xtask inspect                       the model of the document in spec/
  cargo xtask inspect api.json --json       that of any document, for programs
  cargo xtask diff                          what changed since the last release
  cargo xtask diff HEAD~1:spec/api.yaml spec/api.yaml --format markdown
                                            what changed between any two documents
  cargo xtask corpus /tmp/corpus --fetch    what the generator makes of thousands of documents
  cargo xtask names explain models::Group   why something is called as it is

  cargo xtask release --dry-run             the next version and its changelog entry

Exit codes:
  0  done
  1  files are not up to date (--check), there are warnings (--deny-warnings), or a change breaks users (diff)
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
    Corpus(Corpus),
    #[command(hide = true)]
    CorpusOne(CorpusOne),
    Docs(Docs),
    Fuzz(Fuzz),
    Inspect(Inspect),
    Names(Names),
    Diff(Diff),
    Soak(Soak),
    Release(Release),
    Semver(Semver),
    Support(Support),
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
    /// Write what became of each part of the document to this file: JSON if it ends in .json, Markdown if in .md, else both, in two
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
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

/// Tell what changed between two documents, and what that does to users of the crate.
///
/// Each change has two classes: by the rules of the official SDKs (major, minor, point, or not seen by them), and by what it does to the
/// crate (breaking, additive, documentation); docs/changes.md lists all kinds. Exits with 1 if a change is breaking.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old document: a file, or one in a git revision, as in HEAD~1:spec/api.yaml; without it that of the last release
    #[arg(value_name = "OLD")]
    pub(crate) old: Option<String>,
    /// The new document, given in the same way; without it the one that spec/sdk.toml names
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<String>,
    /// How the changes are shown
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// A configuration for both instead of the sdk.toml beside the new document
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Mend what is wrong with the documents where that can be done, even if the configuration says `strict`
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Compare the documents as they are, without the overlays that the sdk.toml beside each lists for it
    #[arg(long)]
    pub(crate) no_overlays: bool,
    /// List all kinds of change and their classes instead, as a table in Markdown
    #[arg(long, conflicts_with_all = ["old", "new", "config", "lenient", "no_overlays", "format"])]
    pub(crate) kinds: bool,
}

/// Make a release of what changed since the last one: the version, the changelog, the settings, the crate.
///
/// Compares the document of the last release (`[release] document` of spec/sdk.toml) with the current one. The version goes up by what the
/// changes do to users of the crate; generated-client/CHANGELOG.md gets an entry; a copy of the document is kept to start from
/// next time. Nothing is published, committed or tagged.
#[derive(Debug, Args)]
pub(crate) struct Release {
    /// Print what would be done, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The date of the entry, as in 2024-06-16; without it today's, in UTC
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<NaiveDate>,
    /// A higher version than the changes ask for, or a release for another reason
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<Version>,
    /// The document of the last release instead of the configured one: a file, or one in a git revision
    #[arg(long, value_name = "OLD")]
    pub(crate) from: Option<String>,
    /// A configuration instead of spec/sdk.toml
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) config: Option<PathBuf>,
    /// The folder of the crate, instead of generated-client
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Mend or leave out what is wrong with the documents where that can be done
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// Prove the judgement of each kind of change on emitted crates, by cargo-semver-checks and by a compiled program.
///
/// Makes two crates for each case below xtask/tests/changes. Takes minutes, and needs `cargo install cargo-semver-checks --locked`. Exits
/// with 1 if the table of changes and the tools disagree without a written reason.
#[derive(Debug, Args)]
pub(crate) struct Semver {
    /// Only the cases whose name contains this, such as "properties 3"
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
}

/// Print what is supported: each keyword of OpenAPI, and what the generator makes of it; docs/support.md is this page.
#[derive(Debug, Args)]
pub(crate) struct Support {}

/// How changes are shown.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    #[default]
    Text,
    /// As a page
    Markdown,
    /// For programs
    Json,
}

/// Try the emitted client of this repository: thousands of calls to a server on this machine that fails in every way.
///
/// Each call has to end in the right value or in the right error; the figures are printed. Compiles `xtask/soak` in release mode
/// first, which takes minutes once.
#[derive(Debug, Args)]
pub(crate) struct Soak {
    #[command(flatten)]
    pub(crate) arguments: crate::soak::arguments::Arguments,
}

/// Show what the naming lock has, why, and take lines out of it.
///
/// spec/names.lock has a line for every public name of the generated crate, by the place of the document that declares it. `generate` adds
/// to it and never changes a name in it, so that no change of the document or of the generator renames anything. A name stays with
/// what the document has dropped, until it is pruned.
#[derive(Debug, Args)]
pub(crate) struct Names {
    #[command(subcommand)]
    pub(crate) command: NamesCommand,
    /// A configuration instead of spec/sdk.toml
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
}

/// What to do with names.
#[derive(Debug, Subcommand)]
pub(crate) enum NamesCommand {
    /// List the names: Rust path, kind, and the place that declares it
    List {
        /// Only those whose path or place contains this text
        #[arg(long, value_name = "TEXT")]
        filter: Option<String>,
        /// Only those that are kept for what the document has no more
        #[arg(long)]
        gone: bool,
    },
    /// Say why something is called as it is: what its name is made from, what was taken, what the lock says
    Explain {
        /// A Rust path (`models::Group`), the end of one (`Group::state`), or a JSON pointer
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Take out the lines of what the document has no more: their names can be given to others then
    Prune,
    /// Take out the lines of one name, so that the rules decide it again; for users of the crate that is a breaking change
    Redecide {
        /// A Rust path (`models::Group`), the end of one (`Group::state`), or a JSON pointer
        #[arg(value_name = "NAME")]
        name: String,
    },
}
