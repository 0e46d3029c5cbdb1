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
            Some(name) => one(name, self.output),
            None if self.all => {
                report::print(&page());
                Outcome::Done
            }
            None => self.output.print(list, &View::new(Code::ALL)),
        }
    }
}

fn one(name: &str, output: Output) -> Outcome {
    // The code may have been copied from a finding, including the brackets.
    let name = name.split_once('[').map_or(name, |(_, rest)| rest).trim_end_matches([']', ':']);
    let Some(code) = Code::from_name(name) else {
        let near = generator::nearest(name, Code::ALL.iter().map(|code| code.name()));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        report::refuse(
            &format!("`{name}` is not a valid finding code{near}"),
            &format!("run `{} explain` to list all codes", program::called()),
        );
        return Outcome::BadInput;
    };
    output.print(|| section(code), &View::new(&[code]))
}

/// The explanations as JSON, documented in docs/how-to/ci.md.
#[derive(Debug, Serialize)]
struct View {
    codes: Vec<CodeView>,
}

/// The explanation of a code.
#[derive(Debug, Serialize)]
struct CodeView {
    code: &'static str,
    /// The outcome; `None` for a finding about files or the configuration.
    outcome: Option<&'static str>,
    /// Whether the finding reports a repaired defect in the document.
    defect: bool,
    summary: &'static str,
    explanation: &'static str,
}

impl View {
    fn new(codes: &[Code]) -> Self {
        let outcome = |code: Code| code.outcome().map_or("error", diagnostic::Outcome::name);
        let codes = codes.iter().map(|code| CodeView {
            code: code.name(),
            outcome: code.is_about_document().then(|| outcome(*code)),
            defect: code.is_defect(),
            summary: code.meaning(),
            explanation: diagnostic::explanation(*code),
        });
        Self { codes: codes.collect() }
    }
}

/// Returns the section about a code.
fn section(code: Code) -> String {
    let outcome = if code.is_about_document() { outcome(code) } else { String::new() };
    format!("## {code}\n\n{outcome}{}\n", diagnostic::explanation(code))
}

/// Describes the outcome of a finding about a document.
fn outcome(code: Code) -> String {
    let outcome = match (code.outcome(), code.is_defect()) {
        (None, _) => "Error",
        (_, true) => "Defect in the document, repaired; an error with `strict`",
        (Some(diagnostic::Outcome::Approximated), _) => "Approximated",
        (Some(diagnostic::Outcome::Dropped), _) => "Omitted",
        (Some(diagnostic::Outcome::Handled), _) => "For information",
    };
    format!("*{outcome}*: {}.\n\n", code.meaning())
}

/// Lists all codes with their meanings.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    Code::ALL.iter().map(|code| format!("{:<width$}  {}\n", code.name(), code.meaning())).collect()
}

/// Returns the page that lists all codes.
fn page() -> String {
    let sections = Code::ALL.iter().map(|code| format!("\n{}", section(*code)));
    TOP.to_owned() + &sections.collect::<String>()
}
