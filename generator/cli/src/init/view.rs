//! The result of `init` as plain strings and numbers, for its JSON output, documented in docs/how-to/ci.md.

use std::path::PathBuf;

use generator::Model;
use serde::Serialize;

use super::files::Facts;
use super::workflow;
use crate::arguments::Init;

/// The configuration that `init` chose, and the files that it creates or updates.
#[derive(Debug, Serialize)]
pub(super) struct View {
    /// The path of the document, as written to the configuration.
    document: String,
    /// The path of the crate's folder, as written to the configuration.
    out: String,
    package: String,
    operations: usize,
    schemas: usize,
    warnings: usize,
    /// Whether the listed files were written.
    applied: bool,
    create: Vec<String>,
    update: Vec<String>,
    /// The repository variables that the workflow needs.
    variables: Vec<&'static str>,
}

impl View {
    pub(super) fn new(
        facts: &Facts<'_>,
        model: &Model,
        warnings: usize,
        files: &[(PathBuf, String)],
        arguments: &Init,
    ) -> Self {
        let (update, create): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path.exists());
        let paths = |files: Vec<&(PathBuf, String)>| {
            files.into_iter().map(|(path, _)| path.display().to_string()).collect()
        };
        Self {
            document: facts.document.to_owned(),
            out: facts.out.to_owned(),
            package: facts.package.to_owned(),
            operations: model.emitted_operations(),
            schemas: model.emitted_schemas(),
            warnings,
            applied: !arguments.dry_run,
            create: paths(create),
            update: paths(update),
            variables: workflow::variable().filter(|_| !arguments.no_ci).into_iter().collect(),
        }
    }
}
