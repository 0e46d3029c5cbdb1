//! The changed files as plain strings and numbers, for the JSON output of `generate`, `check` and `docs`.

use std::path::Path;

use generator::{Contents, Files, Plan};
use serde::Serialize;

use super::files::{Mode, edits, planned};
use crate::Outcome;
use crate::project::Made;
use crate::report;

/// The result of `generate`, `check` or `docs` as JSON, documented in docs/how-to/ci.md. Later versions may add
/// members, but will not remove any.
#[derive(Debug, Serialize)]
pub(crate) struct View {
    /// The folder of the crate; absent if only a document was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<String>,
    /// The name of the SDK; absent unless the configuration has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    sdk: Option<String>,
    /// The name of the package.
    package: String,
    operations: usize,
    schemas: usize,
    warnings: usize,
    /// Whether the listed files were written and deleted.
    applied: bool,
    create: Vec<String>,
    update: Vec<String>,
    delete: Vec<String>,
    /// The files to update or delete that have been edited since they were generated.
    edited: Vec<String>,
}

impl View {
    pub(super) fn new(out: Option<&Path>, made: &Made, plan: Option<&Plan>, applied: bool) -> Self {
        let path = |path: &str| out.unwrap_or(Path::new("")).join(path).display().to_string();
        let mut view = Self {
            out: out.map(|out| out.display().to_string()),
            sdk: made.sdk.clone(),
            package: made.model.names.package.clone(),
            operations: made.model.emitted_operations(),
            schemas: made.model.emitted_schemas(),
            warnings: made.warnings,
            applied,
            create: plan.into_iter().flat_map(Plan::missing).map(path).collect(),
            update: plan.into_iter().flat_map(Plan::stale).map(path).collect(),
            delete: plan.into_iter().flat_map(Plan::extra).map(path).collect(),
            edited: plan.into_iter().flat_map(Plan::edited).map(path).collect(),
        };
        for (path, is_there) in plan.into_iter().flat_map(Plan::beside) {
            let list = if is_there { &mut view.update } else { &mut view.create };
            list.push(path.display().to_string());
        }
        view
    }
}

/// Like [`bring_up_to_date`](super::bring_up_to_date), but returns the result instead of printing it.
///
/// # Errors
/// Returns the outcome if the files cannot be read or written; the error has already been printed.
pub(super) fn updated(
    out: &Path,
    files: (Contents, Files),
    beside: Option<(&Path, String)>,
    mode: Mode,
    made: &Made,
) -> Result<(View, Outcome), Outcome> {
    let done = planned(out, files, beside).and_then(|plan| {
        let outcome = if mode == Mode::Check && !plan.is_clean() { Outcome::Findings } else { Outcome::Done };
        let view = View::new(Some(out), made, Some(&plan), mode == Mode::Write);
        edits(out, &plan, mode).iter().for_each(report::show_without_source);
        if mode == Mode::Write {
            plan.apply()?;
        }
        Ok((view, outcome))
    });
    done.map_err(|finding| {
        report::show_without_source(&finding);
        Outcome::BadInput
    })
}

/// Brings files up to date and prints the result as JSON.
pub(crate) fn as_json(
    out: &Path,
    files: (Contents, Files),
    beside: Option<(&Path, String)>,
    mode: Mode,
    made: &Made,
) -> Outcome {
    match updated(out, files, beside, mode, made) {
        Ok((view, outcome)) => report::print_json(&view, outcome),
        Err(outcome) => outcome,
    }
}
