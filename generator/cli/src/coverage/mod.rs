//! The coverage report: the outcome of every part of a document, as Markdown and JSON.
//!
//! [`generator::coverage`] computes the report; this module writes it. The supported-keywords page is built from the
//! same table.

mod keywords;
mod page;
mod support;
mod view;

use std::fs;
use std::path::{Path, PathBuf};

use generator::Model;
use generator::Pointer;
use generator::Source;
use generator::coverage::coverage;
use generator::diagnostic::{Code, Diagnostic, Diagnostics};

use crate::arguments::Support;
use crate::{Outcome, report};
use view::View;

/// Writes the report of a document, as JSON or Markdown depending on the file extension. Any other path results in
/// both files.
pub(crate) fn write(
    path: &Path,
    source: &Source,
    model: Option<&Model>,
    findings: &Diagnostics,
) -> Result<(), ()> {
    let view = View::from_report(source, &coverage(source, model, findings), findings);
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    let files: Vec<(PathBuf, String)> = match ending.as_deref().and_then(|ending| ending.to_str()) {
        Some("json") => vec![(path.to_owned(), json(&view))],
        Some("md") => vec![(path.to_owned(), page::render(&view))],
        _ => vec![
            (append_extension(path, "json"), json(&view)),
            (append_extension(path, "md"), page::render(&view)),
        ],
    };
    for (path, text) in files {
        // An unchanged report keeps its modification time, because `--watch` compares modification times.
        let is_there = fs::read_to_string(&path).is_ok_and(|known| known == text);
        if let Some(error) = (!is_there).then(|| fs::write(&path, text).err()).flatten() {
            let message = format!("cannot write `{}`: {error}", path.display());
            let finding = Diagnostic::error(Code::OutputFailed, &Pointer::root(), message);
            report::show_without_source(&finding.help("check that the folder exists and is writable"));
            return Err(());
        }
        report::inform(&format!("the report is in {}", report::shown(&path)));
    }
    Ok(())
}

fn json(view: &View) -> String {
    report::json(view).unwrap_or_default()
}

/// Appends an extension to a path. An existing extension is kept, because it can be part of the name, as in
/// `v1.2`.
fn append_extension(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

impl Support {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        self.output.print(support::page, &keywords::view())
    }
}
