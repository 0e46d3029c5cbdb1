//! The result of `release` as plain strings, for its JSON output, documented in docs/how-to/ci.md.

use std::path::{Path, PathBuf};

use generator::config::Config;
use serde::Serialize;

use super::{FIRST, Plan};
use crate::generate;

/// A release and its files.
#[derive(Debug, Serialize)]
pub(super) struct View {
    /// The version in the settings before the release.
    previous: String,
    /// The version of the release; `None` if there is no release.
    version: Option<String>,
    /// The most serious effect of the changes on users of the crate.
    #[serde(rename = "crate")]
    impact: Option<String>,
    /// The changelog entry, in Markdown.
    entry: Option<String>,
    /// Whether the files were written and deleted.
    applied: bool,
    create: Vec<String>,
    update: Vec<String>,
    delete: Vec<String>,
    /// The result of generating the crate; `None` if nothing was written.
    generated: Option<generate::View>,
}

impl View {
    /// Creates the result for a document that has not changed.
    pub(super) fn unchanged(config: &Config) -> Self {
        Self {
            previous: config.package.version.as_deref().unwrap_or(FIRST).to_owned(),
            version: None,
            impact: None,
            entry: None,
            applied: false,
            create: Vec::new(),
            update: Vec::new(),
            delete: Vec::new(),
            generated: None,
        }
    }

    /// Creates the result before files are written.
    pub(super) fn new(plan: &Plan) -> Self {
        let (update, create) = plan.files().map(|file| file.path.as_path()).partition(|path| path.exists());
        let paths = |paths: Vec<&Path>| paths.into_iter().map(|path| path.display().to_string()).collect();
        Self {
            previous: plan.was.to_string(),
            version: Some(plan.version.to_string()),
            impact: plan.impact.map(|impact| impact.to_string()),
            entry: Some(plan.entry.clone()),
            applied: false,
            create: paths(create),
            update: paths(update),
            delete: paths(plan.stale.iter().map(PathBuf::as_path).collect()),
            generated: None,
        }
    }

    /// Returns the result after the files were written, including the crate's result.
    pub(super) fn applied(self, generated: generate::View) -> Self {
        Self { applied: true, generated: Some(generated), ..self }
    }
}
