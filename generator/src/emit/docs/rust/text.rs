//! The text of pages: rendered templates, and the lines of descriptions.

use askama::Template;

use crate::emit::docs::render;
use crate::emit::markdown::{self, Wrap};

/// Renders a template, and adds the final newline, which askama omits.
pub(super) fn rendered(view: &impl Template) -> String {
    render(view) + "\n"
}

/// Returns the lines of a description, with the document's line breaks.
pub(super) fn lines(text: &str) -> Vec<String> {
    markdown::lines(text, Wrap::AsWritten)
}
