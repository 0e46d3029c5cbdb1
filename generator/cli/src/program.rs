//! The running program: its name in messages, its version, and the examples in its help.
//!
//! The commands run under two names: `openapi-crate`, and `cargo xtask` in the generator's repository. A message that
//! contains a command uses the name under which the program was invoked.

use std::sync::OnceLock;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, FromArgMatches};

use crate::report;

/// The name of the program.
pub const NAME: &str = "openapi-crate";

/// The version of the program, with the commit if it was built from a clone of the repository.
pub const VERSION: &str = env!("OPENAPI_CRATE_VERSION");

/// The name under which the program was invoked.
static CALLED: OnceLock<&str> = OnceLock::new();

/// The name of the command that runs, if any.
static COMMAND: OnceLock<String> = OnceLock::new();

/// Returns the name of the command that runs.
pub(crate) fn command() -> Option<&'static str> {
    COMMAND.get().map(String::as_str)
}

/// Commands that users expect, and what does their work.
const INSTEAD: &[(&str, &str)] = &[
    ("build", "generate"),
    ("coverage", "generate --report FILE"),
    ("lint", "check"),
    ("new", "init"),
    ("report", "generate --report FILE"),
    ("update", "fetch"),
    ("validate", "check"),
    ("watch", "generate --watch"),
];

/// Returns the program's name for use in messages.
pub fn called() -> &'static str {
    CALLED.get().copied().unwrap_or(NAME)
}

/// Parses the arguments of the process, and prints usage errors and help in the same way as clap's `parse`. Messages
/// refer to the program as `name`.
pub fn parse<Arguments: CommandFactory + FromArgMatches>(name: &'static str) -> Arguments {
    let name = CALLED.get_or_init(|| name);
    let matches =
        with_examples(Arguments::command(), name).try_get_matches().unwrap_or_else(|error| refuse(error));
    if let Some(command) = matches.subcommand_name() {
        let _ = COMMAND.set(command.to_owned());
    }
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| refuse(error))
}

/// Prints a usage error or the help, and ends the process.
fn refuse(mut error: clap::Error) -> ! {
    if let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidSubcommand)
        && let Some((_, instead)) = INSTEAD.iter().find(|(name, _)| name == given)
    {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![(*instead).to_owned()]));
    }
    // The display options are not parsed if there is an error.
    let arguments: Vec<_> = std::env::args().collect();
    let is_json = arguments.iter().any(|argument| argument == "--message-format=json")
        || arguments.windows(2).any(|pair| pair == ["--message-format", "json"]);
    if !is_json || !error.use_stderr() {
        error.exit();
    }
    let text = error.to_string();
    let paragraph = |text: &str| {
        let lines = text.lines().map(str::trim).take_while(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    };
    let message = paragraph(text.trim_start_matches("error: "));
    let tip = text.split_once("tip: ").map(|(_, tip)| paragraph(tip));
    report::refuse_json(&message, tip.as_deref().unwrap_or("see `--help`"));
    std::process::exit(error.exit_code())
}

/// Adds the examples to the help of a program and its commands.
pub fn with_examples(command: clap::Command, name: &str) -> clap::Command {
    let own: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let command = command.after_help(format!("{}\n\n{EXIT_CODES}", shown(name, FIRST)));
    own.into_iter().fold(command, |command, one| match examples(&one) {
        Some(examples) => {
            let text = shown(name, examples);
            command.mut_subcommand(one, |one| one.after_help(text))
        }
        None => command,
    })
}

/// Returns the examples for a command: the arguments and their purpose.
fn examples(command: &str) -> Option<&'static [Example]> {
    EXAMPLES.iter().find(|(name, _)| *name == command).map(|(_, examples)| *examples)
}

fn shown(name: &str, examples: &[Example]) -> String {
    let mut text = "Examples:".to_owned();
    for (arguments, purpose) in examples {
        text.push_str(&format!("\n  {name} {arguments}\n          {purpose}"));
    }
    text
}

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  files are not up to date (--check), there are warnings (--deny-warnings), or a change is breaking (diff)
  2  the input, the output folder or the arguments are invalid";

/// The arguments of an example and their purpose.
type Example = (&'static str, &'static str);

/// The examples for the program's help.
const FIRST: &[Example] = &[
    ("init openapi.yaml", "write a configuration for a document"),
    ("generate", "generate the crate of the nearest sdk.toml"),
    ("generate --spec api.yaml --out client --name my-api", "generate a crate from any document"),
    ("diff", "list the changes since the last release"),
];

/// The examples for the help of each command; a test fails if a command has no row.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "init",
        &[
            ("init openapi.yaml", "write a configuration for a file"),
            ("init https://api.example/openapi.json --name example-client", "download the document first"),
            ("init --dry-run --format json", "list the files that would be written, as JSON"),
        ],
    ),
    (
        "generate",
        &[
            ("generate", "generate the crate of the nearest sdk.toml"),
            ("generate --check", "only check whether the crate is up to date"),
            ("generate --dry-run", "list the files that would be written"),
            ("generate --watch", "generate again whenever the input changes"),
            (
                "generate --spec api.yaml --out client --name my-api --report api.md",
                "generate a crate from any document, and report the outcome of each part",
            ),
        ],
    ),
    (
        "check",
        &[
            ("check", "check the configured document and its crate"),
            ("check --spec https://api.example/openapi.json", "check any document"),
        ],
    ),
    (
        "fetch",
        &[
            ("fetch", "download the document again"),
            ("fetch --check", "only check whether the document at the URL has changed"),
            ("fetch --format json", "print the digest of the download, as JSON"),
        ],
    ),
    (
        "docs",
        &[
            ("docs --flavor rust --out docs", "generate only the pages"),
            ("docs --flavor rust --out docs --check --format json", "list outdated pages, as JSON"),
        ],
    ),
    (
        "inspect",
        &[
            ("inspect", "show the model of the configured document"),
            ("inspect api.json --format json", "show the model of any document, as JSON"),
        ],
    ),
    (
        "names",
        &[
            ("names list --filter Group", "list the names that contain `Group`"),
            ("names explain models::Group", "explain a name"),
            ("names prune --dry-run --format json", "list the names of removed declarations, as JSON"),
        ],
    ),
    (
        "diff",
        &[
            ("diff", "list the changes since the last release"),
            (
                "diff HEAD~1:spec/api.yaml spec/api.yaml --format markdown",
                "list the changes between any two documents",
            ),
        ],
    ),
    (
        "explain",
        &[
            ("explain unknown-keyword", "explain one code, like `--explain unknown-keyword`"),
            ("explain", "list all codes"),
            ("explain --format json", "print all codes with their explanations, as JSON"),
        ],
    ),
    (
        "release",
        &[
            ("release --dry-run", "show the next version and its changelog entry"),
            ("release --dry-run --format json", "show the release as JSON"),
            ("release --version 1.0.0", "release with a higher version than the changes require"),
        ],
    ),
    (
        "schema",
        &[
            ("schema > sdk.schema.json", "write the schema for an editor"),
            ("schema --reference", "print the reference"),
        ],
    ),
    (
        "support",
        &[
            ("support", "print the page as Markdown"),
            ("support --format json", "print the tables of the page as JSON"),
        ],
    ),
    (
        "completions",
        &[(
            "completions bash > ~/.local/share/bash-completion/completions/openapi-crate",
            "install the completions for bash",
        )],
    ),
    ("man", &[("man --out ~/.local/share/man/man1", "install the man pages")]),
];
