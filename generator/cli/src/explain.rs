//! `explain`: the meaning of a finding, looked up by its code.

use generator::diagnostic::{self, Code};
use serde::Serialize;

use crate::arguments::Explain;
use crate::report::Output;
use crate::{Outcome, program, report};

/// The heading and introduction of the page that lists all codes.
const TOP: &str = "\
# Findings

Every finding has a code, as in `warning[unknown-keyword]`. `openapi-crate explain CODE` prints its section of this page, and
`openapi-crate explain --all` prints the whole page. `[diagnostics]` in `sdk.toml` can list codes of findings about documents: `allow` hides warnings and
notes, and `deny` makes them errors.
";

impl Explain {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        match self.code.as_deref() {
            Some(code) => one(code, self.output),
            None if self.all => {
                report::print(&page());
                Outcome::Done
            }
            None => self.output.print(list, &View::new(diagnostic::explanations())),
        }
    }
}

fn one(code: &str, output: Output) -> Outcome {
    // The code may have been copied from a finding, including the brackets.
    let code = code.split_once('[').map_or(code, |(_, rest)| rest).trim_end_matches([']', ':']);
    let Some(text) = diagnostic::explanation(code) else {
        let near = generator::nearest(code, diagnostic::explanations().map(|(code, _)| code));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        report::say(&format!(
            "error: `{code}` is not a valid finding code{near}\nhelp: run `{} explain` to list all codes",
            program::called()
        ));
        return Outcome::BadInput;
    };
    output.print(|| section(code, text), &View::new([(code, text)].into_iter()))
}

/// The explanations as JSON, documented in docs/how-to/ci.md.
#[derive(Debug, Serialize)]
struct View<'a> {
    codes: Vec<CodeView<'a>>,
}

/// The explanation of a code.
#[derive(Debug, Serialize)]
struct CodeView<'a> {
    code: &'a str,
    /// The outcome; `None` for a finding about files or the configuration.
    outcome: Option<&'static str>,
    /// Whether the finding reports a repaired defect in the document.
    defect: bool,
    summary: String,
    explanation: &'static str,
}

impl<'a> View<'a> {
    fn new(codes: impl Iterator<Item = (&'a str, &'static str)>) -> Self {
        let codes = codes.map(|(code, text)| {
            let row = diagnostic::find(code);
            CodeView {
                code,
                outcome: row.map(|row| row.outcome.map_or("error", diagnostic::Outcome::name)),
                defect: row.is_some_and(|row| row.defect),
                summary: summary(code, text),
                explanation: text,
            }
        });
        Self { codes: codes.collect() }
    }
}

/// Returns the section about a code.
fn section(code: &str, text: &str) -> String {
    let row = diagnostic::find(code).map(outcome).unwrap_or_default();
    format!("## {code}\n\n{row}{text}\n")
}

/// Describes the outcome of a finding about a document.
fn outcome(code: &Code) -> String {
    let outcome = match (code.outcome, code.defect) {
        (None, _) => "Error",
        (_, true) => "Defect in the document, repaired; an error with `strict`",
        (Some(diagnostic::Outcome::Approximated), _) => "Approximated",
        (Some(diagnostic::Outcome::Dropped), _) => "Left out",
        (Some(diagnostic::Outcome::Handled), _) => "For information",
    };
    format!("*{outcome}*: {}.\n\n", code.meaning)
}

fn list() -> String {
    let width = diagnostic::explanations().map(|(code, _)| code.len()).max().unwrap_or_default();
    diagnostic::explanations()
        .map(|(code, text)| format!("{code:<width$}  {}\n", summary(code, text)))
        .collect()
}

/// Returns a code's meaning on one line, from the table or the start of its explanation.
fn summary(code: &str, text: &str) -> String {
    let start = || text.split(['.', ':']).next().unwrap_or_default();
    diagnostic::find(code).map_or_else(start, |row| row.meaning).replace('\n', " ")
}

/// Returns the page that lists all codes.
fn page() -> String {
    let sections = diagnostic::explanations().map(|(code, text)| format!("\n{}", section(code, text)));
    TOP.to_owned() + &sections.collect::<String>()
}
