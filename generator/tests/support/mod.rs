//! The small documents of the snippet and invariant tests, which [`fragment`] completes.

mod fragment;

use std::path::Path;

use generator::Model;
use generator::config::Config;
use generator::diagnostic::{Diagnostic, Diagnostics};
use generator::load::Source;

use fragment::Fragment;

/// The maximum number of lines. A longer snippet would cover more than one behavior.
const LINES: usize = 25;

/// A completed snippet.
pub(crate) struct Snippet {
    /// The document.
    pub(crate) document: String,
    /// The configuration.
    pub(crate) config: Config,
    /// Whether the snippet has no operations because it covers something else.
    #[allow(dead_code, reason = "each test binary uses only part of it")]
    pub(crate) only_components: bool,
}

impl Snippet {
    /// Reads and completes a snippet.
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("fixtures can be read");
        assert!(text.lines().count() <= LINES, "{}: a snippet has at most {LINES} lines", path.display());
        let Fragment { document, config, only_components } = Fragment::complete(&text);
        let read = |text: String| serde_yaml::from_str(&text).expect("the fixture's configuration is valid");
        Self { document, config: config.map_or_else(Config::default, read), only_components }
    }

    /// Returns the loaded document.
    pub(crate) fn source(&self) -> Result<Source, Diagnostic> {
        Source::parse("snippet.yaml", self.document.as_bytes())
    }

    /// Returns the model and the findings, or only the findings of an invalid document.
    pub(crate) fn model(&self) -> Result<(Model, Diagnostics), Vec<Diagnostic>> {
        let source = self.source().map_err(|finding| vec![finding])?;
        generator::model(&source, self.config.clone()).map_err(|findings| findings.into_iter().collect())
    }
}
