//! Doc comments, built from the document's descriptions and generated lines.
//!
//! Descriptions pass through `emit::markdown`, so they do not contain doctests, links to items or HTML.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::markdown::{self, Wrap, code};
use crate::ir::Value;

/// A doc comment under construction: paragraphs of lines.
#[derive(Default)]
pub(super) struct Doc(Vec<String>);

impl Doc {
    /// Adds a description from the document, one sentence per line. An empty description has no effect.
    pub(super) fn text(mut self, text: Option<&str>) -> Self {
        let lines = text.map(|text| markdown::lines(text, Wrap::Sentences)).unwrap_or_default();
        if !lines.is_empty() {
            self.gap();
            self.0.extend(lines);
        }
        self
    }

    /// Adds a generated paragraph of Markdown.
    pub(super) fn line(mut self, line: impl Into<String>) -> Self {
        self.gap();
        self.0.push(line.into());
        self
    }

    /// Adds generated lines as one paragraph.
    pub(super) fn block(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.gap();
            self.0.extend(lines);
        }
        self
    }

    /// Adds `fallback` if the comment is empty so far.
    pub(super) fn or(self, fallback: impl FnOnce() -> String) -> Self {
        if self.0.is_empty() { self.line(fallback()) } else { self }
    }

    fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
    }

    /// Returns the comment as attributes of the item that follows.
    pub(super) fn outer(&self) -> TokenStream {
        let lines =
            self.0.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        quote! { #(#[doc = #lines])* }
    }

    /// Returns the comment as inner doc lines of a file.
    pub(super) fn inner(&self) -> String {
        self.prefixed("//!", "")
    }

    /// Returns the comment as indented doc lines of an item.
    pub(super) fn outer_text(&self, indent: &str) -> String {
        self.prefixed("///", indent)
    }

    fn prefixed(&self, mark: &str, indent: &str) -> String {
        let lines = self.0.iter().map(|line| format!("{indent}{mark} {line}").trim_end().to_owned() + "\n");
        lines.collect()
    }
}

/// Returns the line with the default and the example of a property or parameter, if there is one.
pub(super) fn default_and_example(default: Option<&Value>, example: Option<String>) -> Option<String> {
    let default = default.map(|value| format!("Default: {}.", code(&value.to_string())));
    let example = example.map(|text| format!("Example: {}.", code(&text)));
    let parts: Vec<String> = default.into_iter().chain(example).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
