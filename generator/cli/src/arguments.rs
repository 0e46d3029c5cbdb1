//! The command-line arguments and their help texts.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use generator::Flavor;
use generator::config::package_name;

use crate::program;
use crate::project::Input;
use crate::release::Version;
use crate::report::{Display, Output};
use crate::selection::Selection;
use crate::spec::Spec;

/// Generates Rust client crates, with documentation and tests, from OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(name = program::NAME, bin_name = program::NAME, version = program::VERSION, arg_required_else_help = true)]
pub struct Program {
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Explain a finding by its code, such as unknown-keyword
    #[arg(long, value_name = "CODE")]
    pub explain: Option<String>,
    /// The display options for findings.
    #[command(flatten)]
    pub display: Display,
    /// The selection of an SDK.
    #[command(flatten)]
    pub selection: Selection,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
#[expect(
    missing_docs,
    reason = "clap would use it as the help, instead of the documentation of the arguments"
)]
pub enum Command {
    Init(Init),
    Generate(Generate),
    Check(Check),
    #[cfg(feature = "url")]
    Fetch(Fetch),
    Docs(Docs),
    Inspect(Inspect),
    Names(Names),
    Diff(Diff),
    Release(Release),
    Support(Support),
    Explain(Explain),
    Schema(Schema),
    #[cfg(feature = "completions")]
    Completions(Completions),
    #[cfg(feature = "completions")]
    Man(Man),
}

/// Prepare a folder for a crate: write a configuration and a CI workflow.
///
/// Reads the document, and writes `sdk.toml` with comments and `.github/workflows/sdk.yml`. A document from a
/// URL is downloaded into the folder. If one of these files exists, nothing is written. A line about the
/// crate is added to an existing README.md and, in a git repository, its build folder to .gitignore.
///
/// For downloads, certificates that the system trusts are accepted; on Linux, the variables SSL_CERT_FILE and
/// SSL_CERT_DIR select others.
#[derive(Debug, Args)]
pub struct Init {
    /// OpenAPI document: a file, `-` for standard input, or an https URL [default: openapi.* or swagger.* in
    /// this folder]
    #[arg(value_name = "SPEC", value_parser = OsStringValueParser::new().try_map(Spec::parse))]
    pub(crate) spec: Option<Spec>,
    /// Package name [default: derived from the document's title]
    #[arg(long, value_name = "CRATE", value_parser = package_name)]
    pub(crate) name: Option<String>,
    /// Output folder for the crate
    #[arg(long, value_name = "DIR", default_value = "client", value_parser = plain_folder)]
    pub(crate) out: String,
    /// Do not write a CI workflow
    #[arg(long)]
    pub(crate) no_ci: bool,
    /// List the files without writing them
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// Check a document, and check that its crate is up to date, without changing files.
///
/// Prints the findings about the document. Exits with 1 if files in the crate are not up to date, like
/// `generate --check`. With --spec and without --out, checks only the document.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Folder that contains the crate [default: the configured one]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 1 if there are warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// Download the document again, from its `source` in sdk.toml.
///
/// Writes the `document`, and its lock with the digest of the download. Does not replace a document that was
/// edited since the last download. Certificates that the system trusts are accepted; on Linux, the variables
/// SSL_CERT_FILE and SSL_CERT_DIR select others.
#[cfg(feature = "url")]
#[derive(Debug, Args)]
pub struct Fetch {
    /// Exit with 1 if the document at the URL differs or the file was edited, without changing files
    #[arg(long)]
    pub(crate) check: bool,
    /// Replace the document even if it was edited
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Configuration [default: the nearest sdk.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Explain findings by their codes.
#[derive(Debug, Args)]
pub struct Explain {
    /// Finding code, such as unknown-keyword; if absent, all codes are listed
    #[arg(value_name = "CODE", conflicts_with = "all")]
    pub(crate) code: Option<String>,
    /// Print the explanations of all codes as a Markdown page
    #[arg(long, conflicts_with = "format")]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// Print the JSON Schema of sdk.toml, or the reference for its entries.
///
/// Editors use the schema to complete and check sdk.toml. For editors with the TOML language server Taplo, add
/// `#:schema ./sdk.schema.json` as the first line of sdk.toml.
#[derive(Debug, Args)]
pub struct Schema {
    /// Print the reference for all entries as a Markdown page
    #[arg(long)]
    pub(crate) reference: bool,
}

/// Print a shell completion script.
#[cfg(feature = "completions")]
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Print this program's man page, or write the man pages of all commands.
#[cfg(feature = "completions")]
#[derive(Debug, Args)]
pub struct Man {
    /// Write the man pages of the program and all commands to this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Generate a crate, or check that it is up to date.
///
/// Without options, generates the crates of the nearest configuration: `sdk.toml` or `spec/sdk.toml`, in the
/// working directory or one of its parent directories. Writes only files that differ, and deletes files that are
/// no longer generated. The `.generated` file lists the files that the generator owns; other files in the
/// output folder are not changed. Manual edits to the generator's files are overwritten, with a warning:
/// `.generated.digests` shows which files were edited.
#[derive(Debug, Args)]
pub struct Generate {
    /// List files that are not up to date, and exit with 1 if there are any, without changing files
    #[arg(long)]
    pub(crate) check: bool,
    /// List the files to write and to delete, without changing them
    #[arg(long, conflicts_with = "check")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) input: Input,
    /// Output folder, which must be new, empty, or from an earlier run for the same package [default: the
    /// configured one]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 1 if there are warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Write a coverage report of the document to this file: JSON for .json, Markdown for .md, otherwise
    /// both, with these extensions added
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Generate again whenever an input file changes: configuration, document, files that it refers to,
    /// overlays, naming lock. A configuration must exist when the command starts
    #[arg(long, conflicts_with_all = ["check", "dry_run"])]
    pub(crate) watch: bool,
}

/// Generate only the docs pages, in one flavor.
///
/// The pages of the `rust` flavor are also part of the generated crate. The other flavors reproduce the pages
/// of the Genesys Cloud Python SDK.
#[derive(Debug, Args)]
pub struct Docs {
    /// Flavor of the pages: rust, purecloud-python-202 or purecloud-python-173
    #[arg(long, value_name = "NAME")]
    pub(crate) flavor: Flavor,
    #[command(flatten)]
    pub(crate) input: Input,
    /// Output folder for the pages, which must be new, empty, or from an earlier run for the same package and flavor
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// List files that are not up to date, and exit with 1 if there are any, without changing files
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// Show the model of a document: operations and schemas, with their Rust names and locations.
#[derive(Debug, Args)]
pub struct Inspect {
    /// OpenAPI document: a file, `-` for standard input, or an https URL [default: the one in sdk.toml]
    #[arg(value_name = "SPEC", value_parser = OsStringValueParser::new().try_map(Spec::parse))]
    pub(crate) spec: Option<Spec>,
    /// Print JSON, like `--format json`
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// List the changes between two documents, and their effect on users of the crate.
///
/// Each change is rated by its effect on the crate (breaking, additive, documentation). If `[docs]
/// python_package` in sdk.toml names the vendor's own SDK, changes are also rated as in the official SDKs'
/// release notes (major, minor, point, or unlisted). docs/changes.md lists all kinds of changes. Exits with 1
/// if any change is breaking.
#[derive(Debug, Args)]
pub struct Diff {
    /// Old document: a file, an https URL, or REVISION:PATH in git, such as HEAD~1:spec/api.yaml [default:
    /// the document of the last release]
    #[arg(value_name = "OLD")]
    pub(crate) old: Option<String>,
    /// New document, in the same forms [default: the one in sdk.toml]
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Configuration for both documents [default: the sdk.toml next to the new document]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Repair defects in the documents where possible, even if the configuration sets `strict`
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Compare the documents without their overlays
    #[arg(long)]
    pub(crate) no_overlays: bool,
    /// Print only the table of all kinds of changes and their ratings, as Markdown
    #[arg(long, conflicts_with_all = ["old", "new", "config", "lenient", "no_overlays", "format"])]
    pub(crate) kinds: bool,
}

/// Prepare a release: update the version, the changelog, the settings and the crate.
///
/// Compares the current document with the document of the last release (`[release] document` in sdk.toml).
/// Increases the version according to the changes' effect on users, adds an entry to CHANGELOG.md, and keeps
/// a copy of the document for the next comparison. Does not publish, commit or tag. The first release keeps
/// the configured version.
#[derive(Debug, Args)]
pub struct Release {
    /// Print the changes without writing them
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Date of the entry, such as 2024-06-16 [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<NaiveDate>,
    /// Version of the release, which must be at least the version that the changes require [default: that
    /// version; required if the API has not changed]
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<Version>,
    /// Document of the last release: a file, or REVISION:PATH in git [default: the configured one]
    #[arg(long, value_name = "OLD")]
    pub(crate) from: Option<String>,
    /// Configuration [default: the nearest sdk.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Folder that contains the crate [default: the configured one]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Repair defects in the documents where possible, even if the configuration sets `strict`
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// Print the supported OpenAPI keywords and how each is handled, as in docs/support.md.
#[derive(Debug, Args)]
pub struct Support {
    #[command(flatten)]
    pub(crate) output: Output,
}

/// The output format for changes.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// Plain text
    #[default]
    Text,
    /// A Markdown page
    Markdown,
    /// JSON
    Json,
}

/// Inspect and edit the naming lock.
///
/// names.lock has a line for every public name of the generated crate, keyed by the location of its
/// declaration. `generate` adds lines but never changes a name, so neither a new document nor a new generator
/// version renames an item. If the document no longer contains a declaration, its name stays locked until it
/// is pruned.
#[derive(Debug, Args)]
pub struct Names {
    #[command(subcommand)]
    pub(crate) command: NamesCommand,
    /// Configuration [default: the nearest sdk.toml]
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// The subcommands of `names`.
#[derive(Debug, Subcommand)]
pub enum NamesCommand {
    /// List the names: Rust path, kind, and location of the declaration
    List {
        /// List only names whose path or location contains this text
        #[arg(long, value_name = "TEXT")]
        filter: Option<String>,
        /// List only names whose declaration is no longer in the document
        #[arg(long)]
        gone: bool,
    },
    /// Explain a name: its source, rejected candidates, and its line in the lock
    Explain {
        /// Rust path (`models::Group`), its last segments (`Group::state`), or a JSON pointer
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Remove names whose declaration is no longer in the document, so that they can be reused
    Prune {
        /// Print the lines without removing them
        #[arg(long)]
        dry_run: bool,
    },
    /// Remove one name, so that the naming rules choose a new one; this breaks users of the crate
    Redecide {
        /// Rust path (`models::Group`), its last segments (`Group::state`), or a JSON pointer
        #[arg(value_name = "NAME")]
        name: String,
        /// Print the lines without removing them
        #[arg(long)]
        dry_run: bool,
    },
}

/// Validates the name of a folder, which must not require quotes in the workflow's shell commands.
///
/// # Errors
/// Returns the reason if the folder is not under the working directory, or contains other characters.
fn plain_folder(name: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let is_below = name.split('/').all(|step| !step.is_empty() && step != "..");
    if name.chars().all(is_plain) && is_below && !name.starts_with('-') {
        Ok(name.to_owned())
    } else {
        Err("expected a folder under this one, with a name of ASCII letters, digits, `-`, `_` and `.`"
            .to_owned())
    }
}

/// Parses a date.
///
/// # Errors
/// Returns the expected format if the text is not a date.
fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse()
        .map_err(|_| "expected a calendar date in the form year-month-day, such as 2024-06-16".to_owned())
}
